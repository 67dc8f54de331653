import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FETCH_CODE, activated, closeAll, decoded, openText, withAnswer } from './documents';
import { until } from './waiting';

/** The text of an open lesson page, once it matches: pages are written anew when what they are about changes. */
function pageText(page: string, expected: RegExp): Promise<string> {
  return until(`a page ${page} that matches ${expected}`, () => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'wirewalk-lesson' && new URLSearchParams(uri.query).get('page') === page);
    const text = decoded(document?.getText() ?? '');
    return expected.test(text) ? text : undefined;
  });
}

describe('Lessons', () => {
  before(activated);
  after(closeAll);

  it('are about the request in the open file', async () => {
    await openText(FETCH_CODE, 'typescript');
    await withAnswer('showQuickPick', (items) => Promise.resolve((items as readonly unknown[])[0]), async () => {
      await vscode.commands.executeCommand('wirewalk.openLesson');
    });
    await pageText('request', /POST.*https:\/\/api\.example\.com\/v1\/users\?page=2[^]*\.ts, line 3/);
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
    const text = await pageText('guess', /You.*Simulation/);
    for (const { label } of options) assert.ok(text.includes(`| ${label} | yes |`), label);
    assert.match(text, /\| Send POST [^|]* \| yes \| no \| not so \|/, 'the request itself is not skipped');
    assert.match(text, /\| Agree on keys[^|]* \| yes \| yes \| right \|/);
  });
});
