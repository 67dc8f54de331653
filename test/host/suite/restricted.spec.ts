import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FETCH_CODE, activated, closeAll, decoded, extensionCode, hoverAt, openText, placeOf, reportText, withAnswer } from './documents';
import { IMPORTED, IMPORTING, writeBeside } from './besideFiles';
import { NetworkWatch } from './networkWatch';
import { until } from './waiting';

describe('Restricted Mode', () => {
  before(activated);
  afterEach(closeAll);

  it('is what this window is in', () => assert.equal(vscode.workspace.isTrusted, false));

  it('predicts, without offering to probe', async () => {
    const document = await openText(FETCH_CODE, 'typescript');
    const hover = decoded(await hoverAt(document, placeOf(document, 'fetch(')));
    assert.match(hover, /round trips/);
    assert.match(hover, /command:wirewalk\.explainRequest/);
    assert.doesNotMatch(hover, /command:wirewalk\.probe/);
    const place = placeOf(document, 'fetch(');
    await vscode.commands.executeCommand('wirewalk.explainRequest', { uri: document.uri.toString(), line: place.line, character: place.character });
    await until('the panel', () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputWebview)));
  });

  it('takes no value from another file of the workspace, not for a hover and not for a list of all requests', async () => {
    await writeBeside('imported-base.ts', IMPORTED);
    const document = await openText(IMPORTING, 'typescript');
    const place = placeOf(document, 'fetch(');
    assert.match(decoded(await hoverAt(document, place)), /known only when the code runs: \{BASE\}/);
    await vscode.commands.executeCommand('wirewalk.listRequests');
    const report = await reportText('Requests of the workspace');
    assert.match(report, /GET \{?BASE/);
    assert.doesNotMatch(report, /imported\.example\.com/);
    // What the list would have read, a hover would know by now.
    assert.match(decoded(await hoverAt(document, place)), /known only when the code runs: \{BASE\}/);
  });

  it('reads a manifest only where a person has opened it', async () => {
    const lock = await writeBeside('package-lock.json', '{"packages":{"node_modules/axios":{"version":"1.7.9"}}}');
    const document = await openText('import axios from "axios";\naxios.get("https://versioned.example.com/");\n', 'typescript');
    const place = placeOf(document, 'axios.get');
    await vscode.commands.executeCommand('wirewalk.listRequests');
    assert.doesNotMatch(decoded(await hoverAt(document, place)), /1\.7\.9/);
    await vscode.workspace.openTextDocument(lock);
    assert.match(decoded(await hoverAt(document, place)), /axios 1\.7\.9, by package-lock\.json\./);
  });

  for (const command of ['wirewalk.probeDns', 'wirewalk.probeTls']) {
    it(`refuses ${command} with a sentence, and sends nothing`, async () => {
      const watch = new NetworkWatch();
      const said: unknown[] = [];
      const request = { url: 'https://127.0.0.1:9/', method: 'GET', headers: [], unknownParts: [] };
      await withAnswer(
        'showWarningMessage',
        (message) => {
          said.push(message);
          return Promise.resolve(undefined);
        },
        async () => {
          await vscode.commands.executeCommand(command, request);
        },
      );
      watch.stop();
      assert.equal(said.length, 1);
      assert.match(String(said[0]), /trusted workspace/);
      assert.deepEqual(watch.from(extensionCode()), []);
    });
  }
});
