import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { EXTENSION_ID, closeAll, extensionCode, openText } from './documents';
import { until } from './waiting';

describe('Activation', () => {
  it('happens by itself when a text is open, whatever its language', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    await openText('nothing of interest', 'plaintext');
    await until('the extension to be active', () => extension.isActive);
    await closeAll();
  });

  it('loads no simulator before someone asks for a prediction', () => {
    const loaded = Object.keys(require.cache).filter((file) => file.startsWith(extensionCode())).map((file) => path.basename(file));
    assert.ok(loaded.includes('extension.js'), 'the extension is not among the modules that this process has loaded');
    assert.ok(!loaded.includes('prediction.js'), 'the simulator is loaded');
  });
});
