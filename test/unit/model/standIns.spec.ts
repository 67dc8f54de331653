import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Request } from '../../../src/model/request';
import { parseRequestUrl } from '../../../src/model/requestUrl';
import { isOriginKnown, standInFinding, withStandIns } from '../../../src/model/standIns';
import { Predictor } from '../../../src/vscode/predictor';

const requestTo = (url: string, ...unknownParts: string[]): Request => ({ url, method: 'GET', headers: [], unknownParts });

describe('requests with unknown parts', () => {
  it('tells a known host from one that only the running code knows', () => {
    for (const url of ['https://api.example.com/users/{id}', 'http://127.0.0.1:3000/{a}?b={c}', 'wss://live.example.com?room={r}', 'https://[2001:db8::1]/{x}', 'https://a.example#{f}', 'https://a.example']) {
      assert.ok(isOriginKnown({ url }), url);
    }
    for (const url of ['https://{host}/users', 'https://api.{region}.example.com/', 'http://localhost:{port}/', '{origin}/api', '{page}/a', 'https://{user}@a.example/', '//a.example/x', 'ftp://a.example/{x}', 'https:///{x}']) {
      assert.ok(!isOriginKnown({ url }), url);
    }
  });

  it('sends the placeholders as they stand, and never to another host', () => {
    assert.deepEqual(withStandIns(requestTo('https://a.example/{id}?q={user.name}', 'id', 'user.name')), requestTo('https://a.example/{id}?q={user.name}'));
    // A name must not end the path that it stands in.
    assert.equal(withStandIns(requestTo('https://a.example/{a?b#c/d}/x', 'a?b#c/d')).url, 'https://a.example/{a_b_c_d}/x');
    const unknownHost = requestTo('https://{host}/x', 'host');
    assert.equal(withStandIns(unknownHost), unknownHost);
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (name) => {
      const { url, unknownParts } = withStandIns(requestTo(`https://a.example/x/{${name}}/y?z=1`, name));
      const parsed = new URL(url);
      assert.deepEqual([parsed.host, parsed.search, unknownParts], ['a.example', '?z=1', []]);
      assert.doesNotThrow(() => parseRequestUrl(url));
    }));
  });

  it('are predicted like a known path of the same length, and say what is not known', () => {
    const predictor = new Predictor({ client: 'node-24-fetch', conditions: {} });
    const partly = predictor.twice(requestTo('https://api.example.com/users/{id}', 'id'), 'steps');
    // `{` and `}` of a path are percent-encoded (WHATWG URL, path percent-encode set): three octets each.
    const whole = predictor.twice(requestTo('https://api.example.com/users/12345678'), 'steps');
    assert.deepEqual([partly.first.totals, partly.second.totals], [whole.first.totals, whole.second.totals]);
    assert.deepEqual(partly.first.request, requestTo('https://api.example.com/users/{id}', 'id'));
    assert.deepEqual(partly.first.findings, [standInFinding({ unknownParts: ['id'] })]);
    assert.match(standInFinding({ unknownParts: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }).message, /\{a\}, \{b\}, \{c\}, \{d\}, \{e\} and 2 more\./);
    assert.throws(() => predictor.twice(requestTo('https://{host}/x', 'host'), 'steps'), /needs the whole URL; unknown in it: \{host\}/);
  });
});
