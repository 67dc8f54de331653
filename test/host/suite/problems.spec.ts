import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeAll, openText } from './documents';
import { until } from './waiting';

const CODE = 'fetch("https://me:secret@api.example.com/users");\n// https://me:secret@docs.example.com/\nfetch("http://192.0.2.1/", { headers: { Authorization: "Bearer x" } });\n';

const ours = (document: vscode.TextDocument): readonly vscode.Diagnostic[] => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Wirewalk');
const ids = (document: vscode.TextDocument): readonly unknown[] => ours(document).map(({ code }) => (typeof code === 'object' ? code.value : code));

async function configured(key: string, value: unknown, work: () => Promise<void>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('wirewalk');
  await configuration.update(key, value, vscode.ConfigurationTarget.Global);
  try {
    await work();
  } finally {
    await configuration.update(key, undefined, vscode.ConfigurationTarget.Global);
  }
}

describe('Problems', () => {
  before(activated);
  afterEach(closeAll);

  it('are shown for calls of an open file with a link to their source, follow changes, and can be switched off', async () => {
    const document = await openText(CODE, 'javascript');
    await until('the problems', () => ids(document).length === 2);
    assert.deepEqual(ids(document), ['url.credentials', 'http.cleartext-token']);
    const [first, second] = ours(document);
    assert.equal(first && document.getText(first.range).includes('api.example.com'), true);
    assert.equal(typeof second?.code === 'object' && second.code.target.toString(true), 'https://www.rfc-editor.org/rfc/rfc6750#section-5.3');
    assert.doesNotMatch(ours(document).map(({ message }) => message).join(), /secret/);

    await configured('problems.disabled', ['url.credentials'], () => until('one to go', () => ids(document).join() === 'http.cleartext-token').then(() => undefined));
    await until('it to come back', () => ids(document).length === 2);
    await configured('problems.enabled', false, () => until('all to go', () => ids(document).length === 0).then(() => undefined));
    await until('them to come back', () => ids(document).length === 2);

    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, document.lineAt(0).rangeIncludingLineBreak);
    await vscode.workspace.applyEdit(edit);
    await until('the change to count', () => ids(document).join() === 'http.cleartext-token');
    await document.save();
  });
});
