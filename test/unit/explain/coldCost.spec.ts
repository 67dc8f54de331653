import assert from 'node:assert/strict';
import { coldCost } from '../../../src/explain/coldCost';
import type { FoundRequest } from '../../../src/model/request';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const found = (url: string, kind: FoundRequest['kind'] = 'call'): FoundRequest =>
  ({ kind, range, urlRange: range, callee: 'fetch', confidence: 1, findings: [], request: { url, method: 'GET', headers: [], unknownParts: [] } });
const cost = (...urls: readonly string[]) => coldCost(urls.map((url) => found(url)));

describe('What the calls of a file cost cold', () => {
  it('counts each name, connection and handshake once', () => {
    assert.deepEqual(cost(), { origins: 0, dns: 0, tcp: 0, tls: 0 });
    assert.deepEqual(cost('https://a.example/1', 'https://a.example/2', 'https://A.example:443/{id}'), { origins: 1, dns: 1, tcp: 1, tls: 1 });
    assert.deepEqual(cost('https://a.example/', 'http://a.example/', 'https://a.example:8443/', 'wss://a.example/'), { origins: 4, dns: 1, tcp: 4, tls: 3 });
    assert.deepEqual(cost('http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]:8080/', 'http://b.example/'), { origins: 4, dns: 1, tcp: 4, tls: 0 });
  });

  it('leaves out what is not known and what nothing requests', () => {
    assert.deepEqual(cost('https://{host}/', '{origin}/a', 'https://{sub}.example/', 'tcp://a.example:1', 'dns:a.example', ''), { origins: 0, dns: 0, tcp: 0, tls: 0 });
    assert.deepEqual(coldCost([found('https://a.example/', 'url')]), { origins: 0, dns: 0, tcp: 0, tls: 0 });
  });
});
