import assert from 'node:assert/strict';
import type { FoundRequest } from '../../../src/model/request';
import { requestProblems } from '../../../src/vscode/problems/requestProblems';
import { specLink } from '../../../src/vscode/problems/specLink';

const urlRange = { start: { line: 1, character: 6 }, end: { line: 1, character: 30 } };
const found = (kind: FoundRequest['kind'], ...ids: readonly string[]): FoundRequest => ({
  kind, range: { start: { line: 1, character: 0 }, end: { line: 9, character: 1 } }, urlRange, callee: 'fetch', confidence: 1,
  request: { url: 'https://a.example/', method: 'GET', headers: [], unknownParts: [] },
  findings: ids.map((id) => ({ id, severity: 'warning', message: id })),
});

describe('The problems of a file', () => {
  it('are the certain findings of its calls, at the URL, without those that are switched off', () => {
    const requests = [found('call', 'url.credentials', 'host.unknown', 'http.preflight', 'http.no-timeout'), found('url', 'url.credentials')];
    const seen = (disabled: readonly string[]) => requestProblems(requests, new Set(disabled)).map(({ range, finding }) => [finding.id, range]);
    assert.deepEqual(seen([]), [['url.credentials', urlRange], ['http.no-timeout', urlRange]]);
    assert.deepEqual(seen(['url.credentials', 'nonsense']), [['http.no-timeout', urlRange]]);
  });

  it('link to the section of the RFC that is their source, and to nothing else', () => {
    assert.equal(specLink('RFC 9110 §9.3.1'), 'https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1');
    assert.equal(specLink('RFC 1900'), 'https://www.rfc-editor.org/rfc/rfc1900');
    for (const other of ['WHATWG URL §4.4', 'Requests documentation, Timeouts', 'see RFC 9110', 'RFC 9110 §4.2.4"><x', '']) assert.equal(specLink(other), undefined);
  });
});
