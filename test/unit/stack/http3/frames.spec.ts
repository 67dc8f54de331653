import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { fromHex, toHex } from '../../../../src/stack/fieldWriter';
import { knownOctets } from '../../../../src/stack/6-presentation/lazyOctets';
import type { Http3Frame } from '../../../../src/stack/7-application/http3/frame';
import { decodeHttp3Frame } from '../../../../src/stack/7-application/http3/frameDecoder';
import { encodeHttp3Frame, http3FrameBytes } from '../../../../src/stack/7-application/http3/frameEncoder';
import { Http3Flight } from '../../../../src/stack/7-application/http3/flight';
import { QpackEncoder } from '../../../../src/stack/7-application/http3/qpack/encoder';
import { assertEncoded, assertFieldTree } from '../codecs/fieldTree';

const SOURCES = { program: { kind: 'client' }, content: { kind: 'code' } } as const;
/** What Chromium 156 and nghttp3 0.8 wrote to their control streams, type included, and nghttp3's response. */
const CHROMIUM_CONTROL = '00041b018001000006800400000740643301c000001aedc05068bbc15972c0000013a9213ac302e832800f07000700753d302c2069';
const NGHTTP3_CONTROL = '00040f06ffffffffffffffff015000074064';

function decodeAll(bytes: Uint8Array): readonly Http3Frame[] {
  const frames: Http3Frame[] = [];
  for (let at = 0; at < bytes.length;) {
    const decoded = decodeHttp3Frame(bytes.subarray(at)) ?? assert.fail('a whole frame');
    assertFieldTree(decoded.pdu, bytes.subarray(at, at + decoded.lengthBytes));
    frames.push(decoded.frame);
    at += decoded.lengthBytes;
  }
  return frames;
}

const plain = (frame: Http3Frame): unknown => {
  if (frame.type === 'data') return { type: 'data', data: toHex(frame.data.octets()) };
  return frame.type === 'headers' ? { type: 'headers', fields: frame.fields?.map(({ name, value }) => [name, value]) } : { ...frame };
};

describe('HTTP/3 frames', () => {
  it('are those that Chromium and nghttp3 sent, octet for octet', () => {
    for (const control of [CHROMIUM_CONTROL, NGHTTP3_CONTROL]) {
      const frames = decodeAll(fromHex(control).subarray(1));
      const flight = new Http3Flight([{ kind: 'stream-type', streamType: 0 }, ...frames.map((frame) => ({ kind: 'frame', frame } as const))], SOURCES);
      assert.equal(toHex(flight.encode().bytes), control);
      assert.equal(flight.lengthBytes, control.length / 2);
    }
    assert.deepEqual(decodeAll(fromHex(CHROMIUM_CONTROL).subarray(1)).map(({ type }) => type), ['settings', 'unknown', 'priority-update']);
  });

  const integer = fc.oneof(fc.nat(63), fc.nat(2 ** 30), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
  const octets = fc.uint8Array({ maxLength: 100 });
  const fields = fc.array(fc.tuple(fc.constantFrom(':method', ':path', 'accept', 'x-example'), fc.constantFrom('GET', '/', '*/*', 'a')), { maxLength: 6 })
    .map((pairs) => pairs.map(([name, value]) => ({ name, value })));
  const frames: fc.Arbitrary<Http3Frame> = fc.oneof(
    octets.map((data): Http3Frame => ({ type: 'data', data: knownOctets(data) })),
    fields.map((list): Http3Frame => ({ type: 'headers', fields: list, section: { kind: 'lines', section: new QpackEncoder(false).encode(list).section } })),
    fc.uniqueArray(fc.constantFrom(1, 6, 7, 8, 0x33, 0x21, 0x1234)).chain((ids) => fc.tuple(...ids.map((id) => integer.map((value) => ({ id, value }))))).map((settings): Http3Frame => ({ type: 'settings', settings })),
    fc.tuple(fc.constantFrom('cancel-push' as const, 'goaway' as const, 'max-push-id' as const), integer).map(([type, id]): Http3Frame => ({ type, id })),
    fc.tuple(integer, fc.constantFrom('', 'u=0, i', 'u=3')).map(([streamId, value]): Http3Frame => ({ type: 'priority-update', streamId, value })),
    fc.tuple(fc.constantFrom(0x21, 0x40, 0x13a9213ac3), octets).map(([typeCode, payload]): Http3Frame => ({ type: 'unknown', typeCode, payload })),
  );

  it('come back as they were, in the octets they count, one after the other and cut anywhere', () => {
    fc.assert(fc.property(fc.array(frames, { minLength: 1, maxLength: 5 }), (list) => {
      const encoded = list.map((frame) => encodeHttp3Frame(frame, SOURCES));
      encoded.forEach((each, index) => {
        assertEncoded(each);
        assert.equal(each.bytes.length, http3FrameBytes(list[index] ?? assert.fail()));
        for (let end = 0; end < each.bytes.length; end++) assert.equal(decodeHttp3Frame(each.bytes.subarray(0, end)), undefined);
      });
      const bytes = Uint8Array.from(encoded.flatMap((each) => [...each.bytes]));
      assert.deepEqual(decodeAll(bytes).map(plain), list.map(plain));
    }));
  });

  it('are refused or read, whatever the octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        decodeHttp3Frame(bytes);
      } catch (error) {
        assert.ok(error instanceof DecodeError, String(error));
      }
    }), { numRuns: 2000 });
    for (const bad of ['0200', '0403060106', '040406010602', '04020201', '0701c0', '00c0000000ffffffff', '07020000']) {
      assert.throws(() => decodeHttp3Frame(fromHex(bad)) ?? assert.fail('incomplete'), (error) => error instanceof DecodeError, bad);
    }
  });
});
