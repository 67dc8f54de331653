import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './waiting';
import { activated, closeAll, openText, reportText } from './documents';

describe('List Requests of the Workspace', () => {
  before(activated);
  afterEach(closeAll);

  it('lists calls by origin with their files and what is wrong with them, secrets masked, in a read-only document', async () => {
    const document = await openText('fetch("https://me:s3cret@list.example.com/users?token=s3cret");\n// https://comment.example.com/\n', 'javascript');
    await vscode.commands.executeCommand('wirewalk.listRequests');
    await until('its preview', () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label, input }) => input instanceof vscode.TabInputWebview && label.includes('Requests of the workspace'))));
    const plain = await reportText('Requests of the workspace');
    assert.match(plain, /^# Requests of the workspace\n\nCalls: \d+\. Files with calls: \d+, of \d+ that were read\.\n\n\d+ origins?: \d+ DNS, \d+ TCP, \d+ TLS cold\n/);
    assert.ok(plain.includes(`${vscode.workspace.asRelativePath(document.uri)}:1`), plain);
    assert.match(plain, /## https.*list.example.com\n\n- GET /);
    assert.match(plain, /\n {2}- The URL carries credentials/);
    assert.doesNotMatch(plain, /s3cret|comment.example/);
  });
});

describe('Explain the Requests of This Function or File', () => {
  before(activated);
  afterEach(closeAll);

  it('shows the function around the cursor beside the code, each request with what it takes over, and what waiting costs', async () => {
    const editor = await vscode.window.showTextDocument(await openText('async function load() {\n  const a = await fetch("https://plan.example.com/1?token=s3cret");\n  const b = await fetch("https://plan.example.com/2");\n}\nfetch("https://other.example.com/");\n', 'javascript'));
    editor.selection = new vscode.Selection(1, 4, 1, 4);
    await vscode.commands.executeCommand('wirewalk.explainPlan');
    const plain = await reportText('Requests in order');
    assert.match(plain, /\n## load \(line 1\)\n\n\d+\.\d ms in all, as Node\.js/);
    assert.match(plain, /\n 1 ▒+█·+ +\d+\.\d ms {2}GET https:\/\/plan\.example\.com\/1/);
    assert.match(plain, /Sent at once, as 1 \+ 2, they take/);
    assert.match(plain, /not done: .*Open a TCP connection.*Connection #1/);
    assert.doesNotMatch(plain, /s3cret|other\.example/);
  });
});
