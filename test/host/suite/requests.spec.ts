import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FoundRequest } from '../../../src/model/request';
import { coldCost } from '../../../src/explain/coldCost';
import { originCostText } from '../../../src/vscode/requests/costWords';
import { originItems, workspaceItems } from '../../../src/vscode/requests/requestItems';
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

  it('lists the calls of several files by origin, each origin with what it costs cold', () => {
    const files = [
      { uri: vscode.Uri.parse('file:///w/z.ts'), requests: [found('https://b.example/one?token=s3cret', 2), found('http://192.0.2.1/', 4)] },
      { uri: vscode.Uri.parse('file:///w/a.ts'), requests: [found('https://b.example/two', 2), found('https://{host}/x', 3)] },
    ];
    const items = workspaceItems(files, ({ path }) => path.slice(3), (requests) => originCostText(coldCost(requests)));
    assert.deepEqual(items.map(({ label, description, requests }) => [label, description, ...requests.map((each) => [each.label, each.description])]), [
      ['http://192.0.2.1', '1 request; 0 DNS, 1 TCP, 0 TLS cold', ['GET /', 'z.ts:5']],
      ['https://b.example', '2 requests; 1 DNS, 1 TCP, 1 TLS cold', ['GET /one?token=***', 'z.ts:3'], ['GET /two', 'a.ts:3']],
      ['https://{host}', '1 request', ['GET /x', 'a.ts:4']],
    ]);
    const ids = items.flatMap(({ requests }) => requests.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('lists the workspace in the view, and the file again', async () => {
    await vscode.commands.executeCommand('wirewalk.showWorkspaceRequests');
    await vscode.commands.executeCommand('wirewalk.showFileRequests');
  });
});
