import type * as vscode from 'vscode';
import type { PanelModel } from './panelModel';
import { parseSavedPanel } from './savedPanel';
import { StackPanel } from './stackPanel';
import type { StackPanelServices } from './stackPanel';

/** Brings the panel back after a reload, from what its page saved; a saved state that makes no sense gives an empty panel. */
export class PanelSerializer implements vscode.WebviewPanelSerializer {
  constructor(private readonly services: StackPanelServices) {}

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const saved = parseSavedPanel(state);
    if (!saved) this.services.log.debug('saved panel state dropped: not of the expected shape');
    StackPanel.adopt(panel, this.services, saved && this.restore(saved.request), saved?.settings);
    return Promise.resolve();
  }

  private restore(request: PanelModel['request']): PanelModel | undefined {
    try {
      return this.services.createModel(request);
    } catch (error) {
      this.services.log.error(`panel not restored: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}
