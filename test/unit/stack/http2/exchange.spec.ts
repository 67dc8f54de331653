import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CHROMIUM_156 } from '../../../../src/clients/chromium156';
import { CURL_7_88 } from '../../../../src/clients/curl788';
import { GO_NET_HTTP } from '../../../../src/clients/goNetHttp';
import type { ClientProfile, Http2Layout } from '../../../../src/model/clientProfile';
import { fromExample } from '../../../../src/model/provenance';
import { requestFromUrl } from '../../../../src/model/requestFromUrl';
import type { HttpRequest, HttpResponse } from '../../../../src/stack/7-application/http/message';
import { Http2FrameDecoder } from '../../../../src/stack/7-application/http2/frameDecoder';
import { Http2Client } from '../../../../src/stack/7-application/http2/http2Client';
import { Http2Server } from '../../../../src/stack/7-application/http2/http2Server';
import { PREFACE_BYTES } from '../../../../src/stack/7-application/http2/preface';
import { encodeSlices, subSlice, type Slice } from '../../../../src/stack/payload';
import type { ByteStream, ByteStreamHandler } from '../../../../src/stack/services';
import { fromHex, toHex } from '../../../../src/stack/fieldWriter';
import { PairWorld } from '../tls/pair';
import { CAPTURED_RECORDS } from './capturedRecords';

type Side = 'client' | 'server';
interface Written {
  readonly from: Side;
  readonly hex: string;
}

const WIRE_MS = 0.2;

/** A reliable stream that takes `WIRE_MS` and cuts what is sent into pieces of at most `pieceBytes`. */
class Wire implements ByteStream {
  handler: ByteStreamHandler = { opened() {}, received() {}, ended() {}, failed() {} };
  peer: Wire | undefined;

  constructor(
    private readonly side: Side, private readonly after: (delayMs: number, action: () => void) => unknown,
    private readonly pieceBytes: number, private readonly written: Written[],
  ) {}

  send(slice: Slice): void {
    this.written.push({ from: this.side, hex: toHex(encodeSlices([slice])) });
    for (let at = 0; at < slice.length; at += this.pieceBytes) {
      const piece = subSlice(slice, at, Math.min(this.pieceBytes, slice.length - at));
      this.after(WIRE_MS, () => this.peer?.handler.received(piece));
    }
  }

  close(): void {}
  abort(): void {
    this.after(WIRE_MS, () => this.peer?.handler.failed({ code: 'ECONNRESET', message: 'reset' }));
  }
}

interface Scene {
  readonly layout: Http2Layout;
  readonly authority?: string;
  readonly requests: readonly HttpRequest[];
  readonly handle: (request: HttpRequest) => HttpResponse;
  /** When the server's end of the connection opens; with `WIRE_MS` it reads in one moment what the client sends at first. */
  readonly serverOpensMs?: number;
  readonly pieceBytes?: number;
  readonly breaksAfter?: number;
}

/** Sends the requests at once over one connection; what was written, and how each ended. */
function run({ layout, authority = 'www.test.example', requests, handle, serverOpensMs = 0, pieceBytes = 16_384, breaksAfter }: Scene) {
  const world = new PairWorld();
  const written: Written[] = [];
  const hosts = { client: world.host('client'), server: world.host('server') };
  const client = new Wire('client', (ms, action) => hosts.client.after(ms, action), pieceBytes, written);
  const server = new Wire('server', (ms, action) => hosts.server.after(ms, action), pieceBytes, written);
  client.peer = server;
  server.peer = client;
  const heard: string[] = [];
  const responses: HttpResponse[] = [];
  const received: HttpRequest[] = [];
  new Http2Server(hosts.server, server, (request) => {
    received.push(request);
    return { response: handle(request), thinkMs: 5, ...(breaksAfter === undefined ? {} : { breaksAfter }) };
  });
  const http2 = new Http2Client(hosts.client, client, { layout, program: 'test', scheme: 'https', authority }, () => heard.push('closed'));
  hosts.client.after(0, () => {
    hosts.server.after(serverOpensMs, () => server.handler.opened());
    for (const request of requests) {
      http2.send(request, {
        firstByte: () => heard.push('first'),
        complete: (response) => {
          heard.push('complete');
          responses.push(response);
        },
        failed: ({ code }) => heard.push(code),
      });
    }
  });
  world.run();
  return { written, heard, responses, received, steps: world.steps.map(({ id, state }) => `${id} ${state}`) };
}

