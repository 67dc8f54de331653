import assert from 'node:assert/strict';
import { CHROMIUM_156 } from '../../../src/clients/chromium156';
import type { Request } from '../../../src/model/request';

const source = { kind: 'code' } as const;
const PAGE = 'http://localhost:8401/';

function names(request: Partial<Request> & Pick<Request, 'url'>): readonly string[] {
  return CHROMIUM_156.http.headers({ method: 'GET', headers: [], unknownParts: [], ...request }, '1.1').map(({ name, value }) => (['Accept', 'Origin', 'Referer', 'Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest'].includes(name) ? `${name}: ${value}` : name));
}

/** As headless Chromium 156 sent them to a server on this machine, from a page at `PAGE`. */
describe('what a page asks for in Chromium 156', () => {
  it('has the captured fields in the captured order', () => {
    assert.deepEqual(names({ url: `${PAGE}a.css`, initiator: { page: PAGE, destination: 'style' } }), [
      'Host', 'Connection', 'sec-ch-ua-platform', 'User-Agent', 'sec-ch-ua', 'sec-ch-ua-mobile', 'Accept: text/css,*/*;q=0.1', 'Sec-Fetch-Site: same-origin',
      'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: style', `Referer: ${PAGE}`, 'Accept-Encoding', 'Accept-Language',
    ]);
    assert.deepEqual(names({ url: 'http://localhost:8402/b.png', initiator: { page: `${PAGE}page?x`, destination: 'image' } }).slice(6, 11), [
      'Accept: image/jxl,image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image', `Referer: ${PAGE}`,
    ]);
    assert.deepEqual(names({
      url: 'http://localhost:8402/put', method: 'OPTIONS', initiator: { page: PAGE, destination: 'preflight' },
      headers: [['Accept', '*/*'], ['Access-Control-Request-Method', 'PUT'], ['Access-Control-Request-Headers', 'content-type,x-id'], ['Origin', 'http://localhost:8401']].map(([name = '', value = '']) => ({ name, value, source })),
    }), [
      'Host', 'Connection', 'Accept: */*', 'Access-Control-Request-Method', 'Access-Control-Request-Headers', 'Origin: http://localhost:8401', 'User-Agent', 'Sec-Fetch-Mode: cors',
      'Sec-Fetch-Site: same-site', 'Sec-Fetch-Dest: empty', `Referer: ${PAGE}`, 'Accept-Encoding', 'Accept-Language',
    ]);
    assert.deepEqual(names({
      url: 'http://localhost:8402/put', method: 'PUT', body: { text: '{}', lengthBytes: 2 }, initiator: { page: PAGE, destination: 'empty' },
      headers: [['X-Id', '1'], ['Content-Type', 'application/json'], ['Origin', 'http://localhost:8401']].map(([name = '', value = '']) => ({ name, value, source })),
    }), [
      'Host', 'Connection', 'Content-Length', 'sec-ch-ua-platform', 'X-Id', 'User-Agent', 'sec-ch-ua', 'Content-Type', 'sec-ch-ua-mobile', 'Accept: */*', 'Origin: http://localhost:8401',
      'Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: cors', 'Sec-Fetch-Dest: empty', `Referer: ${PAGE}`, 'Accept-Encoding', 'Accept-Language',
    ]);
    assert.deepEqual(names({
      url: 'ws://localhost:8401/ws',
      headers: [['Origin', 'http://localhost:8401'], ['Connection', 'Upgrade'], ['Upgrade', 'websocket'], ['Sec-WebSocket-Version', '13'], ['Sec-WebSocket-Key', 'x']].map(([name = '', value = '']) => ({ name, value, source })),
    }), [
      'Host', 'Connection', 'Pragma', 'Cache-Control', 'User-Agent', 'Upgrade', 'Origin: http://localhost:8401', 'Sec-WebSocket-Version', 'Accept-Encoding', 'Accept-Language', 'Sec-WebSocket-Key', 'Sec-WebSocket-Extensions',
    ]);
  });

  it('gets neither hints nor more codings over plain http to another machine', () => {
    assert.deepEqual(names({ url: 'http://www.example/a.js', initiator: { page: 'http://www.example/', destination: 'script' } }), ['Host', 'Connection', 'User-Agent', 'Accept: */*', 'Referer: http://www.example/', 'Accept-Encoding', 'Accept-Language']);
  });
});
