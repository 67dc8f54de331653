import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromExample, fromNetwork } from '../../../../src/model/provenance';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { knownOctets } from '../../../../src/stack/6-presentation/lazyOctets';
import type { Http2Frame } from '../../../../src/stack/7-application/http2/frame';
import { Http2FrameDecoder } from '../../../../src/stack/7-application/http2/frameDecoder';
import { encodeHttp2Frame } from '../../../../src/stack/7-application/http2/frameEncoder';
import { http2FrameBytes } from '../../../../src/stack/7-application/http2/frameHeader';
import { HpackEncoder, nghttp2Indexing } from '../../../../src/stack/7-application/http2/hpack/encoder';
import { fieldBlockOctets } from '../../../../src/stack/7-application/http2/hpack/representation';
import { checkPreface, encodePreface, PREFACE_BYTES } from '../../../../src/stack/7-application/http2/preface';
import { fromHex, toHex } from '../../../../src/stack/fieldWriter';
import { assertFieldTree } from '../codecs/fieldTree';
import { CAPTURED_RECORDS } from './capturedRecords';

const SOURCES = { program: fromExample, content: fromExample };
const streamId = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const uint31 = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const octets = fc.uint8Array({ maxLength: 60 });
const padding = fc.oneof(fc.constant({}), fc.integer({ min: 0, max: 255 }).map((padBytes) => ({ padBytes })));
const priority = fc.record({ exclusive: fc.boolean(), dependency: uint31, weight: fc.integer({ min: 1, max: 256 }) }, { noNullPrototype: true });
const block = fc.array(fc.record({ name: fc.constantFrom(':path', 'accept', 'x-a'), value: fc.string({ maxLength: 20, unit: 'binary-ascii' }) }), { maxLength: 5 })
  .map((fields) => ({ kind: 'octets', octets: fieldBlockOctets(new HpackEncoder(nghttp2Indexing).encode(fields)) }) as const);
const frames: fc.Arbitrary<Http2Frame> = fc.oneof(
  fc.tuple(streamId, fc.boolean(), octets, padding).map(([id, endStream, data, pad]) => ({ type: 'data', streamId: id, endStream, data: knownOctets(data), ...pad }) as const),
  fc.tuple(streamId, fc.boolean(), block, padding, fc.option(priority, { nil: undefined })).map(([id, endStream, part, pad, prio]) =>
    ({ type: 'headers', streamId: id, endStream, endHeaders: true, block: part, ...pad, ...(prio ? { priority: prio } : {}) }) as const),
  fc.record({ type: fc.constant('priority' as const), streamId, priority }, { noNullPrototype: true }),
  fc.record({ type: fc.constant('rst-stream' as const), streamId, errorCode: uint32 }, { noNullPrototype: true }),
  fc.record({ type: fc.constant('settings' as const), ack: fc.constant(false), settings: fc.array(fc.record({ id: fc.integer({ min: 0, max: 65_535 }), value: uint32 }, { noNullPrototype: true }), { maxLength: 6 }) }, { noNullPrototype: true }),
  fc.constant({ type: 'settings', ack: true, settings: [] } as const),
  fc.tuple(streamId, streamId, block, padding).map(([id, promisedStreamId, part, pad]) => ({ type: 'push-promise', streamId: id, promisedStreamId, endHeaders: true, block: part, ...pad }) as const),
  fc.record({ type: fc.constant('ping' as const), ack: fc.boolean(), data: fc.uint8Array({ minLength: 8, maxLength: 8 }) }, { noNullPrototype: true }),
  fc.record({ type: fc.constant('goaway' as const), lastStreamId: uint31, errorCode: uint32, debugData: octets }, { noNullPrototype: true }),
  fc.record({ type: fc.constant('window-update' as const), streamId: uint31, incrementBytes: uint31 }, { noNullPrototype: true }),
  fc.record({ type: fc.constant('unknown' as const), typeCode: fc.integer({ min: 10, max: 255 }), flags: fc.integer({ min: 0, max: 255 }), streamId: uint31, payload: octets }, { noNullPrototype: true }),
);

/** Data as octets, so that frames can be compared. */
const plain = (frame: Http2Frame | undefined): unknown => (frame?.type === 'data' ? { ...frame, data: toHex(frame.data.octets()) } : frame);