function layoutOf({ http }: ClientProfile): Http2Layout {
  assert.ok(http.http2);
  return http.http2;
}

const get = (profile: ClientProfile): HttpRequest => ({
  kind: 'request', method: 'GET', target: '/', headers: profile.http.headers(requestFromUrl('https://www.test.example/'), '2'),
});
const BODY = '<!doctype html><title>ok</title>';
const content = (text: string) => ({ lengthBytes: text.length, bytes: () => new TextEncoder().encode(text) });
const page = (date: string) => (): HttpResponse => ({
  kind: 'response', status: 200, reasonPhrase: 'OK', content: content(BODY),
  headers: [['Content-Type', 'text/html; charset=UTF-8'], ['Date', date]].map(([name = '', value = '']) => ({ name, value, source: fromExample })),
});
const from = (side: Side, written: readonly Written[]) => written.filter((each) => each.from === side).map(({ hex }) => hex);

interface ReadFrame {
  readonly streamId: number;
  readonly type: string;
  readonly dataBytes: number;
  readonly endStream: boolean;
}

/** Every frame of one side, read back from its octets. */
function framesOf(side: Side, written: readonly Written[]): readonly ReadFrame[] {
  let bytes = fromHex(from(side, written).join('')).subarray(side === 'client' ? PREFACE_BYTES : 0);
  const decoder = new Http2FrameDecoder();
  const frames: ReadFrame[] = [];
  for (let read = decoder.decode(bytes); read; read = decoder.decode(bytes)) {
    const { frame, pdu } = read;
    frames.push({
      streamId: 'streamId' in frame ? frame.streamId : 0, type: frame.type,
      dataBytes: frame.type === 'data' ? frame.data.lengthBytes : 0, endStream: 'endStream' in frame && frame.endStream,
    });
    bytes = bytes.subarray(pdu.lengthBytes);
  }
  assert.equal(bytes.length, 0);
  return frames;
}

