import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated } from './documents';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[]; readonly views: { readonly wirewalk: readonly { readonly id: string }[] } };
}

describe('What the manifest declares', () => {
  it('is registered: every command, and no other', async () => {
    const extension = await activated();
    const { commands, views } = (extension.packageJSON as Manifest).contributes;
    // VS Code makes some for each view and container.
    const ofViews = views.wirewalk.map(({ id }) => `${id}.`);
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('wirewalk.') && !ofViews.some((start) => id.startsWith(start)));
    assert.deepEqual(registered.sort(), commands.map(({ command }) => command).sort());
  });
});
