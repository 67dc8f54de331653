import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { IMPORTED, IMPORTING, writeBeside } from './besideFiles';
import { activated, closeAll, decoded, hoverAt, openText, placeOf } from './documents';
import { until } from './waiting';

describe('Values of other files, in a trusted workspace', () => {
  before(activated);
  afterEach(closeAll);

  it('show in the hover once they are known, with their file, and follow changes of it', async () => {
    const uri = await writeBeside('imported-base.ts', IMPORTED);
    const document = await openText(IMPORTING, 'typescript');
    const place = placeOf(document, 'fetch(');
    const shows = (host: string) => async (): Promise<string | undefined> => {
      const hover = decoded(await hoverAt(document, place));
      return hover.includes(host) ? hover : undefined;
    };
    assert.match(await until('the imported host', shows('imported.example.com')), /With values of imported-base\.ts\./);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(IMPORTED.replace('imported', 'changed')));
    await until('the changed host', shows('changed.example.com'));
  });

  it('are taken from no file that is a symbolic link', async () => {
    const target = await writeBeside('link-target.ts', IMPORTED);
    const link = vscode.Uri.joinPath(target, '..', 'link-base.ts');
    const { symlinkSync } = await import('node:fs');
    symlinkSync(target.fsPath, link.fsPath);
    const document = await openText('import { BASE } from "./link-base";\nimport { BASE as REAL } from "./link-target";\nfetch(`${BASE}/a`);\nfetch(`${REAL}/b`);\n', 'typescript');
    await until('the host of the real file', async () => decoded(await hoverAt(document, placeOf(document, 'fetch(`${REAL'))).includes('imported.example.com'));
    assert.doesNotMatch(decoded(await hoverAt(document, placeOf(document, 'fetch(`${BASE'))), /imported\.example/);
  });

  it('and versions of clients show in the hover, with the manifest that says them', async () => {
    await writeBeside('package-lock.json', '{"packages":{"node_modules/axios":{"version":"1.7.9"}}}');
    const document = await openText('import axios from "axios";\naxios.get("https://versioned.example.com/");\nfetch("https://versioned.example.com/");\n', 'typescript');
    const hover = await until('the version', async () => {
      const shown = decoded(await hoverAt(document, placeOf(document, 'axios.get')));
      return shown.includes('1.7.9') ? shown : undefined;
    });
    assert.match(hover, /axios 1\.7\.9, by package-lock\.json\. axios was not measured; shown is Node\.js 24.*, which comes nearest\./);
  });
});