describe('HTTP/2 between client and server', () => {
  it('writes what curl 7.88 and Node.js 20 wrote, record for record and octet for octet', () => {
    const captured = CAPTURED_RECORDS['curl-7.88'];
    const { written } = run({ layout: layoutOf(CURL_7_88), requests: [get(CURL_7_88)], handle: page('Sun, 22 Nov 2026 01:15:46 GMT') });
    for (const side of ['client', 'server'] as const) assert.deepEqual(from(side, written), from(side, captured));
  });

  it('writes what Chromium 156 wrote, and what Node.js 20 answered to what came together', () => {
    const captured = CAPTURED_RECORDS['chromium-156'];
    const { written } = run({
      layout: layoutOf(CHROMIUM_156), requests: [get(CHROMIUM_156)], handle: page('Sun, 22 Nov 2026 01:17:57 GMT'), serverOpensMs: WIRE_MS,
    });
    assert.deepEqual(from('client', written), from('client', captured).slice(0, 3));
    assert.deepEqual(from('server', written), from('server', captured).slice(0, 3));
  });

  it('writes what curl 7.88 wrote to a server on loopback for a path and fields that no table keeps', () => {
    const captured =
      '00004401050000000182048a62d416c47f958e62c02f87418b089d5c0b8170dc65c79e677a8825b650c3abbcf2e153032a2f2a' +
      '1f0887ba51d85b141c641f1103613d624085f2b26c190b023137';
    const given = [['Authorization', 'Bearer abc'], ['Cookie', 'a=b'], ['X-Trace', '17']].map(([name = '', value = '']) => ({ name, value, source: fromExample }));
    const authority = new Http2FrameDecoder().decode(fromHex(captured))?.fields?.find(({ name }) => name === ':authority')?.value ?? '';
    const headers = CURL_7_88.http.headers({ ...requestFromUrl(`https://${authority}/users?page=2`), headers: given }, '2');
    const request: HttpRequest = { kind: 'request', method: 'GET', target: '/users?page=2', headers };
    const { written } = run({ layout: layoutOf(CURL_7_88), authority, requests: [request], handle: page('') });
    assert.equal(from('client', written)[1], captured);
  });

  it('writes what Go 1.19 wrote to a server on loopback, but for which of two table entries a name refers to', () => {
    const url = 'https://127.0.0.1:34655/users';
    const captured = [
      '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a000012040000000000000200000000000400400000000600a0000000000408000000000040000000',
      '00002a010500000001418b089d5c0b8170dc65a71b6f82458562d416c47f8750839bd9ab7a8dc475a74a6b589418b525812e0f',
    ];
    const request: HttpRequest = { kind: 'request', method: 'GET', target: '/users', headers: GO_NET_HTTP.http.headers(requestFromUrl(url), '2') };
    const { written } = run({ layout: layoutOf(GO_NET_HTTP), authority: '127.0.0.1:34655', requests: [request], handle: page('') });
    const [preface, headers = ''] = from('client', written);
    // Index 4 and index 5 are both `:path`; Go takes the last of a name, all others the first.
    assert.deepEqual([preface, headers.replace('448562', '458562')], captured);
  });

  it('compresses a second request and its answer against the first as Chromium and Node.js did', () => {
    const captured = CAPTURED_RECORDS['chromium-156'];
    const second = from('client', captured)[3] ?? '';
    const decoder = new Http2FrameDecoder();
    const lists = [fromHex(from('client', captured)[1] ?? ''), fromHex(second)].map((record) => decoder.decode(record)?.fields ?? []);
    const requests = lists.map((fields): HttpRequest => ({
      kind: 'request', method: 'GET', target: fields.find(({ name }) => name === ':path')?.value ?? '',
      headers: fields.filter(({ name }) => !name.startsWith(':')).map((field) => ({ ...field, source: fromExample })),
    }));
    const { written } = run({ layout: layoutOf(CHROMIUM_156), requests, handle: page('Sun, 22 Nov 2026 01:17:57 GMT'), serverOpensMs: WIRE_MS });
    // Chromium gives an image less weight than a page: one octet, after frame header and stream dependency.
    const weightAt = 2 * (9 + 4);
    const ours = from('client', written)[2] ?? '';
    assert.equal(`${ours.slice(0, weightAt)}${second.slice(weightAt, weightAt + 2)}${ours.slice(weightAt + 2)}`, second);
    assert.ok(from('server', written).includes(from('server', captured)[3] ?? ''));
  });

  it('brings every content whole, in any pieces, and never more than the windows allow', () => {
    const size = fc.oneof(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(0, 1, 16_384, 16_385, 65_535, 65_536));
    fc.assert(fc.property(
      fc.array(fc.tuple(size, size), { minLength: 1, maxLength: 3 }), fc.constantFrom(7, 1400, 16_384), fc.constantFrom(20, 65_535, 100_000), fc.boolean(),
      (sizes, pieceBytes, windowBytes, frameByFrame) => {
        const small = pieceBytes === 7 || windowBytes === 20 ? 2000 : 200_000;
        const layout: Http2Layout = { settings: [{ id: 4, value: windowBytes }], pseudoHeaders: [':method', ':path'], indexing: frameByFrame ? 'nghttp2' : 'chromium' };
        const letters = (index: number, count: number) => String.fromCharCode(97 + index).repeat(Math.min(count, small));
        const requests = sizes.map(([up], index): HttpRequest => ({
          kind: 'request', method: 'POST', target: `/${index}`, headers: [], ...(up > 0 ? { content: content(letters(index, up)) } : {}),
        }));
        const { heard, responses, received, written } = run({
          layout, requests, pieceBytes,
          handle: ({ target }) => {
            const index = Number(target.slice(1));
            return { kind: 'response', status: 200 + index, reasonPhrase: '', headers: [], content: content(letters(index, sizes[index]?.[1] ?? 0)) };
          },
        });
        assert.deepEqual([...heard].sort(), sizes.flatMap(() => ['complete', 'first']).sort());
        const text = (message?: { content?: { bytes: () => Uint8Array } }) => new TextDecoder().decode(message?.content?.bytes());
        sizes.forEach(([up, down], index) => {
          assert.equal(text(responses.find(({ status }) => status === 200 + index)), letters(index, down));
          assert.equal(text(received.find(({ target }) => target === `/${index}`)), letters(index, up));
        });
        for (const side of ['client', 'server'] as const) {
          for (const index of sizes.keys()) {
            const own = framesOf(side, written).filter(({ streamId, type }) => streamId === 2 * index + 1 && type !== 'window-update');
            assert.equal(own[0]?.type, 'headers');
            assert.deepEqual(own.map(({ endStream }) => endStream), own.map((_, at) => at === own.length - 1), 'only the last frame ends the stream');
          }
        }
        assertWindows(written, windowBytes);
      },
    ), { numRuns: 60 });
  });

  it('carries a header list that needs CONTINUATION', () => {
    const request: HttpRequest = { kind: 'request', method: 'GET', target: '/', headers: [{ name: 'x-long', value: '~'.repeat(40_000), source: fromExample }] };
    const { heard, received, written } = run({ layout: layoutOf(CURL_7_88), requests: [request], handle: page('') });
    assert.deepEqual(heard, ['first', 'complete']);
    assert.equal(received[0]?.headers.find(({ name }) => name === 'x-long')?.value.length, 40_000);
    assert.deepEqual(framesOf('client', written).slice(2, 5).map(({ type }) => type), ['headers', 'continuation', 'continuation']);
  });

  it('fails the exchange where the server breaks the connection in the middle of a response', () => {
    const { heard, steps } = run({
      layout: layoutOf(CURL_7_88), requests: [{ ...get(CURL_7_88) }], handle: page(''), breaksAfter: 0,
    });
    assert.deepEqual(heard, ['closed', 'ECONNRESET']);
    assert.deepEqual(steps, ['http2.preface happens', 'http.request fails', 'http.handle happens', 'http.response fails']);
  });
});

