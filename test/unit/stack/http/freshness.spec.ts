import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cacheControlOf } from '../../../../src/stack/7-application/http/cacheControl';
import { currentAgeSeconds, freshnessOf, httpDateMs } from '../../../../src/stack/7-application/http/freshness';
import { ResponseCache } from '../../../../src/stack/7-application/http/responseCache';
import { testHost } from './testHost';

const source = { kind: 'network' } as const;
const fields = (...pairs: readonly (readonly [string, string])[]) => pairs.map(([name, value]) => ({ name, value, source }));
const DATE = 'Wed, 01 Jul 2026 00:00:00 GMT';

describe('the freshness of a stored response (RFC 9111 §4.2)', () => {
  it('comes from max-age, else Expires, else a tenth of the time since the last change', () => {
    const cases: readonly [readonly (readonly [string, string])[], number, string][] = [
      [[['Cache-Control', 'public, max-age=600'], ['Expires', DATE]], 600, 'max-age'],
      [[['cache-control', 'max-age="60"']], 60, 'max-age'],
      [[['Cache-Control', 'max-age=60, max-age=600']], 60, 'max-age'],
      [[['Cache-Control', 'max-age=-1']], 0, 'max-age'],
      [[['Cache-Control', 's-maxage=600']], 0, 'nothing'],
      [[['Date', DATE], ['Expires', 'Wed, 01 Jul 2026 01:00:00 GMT']], 3600, 'Expires'],
      [[['Date', DATE], ['Expires', '0']], 0, 'Expires'],
      [[['Date', DATE], ['Last-Modified', 'Tue, 30 Jun 2026 00:00:00 GMT']], 8640, 'Last-Modified'],
      [[['Date', DATE]], 0, 'nothing'],
      [[['Cache-Control', 'max-age=99999999999']], 2 ** 31, 'max-age'],
    ];
    for (const [pairs, lifetimeSeconds, decidedBy] of cases) assert.deepEqual(freshnessOf(200, fields(...pairs)), { lifetimeSeconds, decidedBy }, JSON.stringify(pairs));
    assert.equal(freshnessOf(302, fields(['Date', DATE], ['Last-Modified', 'Tue, 30 Jun 2026 00:00:00 GMT'])).lifetimeSeconds, 0);
    // A quoted comma parts nothing.
    assert.deepEqual(cacheControlOf(fields(['Cache-Control', 'ext="a, no-store", no-cache'])), { noStore: false, noCache: true, mustRevalidate: false, onlyIfCached: false });
  });

  it('is used up by the age, which counts Age, the way and the time here (RFC 9111 §4.2.3)', () => {
    const clockStartMs = Date.UTC(2026, 6, 1);
    const age = (headers: ReturnType<typeof fields>, requestMs: number, responseMs: number, nowMs: number) => currentAgeSeconds({ headers, requestMs, responseMs, nowMs, clockStartMs });
    assert.equal(age([], 1000, 3000, 10_000), 9);
    assert.equal(age(fields(['Age', '100']), 1000, 3000, 10_000), 109);
    assert.equal(age(fields(['Age', 'x']), 0, 0, 5000), 5);
    assert.equal(age(fields(['Date', 'Tue, 30 Jun 2026 23:59:00 GMT']), 0, 0, 5000), 65);
    fc.assert(fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), (seconds, requestMs, delayMs, restMs) => {
      const headers = fields(['Age', String(seconds)]);
      const now = age(headers, requestMs, requestMs + delayMs, requestMs + delayMs + restMs);
      assert.ok(now >= seconds + restMs / 1000 && Math.abs(now - seconds - (delayMs + restMs) / 1000) < 1e-6);
    }));
  });

  it('compares dates in the one form that is sent', () => {
    fc.assert(fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      assert.equal(httpDateMs(date.toUTCString()), Math.floor(date.getTime() / 1000) * 1000);
    }));
    for (const wrong of ['', '0', 'now', 'Wed, 31 Feb 2026 00:00:00 GMT', '2026-07-01', 'Wed, 01 Jul 2026 00:00:00 UTC']) assert.equal(httpDateMs(wrong), undefined, wrong);
  });
});

describe('an HTTP cache', () => {
  const url = 'https://www.example/a';
  const make = () => {
    const world = testHost();
    const cache = new ResponseCache(world.host, { title: 'A browser', hasCache: true, clockStartMs: Date.UTC(2026, 6, 1) });
    const get = (...pairs: readonly (readonly [string, string])[]) => ({ method: 'GET', url, headers: fields(...pairs) });
    const response = (status: number, ...pairs: readonly (readonly [string, string])[]) => ({ kind: 'response' as const, status, reasonPhrase: '', headers: fields(...pairs) });
    return { world, cache, get, response };
  };

  it('answers while the response is fresh, then asks, and answers again after a 304', () => {
    const { world, cache, get, response } = make();
    assert.equal(cache.decide(get()).kind, 'miss');
    assert.deepEqual(world.steps, []);
    cache.learn(get(), response(200, ['Cache-Control', 'max-age=10'], ['ETag', '"a"']), 0);
    world.nowMs = 9999;
    assert.equal(cache.decide(get()).kind, 'fresh');
    world.nowMs = 10_000;
    const decision = cache.decide(get());
    assert.deepEqual(decision.kind === 'validate' && decision.headers.map(({ name, value }) => [name, value]), [['If-None-Match', '"a"']]);
    cache.learn(get(), response(304, ['ETag', '"a"'], ['Cache-Control', 'max-age=5']), 10_000);
    world.nowMs = 14_000;
    assert.equal(cache.decide(get()).kind, 'fresh');
    world.nowMs = 15_000;
    assert.equal(cache.decide(get()).kind, 'validate');
  });

  it('keeps nothing that says no-store, asks always for no-cache, and tells variants apart', () => {
    for (const [control, request, expected] of [
      ['no-store', [], 'miss'], ['no-cache, max-age=60', [], 'validate'], ['max-age=60', [['Cache-Control', 'no-cache']], 'validate'], ['max-age=60', [['Cache-Control', 'max-age=0']], 'validate'],
      ['max-age=60', [['Cache-Control', 'no-store']], 'miss'], ['max-age=60', [['Range', 'bytes=0-1']], 'miss'], ['max-age=60', [], 'fresh'], ['max-age=60', [['Accept-Language', 'de']], 'miss'],
    ] as const) {
      const { cache, get, response } = make();
      cache.learn(get(), response(200, ['Cache-Control', control], ['ETag', '"a"'], ['Vary', 'accept-language']), 0);
      assert.equal(cache.decide(get(...request)).kind, expected, `${control} ${JSON.stringify(request)}`);
    }
  });

  it('forgets what an unsafe method may have changed, and answers nothing but GET and HEAD', () => {
    const { cache, get, response } = make();
    cache.learn(get(), response(200, ['Cache-Control', 'max-age=60']), 0);
    assert.equal(cache.decide({ ...get(), method: 'HEAD' }).kind, 'fresh');
    assert.equal(cache.decide({ ...get(), method: 'POST' }).kind, 'miss');
    cache.learn({ ...get(), method: 'POST' }, response(500), 0);
    assert.equal(cache.decide(get()).kind, 'fresh');
    cache.learn({ ...get(), method: 'POST' }, response(204), 0);
    assert.equal(cache.decide(get()).kind, 'miss');
  });
});
