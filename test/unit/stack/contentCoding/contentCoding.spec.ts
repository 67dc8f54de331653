import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { acceptsCoding } from '../../../../src/stack/6-presentation/contentCoding/acceptEncoding';
import { codedContent } from '../../../../src/stack/6-presentation/contentCoding/contentCoding';
import type { CodableContent } from '../../../../src/stack/6-presentation/contentCoding/codableContent';

const contents = fc.record({ literal: fc.uint8Array({ maxLength: 200 }), literalTimes: fc.constantFrom(1, 1, 3, 700), repeats: fc.oneof(fc.nat(600), fc.constantFrom(22_593, 22_594, 131_072, 131_073, 300_000)), repeated: fc.nat(255) })
  .map(({ literal, literalTimes, repeats, repeated }): CodableContent => {
    const head = new Uint8Array(literal.length * literalTimes);
    for (let index = 0; index < literalTimes; index++) head.set(literal, index * literal.length);
    const bytes = new Uint8Array(head.length + repeats).fill(repeated);
    bytes.set(head);
    return { lengthBytes: bytes.length, literalBytes: head.length, bytes: () => bytes, repeated };
  });

/** Other programs that undo each coding. */
const DECODERS = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync } as const;

describe('content codings', () => {
  for (const coding of ['gzip', 'deflate', 'br'] as const) {
    it(`${coding}: zlib and brotli read back what was coded, in the length that was said`, () => {
      fc.assert(fc.property(contents, (content) => {
        const coded = codedContent(coding, content);
        assert.equal(coded.octets().length, coded.lengthBytes);
        assert.ok(DECODERS[coding](coded.octets()).equals(content.bytes()));
      }), { numRuns: 60 });
    });
  }

  it('zstd: the zstd program reads back what was coded, where there is one', function () {
    if (spawnSync('zstd', ['--version']).status !== 0) return this.skip();
    for (const content of fc.sample(contents, { seed: 4, numRuns: 12 })) {
      const coded = codedContent('zstd', content);
      const run = spawnSync('zstd', ['-d', '-c'], { input: coded.octets(), maxBuffer: 1 << 24 });
      assert.equal(run.status, 0, run.stderr.toString());
      assert.ok(run.stdout.equals(content.bytes()));
    }
  });

  it('zstd: has the header and blocks of RFC 8878', () => {
    const bytes = new TextEncoder().encode('abcxxxxxxxx');
    const coded = codedContent('zstd', { lengthBytes: 11, literalBytes: 3, bytes: () => bytes, repeated: 0x78 });
    assert.equal(Buffer.from(coded.octets()).toString('hex'), '28b52ffd' + '8038' + '0b000000' + '180000' + '616263' + '430000' + '78');
  });

  it('are chosen as Accept-Encoding says (RFC 9110 §12.5.3)', () => {
    const cases: readonly [string | undefined, string, boolean][] = [
      [undefined, 'gzip', false], ['', 'gzip', false], ['gzip, deflate', 'gzip', true], ['gzip, deflate', 'br', false], ['GZIP;q=0.5', 'gzip', true],
      ['gzip;q=0', 'gzip', false], ['gzip; q=0.0, *', 'gzip', false], ['*', 'zstd', true], ['*;q=0', 'zstd', false], ['x-gzip', 'gzip', true], ['identity', 'gzip', false],
    ];
    for (const [field, coding, accepted] of cases) assert.equal(acceptsCoding(field, coding), accepted, `${field} ${coding}`);
  });
});
