import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskHeader, maskText, maskUrl } from '../../../src/model/masking';

const SECRET = 'Zq9wXyvKe4TrUb1LmN0p';

describe('masking', () => {
  it('masks the secrets of a URL and nothing else', () => {
    const urls = [
      ['https://user:s3cret@host/', 'https://user:***@host/'], ['https://user@host/', 'https://user@host/'], ['https://:pw@host/', 'https://:***@host/'],
      ['https:///u:pw@host/', 'https:///u:***@host/'], ['https:u:pw@host/', 'https:u:***@host/'], ['//u:pw@host/', '//u:***@host/'], ['<https://u:pw@host>; rel=next', '<https://u:***@host>; rel=next'],
      ['localhost:3000/x@y', 'localhost:3000/x@y'], ['/a:b@c', '/a:b@c'],
      ['https://a:b@c:d@host/x@y', 'https://a:***@host/x@y'], [`https://${SECRET}@host/`, 'https://***@host/'],
      ['https://h/?access_token=abc&q=1&sig=x%3D&X-Amz-Signature=0f', 'https://h/?access_token=***&q=1&sig=***&X-Amz-Signature=***'],
      ['https://h/#access_token=abc&state=1', 'https://h/#access_token=***&state=1'], ['https://h/?access%5Ftoken=abc', 'https://h/?access%5Ftoken=***'],
      ['https://h/?appid={process.env.KEY}&api_key=', 'https://h/?appid={process.env.KEY}&api_key='], ['https://h/?country_code=US&code=DE', 'https://h/?country_code=US&code=DE'],
      ['https://hooks.slack.com/services/T0/B0/abc', 'https://hooks.slack.com/services/***'], ['https://api.telegram.org/bot123:abc/send', 'https://api.telegram.org/bot***/send'],
      ['https://h/basket;jsessionid=1f/x;v=2?a=b', 'https://h/basket;jsessionid=***/x;v=2?a=b'],
      ['https://{host}/users?token=abc', 'https://{host}/users?token=***'], ['/relative?password=x', '/relative?password=***'], ['https://h/keyboard?monkey=1', 'https://h/keyboard?monkey=1'],
    ] as const;
    for (const [url, masked] of urls) assert.equal(maskUrl(url), masked);
  });

  it('masks the secrets of header fields', () => {
    const fields = [
      ['Authorization', 'Bearer eyJabc', 'Bearer ***'], ['authorization', 'Basic dTpw', 'Basic ***'], ['Authorization', 'token-alone', '***'], ['Proxy-Authorization', 'Digest a="b", c="d"', 'Digest ***'],
      ['Authorization', 'Bearer {token}', 'Bearer {token}'], ['Cookie', 'sid=abc; theme=dark', 'sid=***; theme=***'], ['Set-Cookie', 'sid=abc; Path=/; HttpOnly', 'sid=***; Path=/; HttpOnly'],
      ['X-API-Key', 'abc', '***'], ['X-My-Service-Token', 'abc', '***'], ['Referer', 'https://h/?token=a', 'https://h/?token=***'], ['Accept', 'text/html', 'text/html'],
      ['X-Note', 'see ghp_abcdefghijklmnop1234', 'see ***'], ['Origin', 'https://u:pw@h', 'https://u:***@h'], ['X-Callback', 'to https://h/?token=a&b=c now', 'to https://h/?token=***&b=c now'],
    ] as const;
    for (const [name, value, masked] of fields) assert.equal(maskHeader(name, value), masked, name);
  });

  it('masks the secrets of a body in the form that it has', () => {
    const bodies = [
      ['{"password":"a\\"b","pin":1,"token":12e3,"n":null}', '{"password":"***","pin":1,"token":***,"n":null}'], ['{"password":"{password}"}', '{"password":"{password}"}'],
      ['{"hook":"https://u:pw@h/?sig=abc&a=b"}', '{"hook":"https://u:***@h/?sig=***&a=b"}'],
      ['<s:login a="1"><s:Password type="text">abc</s:Password><name>abc</name></s:login>', '<s:login a="1"><s:Password type="text">***</s:Password><name>abc</name></s:login>'],
      ['name=Ann Lee&password=a b&c=d', 'name=Ann Lee&password=***&c=d'], ['filter={"a":1}&token=abc', 'filter={"a":1}&token=***'],
      ['USER=ann\r\nAPI_KEY = abc\r\nPORT=1', 'USER=ann\r\nAPI_KEY =***\r\nPORT=1'], ['a token of thanks', 'a token of thanks'],
    ] as const;
    for (const [body, masked] of bodies) assert.equal(maskText(body), masked);
  });

  it('leaves no planted secret in any text', () => {
    const places = fc.constantFrom<(secret: string) => string>(
      (secret) => maskUrl(`https://u:${secret}@a.example/?x=1`), (secret) => maskUrl(`https://a.example/p?a=1&client_secret=${secret}&b`), (secret) => maskUrl(`ftp://u:${secret}@h#password=${secret}`),
      (secret) => maskHeader('Authorization', `Bearer ${secret}`), (secret) => maskHeader('Cookie', `a=b; c=${secret}`), (secret) => maskHeader('x-auth-token', secret),
      (secret) => maskText(`<password>${secret}</password>`), (secret) => maskText(`see https://a.example/?token=${secret}`), (secret) => maskUrl(`https://a.example/;sid=${secret}`),
      (secret) => maskText(`{"user":"a","password":"${secret}"}`), (secret) => maskText(`user=a&password=${secret}`),
    );
    const secrets = fc.stringMatching(/^[A-Za-z0-9]{8}[A-Za-z0-9._~-]{0,30}$/);
    fc.assert(fc.property(places, secrets, (place, secret) => !place(secret).includes(secret)), { numRuns: 1000 });
  });

  it('is linear', () => {
    for (const text of ['?a='.repeat(200_000), 'https://'.repeat(100_000), '"a":"'.repeat(100_000), 'eyJ'.repeat(200_000), '@'.repeat(500_000), '<a>b'.repeat(100_000), ';a='.repeat(200_000), 'a'.repeat(500_000), '"a":1'.repeat(100_000)]) {
      for (const mask of [maskUrl, maskText, (value: string) => maskHeader('X-Any', value)]) assert.equal(typeof mask(text), 'string');
    }
  });
});
