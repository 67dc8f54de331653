import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRequestUrl } from '../../../../src/model/requestUrl';
import { CookieJar } from '../../../../src/stack/7-application/http/cookies/cookieJar';
import { defaultPath, domainMatches, pathMatches } from '../../../../src/stack/7-application/http/cookies/cookieScope';
import { parseSetCookie } from '../../../../src/stack/7-application/http/cookies/setCookie';
import { testHost } from './testHost';

const SAME = { sameSite: true, safeNavigation: true };

/** What a jar sends to `to` after `from` set those cookies. */
function sent(from: string, values: readonly string[], to = from, context = SAME, laterMs = 0): string | undefined {
  const world = testHost();
  const jar = new CookieJar(world.host, Date.UTC(2026, 6, 1));
  jar.learn(parseRequestUrl(from), values);
  world.nowMs += laterMs;
  return jar.cookieFor(parseRequestUrl(to), context);
}

describe('cookies (RFC 6265bis)', () => {
  it('are read as §5.6 says', () => {
    const plain = { secure: false, httpOnly: false, sameSite: 'default' };
    assert.deepEqual(parseSetCookie(' a = b=c ; Secure;HttpOnly; samesite=STRICT; Domain=.Example.COM; path=/x; max-age=-5; unknown=1'),
      { name: 'a', value: 'b=c', secure: true, httpOnly: true, sameSite: 'strict', domain: 'example.com', path: '/x', maxAgeSeconds: -5 });
    assert.deepEqual(parseSetCookie('value'), { name: '', value: 'value', ...plain });
    assert.deepEqual(parseSetCookie('a=1; Path=x; Max-Age=1.5; SameSite=?'), { name: 'a', value: '1', ...plain });
    for (const text of ['', '=', ' ; Secure', 'a=\u0000', 'a=b\r\nX: y', `a=${'x'.repeat(4096)}`]) assert.equal(parseSetCookie(text), undefined, text.slice(0, 20));
    for (const [text, iso] of [
      ['Wed, 09 Jun 2027 10:18:14 GMT', '2027-06-09T10:18:14.000Z'], ['Wednesday, 09-Jun-27 10:18:14 GMT', '2027-06-09T10:18:14.000Z'], ['Sat Jun 9 10:18:14 2027', '2027-06-09T10:18:14.000Z'],
      ['9 jun 70 1:2:3', '1970-06-09T01:02:03.000Z'], ['31 Feb 2027 00:00:00', undefined], ['Jun 2027 10:18:14', undefined], ['9 Jun 2027 25:00:00', undefined],
    ] as const) assert.equal(parseSetCookie(`a=1; Expires=${text}`)?.expiresMs, iso === undefined ? undefined : Date.parse(iso), text);
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseSetCookie(text)));
  });

  it('match hosts and paths as §5.1.3 and §5.1.4 say', () => {
    for (const [host, domain, address, expected] of [
      ['www.example.com', 'example.com', false, true], ['example.com', 'example.com', false, true], ['badexample.com', 'example.com', false, false], ['example.com', 'www.example.com', false, false],
      ['1.2.3.4', '3.4', true, false], ['1.2.3.4', '1.2.3.4', true, true],
    ] as const) assert.equal(domainMatches(host, domain, address), expected, `${host} ${domain}`);
    for (const [request, cookie, expected] of [
      ['/a/b?x', '/a', true], ['/a', '/a', true], ['/ab', '/a', false], ['/a/', '/a/', true], ['/a', '/a/', false], ['/x', '/', true],
    ] as const) assert.equal(pathMatches(request, cookie), expected, `${request} ${cookie}`);
    for (const [request, expected] of [['/', '/'], ['/a', '/'], ['/a/b', '/a'], ['/a/b/?q=/c', '/a/b'], ['', '/']] as const) assert.equal(defaultPath(request), expected);
  });

  it('go where they belong, longest path first, then oldest', () => {
    const from = 'https://www.example.com/a/b';
    assert.equal(sent(from, ['x=1; Path=/', 'y=2', 'z=3; Path=/']), 'y=2; x=1; z=3');
    assert.equal(sent(from, ['x=1; Path=/', 'x=2; Path=/']), 'x=2');
    assert.equal(sent(from, ['x=1; Path=/'], 'https://api.example.com/'), undefined);
    assert.equal(sent(from, ['x=1; Path=/; Domain=example.com'], 'https://api.example.com/'), 'x=1');
    assert.equal(sent(from, ['x=1; Path=/; Secure'], 'http://www.example.com/'), undefined);
    assert.equal(sent(from, ['x=1; Path=/'], 'http://www.example.com/'), 'x=1');
    assert.equal(sent(from, ['x=1; Max-Age=10'], from, SAME, 9999), 'x=1');
    assert.equal(sent(from, ['x=1; Max-Age=10; Expires=Fri, 01 Jan 2100 00:00:00 GMT'], from, SAME, 10_001), undefined);
    assert.equal(sent(from, ['x=1; Expires=Wed, 01 Jul 2026 00:00:10 GMT'], from, SAME, 10_001), undefined);
    assert.equal(sent(from, ['x=1', 'x=; Max-Age=0']), undefined);
  });

  it('are refused where the response may not set them (§5.7)', () => {
    const https = 'https://www.example.com/';
    for (const [from, text] of [
      [https, 'x=1; Domain=other.example'], [https, 'x=1; Domain=sub.www.example.com'], [https, 'x=1; Domain=com'], ['http://www.example.com/', 'x=1; Secure'], [https, 'x=1; SameSite=None'],
      [https, '__Secure-x=1'], [https, '__Host-x=1; Secure'], [https, '__Host-x=1; Secure; Path=/; Domain=www.example.com'], ['https://192.0.2.7/', 'x=1; Domain=2.7'],
    ] as const) assert.equal(sent(from, [text]), undefined, text);
    assert.equal(sent(https, ['__Host-x=1; Secure; Path=/']), '__Host-x=1');
    const world = testHost();
    const jar = new CookieJar(world.host, 0);
    jar.learn(parseRequestUrl(https), ['x=1; Secure; Path=/']);
    jar.learn(parseRequestUrl('http://www.example.com/'), ['x=evil; Path=/']);
    assert.equal(jar.cookieFor(parseRequestUrl(https), SAME), 'x=1');
  });

  it('stay away from other sites as SameSite says (§5.8.3)', () => {
    const from = 'https://www.example.com/';
    const script = { sameSite: false, safeNavigation: false };
    const navigation = { sameSite: false, safeNavigation: true };
    for (const [attribute, byScript, byNavigation] of [['Strict', undefined, undefined], ['Lax', undefined, 'x=1'], ['None; Secure', 'x=1', 'x=1'], ['', undefined, 'x=1']] as const) {
      assert.equal(sent(from, [`x=1; SameSite=${attribute}`], from, script), byScript, attribute);
      assert.equal(sent(from, [`x=1; SameSite=${attribute}`], from, navigation), byNavigation, attribute);
      assert.equal(sent(from, [`x=1; SameSite=${attribute}`]), 'x=1', attribute);
    }
  });
});
