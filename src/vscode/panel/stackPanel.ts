import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { HostMessage, PanelDiagnosis, ProbeKind } from '../../messages';
import type { ConditionSettings } from '../../model/conditions';
import type { Request } from '../../model/request';
import { saveExport } from './exportFile';
import { PanelController } from './panelController';
import type { PanelFocus } from './panelController';
import { panelHtml } from './panelHtml';
import type { PanelModel } from './panelModel';
import { panelStrings } from './panelStrings';
import { switchViews } from './switchViews';

/** What the panel needs from the extension; `extension.ts` makes it once. */
export interface StackPanelServices {
  readonly extensionUri: vscode.Uri;
  readonly log: Pick<vscode.LogOutputChannel, 'debug' | 'error'>;
  /** A model of the request, or a `WirewalkError` where it cannot be explained. */
  createModel(request: Request, diagnosis?: PanelDiagnosis): PanelModel;
  probe(kind: ProbeKind, request: Request): void;
  revealSource(request: Request): void;
}

/** The stack panel: one webview panel at a time, which shows the request that was explained last. */
export class StackPanel implements vscode.Disposable {
  static readonly viewType = 'wirewalk.stack';
  private static current: StackPanel | undefined;

  private readonly controller: PanelController;
  private readonly disposables: vscode.Disposable[] = [];
  private request: Request | undefined;

  /** Opens the panel beside the editor, or brings the open one up, and explains `request` there. Throws what `createModel` throws. */
  static show(
    services: StackPanelServices, request: Request, settings: ConditionSettings = {}, viewColumn: vscode.ViewColumn = vscode.ViewColumn.Beside, diagnosis?: PanelDiagnosis,
  ): StackPanel {
    const model = services.createModel(request, diagnosis);
    const open = StackPanel.current;
    if (open) {
      open.explain(model, settings);
      open.panel.reveal(undefined, true);
      return open;
    }
    const panel = vscode.window.createWebviewPanel(
      StackPanel.viewType,
      vscode.l10n.t('Network Stack'),
      { viewColumn, preserveFocus: true },
      StackPanel.options(services),
    );
    return StackPanel.adopt(panel, services, model, settings);
  }

  /** Takes over a webview panel: a new one, or one that VS Code restored. */
  static adopt(panel: vscode.WebviewPanel, services: StackPanelServices, model: PanelModel | undefined, settings: ConditionSettings = {}): StackPanel {
    StackPanel.current?.dispose();
    panel.webview.options = StackPanel.options(services);
    return (StackPanel.current = new StackPanel(panel, services, model, settings));
  }

  /** The open panel, if there is one. */
  static get open(): StackPanel | undefined {
    return StackPanel.current;
  }

  private static options(services: StackPanelServices): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(services.extensionUri, 'dist', 'webview')] };
  }

  private constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly services: StackPanelServices,
    model: PanelModel | undefined,
    settings: ConditionSettings,
  ) {
    this.request = model?.request;
    this.controller = new PanelController(
      {
        language: vscode.env.language,
        strings: panelStrings(vscode),
        switches: switchViews(vscode),
        post: (message: HostMessage) => void panel.webview.postMessage(message),
        save: saveExport,
        probe: (kind) => this.withRequest((request) => services.probe(kind, request)),
        revealSource: () => this.withRequest((request) => services.revealSource(request)),
        log: (message) => services.log.debug(message),
      },
      model,
      settings,
    );
    // Before the page is set, so that its first message finds a listener.
    panel.webview.onDidReceiveMessage((raw: unknown) => this.controller.receive(raw), undefined, this.disposables);
    panel.onDidDispose(() => this.release(), undefined, this.disposables);
    // A tab draws the picture as it is: `currentColor` would be black in every theme.
    const icon = (name: string) => vscode.Uri.joinPath(services.extensionUri, 'media', name);
    panel.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
    panel.webview.html = this.page();
  }

  /** Explains another request in the same panel. */
  explain(model: PanelModel, settings: ConditionSettings = {}): void {
    this.request = model.request;
    this.controller.setModel(model, settings);
  }

  /** Brings up a step by its id, or a view. */
  focusOn(wanted: PanelFocus): void {
    this.controller.show(wanted);
  }

  /** Shows the same request anew, when its model has learned something: a probe's result. */
  refresh(): void {
    this.controller.refresh();
  }

  dispose(): void {
    this.panel.dispose();
  }

  private withRequest(action: (request: Request) => void): void {
    if (this.request) action(this.request);
  }

  private release(): void {
    if (StackPanel.current === this) StackPanel.current = undefined;
    for (const each of this.disposables.splice(0)) each.dispose();
  }

  private page(): string {
    const { webview } = this.panel;
    const asset = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.services.extensionUri, 'dist', 'webview', name)).toString();
    return panelHtml({
      cspSource: webview.cspSource,
      nonce: newNonce(),
      styleNonce: newNonce(),
      scriptUri: asset('panel.js'),
      iconsUri: asset('codicon.css'),
      language: vscode.env.language,
      title: this.panel.title,
      loading: vscode.l10n.t('Simulating the request…'),
    });
  }
}

function newNonce(): string {
  return randomBytes(18).toString('base64url');
}