/** Replays what was written: octets of DATA may not pass initial window and updates of the other side, for each stream and in all. */
function assertWindows(written: readonly Written[], clientWindowBytes: number): void {
  const left = { client: new Map([[0, 65_535]]), server: new Map([[0, 65_535]]) };
  const decoders = { client: new Http2FrameDecoder(), server: new Http2FrameDecoder() };
  let first = true;
  for (const { from: side, hex } of written) {
    const other = side === 'client' ? 'server' : 'client';
    let bytes = fromHex(hex);
    if (side === 'client' && first) {
      bytes = bytes.subarray(PREFACE_BYTES);
      first = false;
    }
    for (let read = decoders[side].decode(bytes); read; read = decoders[side].decode(bytes)) {
      const { frame, pdu } = read;
      // The windows of the server's streams are what the client's SETTINGS say; those of the client's are defaults.
      const initial = (sender: Side) => (sender === 'server' ? clientWindowBytes : 65_535);
      const add = (sender: Side, streamId: number, count: number) => left[sender].set(streamId, (left[sender].get(streamId) ?? initial(sender)) + count);
      if (frame.type === 'window-update') add(other, frame.streamId, frame.incrementBytes);
      if (frame.type === 'data') {
        for (const streamId of [0, frame.streamId]) {
          add(side, streamId, -frame.data.lengthBytes);
          const after = left[side].get(streamId) ?? 0;
          assert.ok(after >= 0, `${side} overran the window of stream ${streamId}`);
          assert.ok(after + frame.data.lengthBytes <= (streamId === 0 ? 65_535 : initial(side)), `the window of stream ${streamId} grew beyond its size`);
        }
      }
      bytes = bytes.subarray(pdu.lengthBytes);
    }
  }
}
