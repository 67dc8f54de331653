import assert from 'node:assert/strict';
import { fromExample } from '../../../../src/model/provenance';
import { knownOctets } from '../../../../src/stack/6-presentation/lazyOctets';
import { Http2Connection } from '../../../../src/stack/7-application/http2/connection';
import { Http2Flight } from '../../../../src/stack/7-application/http2/flight';
import type { Http2Frame } from '../../../../src/stack/7-application/http2/frame';
import { nghttp2Indexing } from '../../../../src/stack/7-application/http2/hpack/encoder';
import type { Slice } from '../../../../src/stack/payload';
import { wholeSlice } from '../../../../src/stack/payload';
import { PairWorld } from '../tls/pair';

const SOURCES = { program: fromExample, content: fromExample };

describe('HTTP/2 flow control', () => {
  it('stops at the smaller window, and goes on as settings and updates allow (RFC 9113 §6.9.2)', () => {
    const world = new PairWorld();
    const sent: Http2Frame[] = [];
    const stream = {
      send: ({ payload }: Slice) => {
        assert.ok(payload instanceof Http2Flight);
        sent.push(...payload.frames.map(({ part: frame }) => frame));
      },
      close() {}, abort() {}, handler: { opened() {}, received() {}, ended() {}, failed() {} },
    };
    const connection = new Http2Connection(world.host('client'), stream, {
      settings: [], indexing: nghttp2Indexing, contentWrites: 'frame-by-frame', endStreamAfterMs: 0, sources: SOURCES,
    }, { begun() {}, arrived() {} });
    const dataBytes = () => sent.reduce((sum, frame) => sum + (frame.type === 'data' ? frame.data.lengthBytes : 0), 0);
    const receive = (...frames: readonly Http2Frame[]) => {
      connection.received(wholeSlice(new Http2Flight(frames, SOURCES)));
      world.run();
      return dataBytes();
    };
    connection.sendMessage({ streamId: 1, fields: [], content: knownOctets(new Uint8Array(200_000)), withoutContent: false, step: { stepIndex: 0 } });
    assert.equal(dataBytes(), 65_535);
    // The stream's window grows by 10,000; the connection's is what no setting changes.
    const settings = (value: number): Http2Frame => ({ type: 'settings', ack: false, settings: [{ id: 4, value }] });
    const update = (streamId: number, incrementBytes: number): Http2Frame => ({ type: 'window-update', streamId, incrementBytes });
    assert.equal(receive(settings(75_535)), 65_535);
    assert.equal(receive(update(0, 1_000_000)), 75_535);
    // 50,000 less than was sent under: the window is negative until updates have made that good.
    assert.equal(receive(settings(25_535), update(1, 49_999)), 75_535);
    assert.equal(receive(update(1, 2)), 75_536);
    assert.equal(receive(settings(2 ** 31 - 1)), 200_000);
    assert.deepEqual(sent.filter(({ type }) => type === 'settings').length, 3, 'each SETTINGS is acknowledged');
    assert.deepEqual(receive({ type: 'ping', ack: false, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }), 200_000);
    assert.deepEqual(sent.at(-1), { type: 'ping', ack: true, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
  });
});
