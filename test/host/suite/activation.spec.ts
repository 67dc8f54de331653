import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID, closeAll, openText } from './documents';
import { until } from './waiting';

describe('Activation', () => {
  it('waits for the first text, whatever its language, and then happens by itself', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    assert.equal(extension.isActive, false, 'nothing was opened yet');
    await openText('nothing of interest', 'plaintext');
    await until('the extension to be active', () => extension.isActive);
    await closeAll();
  });
});
