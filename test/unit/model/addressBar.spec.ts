import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAddressBar } from '../../../src/model/addressBar';
import { maskRequest } from '../../../src/model/maskRequest';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { parseRequestUrl } from '../../../src/model/requestUrl';

const SEARCH = 'https://search.example/search?q=';

/** Lone surrogates replaced, as a URL carries them. */
const wellFormed = (text: string): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

describe('readAddressBar', () => {
  it('takes a text for what Chromium takes it for', () => {
    // Chromium's AutocompleteInput::Parse and ShouldUpgradeToHttps; `.example` is a top-level domain here.
    const urls = {
      'www.example.com': 'https://www.example.com', ' example.com ': 'https://example.com', 'example.com/a?b#c': 'https://example.com/a?b#c',
      'EXAMPLE.com.': 'https://EXAMPLE.com.', 'bücher.example': 'https://bücher.example', '例え.テスト': 'https://例え.テスト', '//example.com/': 'https://example.com/',
      'example.com:443': 'http://example.com:443', 'example.com:8080/a': 'http://example.com:8080/a', 'localhost': 'http://localhost',
      'localhost:3000/a': 'http://localhost:3000/a', 'app.localhost': 'http://app.localhost', 'printer.local': 'http://printer.local',
      '192.0.2.1': 'http://192.0.2.1', '192.0.2.1:80/x': 'http://192.0.2.1:80/x', '[2001:db8::1]': 'http://[2001:db8::1]', '[::1]:8080/': 'http://[::1]:8080/',
      'intranet/': 'http://intranet/', 'wiki/page?id=2': 'http://wiki/page?id=2', 'db:5432': 'http://db:5432', 'me:pass@example.com': 'https://me:pass@example.com',
      'http://a b': 'http://a b', 'HTTPS://x': 'HTTPS://x', 'ftp://x/': 'ftp://x/', 'https:x': 'https:x', 'mailto:a@b.example': 'mailto:a@b.example',
    };
    for (const [text, url] of Object.entries(urls)) assert.deepEqual(readAddressBar(text), { kind: 'url', url }, text);
    const searches = {
      'weather': 'weather', 'two words': 'two+words', 'example.com is down': 'example.com+is+down', 'what?': 'what%3F', 'tcp/ip': 'tcp%2Fip', '1.2': '1.2', '7/8': '7%2F8',
      'e.g.': 'e.g.', 'c++': 'c%2B%2B', 'C#': 'C%23', 'me@example.com': 'me%40example.com', 'site:example.com': 'site%3Aexample.com', 'a..b': 'a..b', '(foo.bar)': '%28foo.bar%29',
      'db:99999': 'db%3A99999', 'a&b=c': 'a%26b%3Dc', 'Grüße 😀': 'Gr%C3%BC%C3%9Fe+%F0%9F%98%80', '\u202emoc.elpmaxe': '%E2%80%AEmoc.elpmaxe', '\ud800': '%EF%BF%BD', '{host}/x': '%7Bhost%7D%2Fx', '': '',
    };
    for (const [terms, value] of Object.entries(searches)) assert.deepEqual(readAddressBar(terms), { kind: 'search', terms, url: SEARCH + value }, terms);
  });

  it('reads every text of 8 KB, into a URL that can be asked for or into search terms that come back from it', () => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('.', ':', '/', '@', '?', '#', '[', ']', '\\', ' ', 'com', '1', 'a', 'xn--', 'http:', '//', '%', '\ud800', '\0'));
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('').slice(0, 8192));
    fc.assert(
      fc.property(text, (typed) => {
        const reading = readAddressBar(typed);
        const trimmed = typed.trim();
        if (reading.kind === 'search') {
          assert.equal(new URL(reading.url).searchParams.get('q'), wellFormed(trimmed));
        } else if (reading.url !== trimmed) {
          assert.match(reading.url, /^https?:\/\//);
          assert.ok(reading.url.endsWith(trimmed.replace(/^\/\//, '')));
          parseRequestUrl(reading.url);
        }
      }),
      { numRuns: 400 },
    );
    for (const unit of ['a', 'a.', '/', '@', ':', '[', '%', '1.', '-', ' ', '😀']) readAddressBar(unit.repeat(8192 / unit.length));
  });

  it('leaves every text with a scheme as it is, and the request for it too', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        assert.deepEqual(readAddressBar(url), { kind: 'url', url });
        assert.deepEqual(requestFromUrl(url, { addressBar: true }), requestFromUrl(url));
      }),
    );
    assert.throws(() => requestFromUrl(' ', { addressBar: true }), /found nothing/);
    assert.throws(() => requestFromUrl(`${'a '.repeat(5000)}`, { addressBar: true }), /at most 8192 characters/);
  });

  it('is masked with the rest of the request', () => {
    const masked = (typed: string) => maskRequest(requestFromUrl(typed, { addressBar: true }));
    assert.deepEqual(
      [masked('me:s3cret@api.example/?token=abc'), masked('wiki password=hunter2')].map(({ typed, url }) => [typed, url]),
      [['me:******@api.example/?token=***', 'https://me:******@api.example/?token=***'], ['wiki password=*******', `${SEARCH}wiki+password%3D*******`]],
    );
    const secret = fc.stringMatching(/^[A-Za-z0-9]{8,40}$/);
    const places: readonly ((planted: string) => string)[] = [
      (planted) => `me:${planted}@www.example/`, (planted) => `www.example/?api_key=${planted}`, (planted) => `localhost:1#token=${planted}`,
      (planted) => `see https://u:${planted}@www.example now`, (planted) => `token=${planted}`, (planted) => `secret=${planted} x`,
    ];
    fc.assert(
      fc.property(secret, fc.constantFrom(...places), (planted, place) => {
        assert.ok(!JSON.stringify(masked(place(planted))).includes(planted), place(planted));
      }),
    );
  });
});
