import assert from 'node:assert/strict';
import { clientProfile } from '../../src/clients/clientProfiles';
import { explain } from '../../src/explain/explain';
import { pcapng } from '../../src/export/pcapng';
import type { ConditionSettings } from '../../src/model/conditions';
import { makeConditions } from '../../src/model/conditions';
import type { HeaderField } from '../../src/model/request';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import { predict } from '../../src/simulator/predict';
import { requireTshark, tshark } from './tshark';

interface Case {
  readonly client?: string;
  readonly url?: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly content?: string;
  readonly settings?: ConditionSettings;
  readonly repeat?: number;
}

const CHECKSUMS = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
/** Resets happen where an end closes before the other has finished. */
const EXPECTED = /^Connection reset \(RST\)$/;

function capture({ client = 'curl-7.88', url = 'http://www.example/a', method = 'GET', headers = [], content, settings = {}, repeat = 1 }: Case): { readonly file: Uint8Array; readonly lengths: readonly number[] } {
  const conditions = makeConditions(settings);
  const fields: readonly HeaderField[] = headers.map(([name, value]) => ({ name, value, source: { kind: 'code' } }));
  const traces = predict(requestFromUrl(url, { method, headers: fields, ...(content === undefined ? {} : { content }) }), { conditions, client: clientProfile(client), repeat });
  const lengths = traces.flatMap((trace) => explain(trace, { conditions, client: { id: client, title: client, measured: true }, detail: 'fields' }).frames.map(({ length }) => length));
  return { file: pcapng(traces, { link: 'client' }), lengths };
}

const read = (file: Uint8Array, filter: string, ...fields: readonly string[]): readonly string[] =>
  tshark(file, '-2', '-Y', filter, '-T', 'fields', '-E', 'separator=|', ...fields.flatMap((field) => ['-e', field]));

/** Malformed, a bad checksum, or an expert warning or error that is not expected. */
function isWrong(line: string, name: string): boolean {
  const [, malformed, ip, tcp, udp, severities = '', messages = ''] = line.split('|');
  const serious = messages.split('~').filter((_, index) => Number(severities.split('~')[index]) >= 0x600000);
  // tshark knows no zstd in HTTP before version 4.2.
  const expected = (message: string) => EXPECTED.test(message) || (name === 'coded zstd' && message === 'Decompression failed');
  return malformed !== '' || [ip, tcp, udp].includes('0') || !serious.every(expected);
}

const BROWSER = 'chromium-156';
const HTTPS = 'https://www.example/a';
const CASES: readonly (readonly [string, Case])[] = [
  ['chunked', { settings: { 'server.framing': 'chunked', 'server.bodyBytes': 40_000 } }],
  ['until close', { settings: { 'server.framing': 'close' }, repeat: 2 }],
  ...['gzip', 'deflate', 'br', 'zstd'].map((coding) => [`coded ${coding}`, { client: BROWSER, url: HTTPS, settings: { 'server.coding': coding, 'server.bodyBytes': 100_000 } }] as const),
  ...['fresh', 'stale', 'no-store', 'no-cache', 'expired-with-last-modified'].map((state) => [`cache ${state}`, { client: BROWSER, settings: { 'cache.http': state }, repeat: 2 }] as const),
  ...['http.401', 'http.403', 'http.408', 'http.429', 'http.500', 'http.502', 'http.503', 'http.504', 'http.reset-mid-body', 'http.truncated', 'http2.goaway', 'http2.reset'].flatMap((fault) => [
    [`${fault} over HTTP/1.1`, { settings: { fault, 'client.retries': 1, 'server.retryAfter': 1, 'server.failures': 1 } }],
    [`${fault} over HTTP/2`, { url: HTTPS, settings: { fault, 'server.http': '2', 'client.retries': 1, 'server.failures': 1 } }],
  ] as const),
  ['a response with every field', { client: BROWSER, url: HTTPS, repeat: 2, settings: { 'server.cacheControl': 'max-age=600', 'server.vary': 'Accept', 'server.hsts': 'max-age=31536000', 'server.setCookie': 'id=1; Secure; HttpOnly', 'server.contentType': 'text/html; charset=utf-8', 'cache.cookies': 'known' } }],
  ['a preflight', { client: BROWSER, url: HTTPS, method: 'PUT', headers: [['X-Id', '1']], settings: { 'client.origin': 'https://app.example', 'client.credentials': 'include' } }],
  ['a refused preflight', { client: BROWSER, url: HTTPS, method: 'DELETE', settings: { 'client.origin': 'https://app.example', 'server.cors': 'deny' } }],
  ['a token that has expired', { url: HTTPS, settings: { 'client.token': 'expired' }, repeat: 2 }],
  ['early hints', { settings: { 'server.earlyHints': 'yes' } }],
  ['early hints over HTTP/2', { url: HTTPS, settings: { 'server.earlyHints': 'yes', 'server.http': '2' } }],
  ['a body that waits for 100', { method: 'POST', content: 'x'.repeat(1_100_000) }],
  ['a timeout', { settings: { 'client.timeoutMs': 70 } }],
  ['a timeout over HTTP/2', { url: HTTPS, settings: { 'client.timeoutMs': 180, 'server.http': '2', 'server.thinkMs': 500 } }],
  ['a connection that the server forgot', { settings: { 'cache.connection': 'broken' } }],
  ['a connection that the server forgot, in HTTP/2', { client: 'go-net-http', url: HTTPS, settings: { 'cache.connection': 'broken', 'server.http': '2' } }],
  ['a page over HTTP/1.1', { client: BROWSER, url: HTTPS, settings: { 'page.subresources': 'css:1x20000,js:2x50000,img:8x30000,img:1x5000@cdn.example' } }],
  ['a page over HTTP/2', { client: BROWSER, url: HTTPS, settings: { 'page.subresources': 'css:1x20000,js:2x50000,img:8x30000,img:1x5000@cdn.example', 'server.http': '2' } }],
  ['a page over HTTP/2 with few streams', { client: BROWSER, url: HTTPS, settings: { 'page.subresources': 'css:1x2000,js:2x5000,img:8x3000', 'server.http': '2', 'server.maxStreams': 2 } }],
  ['a small HTTP/2 window', { url: HTTPS, settings: { 'client.windowBytes': 4000, 'server.http': '2', 'server.bodyBytes': 30_000 } }],
  ['a WebSocket', { client: BROWSER, url: 'ws://www.example/chat' }],
  ['a WebSocket over TLS', { client: BROWSER, url: 'wss://www.example/chat', settings: { 'server.http': '2' } }],
  ['a WebSocket that is refused', { client: BROWSER, url: 'ws://www.example/chat', settings: { 'server.webSocket': 'refuses' } }],
];

