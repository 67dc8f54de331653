import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { readChunks } from '../../../../src/stack/7-application/http1/chunkedCoding';
import { http1Payload } from '../../../../src/stack/7-application/http1/messageCodec';
import { assertEncoded } from './fieldTree';

const source = { kind: 'computed' } as const;
const octets = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

function chunkedResponse(content: Uint8Array) {
  return http1Payload({
    kind: 'response', status: 200, reasonPhrase: 'OK', headers: [{ name: 'Transfer-Encoding', value: 'chunked', source }],
    trailers: [{ name: 'Server-Timing', value: 'app;dur=5', source }], content: { lengthBytes: content.length, bytes: () => content },
  });
}

describe('the chunked transfer coding', () => {
  it('reads back what it writes, in the length that was said, and waits for the end', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(0, 16_384, 16_385, 40_000), fc.nat(), (start, more, cut) => {
      const content = new Uint8Array(start.length + more);
      content.set(start);
      const payload = chunkedResponse(content);
      const { bytes, pdus } = payload.encode();
      pdus.forEach(assertEncoded);
      assert.equal(bytes.length, payload.lengthBytes);
      const body = bytes.subarray(payload.headBytes);
      const read = readChunks(body);
      assert.deepEqual(read, { content, trailers: [{ name: 'Server-Timing', value: 'app;dur=5' }], lengthBytes: body.length });
      assert.equal(readChunks(body.subarray(0, cut % body.length)), undefined);
    }), { numRuns: 50 });
  });

  it('is what Node.js reads as a response', async () => {
    const content = octets('x'.repeat(40_000));
    const { bytes } = chunkedResponse(content).encode();
    const server = createServer();
    server.on('connection', (socket) => socket.end(bytes));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const received = await new Promise<{ body: Buffer; trailer: string | undefined }>((resolve, reject) => {
      request({ port, host: '127.0.0.1', agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ body: Buffer.concat(parts), trailer: response.trailers['server-timing'] }));
      }).on('error', reject).end();
    });
    server.close();
    assert.ok(received.body.equals(content));
    assert.equal(received.trailer, 'app;dur=5');
  });

  it('reads what Node.js writes', async () => {
    const server = createServer((_, response) => {
      response.write('Hello, ');
      response.write('x'.repeat(70_000));
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const raw = await new Promise<Buffer>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'));
      const parts: Buffer[] = [];
      socket.on('data', (part) => parts.push(part));
      socket.on('end', () => resolve(Buffer.concat(parts)));
    });
    server.close();
    const read = readChunks(raw.subarray(raw.indexOf('\r\n\r\n') + 4));
    assert.equal(read?.content.length, 70_007);
  });

  it('passes extensions over and refuses what is no chunk, where it stands (RFC 9112 §7.1)', () => {
    assert.equal(Buffer.from(readChunks(octets('5 ;a="b"\r\nhello\r\n0;x\r\nA: b\r\n\r\n'))?.content ?? []).toString(), 'hello');
    const wrong: readonly [string, number][] = [
      ['\r\n', 0], ['-1\r\n', 0], ['0x5\r\nhello\r\n', 0], ['5\nhello\r\n', 1], ['5\r\nhelloXX0\r\n\r\n', 8], ['fffffffffffff\r\n', 0], ['0\r\nno colon\r\n\r\n', 3],
      [`5;${'x'.repeat(10_000)}`, 0], ['fffffffff\r\n', 0],
    ];
    for (const [text, offsetBytes] of wrong) {
      assert.throws(() => readChunks(octets(text)), (error) => error instanceof DecodeError && error.offsetBytes === offsetBytes, text.slice(0, 20));
    }
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.stringMatching(/^[0-9a-f;\r\n ]{0,30}$/).map(octets)), (bytes) => {
      try {
        readChunks(bytes);
      } catch (error) {
        assert.ok(error instanceof DecodeError);
      }
    }));
  });
});
