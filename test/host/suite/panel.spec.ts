import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FETCH_CODE, activated, closeAll, openText, placeOf, withAnswer } from './documents';
import { until } from './waiting';

const panels = (): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('wirewalk.stack'));

describe('Explain Network Request', () => {
  before(activated);
  afterEach(closeAll);

  it('opens one panel for the request at the cursor, beside the editor, and keeps the focus where it was', async () => {
    const document = await openText(FETCH_CODE, 'typescript');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const place = placeOf(document, 'fetch(');
    editor.selection = new vscode.Selection(place, place);
    await vscode.commands.executeCommand('wirewalk.explainRequest');
    await until('the panel', () => panels().length === 1);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await vscode.commands.executeCommand('wirewalk.explainRequest');
    assert.equal(panels().length, 1);
  });

  it('asks for a URL where the cursor is on none, and says what is wrong with one', async () => {
    await openText('no request here', 'plaintext');
    let validate: ((value: string) => string | undefined) | undefined;
    await withAnswer(
      'showInputBox',
      (options) => {
        validate = (options as { validateInput: (value: string) => string | undefined }).validateInput;
        return Promise.resolve('https://www.example.com/asked');
      },
      async () => {
        await vscode.commands.executeCommand('wirewalk.explainRequest');
      },
    );
    await until('the panel', () => panels().length === 1);
    assert.ok(validate);
    assert.equal(validate('https://www.example.com/'), undefined);
    for (const bad of ['https://', 'javascript:alert(1)', 'http://host:0/', 'file:///etc/passwd', 'http://host:65536/']) {
      assert.match(validate(bad) ?? '', /^[A-Z"].{10,}\.$/s, bad);
    }
  });

  it('asks for the host where only the running code knows it, and keeps what else the code says', async () => {
    const document = await openText('fetch(`https://${host}/users/${id}`, { method: "DELETE" })', 'javascript');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.selection = new vscode.Selection(placeOf(document, 'fetch('), placeOf(document, 'fetch('));
    let asked: { value?: string; valueSelection?: [number, number]; validateInput?: (value: string) => string | undefined } = {};
    await withAnswer('showInputBox', (options) => {
      asked = options as typeof asked;
      return Promise.resolve('https://api.example.com/users/{id}');
    }, async () => {
      await vscode.commands.executeCommand('wirewalk.explainRequest');
    });
    await until('the panel', () => panels().length === 1);
    assert.equal(asked.value?.slice(...(asked.valueSelection ?? [])), '{host}');
    assert.match(asked.validateInput?.(asked.value ?? '') ?? '', /"\{host\}" is a placeholder/);
    assert.equal(asked.validateInput?.('https://api.example.com/users/{id}'), undefined);
  });

  it('opens nothing when the person gives up, or for an argument that makes no sense', async () => {
    await openText('no request here', 'plaintext');
    for (const argument of [undefined, 17, { uri: 'file:///etc/passwd', line: 0, character: 0 }, { found: {} }, { uri: 'x', line: -1, character: 0 }]) {
      await withAnswer('showInputBox', () => Promise.resolve(undefined), async () => {
        await vscode.commands.executeCommand('wirewalk.explainRequest', argument);
      });
    }
    assert.deepEqual(panels(), []);
  });
});
