import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { SeededRandom } from '../../src/simulator/seededRandom';
import { makeChain } from '../../src/stack/6-presentation/x509/certificateChain';
import { pem, requireOpenssl, withFiles } from './openssl';

describe('OCSP responses', () => {
  it('are verified by OpenSSL with the chain they belong to, and read as they were meant: good, revoked', async function readsWithOpenssl() {
    requireOpenssl(this);
    await withFiles((write) => {
      for (const keyKind of ['p-256', 'p-384', 'ed25519', 'rsa-2048'] as const) {
        const { certificates: [leaf, issuer], root, ocspResponse } = makeChain({ names: ['lab.example'], count: 2, keyKind, random: new SeededRandom(5, 'chain') });
        assert.ok(leaf && issuer);
        const issuerFile = write('issuer.pem', pem('CERTIFICATE', issuer.der.octets()));
        const leafFile = write('leaf.pem', pem('CERTIFICATE', leaf.der.octets()));
        const rootFile = write('root.pem', pem('CERTIFICATE', root.der.octets()));
        for (const status of ['good', 'revoked'] as const) {
          const response = ocspResponse(status, Date.parse('2026-06-30T00:00:00Z'), Date.parse('2026-07-07T00:00:00Z'));
          assert.equal(response.der.octets().length, response.der.lengthBytes);
          const { stdout, stderr } = spawnSync('openssl', [
            'ocsp', '-respin', write('response.der', response.der.octets()), '-issuer', issuerFile, '-cert', leafFile, '-CAfile', rootFile,
            '-verify_other', issuerFile, '-attime', String(Date.parse('2026-07-01T00:00:00Z') / 1000),
          ], { encoding: 'utf8' });
          assert.match(stderr, /Response verify OK/, keyKind);
          // The machine's own clock may be outside of the response's time, which is only a warning on lines of its own.
          assert.match(stdout, new RegExp(`^(?:.*leaf.pem: )?${status}$`, 'm'));
          assert.match(stdout, /This Update: Jun 30 00:00:00 2026 GMT\n\tNext Update: Jul {2}7 00:00:00 2026 GMT/);
          if (status === 'revoked') assert.match(stdout, /Reason: keyCompromise\n\tRevocation Time: Jun 29 00:00:00 2026 GMT/);
        }
      }
    });
  });
});
