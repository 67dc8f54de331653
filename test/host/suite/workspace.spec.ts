import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeAll, openText } from './documents';

describe('List Requests of the Workspace', () => {
  before(activated);
  afterEach(closeAll);

  it('lists calls by origin with their files and what is wrong with them, secrets masked, in a read-only document', async () => {
    const document = await openText('fetch("https://me:s3cret@list.example.com/users?token=s3cret");\n// https://comment.example.com/\n', 'javascript');
    await vscode.commands.executeCommand('wirewalk.listRequests');
    const report = vscode.window.activeTextEditor?.document;
    assert.equal(report?.uri.scheme, 'wirewalk-requests');
    assert.equal(report.isDirty, false);
    const plain = report.getText().replace(/\\|&#\d+;/g, '');
    assert.match(plain, /^# Requests of the workspace\n\nCalls: \d+\. Files with calls: \d+, of \d+ that were read\.\n\n\d+ origins?: \d+ DNS, \d+ TCP, \d+ TLS cold\n/);
    assert.ok(plain.includes(`${vscode.workspace.asRelativePath(document.uri)}:1`), plain);
    assert.match(plain, /## https.*list.example.com\n\n- GET /);
    assert.match(plain, /\n {2}- The URL carries credentials/);
    assert.doesNotMatch(plain, /s3cret|comment.example/);
  });
});
