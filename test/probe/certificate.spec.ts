import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { WirewalkError } from '../../src/model/wirewalkError';
import { parseCertificate, type Certificate } from '../../src/probe/tls/certificate';
import { certificateTime } from '../../src/probe/tls/certificateTime';
import { DER_TAGS, derChildren, objectIdentifier, readDer } from '../../src/probe/tls/derReader';
import { matchHostname } from '../../src/probe/tls/hostnameMatch';
import { sentPath } from '../../src/probe/tls/verification';
import { issue, makeChain } from './support/certificates';

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'EC P-256', secp384r1: 'EC P-384', secp521r1: 'EC P-521' };

describe('parseCertificate', () => {
  it('agrees with OpenSSL about every root certificate that Node carries', () => {
    assert.ok(rootCertificates.length > 100);
    for (const pem of rootCertificates) {
      const theirs = new X509Certificate(pem);
      const ours = parseCertificate(theirs.raw);
      const details = theirs.publicKey.asymmetricKeyDetails;
      assert.deepEqual(
        {
          serial: BigInt(`0x${ours.serialHex}`), fingerprint: ours.fingerprintSha256, from: ours.notBefore.epochMs, until: ours.notAfter.epochMs,
          isAuthority: ours.isAuthority, bits: ours.keyType === 'RSA' ? ours.keyBits : ours.keyType, selfIssued: ours.subjectDer === ours.issuerDer,
        },
        {
          serial: BigInt(`0x${theirs.serialNumber}`), fingerprint: theirs.fingerprint256.replaceAll(':', '').toLowerCase(), from: Date.parse(theirs.validFrom), until: Date.parse(theirs.validTo),
          isAuthority: theirs.ca, bits: details?.modulusLength ?? CURVES[details?.namedCurve ?? ''], selfIssued: theirs.subject === theirs.issuer,
        },
        theirs.subject,
      );
      const commonName = /^CN=(.*)$/m.exec(theirs.subject)?.[1];
      if (commonName !== undefined && /^[\x20-\x7e]*$/.test(commonName)) assert.ok(ours.subject.includes(`CN=${commonName.replaceAll('\\', '')}`), ours.subject);
      assert.ok(!ours.signatureAlgorithm.startsWith('algorithm'), ours.signatureAlgorithm);
    }
  });

  it('keeps one name one, whatever stands in it', async () => {
    const names = ['a", DNS:b.example', 'nul\u0000.example', 'www.example'].map((value) => ({ type: 'dns' as const, value }));
    const { certificate } = await issue({ subject: 'CN=x', names });
    assert.deepEqual(parseCertificate(new Uint8Array(certificate.rawData)).names.map(({ text }) => text), ['a", DNS:b.example', 'nul\\u{0}.example', 'www.example']);
  });

  it('throws nothing but typed errors for damaged certificates', async () => {
    const whole = new Uint8Array((await makeChain()).leaf.certificate.rawData);
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(whole.length), (changes, cut) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, to] of changes) bytes[at] = to;
      for (const each of [bytes, bytes.subarray(0, cut)]) {
        try {
          parseCertificate(each);
        } catch (error) {
          assert.ok(error instanceof WirewalkError, String(error));
        }
      }
    }), { numRuns: 500 });
  });
});

