// The far end: a name server whose every name has the given address, and Node's HTTP and HTTPS servers. `/4096` has 4096 octets.
// node origin.mjs ADDRESS CERTIFICATE KEY 1.2|1.3 1.1|2; prints "ready".
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createPlain } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createEncrypted } from 'node:https';
import { decode, encode } from 'dns-packet';

const [, , address, certificate, key, newestTls, newestHttp] = process.argv;
const family = address.includes(':') ? { socket: 'udp6', type: 'AAAA' } : { socket: 'udp4', type: 'A' };

const answer = (request, response) => {
  const content = Buffer.alloc(Number(request.url.slice(1)), 'x');
  // As the program's own default has it: over HTTP/2 the end of the stream says where the content ends.
  response.writeHead(200, { 'Content-Type': 'text/plain', ...(request.httpVersion === '2.0' ? {} : { 'Content-Length': content.length }) });
  response.end(content);
};

const names = createSocket(family.socket);
names.on('message', (packet, { port, address: asker }) => {
  const { id, flags, questions } = decode(packet);
  const [{ name, type }] = questions;
  const answers = type === family.type ? [{ name, type, ttl: 300, data: address }] : [];
  names.send(encode({ type: 'response', id, flags: flags | 0x80, questions, answers }), port, asker);
});

const createNewest = newestHttp === '2' ? (options) => createSecureServer({ ...options, allowHTTP1: true }, answer) : (options) => createEncrypted(options, answer);
const listening = [
  new Promise((resolve) => names.bind(53, address, resolve)),
  new Promise((resolve) => createPlain(answer).listen(80, address, resolve)),
  new Promise((resolve) => createNewest(
    { cert: readFileSync(certificate), key: readFileSync(key), minVersion: 'TLSv1.2', maxVersion: `TLSv${newestTls}` },
  ).listen(443, address, resolve)),
];
await Promise.all(listening);
console.log('ready');
