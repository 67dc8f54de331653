import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Payload, Slice } from '../../../../src/stack/payload';
import { encodeSlices, slicesLength, wholeSlice } from '../../../../src/stack/payload';
import { ReassemblyQueue } from '../../../../src/stack/4-transport/tcp/reassemblyQueue';
import { StreamBuffer } from '../../../../src/stack/4-transport/tcp/streamBuffer';

function payloadOf(bytes: Uint8Array): Payload {
  return { lengthBytes: bytes.length, summary: 'test', encode: () => ({ bytes, pdus: [] }) };
}

const chunks = fc.array(fc.uint8Array({ minLength: 0, maxLength: 40 }), { maxLength: 12 });

describe('octet streams of TCP', () => {
  it('reads back any part of what was appended, released parts aside', () => {
    fc.assert(fc.property(chunks, fc.nat(), fc.nat(), fc.nat(), (parts, a, b, c) => {
      const buffer = new StreamBuffer();
      for (const part of parts) buffer.append(wholeSlice(payloadOf(part)));
      const all = Buffer.concat(parts);
      const [start = 0, end = 0] = [a % (all.length + 1), b % (all.length + 1)].sort((x, y) => x - y);
      buffer.release(c % (start + 1));
      assert.deepEqual(Buffer.from(encodeSlices(buffer.read(start, end - start))), all.subarray(start, end));
    }));
  });

  it('puts segments in order whatever order, overlap and repetition they arrive in', () => {
    const arrivals = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 }));
    fc.assert(fc.property(arrivals, ([bytes, pieces]) => {
      const queue = new ReassemblyQueue();
      const payload = payloadOf(bytes);
      const got: Slice[] = [];
      let next = 0;
      const arrive = (start: number, length: number) => {
        queue.add(start, [{ payload, start, length }]);
        const ready = queue.take(next);
        next += slicesLength(ready);
        got.push(...ready);
      };
      for (const [a, b] of pieces) {
        const start = a % bytes.length;
        arrive(start, 1 + (b % (bytes.length - start)));
      }
      for (let start = 0; start < bytes.length; start += 7) arrive(start, Math.min(7, bytes.length - start));
      assert.equal(next, bytes.length);
      assert.deepEqual(Buffer.from(encodeSlices(got)), Buffer.from(bytes));
      assert.deepEqual(queue.ranges, []);
    }));
  });

  it('reports what waits behind a gap as ranges that do not touch', () => {
    const queue = new ReassemblyQueue();
    const payload = payloadOf(new Uint8Array(100));
    queue.add(10, [{ payload, start: 10, length: 10 }]);
    queue.add(20, [{ payload, start: 20, length: 5 }]);
    queue.add(40, [{ payload, start: 40, length: 1 }]);
    assert.deepEqual(queue.ranges, [{ start: 10, end: 25 }, { start: 40, end: 41 }]);
  });
});
