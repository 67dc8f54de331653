import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskRequest } from '../../../src/model/maskRequest';
import type { Request } from '../../../src/model/request';

const make = (url: string, header: string, text: string): Request => ({
  url,
  method: 'POST',
  headers: [{ name: 'Authorization', value: header, source: { kind: 'code' } }],
  body: { text, lengthBytes: new TextEncoder().encode(text).length },
  unknownParts: [],
});
const octets = (text: string): number => new TextEncoder().encode(text).length;

describe('maskRequest', () => {
  it('keeps the length of what it masks', () => {
    const masked = maskRequest(make('https://me:s3cret@api.example/v1?token=abcdef&page=2', 'Bearer abc.def', '{"password":"püß","name":"x"}'));
    assert.deepEqual(
      [masked.url, masked.headers[0]?.value, masked.body?.text],
      ['https://me:******@api.example/v1?token=******&page=2', 'Bearer *******', '{"password":"*****","name":"x"}'],
    );
  });

  it('lets no planted secret through, wherever it stands and whatever stands around it', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9._~-]{8,40}$/).filter((text) => !/^[.-]|\*/.test(text));
    const filler = fc.stringMatching(/^[a-z]{0,12}$/);
    fc.assert(
      fc.property(secret, secret, filler, (one, two, around) => {
        const request = make(
          `https://u${around}:${one}@api.example/${around}?api_key=${two}&q=${around}&sig=${one}`,
          `Bearer ${one}`,
          JSON.stringify({ note: around, password: two, q: 1 }),
        );
        const masked = maskRequest(request);
        const all = JSON.stringify(masked);
        for (const planted of [one, two]) {
          if (!around.includes(planted)) assert.ok(!all.includes(planted), `${planted} in ${all}`);
        }
        assert.equal(octets(masked.url), octets(request.url));
        assert.equal(octets(masked.body?.text ?? ''), request.body?.lengthBytes);
      }),
    );
  });

  it('leaves a request without secrets as it is', () => {
    const request: Request = { url: 'https://www.example/a?b=c', method: 'GET', headers: [], unknownParts: [] };
    assert.deepEqual(maskRequest(request), request);
  });
});
