import assert from 'node:assert/strict';
import { checkPrimeSync, constants, verify, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { SeededRandom } from '../../../../src/simulator/seededRandom';
import type { ChainOptions } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { EXAMPLE_ROOT_NAME, makeChain } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { judgeChain } from '../../../../src/stack/6-presentation/x509/certificateVerdict';
import { exampleRsaKey } from '../../../../src/stack/6-presentation/x509/exampleRsaKey';

const chain = (options: Partial<ChainOptions> = {}) => makeChain({ names: ['lab.example'], count: 1, random: new SeededRandom(5, 'chain'), ...options });
const trust = { roots: [EXAMPLE_ROOT_NAME], nowMs: Date.parse('2026-07-01T00:00:00Z') };

describe('X.509 certificates', () => {
  it('are valid by OpenSSL: each signed by the next, names, dates, usage; one for lab.example has the captured 413 octets', () => {
    for (const count of [1, 2, 3, 4]) {
      const { certificates, root } = chain({ count });
      const parsed = [...certificates, root].map(({ der }) => new X509Certificate(der.octets()));
      assert.equal(parsed.length, count + 1);
      parsed.forEach((certificate, index) => {
        const issuer = parsed[Math.min(index + 1, count)];
        assert.ok(issuer && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey), certificate.subject);
        assert.equal(certificate.ca, index > 0);
      });
      const leaf = parsed[0];
      assert.equal(leaf?.checkHost('lab.example'), 'lab.example');
      assert.deepEqual([leaf?.validFrom, leaf?.validTo], ['Jan  1 00:00:00 2026 GMT', 'Jan  1 00:00:00 2027 GMT']);
      assert.equal(leaf?.subjectAltName, 'DNS:lab.example');
    }
    assert.equal(chain().certificates[0]?.der.lengthBytes, 413);
  });

  it('are for addresses too, of both families', () => {
    const leaf = new X509Certificate(chain({ names: ['203.0.113.10', '[2001:db8::1]', 'lab.example'] }).certificates[0]?.der.octets() ?? new Uint8Array());
    assert.equal(leaf.subjectAltName, 'IP Address:203.0.113.10, IP Address:2001:DB8:0:0:0:0:0:1, DNS:lab.example');
    assert.equal(leaf.checkIP('203.0.113.10'), '203.0.113.10');
    assert.equal(leaf.checkIP('2001:db8::1'), '2001:db8::1');
  });

  it('have the length that was counted before signing, whatever seed and name, and OpenSSL reads them', () => {
    const name = fc.stringMatching(/^[a-z0-9-]{1,60}(\.[a-z]{2,60}){1,3}$/);
    fc.assert(fc.property(fc.nat(), name, fc.constantFrom('2030-01-01T00:00:00Z', '2060-01-01T00:00:00Z'), (seed, host, notAfter) => {
      const { certificates, root } = chain({ names: [host], random: new SeededRandom(seed, 'x'), notAfter });
      const leaf = certificates[0];
      assert.ok(leaf);
      const parsed = new X509Certificate(leaf.der.octets());
      assert.equal(parsed.raw.length, leaf.der.lengthBytes);
      assert.equal(parsed.subjectAltName, `DNS:${host}`);
      assert.equal(Date.parse(parsed.validTo), Date.parse(notAfter));
      assert.ok(parsed.verify(new X509Certificate(root.der.octets()).publicKey));
    }), { numRuns: 25 });
  });

  it('of every kind of key are valid by OpenSSL, with the lengths that were counted, and prove what they sign', () => {
    for (const keyKind of ['p-256', 'p-384', 'ed25519', 'rsa-2048'] as const) {
      for (const seed of keyKind === 'rsa-2048' ? [1] : [1, 2, 3]) {
        const { certificates, root, key } = chain({ count: 3, keyKind, random: new SeededRandom(seed, 'keys') });
        const parsed = [...certificates, root].map(({ der }) => new X509Certificate(der.octets()));
        parsed.forEach((certificate, index) => {
          assert.ok(certificate.verify((parsed[index + 1] ?? certificate).publicKey), `${keyKind} ${index}`);
          assert.equal(certificate.raw.length, [...certificates, root][index]?.der.lengthBytes);
        });
        assert.equal(new Set(parsed.map(({ publicKey }) => publicKey.export({ format: 'pem', type: 'spki' }))).size, 4);
        const leaf = parsed[0];
        assert.ok(leaf);
        for (const scheme of key.schemes) {
          const message = Buffer.from(`message of ${seed}`);
          const signature = key.sign(scheme, () => message);
          assert.equal(signature.octets().length, signature.lengthBytes);
          const pss = scheme >> 8 === 8 && scheme !== 0x0807;
          const hash = scheme === 0x0807 ? null : { 4: 'sha256', 5: 'sha384', 6: 'sha512' }[pss ? scheme & 0xff : scheme >> 8] ?? 'none';
          const checked = pss ? { key: leaf.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : leaf.publicKey;
          assert.ok(verify(hash, message, checked, signature.octets()), `${keyKind} 0x${scheme.toString(16)}`);
        }
      }
    }
  });

  it('have example RSA keys of two primes each', () => {
    for (const ordinal of [0, 1, 2, 3, 4]) {
      const { primes, modulus } = exampleRsaKey(ordinal);
      assert.ok(primes.every((prime) => checkPrimeSync(prime)));
      assert.equal(modulus.toString(2).length, 2048);
    }
  });

  const staple = (status: 'good' | 'revoked', until: string) => chain().ocspResponse(status, Date.parse('2026-06-30T00:00:00Z'), Date.parse(until));

  it('are refused with the code that Node 20 was seen to report and the alert that OpenSSL sends', () => {
    const verdicts = [
      judgeChain(chain().certificates, 'LAB.example', trust),
      judgeChain(chain({ names: ['*.lab.example'] }).certificates, 'www.lab.example', trust),
      judgeChain(chain({ names: ['*.lab.example'] }).certificates, 'a.www.lab.example', trust),
      judgeChain(chain({ names: ['203.0.113.10'] }).certificates, '203.0.113.10', trust),
      judgeChain(chain({ names: ['other.example'] }).certificates, 'lab.example', trust),
      judgeChain(chain({ notAfter: '2026-06-30T00:00:00Z' }).certificates, 'lab.example', trust),
      judgeChain(chain({ notBefore: '2026-07-02T00:00:00Z' }).certificates, 'lab.example', trust),
      judgeChain(chain({ rootName: 'Unknown' }).certificates, 'lab.example', trust),
      judgeChain(chain({ rootName: 'Unknown', count: 2 }).certificates, 'lab.example', trust),
      judgeChain([], 'lab.example', trust),
      judgeChain(chain({ selfSigned: true }).certificates, 'lab.example', trust),
      judgeChain(chain({ count: 2, withoutIntermediates: true }).certificates, 'lab.example', trust),
      ...(['none', 'unchecked', 'checked'] as const).map((policy) =>
        judgeChain(chain().certificates, 'lab.example', { ...trust, revocation: { policy, staple: staple('revoked', '2026-07-07T00:00:00Z') } })),
      judgeChain(chain().certificates, 'lab.example', { ...trust, revocation: { policy: 'checked', staple: staple('revoked', '2026-06-30T12:00:00Z') } }),
      judgeChain(chain().certificates, 'lab.example', { ...trust, revocation: { policy: 'checked', staple: staple('good', '2026-07-07T00:00:00Z') } }),
    ].map((verdict) => (verdict.valid ? 'valid' : `${verdict.code} ${verdict.alert}`));
    assert.deepEqual(verdicts, [
      'valid', 'valid', 'ERR_TLS_CERT_ALTNAME_INVALID 42', 'valid', 'ERR_TLS_CERT_ALTNAME_INVALID 42', 'CERT_HAS_EXPIRED 45', 'CERT_NOT_YET_VALID 42',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE 48', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY 48', 'ERR_SSL_NO_CERTIFICATES 42',
      'DEPTH_ZERO_SELF_SIGNED_CERT 48', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE 48', 'valid', 'valid', 'CERT_REVOKED 44', 'valid', 'valid',
    ]);
  });
});
