import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { WirewalkError } from '../../../../src/model/wirewalkError';
import { SeededRandom } from '../../../../src/simulator/seededRandom';
import { makeChain as makeSimulatedChain } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { parseCertificate } from '../../../../src/stack/6-presentation/x509/certificateReader';
import { certificateTime } from '../../../../src/stack/6-presentation/x509/certificateTime';
import { DER_TAGS, derChildren, objectIdentifier, readDer } from '../../../../src/stack/6-presentation/x509/derReader';
import { issue, makeChain } from '../../../probe/support/certificates';

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

  it('reads back what the simulator\'s certificates are made of', () => {
    const names = ['203.0.113.10', '2001:db8::1', 'lab.example', '*.lab.example'];
    const { certificates: [leaf, intermediate] } = makeSimulatedChain({ names, count: 2, random: new SeededRandom(7, 'chain') });
    assert.ok(leaf && intermediate);
    const [parsed, above] = [parseCertificate(leaf.der.octets()), parseCertificate(intermediate.der.octets())];
    assert.deepEqual(
      [parsed.names.map(({ text }) => text), parsed.subject, parsed.issuer, parsed.notBefore.epochMs, parsed.notAfter.epochMs, parsed.keyType, parsed.signatureAlgorithm, parsed.isAuthority, parsed.problems],
      [names, `CN=${leaf.subject}`, `CN=${leaf.issuer}`, leaf.notBeforeMs, leaf.notAfterMs, 'EC P-256', 'ECDSA with SHA-256', false, []],
    );
    assert.deepEqual([above.subjectDer, above.isAuthority], [parsed.issuerDer, true]);
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