describe('DER', () => {
  it('refuses indefinite and impossible lengths, and does not recurse into nesting', () => {
    const bad: readonly (readonly [string, RegExp])[] = [['3080', /indefinite/], ['3089ffffffffffffffffff', /four octets/], ['30847fffffff00', /2147483647 octets/], ['30', /found the end/], ['1f8100', /tag number below 31/]];
    for (const [hex, message] of bad) assert.throws(() => readDer(Buffer.from(hex, 'hex'), 0), message);
    let nested = Buffer.alloc(0);
    for (let depth = 0; depth < 10_000; depth++) {
      const { length } = nested;
      nested = Buffer.concat([length < 128 ? Buffer.from([0x30, length]) : Buffer.from([0x30, 0x83, length >> 16, (length >> 8) & 255, length & 255]), nested]);
    }
    assert.equal(derChildren(nested, readDer(nested, 0)).length, 1);
    assert.throws(() => parseCertificate(nested), WirewalkError);
  });

  it('keeps every digit of an object identifier', () => {
    // X.690 §8.19.5's example, and an arc above 2^53.
    assert.equal(objectIdentifier(Buffer.from('883703', 'hex')), '2.999.3');
    assert.equal(objectIdentifier(Buffer.from('2a864886f70d01010b', 'hex')), '1.2.840.113549.1.1.11');
    assert.equal(objectIdentifier(Buffer.from('2a9fffffffffffffffff7f', 'hex')), `1.2.${(1n << 68n) - 1n}`);
  });

  it('reads exactly the dates of RFC 5280 §4.1.2.5', () => {
    const read = (tag: number, text: string): string => {
      const bytes = Buffer.from(`  ${text}`, 'latin1');
      return certificateTime(bytes, { tag, start: 0, contentStart: 2, end: bytes.length }).text;
    };
    const { utcTime, generalizedTime } = DER_TAGS;
    assert.deepEqual(
      [read(utcTime, '500101000000Z'), read(utcTime, '491231235959Z'), read(generalizedTime, '99991231235959Z'), read(generalizedTime, '20240229120000Z')],
      ['1950-01-01T00:00:00Z', '2049-12-31T23:59:59Z', '9999-12-31T23:59:59Z', '2024-02-29T12:00:00Z'],
    );
    for (const text of ['2301010000Z', '230101000000+0100', '231301000000Z', '230230000000Z', '230101240000Z', '230101000060Z', '230101000000.5Z', '', '\u001b[31m']) assert.match(read(utcTime, text), /^malformed: "/, text);
  });
});

describe('matchHostname', () => {
  const certificate = (...names: readonly (readonly ['dns' | 'ip', string])[]): Certificate =>
    ({ subject: 'CN=www.example', names: names.map(([kind, raw]) => ({ kind, raw, text: raw })) }) as unknown as Certificate;
  // RFC 9525 §6.3, §6.4 and §6.5.
  const CASES: readonly (readonly [string, readonly ['dns' | 'ip', string], boolean])[] = [
    ['www.example', ['dns', 'www.example'], true], ['www.example', ['dns', 'WWW.Example'], true], ['www.example', ['dns', 'www.example.'], false],
    ['a.www.example', ['dns', '*.www.example'], true], ['b.a.www.example', ['dns', '*.www.example'], false], ['www.example', ['dns', '*.www.example'], false],
    ['www.example', ['dns', '*.example'], false], ['www.example', ['dns', '*'], false], ['foo.www.example', ['dns', 'f*.www.example'], false], ['a.b.example.org', ['dns', 'a.*.example.org'], false],
    ['xn--bcher-kva.shop.example', ['dns', '*.shop.example'], true], ['bücher.example', ['dns', 'bücher.example'], false], ['a\u0000.example', ['dns', 'a\u0000.example'], false],
    ['127.0.0.1', ['ip', '127.0.0.1'], true], ['127.0.0.1', ['dns', '127.0.0.1'], false], ['127.0.0.1', ['dns', '*.0.0.1'], false], ['::1', ['ip', '0:0:0:0:0:0:0:1'], true], ['fe80::1%eth0', ['ip', 'fe80::1'], true],
  ];
  it('follows RFC 9525 and says why not', () => {
    for (const [host, name, matches] of CASES) {
      const match = matchHostname(host, certificate(name));
      assert.equal(match.matches, matches, `${host} against ${name[1]}`);
      assert.match(match.reason, /\.$/);
    }
    assert.match(matchHostname('www.example', certificate()).reason, /no subject alternative name of a host, and its subject \(CN=www\.example\) does not count\.$/);
    assert.match(matchHostname('127.0.0.1', certificate(['dns', '127.0.0.1'])).reason, /as a DNS name, which does not count for an address/);
  });
});

describe('sentPath', () => {
  it('follows issuers by name and signature, whatever the order, and ends in loops and strangers', async () => {
    const one = await makeChain();
    const other = await makeChain();
    const read = (issued: { certificate: { rawData: ArrayBuffer } }): Certificate => parseCertificate(new Uint8Array(issued.certificate.rawData));
    const [leaf, intermediate, root] = [read(one.leaf), read(one.intermediate), read(one.root)];
    // The same names, another key.
    const stranger = read(other.intermediate);
    assert.deepEqual(sentPath([leaf, root, stranger, intermediate]), [leaf, intermediate, root]);
    assert.deepEqual(sentPath([leaf, stranger, root]), [leaf]);
    assert.deepEqual(sentPath([leaf, leaf, intermediate, intermediate]), [leaf, intermediate]);
    assert.deepEqual(sentPath([]), []);
  });
});
