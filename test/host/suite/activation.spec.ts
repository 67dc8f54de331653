import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID, closeAll, openText } from './documents';
import { until } from './waiting';

describe('Activation', () => {
  it('happens by itself when a text is open, whatever its language', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    await openText('nothing of interest', 'plaintext');
    await until('the extension to be active', () => extension.isActive);
    await closeAll();
  });
});
