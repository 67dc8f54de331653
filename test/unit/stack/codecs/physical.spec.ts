import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from '../../../../src/stack/1-physical/crc32';
import { frameArrivedWhole, onTheWire, wireSizes } from '../../../../src/stack/1-physical/onTheWire';
import { serializationMs } from '../../../../src/stack/1-physical/serialization';
import { fromBase64, toBase64 } from '../../../../src/stack/base64';
import { assertFieldTree, fieldValue } from './fieldTree';

describe('physical layer', () => {
  it('computes the CRC-32 that zlib computes', () => {
    assert.equal(crc32(Uint8Array.from(Buffer.from('123456789'))), 0xcbf43926);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (octets) => {
      assert.equal(crc32(octets), zlib.crc32(octets));
    }));
  });

  it('puts 84 octet times on the line for the smallest frame and 1538 for the largest', () => {
    // IEEE 802.3 §4.4.2: 64 octets with FCS, 8 before them and a gap of 96 bit times; 1518 with the largest payload.
    assert.deepEqual([wireSizes(42), wireSizes(60)].map(({ occupiedBytes, paddingBytes }) => [occupiedBytes, paddingBytes]), [[84, 18], [84, 0]]);
    assert.equal(wireSizes(1514).occupiedBytes, 1538);
  });

  it('surrounds any frame, and notices any flipped bit', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 14, maxLength: 1514 }), fc.nat(), (frame, at) => {
      const { bytes, sizes, pdu } = onTheWire(frame);
      assert.equal(bytes.length, sizes.sentBytes);
      assertFieldTree(pdu, bytes);
      assert.equal(Buffer.from(bytes.subarray(0, 8)).toString('hex'), '55555555555555d5');
      const received = bytes.slice(8);
      assert.ok(frameArrivedWhole(received));
      const bit = at % (received.length * 8);
      received[bit >> 3] = (received[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(frameArrivedWhole(received), false);
    }));
    // IEEE 802.3 §3.2.9: the octet with the highest powers first, each with its lowest bit first, which is the CRC's lowest octet first.
    const { bytes, pdu } = onTheWire(new Uint8Array(60));
    const expected = Buffer.alloc(4);
    expected.writeUInt32LE(zlib.crc32(new Uint8Array(60)));
    assert.equal(fieldValue(pdu, 'Frame Check Sequence'), `0x${expected.toString('hex')}`);
    assert.deepEqual(Buffer.from(bytes.subarray(-4)), expected);
  });

  it('takes 1.2 ms for 1500 octets at 10 Mbit/s', () => {
    assert.equal(serializationMs(1500, 10), 1.2);
    assert.throws(() => serializationMs(1, 0), RangeError);
  });
});

describe('base64', () => {
  it('writes and reads what Node does, and refuses what is none', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 50 }), (octets) => {
      assert.equal(toBase64(octets), Buffer.from(octets).toString('base64'));
      assert.deepEqual(fromBase64(toBase64(octets)), octets);
    }));
    for (const text of ['A', 'AB==C', 'A===', 'AB=', 'A-==', 'AB==AB==', 'AR==']) assert.throws(() => fromBase64(text), RangeError, text);
  });
});
