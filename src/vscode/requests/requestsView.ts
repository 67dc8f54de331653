import path from 'node:path';
import * as vscode from 'vscode';
import { CONTEXT_KEYS, VIEWS } from '../contributions';
import { coldCost } from '../../explain/coldCost';
import { coldCostText, originCostText } from './costWords';
import { setContext } from './cursorContext';
import type { DocumentRequests } from './documentRequests';
import { OriginItem, originItems, workspaceItems } from './requestItems';
import type { RequestItem } from './requestItems';
import type { WorkspaceCalls } from './workspaceRequests';

/** After the last key press. */
const TYPING_PAUSE_MS = 400;
/** More are counted, not listed. */
const MAX_LISTED = 1000;

/**
 * The view "Requests in This File": origins of the active file and the requests to each. Reads the file only while it is seen. On demand
 * it lists the calls of the workspace instead, as they were when they were read.
 */
export class RequestsView implements vscode.TreeDataProvider<OriginItem | RequestItem>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<OriginItem | RequestItem>;
  private readonly disposables: vscode.Disposable[] = [];
  private cancellation = new vscode.CancellationTokenSource();
  private timer: NodeJS.Timeout | undefined;
  /** The file whose requests are listed. */
  private read: vscode.TextDocument | undefined;
  /** The calls that are listed instead of the file's. */
  private workspace: WorkspaceCalls | undefined;
  private document: vscode.TextDocument | undefined = vscode.window.activeTextEditor?.document;

  constructor(private readonly requests: DocumentRequests) {
    this.view = vscode.window.createTreeView(VIEWS.requests, { treeDataProvider: this, showCollapseAll: true });
    this.disposables.push(
      this.view,
      this.changed,
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor?.document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.document) this.refreshSoon();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.document) this.follow(undefined);
      }),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.changed.fire();
      }),
    );
  }

  getTreeItem(item: OriginItem | RequestItem): vscode.TreeItem {
    return item;
  }

  /** Lists these calls; undefined: those of the active file again. */
  async show(workspace: WorkspaceCalls | undefined): Promise<void> {
    this.workspace = workspace;
    this.view.title = workspace ? vscode.l10n.t('Requests of the workspace') : vscode.l10n.t('Requests in This File');
    await setContext(CONTEXT_KEYS.workspaceListed, workspace !== undefined);
    this.changed.fire();
    await vscode.commands.executeCommand(`${VIEWS.requests}.focus`);
  }

  async getChildren(item?: OriginItem | RequestItem): Promise<(OriginItem | RequestItem)[]> {
    if (item instanceof OriginItem) return [...item.requests];
    if (this.workspace && !item) return this.workspaceOrigins(this.workspace);
    const { document } = this;
    this.view.description = document ? path.posix.basename(document.uri.path) : '';
    if (item || !document) return [];
    this.cancellation.cancel();
    this.cancellation.dispose();
    const { token } = (this.cancellation = new vscode.CancellationTokenSource());
    if (document !== this.read) void setContext(CONTEXT_KEYS.nothingFound, false);
    const { requests, limits } = await this.requests.all(document, token);
    if (token.isCancellationRequested) return [];
    this.read = document;
    void setContext(CONTEXT_KEYS.nothingFound, requests.length === 0);
    const cost = coldCostText(coldCost(requests));
    this.tell([...(cost === undefined ? [] : [`${cost}.`]), ...limits.map(({ message }) => message), ...(requests.length > MAX_LISTED ? [vscode.l10n.t('The first {0} of {1} are listed.', MAX_LISTED, requests.length)] : [])]);
    return [...originItems(requests.slice(0, MAX_LISTED), document.uri)];
  }

  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.cancellation.cancel();
    for (const each of this.disposables) each.dispose();
  }

  private workspaceOrigins({ files, filesRead, isCut }: WorkspaceCalls): OriginItem[] {
    this.cancellation.cancel();
    const all = files.flatMap(({ requests }) => requests);
    const cost = coldCostText(coldCost(all));
    this.view.description = vscode.l10n.t('{0} of {1} files', files.length, filesRead);
    void setContext(CONTEXT_KEYS.nothingFound, all.length === 0);
    this.tell([...(cost === undefined ? [] : [`${cost}.`]), ...(isCut ? [vscode.l10n.t('There are more files or calls than are listed here.')] : [])]);
    return [...workspaceItems(files, (uri) => vscode.workspace.asRelativePath(uri), (requests) => originCostText(coldCost(requests)))];
  }

  private tell(messages: readonly string[]): void {
    if (messages.length > 0) this.view.message = messages.join(' ');
    else delete this.view.message;
  }

  /** A panel or an output channel that becomes active is no other file: the view stays as it is. */
  private follow(document: vscode.TextDocument | undefined): void {
    if (document === this.document || (document === undefined && this.document?.isClosed === false)) return;
    this.document = document;
    if (this.view.visible && !this.workspace) this.changed.fire();
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.view.visible && !this.workspace) this.changed.fire();
    }, TYPING_PAUSE_MS);
  }
}
