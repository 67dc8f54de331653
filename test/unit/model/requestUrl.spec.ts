import assert from 'node:assert/strict';
import { domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { parseRequestUrl } from '../../../src/model/requestUrl';
import { confusableReason, toUnicodeHost } from '../../../src/model/unicodeHost';
import { InputError } from '../../../src/model/wirewalkError';

describe('parseRequestUrl', () => {
  it('takes a URL apart', () => {
    assert.deepEqual(parseRequestUrl('  HTTP://u:p@[2001:DB8::1]:8080/a/../b?c=d#e '), {
      href: 'http://u:p@[2001:db8::1]:8080/b?c=d#e', scheme: 'http', webSocket: false, host: '2001:db8::1', authority: '[2001:db8::1]:8080', port: 8080, path: '/b?c=d',
      fragment: 'e', username: 'u', password: 'p', addressFamily: 6, isAddress: true, assumedScheme: false,
    });
  });

  it('assumes https where nothing else is said', () => {
    const typed = [['example.com/path', 'https://example.com/path'], ['localhost:3000', 'https://localhost:3000/'], ['//example.com', 'https://example.com/'], ['127.1:8080/x', 'https://127.0.0.1:8080/x']] as const;
    for (const [text, href] of typed) {
      const url = parseRequestUrl(text);
      assert.deepEqual([url.href, url.assumedScheme], [href, true]);
    }
    assert.equal(parseRequestUrl('http://0x7f.1').host, '127.0.0.1');
    assert.equal(parseRequestUrl('http://2130706433').addressFamily, 4);
  });

  it('says in one sentence why a URL cannot be used', () => {
    const refused = [
      ['', 'nothing'], ['https://', 'host'], ['https:///path', 'host'], ['https://:80/', 'host'], ['https://a:0/', '"0"'], ['https://a:65536/', '"65536"'], ['https://a:-1/', '"-1"'], ['https://a:x/', '"x"'],
      ['ftp://a/', 'ftp'], ['javascript:alert(1)', 'javascript'], ['file:///etc/passwd', 'file'], ['mailto:a@b', 'mailto'], [`https://a/${'x'.repeat(1_000_000)}`, '1000010'], ['https://a b/', 'spaces'], ['https://a/b c', 'spaces'],
      ['https://a\u202eb/', '\\u{202E}'], ['ht\ntps://a/', '\\u{A}'], ['https://a\0/', '\\u{0}'], ['https://a..b/', 'empty label'], [`https://${'a'.repeat(64)}.example/`, '63'],
      [`https://${'a.'.repeat(127)}example/`, '253'], ['https://*.example/', '"*"'], ['https://[::1/', 'host'], ['https://256.1.1.1/', 'host'], ['https://a%zz/', 'host'], ['https:a', 'https://'],
    ] as const;
    for (const [text, part] of refused) {
      assert.throws(() => parseRequestUrl(text), (error) => {
        assert.ok(error instanceof InputError, text.slice(0, 40));
        assert.match(error.message, /^[A-Z"].*\.$/);
        assert.ok(error.message.includes(part) && error.message.length < 250 && !error.message.includes('\u202e'), error.message);
        return true;
      });
    }
  });

  it('names no secret in what it refuses', () => {
    for (const text of ['https://u:S@/x', 'https://u:S@h h/', 'https:x?token=S', 'https:///u:S@h/', 'https://u:S@h/\u0007']) {
      const secret = 'Zq9wXyvKe4Tr';
      assert.throws(() => parseRequestUrl(text.replaceAll('S', secret)), (error) => error instanceof InputError && !error.message.includes(secret), text);
    }
  });

  it('throws nothing but InputError, and agrees with WHATWG', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string({ unit: 'binary' }), fc.string().map((text) => `https://${text}`)), (text) => {
        try {
          const url = parseRequestUrl(text);
          const whatwg = new URL(url.href);
          assert.deepEqual([url.authority, url.path, url.href], [whatwg.host, whatwg.pathname + whatwg.search, whatwg.href]);
          assert.ok(url.port >= 1 && url.port <= 65_535);
        } catch (error) {
          assert.ok(error instanceof InputError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('host names in Unicode', () => {
  it('decodes as Node does', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöüßéèñçабвгдежзиклαβγδεζηθ日本語中文한국]{1,20}$/u), (label) => {
        if (!URL.canParse(`https://${label}.example/`)) return;
        const { hostname } = new URL(`https://${label}.example/`);
        assert.equal(toUnicodeHost(hostname), domainToUnicode(hostname));
      }),
      { numRuns: 1000 },
    );
    for (const broken of ['xn--', 'xn--a', 'xn--99999999999', 'xn--zzzzzzzzzzzzzzzzzzzzzzzzzz', 'xn--\u00e9']) assert.equal(typeof toUnicodeHost(broken), 'string');
  });

  it('warns of names that look like others, and of no honest ones', () => {
    for (const host of ['xn--80ak6aa92e.com', 'аррӏе.com', 'pаypal.example', 'gοogle.example']) assert.ok(confusableReason(host), host);
    for (const host of ['www.example.org', 'bücher.example', '例え.example', 'пример.example', 'почта.рф', 'ελλάδα.example']) assert.equal(confusableReason(host), undefined, host);
  });
});