describe('HTTP in every variation, read by tshark', () => {
  it('has nothing wrong in any of them, and frames of the lengths that the prediction says', function () {
    requireTshark(this);
    this.timeout(300_000);
    // One file with a section for each case; the seeds give each its own ports.
    const captures = CASES.map(([, each], index) => capture({ ...each, settings: { ...each.settings, seed: index + 1 } }));
    const file = Uint8Array.from(captures.flatMap((each) => [...each.file]));
    const lines = tshark(file, ...CHECKSUMS, '-2', '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=~', ...['frame.len', '_ws.malformed', 'ip.checksum.status', 'tcp.checksum.status', 'udp.checksum.status', '_ws.expert.severity', '_ws.expert.message'].flatMap((field) => ['-e', field]));
    assert.deepEqual(lines.map((line) => Number(line.split('|')[0])), captures.flatMap(({ lengths }) => lengths));
    let frame = 0;
    CASES.forEach(([name], index) => {
      const own = lines.slice(frame, (frame += captures[index]?.lengths.length ?? 0));
      assert.deepEqual(own.filter((line) => isWrong(line, name)), [], name);
    });
  });

  it('puts chunks together and undoes content codings', function () {
    requireTshark(this);
    const chunked = capture({ settings: { 'server.framing': 'chunked', 'server.bodyBytes': 40_000 } }).file;
    assert.deepEqual(read(chunked, 'http.response', 'http.transfer_encoding', 'http.file_data').map((line) => line.split('|').map((part, index) => (index === 0 ? part : part.length))), [['chunked', 40_000]]);
    assert.deepEqual(read(chunked, 'http.response', 'http.chunk_size'), ['16384,16384,7232,0']);
    for (const coding of ['gzip', 'deflate', 'br']) {
      const { file } = capture({ client: BROWSER, url: HTTPS, settings: { 'server.coding': coding, 'server.bodyBytes': 40_000 } });
      const [line = ''] = read(file, 'http.response', 'http.content_encoding', 'http.content_length', 'http.file_data');
      const [said, length, data = ''] = line.split('|');
      assert.deepEqual([said, data.length, data.replaceAll('x', '')], [coding, 40_000, ''], coding);
      assert.ok(Math.abs(Number(length) - 10_000) < 300, `${coding}: ${length} octets for a ratio of 4`);
    }
  });

  it('sees a WebSocket: 101, a masked text each way, and the closing handshake', function () {
    requireTshark(this);
    for (const url of ['ws://www.example/chat', 'wss://www.example/chat']) {
      const { file } = capture({ client: BROWSER, url });
      assert.deepEqual(read(file, 'http.response', 'http.response.code', 'http.upgrade'), ['101|websocket']);
      assert.deepEqual(read(file, 'websocket', 'websocket.opcode', 'websocket.mask', 'websocket.payload.text', 'websocket.payload.close.status_code'), ['1|1|example|', '1|0|example|', '8|1||1000', '8|0||1000']);
    }
  });

  it('sees the frames with which HTTP/2 refuses, limits and gives up', function () {
    requireTshark(this);
    const of = (settings: ConditionSettings, filter: string, ...fields: readonly string[]) => read(capture({ url: HTTPS, settings: { 'server.http': '2', ...settings } }).file, filter, ...fields);
    assert.deepEqual(of({ fault: 'http2.goaway' }, 'http2.type == 7', 'http2.goaway.last_stream_id', 'http2.goaway.error'), ['0|0']);
    assert.deepEqual(of({ fault: 'http2.reset' }, 'http2.type == 3', 'http2.streamid', 'http2.rst_stream.error'), ['1|2']);
    assert.deepEqual(of({ 'client.timeoutMs': 180, 'server.thinkMs': 500 }, 'http2.type == 3', 'http2.rst_stream.error'), ['8']);
    assert.match(of({ 'server.maxStreams': 7 }, 'http2.settings.max_concurrent_streams == 7', 'ip.src').join(), /^203\.0\.113\.10$/);
    assert.ok(of({ 'client.windowBytes': 4000, 'server.bodyBytes': 30_000 }, 'http2.type == 8 && http2.streamid == 1', 'frame.number').length >= 7, 'a window of 4,000 octets has to be opened again and again');
  });
});
