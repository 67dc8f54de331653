import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeAll, openText, placeOf, withAnswer } from './documents';
import { until } from './waiting';

const panels = (): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('wirewalk.stack'));

describe('Explain Network Error', () => {
  before(activated);
  afterEach(closeAll);

  it('opens the panel for the selected message', async () => {
    const document = await openText('npm ERR! connect ECONNREFUSED 127.0.0.1:3000\n', 'plaintext');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.selection = new vscode.Selection(placeOf(document, 'connect'), document.lineAt(0).range.end);
    await vscode.commands.executeCommand('wirewalk.explainError');
    await until('the panel', () => panels().length === 1);
  });

  it('takes a message that is pasted, and says so where it knows none', async () => {
    await openText('nothing selected', 'plaintext');
    await withAnswer('showInputBox', () => Promise.resolve('all is well'), async () => {
      const said: string[] = [];
      await withAnswer('showErrorMessage', (message) => Promise.resolve(void said.push(String(message))), async () => {
        await vscode.commands.executeCommand('wirewalk.explainError');
        await until('the message', () => said.length === 1);
      });
      assert.match(said[0] ?? '', /knows no network error in this text/);
    });
    assert.deepEqual(panels(), []);
  });

  it('offers itself for a problem whose message is a network error, and for no other', async () => {
    const document = await openText('{ "$schema": "https://schemas.example.com/a.json" }', 'javascript');
    const collection = vscode.languages.createDiagnosticCollection('wirewalk-test');
    try {
      const range = document.lineAt(0).range;
      const titles = async (message: string): Promise<readonly string[]> => {
        collection.set(document.uri, [new vscode.Diagnostic(range, message)]);
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range);
        return actions.map(({ title }) => title);
      };
      const ours = 'Explain this network error';
      assert.ok((await titles('Unable to load schema: getaddrinfo ENOTFOUND schemas.example.com')).includes(ours));
      assert.ok(!(await titles('Trailing comma')).includes(ours));
    } finally {
      collection.dispose();
    }
  });
});
