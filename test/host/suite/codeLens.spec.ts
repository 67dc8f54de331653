import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FETCH_CODE, activated, closeAll, openText, placeOf } from './documents';

const lenses = async (document: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> => {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
  return all.filter(({ command }) => command?.command === 'wirewalk.explainRequest');
};

describe('CodeLens', () => {
  before(activated);
  afterEach(closeAll);

  it('is off; once on, it says over each call what it costs first and again', async () => {
    const document = await openText(`${FETCH_CODE}\nfetch(\`https://\${host}/\`);\nfetch(\`https://api.example.com/users/\${id}\`);\n`, 'typescript');
    assert.deepEqual(await lenses(document), []);
    const configuration = vscode.workspace.getConfiguration('wirewalk');
    await configuration.update('codeLens.enabled', true, vscode.ConfigurationTarget.Global);
    try {
      const seen = await lenses(document);
      // None over the call whose host is not known; one over the call whose path is not.
      assert.deepEqual(seen.map(({ range }) => range.start.line), [placeOf(document, 'fetch(').line, placeOf(document, 'fetch(`https://api').line]);
      for (const { command } of seen) assert.match(command?.title ?? '', /^\d+ round trips, about \d+ ms; again \d+ round trips?, about [\d.]+ ms$/);
    } finally {
      await configuration.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.deepEqual(await lenses(document), []);
  });
});