describe('HTTP/2 frames', () => {
  it('are read as they were written, with the same field tree, in the octets that were counted', () => {
    fc.assert(fc.property(frames, octets, (frame, after) => {
      const { pdu, bytes } = encodeHttp2Frame(frame, SOURCES);
      assert.equal(bytes.length, http2FrameBytes(frame));
      assertFieldTree(pdu, bytes);
      const decoded = new Http2FrameDecoder({}, fromNetwork).decode(Uint8Array.of(...bytes, ...after));
      assert.deepEqual(plain(decoded?.frame), plain(frame));
      assert.ok(decoded);
      assertFieldTree(decoded.pdu, bytes);
      assert.equal(new Http2FrameDecoder().decode(bytes.subarray(0, -1)), undefined);
    }), { numRuns: 500 });
  });

  it('are those of curl, Chromium and Node.js in captures, written again octet for octet', () => {
    for (const [client, records] of Object.entries(CAPTURED_RECORDS)) {
      const decoders = { client: new Http2FrameDecoder(), server: new Http2FrameDecoder() };
      const lists: string[] = [];
      let written = '';
      for (const { from, hex } of records) {
        let bytes = fromHex(hex);
        if (hex.startsWith(toHex(encodePreface().bytes))) {
          checkPreface(bytes);
          written += toHex(encodePreface().bytes);
          bytes = bytes.subarray(PREFACE_BYTES);
        }
        while (bytes.length > 0) {
          const decoded = decoders[from].decode(bytes);
          assert.ok(decoded, client);
          if (decoded.fields) lists.push(decoded.fields.map(({ name, value }) => `${name}=${value}`).slice(0, 4).join(' '));
          written += toHex(encodeHttp2Frame(decoded.frame, SOURCES).bytes);
          bytes = bytes.subarray(decoded.pdu.lengthBytes);
        }
      }
      assert.equal(written, records.map(({ hex }) => hex).join(''));
      assert.deepEqual(lists, client === 'curl-7.88'
        ? [':method=GET :path=/ :scheme=https :authority=www.test.example', ':status=200 content-type=text/html; charset=UTF-8 date=Sun, 22 Nov 2026 01:15:46 GMT']
        : [
          ':method=GET :authority=www.test.example :scheme=https :path=/', ':status=200 content-type=text/html; charset=UTF-8 date=Sun, 22 Nov 2026 01:17:57 GMT',
          ':method=GET :authority=www.test.example :scheme=https :path=/favicon.ico', ':status=200 content-type=text/html; charset=UTF-8 date=Sun, 22 Nov 2026 01:17:57 GMT',
        ]);
    }
  });

  it('carry a field block over several frames, which nothing may interrupt', () => {
    const fields = [{ name: 'x-long', value: 'v'.repeat(100) }];
    const whole = fieldBlockOctets(new HpackEncoder(nghttp2Indexing).encode(fields));
    const bytes = (frame: Http2Frame) => encodeHttp2Frame(frame, SOURCES).bytes;
    const part = (from: number, to: number) => ({ kind: 'octets', octets: whole.subarray(from, to) }) as const;
    const head = bytes({ type: 'headers', streamId: 1, endStream: true, endHeaders: false, block: part(0, 10) });
    const tail = bytes({ type: 'continuation', streamId: 1, endHeaders: true, block: part(10, whole.length) });
    const decoder = new Http2FrameDecoder();
    assert.equal(decoder.decode(head)?.fields, undefined);
    assert.deepEqual(decoder.decode(tail)?.fields, fields);
    for (const intruder of [bytes({ type: 'settings', ack: true, settings: [] }), bytes({ type: 'continuation', streamId: 3, endHeaders: true, block: part(0, 1) })]) {
      const interrupted = new Http2FrameDecoder();
      interrupted.decode(head);
      assert.throws(() => interrupted.decode(intruder), DecodeError);
    }
    assert.throws(() => new Http2FrameDecoder().decode(tail), DecodeError);
    const flood = new Http2FrameDecoder();
    flood.decode(head);
    const empty = bytes({ type: 'continuation', streamId: 1, endHeaders: false, block: part(0, 0) });
    assert.throws(() => {
      for (let count = 0; count < 100_000; count++) flood.decode(empty);
    }, DecodeError);
  });

  it('are refused where their length, stream or padding cannot be', () => {
    for (const [hex, offset] of [
      ['004001000000000001', 0], ['000000000000000000', 5], ['0000000400000000010000', 5], ['000003040000000000000000', 9], ['00000104010000000000', 0],
      ['000003060000000000000000', 0], ['00000408000000000100', undefined], ['0000010008000000017f', 9],
    ] as const) {
      const decode = () => new Http2FrameDecoder().decode(fromHex(hex));
      if (offset === undefined) assert.equal(decode(), undefined);
      else assert.throws(decode, (error) => error instanceof DecodeError && error.offsetBytes === offset, hex);
    }
    assert.throws(() => checkPreface(new TextEncoder().encode('PRI * HTTP/1.1')), (error) => error instanceof DecodeError && error.offsetBytes === 11);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      // A length that fits, so that payloads are reached.
      const framed = Uint8Array.of(0, 0, Math.max(0, bytes.length - 6), ...bytes);
      try {
        new Http2FrameDecoder().decode(framed);
      } catch (error) {
        assert.ok(error instanceof DecodeError, String(error));
      }
    }), { numRuns: 2000 });
  });
});
