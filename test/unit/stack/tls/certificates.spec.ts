import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { SeededRandom } from '../../../../src/simulator/seededRandom';
import type { ChainOptions } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { EXAMPLE_ROOT_NAME, makeChain } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { judgeChain } from '../../../../src/stack/6-presentation/x509/certificateVerdict';
import { ECDSA_SIGNATURE_BYTES } from '../../../../src/stack/6-presentation/x509/signatureKey';

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

  it('sign messages with a fixed number of octets', () => {
    const { sign } = chain();
    for (let index = 0; index < 8; index += 1) assert.equal(sign(() => Uint8Array.of(index)).octets().length, ECDSA_SIGNATURE_BYTES);
  });

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
    ].map((verdict) => (verdict.valid ? 'valid' : `${verdict.code} ${verdict.alert}`));
    assert.deepEqual(verdicts, [
      'valid', 'valid', 'ERR_TLS_CERT_ALTNAME_INVALID 42', 'valid', 'ERR_TLS_CERT_ALTNAME_INVALID 42', 'CERT_HAS_EXPIRED 45', 'CERT_NOT_YET_VALID 42',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE 48', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY 48', 'ERR_SSL_NO_CERTIFICATES 42',
    ]);
  });
});
