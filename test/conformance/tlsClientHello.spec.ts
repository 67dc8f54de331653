import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { calculateJa3, readTlsClientHello } from 'read-tls-client-hello';
import { toHex } from '../../src/stack/fieldWriter';
import type { ClientHello } from '../../src/stack/6-presentation/tls/handshake/clientHello';
import { extensionCode } from '../../src/stack/6-presentation/tls/handshake/extensions/extension';
import { decodeHandshakeMessage, encodeHandshakeMessage } from '../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import { allFrom } from '../../src/stack/6-presentation/tls/handshake/messageSources';
import { exchange, PairWorld } from '../unit/stack/tls/pair';
import { requireTshark, tsharkOn } from './tshark';

const CAPTURES = path.resolve(__dirname, '../../../shared/captures');
const FIELDS = [
  'tcp.reassembled.data', 'tcp.payload', 'tls.handshake.random', 'tls.handshake.session_id', 'tls.handshake.ciphersuite', 'tls.handshake.extension.type',
  'tls.handshake.extensions_supported_group', 'tls.handshake.sig_hash_alg', 'tls.handshake.extensions.supported_version',
  'tls.handshake.extensions_server_name', 'tls.handshake.extensions_alpn_str', 'tls.handshake.extensions_key_share_group',
];

function decode(bytes: Uint8Array): ClientHello {
  const message = decodeHandshakeMessage(bytes, true);
  assert.ok(message.kind === 'client_hello');
  return message;
}

/** Our reading, in the form of tshark's fields. */
function asFields(hello: ClientHello): string[] {
  const extensions = hello.extensions ?? [];
  const hex16 = (code: number) => `0x${code.toString(16).padStart(4, '0')}`;
  const list = (code: number, show: (value: number) => string) =>
    extensions.flatMap((extension) => (extension.kind === 'code_list' && extension.code === code ? extension.values.map(show) : [])).join();
  const shares = extensions.flatMap((extension) => (extension.kind === 'client_key_shares' ? extension.entries : []));
  return [
    toHex(hello.random), toHex(hello.sessionId), hello.cipherSuites.map(hex16).join(), extensions.map(extensionCode).join(),
    list(10, hex16), list(13, hex16), list(43, hex16),
    extensions.flatMap((extension) => (extension.kind === 'server_name' ? extension.name : [])).join(),
    extensions.flatMap((extension) => (extension.kind === 'alpn' ? extension.protocols : [])).join(), shares.map(({ group }) => group).join(),
  ];
}

describe('ClientHello', () => {
  it('of every captured client reads as tshark reads it, and writes back octet for octet', function comparesCaptures() {
    requireTshark(this);
    if (!existsSync(CAPTURES)) {
      console.log('      skipped: the captures are not beside the repository');
      this.skip();
    }
    const options = ['-Y', 'tls.handshake.type==1', '-T', 'fields', ...FIELDS.flatMap((field) => ['-e', field])];
    let compared = 0;
    for (const file of readdirSync(CAPTURES).filter((name) => /\.pcap(ng)?$/.test(name))) {
      for (const line of tsharkOn(path.join(CAPTURES, file), ...options)) {
        const [reassembled = '', payload = '', ...fields] = line.split('\t');
        const record = Buffer.from(reassembled === '' ? payload : reassembled, 'hex');
        const bytes = record.subarray(5, 5 + record.readUInt16BE(3));
        const hello = decode(bytes);
        // tshark writes "0x001d" in some lists and "29" in others, and one number format differs between its versions.
        const numbers = (text: string) => (/^(0x[0-9a-f]+|\d+)(,(0x[0-9a-f]+|\d+))*$/.test(text) ? text.split(',').map(Number).join() : text);
        const plain = (index: number, text: string) => (index < 2 ? text : numbers(text));
        assert.deepEqual(asFields(hello).map((text, index) => plain(index, text)), fields.map((text, index) => plain(index, text)), file);
        assert.equal(toHex(encodeHandshakeMessage(hello, allFrom({ kind: 'probe' })).bytes), toHex(bytes), file);
        compared += 1;
      }
    }
    assert.ok(compared >= 15, `${compared} ClientHellos`);
  });

  it('made from curl\'s layout has the fingerprint of the captured curl, by another reader', async () => {
    const { records } = exchange(new PairWorld());
    const bytes = records[0]?.record.encode().bytes ?? new Uint8Array(0);
    const stream = new PassThrough();
    stream.write(bytes);
    const hello = await readTlsClientHello(stream);
    // JA3 as tshark gives it for the capture curl-7.88-ipv4-rtt50.
    assert.equal(calculateJa3(hello), '0149f47eabf9a20d0893e2a44e5a6323');
    assert.deepEqual(hello.extensions.map(({ id }) => id), decode(bytes.subarray(5)).extensions?.map(extensionCode));
  });
});
