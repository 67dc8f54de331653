import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { toHex } from '../../../../src/stack/fieldWriter';
import { knownOctets } from '../../../../src/stack/6-presentation/lazyOctets';
import { makeClientHello } from '../../../../src/stack/6-presentation/tls/clientHelloMaker';
import { decodeHandshakeMessage, encodeHandshakeMessage, handshakeMessageBytes } from '../../../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import type { HandshakeMessage } from '../../../../src/stack/6-presentation/tls/handshake/handshakeMessage';
import { allFrom } from '../../../../src/stack/6-presentation/tls/handshake/messageSources';
import { offerShare } from '../../../../src/stack/6-presentation/tls/keyExchange';
import { SeededRandom } from '../../../../src/simulator/seededRandom';
import { CURL_LAYOUT } from './pair';
import { plaintextMessages } from './rfc8448';

const sources = allFrom({ kind: 'network' });
const again = (bytes: Uint8Array): string => toHex(encodeHandshakeMessage(decodeHandshakeMessage(bytes, true), sources).bytes);

/** Complete messages of "The Illustrated TLS 1.3 Connection", without record headers and inner content types. */
function illustratedMessages(): { title: string; bytes: Uint8Array }[] {
  const directory = path.join(import.meta.dirname, '../../../../../shared/corpora/illustrated-tls13/messages');
  if (!existsSync(directory)) return [];
  const plain = ['clienthello', 'serverhello'];
  const inner = ['serverextensions', 'servercert', 'servercertverify', 'serverfinished', 'clientfinished', 'serverticket1', 'serverticket2'];
  return readdirSync(directory).filter((name) => plain.includes(name) || inner.includes(name)).map((title) => {
    const bytes = new Uint8Array(readFileSync(path.join(directory, title)));
    return { title, bytes: plain.includes(title) ? bytes.subarray(5) : bytes.subarray(0, -1) };
  });
}

describe('TLS handshake codec', () => {
  it('decodes every message of RFC 8448 and writes it back octet for octet', () => {
    const messages = plaintextMessages();
    assert.equal(messages.length, 42);
    for (const { title, bytes } of messages) assert.equal(again(bytes), toHex(bytes), title);
  });

  it('decodes the messages of the illustrated connection and writes them back', function skipsWithoutCorpus() {
    const messages = illustratedMessages();
    if (messages.length === 0) {
      console.log('      skipped: the corpus of illustrated TLS connections is not beside the repository');
      this.skip();
    }
    assert.equal(messages.length, 9);
    for (const { title, bytes } of messages) assert.equal(again(bytes), toHex(bytes), title);
  });

  it('refuses every message that is cut short, with the offset, and one with an octet too many', () => {
    for (const { title, bytes } of plaintextMessages()) {
      for (let length = 0; length < bytes.length; length += 1) {
        assert.throws(() => decodeHandshakeMessage(bytes.subarray(0, length), true), (error) => error instanceof DecodeError && error.offsetBytes <= length, title);
      }
      assert.throws(() => decodeHandshakeMessage(Uint8Array.of(...bytes, 0), true), DecodeError, title);
    }
  });

  it('answers any octets with a message that writes back the same, or with a DecodeError', () => {
    const types = fc.constantFrom(1, 2, 4, 5, 8, 11, 12, 13, 14, 15, 16, 20, 22, 24, 99);
    const forms = fc.constantFrom('ecdhe-1.2' as const, 'ecdhe-1.0' as const, 'other' as const);
    fc.assert(fc.property(types, fc.uint8Array({ maxLength: 300 }), fc.boolean(), forms, (type, body, tls13, form) => {
      const bytes = Uint8Array.of(type, 0, body.length >> 8, body.length & 0xff, ...body);
      let message: HandshakeMessage;
      try {
        message = decodeHandshakeMessage(bytes, tls13, { keyExchange: form });
      } catch (error) {
        assert.ok(error instanceof DecodeError);
        return;
      }
      assert.equal(toHex(encodeHandshakeMessage(message, sources).bytes), toHex(bytes));
      assert.equal(handshakeMessageBytes(message), bytes.length);
    }), { numRuns: 2000 });
  });

  it('answers a valid message with flipped octets the same way', () => {
    const messages = plaintextMessages().map(({ bytes }) => bytes);
    const change = fc.record({ message: fc.constantFrom(...messages), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(fc.property(change, ({ message, at, by }) => {
      const bytes = message.slice();
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ by;
      try {
        assert.equal(again(bytes), toHex(bytes));
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }), { numRuns: 3000 });
  });

  it('makes ClientHellos whose counted length is the encoded one, and reads back what it made', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}(\.[a-z]{1,8}){1,3}$/);
    const layout = fc.subarray([...CURL_LAYOUT.extensions]);
    const alpn = fc.subarray(['h2', 'http/1.1']);
    const versions = fc.constantFrom({ min: '1.2', max: '1.3' } as const, { min: '1.3', max: '1.3' } as const, { min: '1.2', max: '1.2' } as const);
    fc.assert(fc.property(name, layout, alpn, versions, (serverName, extensions, protocols, range) => {
      const random = new SeededRandom(1, serverName);
      const share = offerShare(29, random);
      assert.ok(share);
      const hello = makeClientHello({
        layout: { ...CURL_LAYOUT, extensions }, versions: range, serverName, alpn: protocols, random: random.bytes(32), sessionId: random.bytes(32), shares: [share],
      });
      const { bytes } = encodeHandshakeMessage(hello, sources);
      assert.equal(bytes.length, handshakeMessageBytes(hello));
      assert.equal(again(bytes), toHex(bytes));
      const padded = extensions.some(({ type }) => type === 'padding');
      if (padded) assert.ok(bytes.length < 256 || bytes.length >= 512, `${bytes.length} octets`);
    }), { numRuns: 200 });
  });

  it('sends no server name for an address (RFC 6066 §3)', () => {
    for (const serverName of ['203.0.113.10', '[2001:db8::1]']) {
      const hello = makeClientHello({
        layout: CURL_LAYOUT, versions: { min: '1.2', max: '1.3' }, serverName, alpn: [], random: new Uint8Array(32), sessionId: new Uint8Array(32),
        shares: [{ group: 29, keyExchange: knownOctets(new Uint8Array(32)), sharedSecret: () => new Uint8Array(32) }],
      });
      assert.deepEqual(hello.extensions?.filter(({ kind }) => kind === 'server_name' || kind === 'alpn'), []);
    }
  });

  it('refuses an extension that is given twice (RFC 8446 §4.2)', () => {
    const extension = [0, 23, 0, 0];
    const bytes = Uint8Array.of(8, 0, 0, 10, 0, 8, ...extension, ...extension);
    assert.throws(() => decodeHandshakeMessage(bytes, true), /extended_master_secret a second time/);
  });
});
