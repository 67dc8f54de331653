import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_PROFILES, clientProfile } from '../../../src/clients/clientProfiles';
import type { HeaderField, Request } from '../../../src/model/request';

/** What clients did with one request: the head that they sent, or the error that they threw. */
interface RecordedRequest {
  readonly clients: readonly string[];
  readonly case: string;
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly mediaType?: string;
  readonly head?: string;
  readonly error?: string;
}

interface CapturedHead {
  readonly client: string;
  readonly source: string;
  readonly url: string;
  readonly head: string;
}

interface CapturedFields {
  readonly client: string;
  readonly url: string;
  readonly fields: readonly (readonly [string, string])[];
}

function fixture<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(__dirname, '../../fixtures/clients', name), 'utf8')) as Content;
}

const recordedRequests = fixture<readonly RecordedRequest[]>('requests.json');
const capturedHeads = fixture<readonly CapturedHead[]>('captured-heads.json');
const capturedFields = fixture<readonly CapturedFields[]>('captured-http2-fields.json');

/** As the code states it, each field with the line that it stands on. */
function requestOf({ url, method, headers, body, mediaType }: Omit<RecordedRequest, 'clients' | 'case'>): Request {
  return {
    url,
    method,
    headers: headers.map(([name, value], line) => ({ name, value, source: { kind: 'code', line } })),
    unknownParts: [],
    ...(body === undefined
      ? {}
      : { body: { text: body, lengthBytes: Buffer.byteLength(body), ...(mediaType === undefined ? {} : { mediaType }) } }),
  };
}

const get = (url: string): Request => requestOf({ url, method: 'GET', headers: [] });

function head(request: Request, fields: readonly HeaderField[]): string {
  const { pathname, search } = new URL(request.url);
  const lines = [`${request.method} ${pathname}${search} HTTP/1.1`, ...fields.map(({ name, value }) => `${name}: ${value}`)];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

describe('the header fields of a client', () => {
  for (const { client, source, url, head: captured } of capturedHeads) {
    it(`${client} for ${url} are those of the capture (${source})`, () => {
      const request = get(url);
      assert.equal(head(request, clientProfile(client).http.headers(request, '1.1')), captured);
    });
  }

  for (const { client, url, fields } of capturedFields) {
    it(`${client} for ${url} over HTTP/2 are those of the capture`, () => {
      const ours = clientProfile(client).http.headers(get(url), '2');
      assert.deepEqual(ours.map(({ name, value }) => [name, value]), fields);
    });
  }

  for (const recorded of recordedRequests.filter((each) => each.head !== undefined)) {
    it(`are what ${recorded.clients.join(', ')} sent: ${recorded.case}`, () => {
      const request = requestOf(recorded);
      for (const client of recorded.clients) {
        const { http } = clientProfile(client);
        assert.equal(head(request, http.headers(request, '1.1')), recorded.head);
        assert.equal(http.refuses?.(request), undefined);
      }
    });
  }

  for (const recorded of recordedRequests.filter((each) => each.error !== undefined)) {
    it(`are not sent, as ${recorded.clients.join(', ')} threw: ${recorded.error}`, () => {
      for (const client of recorded.clients) {
        const reason = clientProfile(client).http.refuses?.(requestOf(recorded));
        assert.match(reason ?? 'nothing', /^(?:fetch (?:in Node\.js )?(?:throws|blocks)|HttpRequest throws|aiohttp raises|urllib takes) .+\.$/);
      }
    });
  }

  it('are recorded for every profile that says it is measured, and for no other', () => {
    const recorded = new Set(capturedHeads.map(({ client }) => client));
    assert.deepEqual(CLIENT_PROFILES.filter(({ id, measured }) => measured !== recorded.has(id)).map(({ id }) => id), []);
  });

  it('say whose they are: the code by line, the client by name, the rest computed', () => {
    const request = requestOf({ url: 'https://www.example/', method: 'POST', headers: [['X-A', '1'], ['Accept', 'text/html']], body: 'abc' });
    const sources = (client: string) =>
      clientProfile(client).http.headers(request, '1.1').map(({ name, source }) => [name.toLowerCase(), source.kind, source.line ?? source.detail ?? '']);
    assert.deepEqual(sources('curl-7.88'), [
      ['host', 'computed', ''], ['user-agent', 'client', 'curl 7.88'], ['x-a', 'code', 0], ['accept', 'code', 1],
      ['content-length', 'computed', ''], ['content-type', 'client', 'curl 7.88'],
    ]);
    assert.deepEqual(sources('node-24-https'), [
      ['x-a', 'code', 0], ['accept', 'code', 1], ['host', 'computed', ''], ['connection', 'client', 'Node.js 24 https'],
      ['content-length', 'computed', ''],
    ]);
  });

  it('carry the port that is not the default, and brackets around IPv6', () => {
    for (const { id, http } of CLIENT_PROFILES) {
      const hostOf = (url: string) => http.headers(get(url), '1.1').find(({ name }) => name.toLowerCase() === 'host')?.value;
      assert.equal(hostOf('https://www.example:443/'), 'www.example', id);
      assert.equal(hostOf('http://www.example:443/'), 'www.example:443', id);
      assert.equal(hostOf('https://[2001:db8::1]:8443/'), '[2001:db8::1]:8443', id);
    }
  });

  // RFC 7617 §2: octets of the decoded userinfo; the bytes FF and FE are no UTF-8.
  it('hold userinfo as octets, whatever is percent-encoded', () => {
    const value = (url: string) => clientProfile('curl-7.88').http.headers(get(url), '1.1').find(({ name }) => name === 'Authorization')?.value;
    assert.equal(value('http://%FF:%FE@www.example/'), `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}`);
    assert.equal(value('http://%zz:%@www.example/'), `Basic ${Buffer.from('%zz:%').toString('base64')}`);
    assert.equal(value('http://u@www.example/'), `Basic ${Buffer.from('u:').toString('base64')}`);
  });

  // Measured: a body above 1 MiB makes curl wait, one of 1 MiB does not.
  it('of curl ask before a body above 1 MiB', () => {
    const expects = (lengthBytes: number) =>
      clientProfile('curl-7.88').http.headers({ ...get('http://www.example/'), method: 'POST', body: { lengthBytes } }, '1.1').at(-1)?.name;
    assert.equal(expects(1_048_576), 'Content-Type');
    assert.equal(expects(1_048_577), 'Expect');
  });
});
