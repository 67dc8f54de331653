import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FoundRequest } from '../../../src/model/request';
import { originItems } from '../../../src/vscode/requests/requestItems';
import { activated } from './documents';

const found = (url: string, line: number, kind: FoundRequest['kind'] = 'call'): FoundRequest => {
  const range = { start: { line, character: 4 }, end: { line, character: 30 } };
  return { kind, range, urlRange: range, callee: 'fetch', confidence: 1, findings: [], request: { url, method: 'GET', headers: [], unknownParts: [] } };
};

describe('Requests in This File', () => {
  before(activated);

  it('lists origins and the requests to each, secrets masked, in the order of the file', () => {
    const uri = vscode.Uri.parse('untitled:a.ts');
    const items = originItems(
      [found('https://a.example/one?token=s3cret', 2), found('https://{host}/x', 3), found('https://a.example/two', 5), found('http://user:s3cret@b.example/', 7, 'url')],
      uri,
    );
    const seen = items.map(({ label, description, requests }) => ({ label, description, requests: requests.map((each) => [each.label, each.description, each.contextValue]) }));
    assert.deepEqual(seen, [
      { label: 'https://a.example', description: '2 requests', requests: [['GET /one?token=***', 'line 3', 'wirewalk.request'], ['GET /two', 'line 6', 'wirewalk.request']] },
      { label: 'https://{host}', description: '1 request', requests: [['GET /x', 'line 4', 'wirewalk.request']] },
      { label: 'http://b.example', description: '1 request', requests: [['GET /', 'line 8, not a call', 'wirewalk.request']] },
    ]);
  });
});
