import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FETCH_CODE, activated, closeAll, decoded, openText, withAnswer } from './documents';
import { until } from './waiting';

/** The text of the lesson page that is open. */
async function pageText(page: string): Promise<string> {
  const uri = await until(`the page ${page}`, () =>
    vscode.workspace.textDocuments.map((document) => document.uri).find((each) => each.scheme === 'wirewalk-lesson' && new URLSearchParams(each.query).get('page') === page));
  const document = await vscode.workspace.openTextDocument(uri);
  return decoded(document.getText());
}

describe('Lessons', () => {
  before(activated);
  after(closeAll);

  it('are about the request in the open file', async () => {
    await openText(FETCH_CODE, 'typescript');
    await withAnswer('showQuickPick', (items) => Promise.resolve((items as readonly unknown[])[0]), async () => {
      await vscode.commands.executeCommand('wirewalk.openLesson');
    });
    const text = await pageText('request');
    assert.match(text, /POST.*https:\/\/api\.example\.com\/v1\/users\?page=2/);
    assert.match(text, /line 3/);
  });

  it('ask first and answer from the simulation', async () => {
    let options: readonly { readonly label: string }[] = [];
    await withAnswer(
      'showQuickPick',
      (items) => {
        options = items as readonly { readonly label: string }[];
        return Promise.resolve(options);
      },
      async () => {
        await vscode.commands.executeCommand('wirewalk.openLesson', { lesson: 'the-second-time', page: 'guess' });
      },
    );
    assert.ok(options.length >= 3, 'there are several steps to choose from');
    const text = await until('the answer', async () => {
      const page = await pageText('guess');
      return /You.*Simulation/.test(page) ? page : undefined;
    });
    for (const { label } of options) assert.ok(text.includes(`| ${label} | yes |`), label);
    assert.match(text, /HTTP.* \| yes \| no \| not so \|/, 'the request itself is not skipped');
    assert.match(text, /TLS.* \| yes \| yes \| right \|/);
  });
});
