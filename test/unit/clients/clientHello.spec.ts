import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CLIENT_PROFILES, clientProfile } from '../../../src/clients/clientProfiles';
import type { ClientProfile } from '../../../src/model/clientProfile';
import { fromHex, toHex } from '../../../src/stack/fieldWriter';
import { knownOctets } from '../../../src/stack/6-presentation/lazyOctets';
import { makeClientHello } from '../../../src/stack/6-presentation/tls/clientHelloMaker';
import { encodeHandshakeMessage, handshakeMessageBytes } from '../../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import { CLIENT_SOURCES } from '../../../src/stack/6-presentation/tls/handshake/messageSources';
import type { OfferedShare } from '../../../src/stack/6-presentation/tls/keyExchange';

interface RecordedHello {
  readonly client: string;
  readonly source: string;
  readonly serverName: string;
  readonly alpn: readonly string[];
  /** The whole TLS record. */
  readonly hex: string;
}

const MEASURED = CLIENT_PROFILES.filter(({ measured }) => measured);
const FIXTURES = join(__dirname, '../../fixtures/clients');
const hellos = JSON.parse(readFileSync(join(FIXTURES, 'hellos.json'), 'utf8')) as readonly RecordedHello[];
/** Octets of curl's record for host names of 1 to 253 characters, as curl 7.88.1 sent them. */
const curlLengths = JSON.parse(readFileSync(join(FIXTURES, 'curl-7.88-hello-lengths.json'), 'utf8')) as readonly number[];

const RECORD_HEADER_BYTES = 5;
const HANDSHAKE_HEADER_BYTES = 4;
const KEY_SHARE = 51;

/** What a client draws anew for each connection. */
interface Drawn {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly shares: readonly OfferedShare[];
}

/** Walks the record by the lengths in it (RFC 8446 §4.1.2), on its own. */
function drawnIn(record: Uint8Array): Drawn {
  const number = (at: number) => ((record[at] ?? 0) << 8) | (record[at + 1] ?? 0);
  let at = RECORD_HEADER_BYTES + HANDSHAKE_HEADER_BYTES + 2;
  const random = record.slice(at, at + 32);
  at += 32;
  const sessionIdEnd = at + 1 + (record[at] ?? 0);
  const sessionId = record.slice(at + 1, sessionIdEnd);
  at = sessionIdEnd + 2 + number(sessionIdEnd);
  at += 1 + (record[at] ?? 0) + 2;
  const shares: OfferedShare[] = [];
  for (; at < record.length; at += 4 + number(at + 2)) {
    if (number(at) !== KEY_SHARE) continue;
    const end = at + 4 + number(at + 2);
    for (let entry = at + 6; entry < end; entry += 4 + number(entry + 2)) {
      const keyExchange = knownOctets(record.slice(entry + 4, entry + 4 + number(entry + 2)));
      shares.push({ group: number(entry), keyExchange, sharedSecret: () => assert.fail('not needed') });
    }
  }
  return { random, sessionId, shares };
}

function hello(profile: ClientProfile, serverName: string, alpn: readonly string[], drawn: Drawn) {
  return makeClientHello({ layout: profile.tls, versions: { min: '1.2', max: '1.3' }, serverName, alpn, ...drawn });
}

/** A host name of that many characters, in labels of at most 63. */
function nameOf(length: number): string {
  let name = '';
  while (name.length < length) {
    const left = length - name.length;
    const label = left === 64 ? 62 : Math.min(63, left);
    name += 'a'.repeat(label) + (label < left ? '.' : '');
  }
  return name;
}

function recordBytes(profile: ClientProfile, serverName: string): number {
  const recorded = hellos.find(({ client }) => client === profile.id);
  assert.ok(recorded, `a recorded ClientHello of ${profile.id}`);
  return RECORD_HEADER_BYTES + handshakeMessageBytes(hello(profile, serverName, profile.http.alpn, drawnIn(fromHex(recorded.hex))));
}

describe('the ClientHello of a client', () => {
  for (const { client, source, serverName, alpn, hex } of hellos) {
    it(`${client} to ${serverName} is to the octet the one of ${source}${alpn.length > 0 ? ` with ${alpn.join(', ')}` : ''}`, () => {
      const profile = clientProfile(client);
      const { bytes } = encodeHandshakeMessage(hello(profile, serverName, alpn, drawnIn(fromHex(hex))), CLIENT_SOURCES);
      const header = [22, profile.tls.recordVersion >> 8, profile.tls.recordVersion & 0xff, bytes.length >> 8, bytes.length & 0xff];
      assert.equal(toHex(Uint8Array.of(...header, ...bytes)), hex);
    });
  }

  it('is recorded for every measured profile, with the ALPN that the profile offers', () => {
    for (const { id, http } of MEASURED) {
      assert.ok(hellos.some(({ client, alpn }) => client === id && alpn.join() === http.alpn.join()), id);
    }
  });

  it('of curl is padded as curl pads it, for every length of name', () => {
    const curl = clientProfile('curl-7.88');
    assert.equal(curlLengths.length, 253);
    assert.deepEqual(curlLengths.map((_, index) => recordBytes(curl, nameOf(index + 1))), curlLengths);
  });

  // RFC 6066 §3: nothing in the message but the name depends on the name, and an IP address is not sent.
  it('grows with the name where nothing pads it, and names no address', () => {
    const unpadded = MEASURED.filter(({ tls }) => !tls.extensions.some(({ type }) => type === 'padding'));
    assert.deepEqual(unpadded.map(({ id }) => id).filter((id) => !id.startsWith('node-')), ['chromium-156', 'go-net-http', 'java-httpclient']);
    fc.assert(
      fc.property(fc.constantFrom(...unpadded), fc.integer({ min: 1, max: 253 }), (profile, length) => {
        const recorded = hellos.find(({ client }) => client === profile.id);
        assert.ok(recorded);
        const expected = recorded.hex.length / 2 + length - recorded.serverName.length;
        assert.equal(recordBytes(profile, nameOf(length)), expected);
        assert.equal(recordBytes(profile, '203.0.113.10'), recorded.hex.length / 2 - recorded.serverName.length - 9);
      }),
    );
  });
});
