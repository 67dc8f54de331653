import * as vscode from 'vscode';
import { maskUrl } from '../../model/masking';
import type { FoundRequest } from '../../model/request';
import { clip } from '../../model/visibleText';
import { COMMANDS, REQUEST_ITEM } from '../contributions';
import { visible } from '../hover/inertText';
import type { FileCalls } from './workspaceRequests';

/** One origin of the file, with the requests to it. */
export class OriginItem extends vscode.TreeItem {
  constructor(
    readonly origin: string,
    readonly requests: readonly RequestItem[],
    /** What it costs while nothing is known, in words. */
    cost?: string,
  ) {
    super(label(origin), vscode.TreeItemCollapsibleState.Expanded);
    this.id = `origin ${origin}`;
    this.iconPath = new vscode.ThemeIcon('globe');
    const count = requests.length === 1 ? vscode.l10n.t('1 request') : vscode.l10n.t('{0} requests', requests.length);
    this.description = cost === undefined ? count : `${count}; ${cost}`;
  }
}

/** One request or URL of a file. Choosing it shows it in the editor. `file`: its name, where the view lists more than one. */
export class RequestItem extends vscode.TreeItem {
  constructor(
    readonly found: FoundRequest,
    readonly uri: vscode.Uri,
    file?: string,
  ) {
    const { request, range, kind } = found;
    super(label(`${request.method} ${pathOf(maskUrl(request.url))}`), vscode.TreeItemCollapsibleState.None);
    const line = range.start.line + 1;
    this.id = `request ${file === undefined ? '' : uri.toString()}${range.start.line}:${range.start.character}`;
    this.description = file !== undefined ? `${file}:${line}` : kind === 'call' ? vscode.l10n.t('line {0}', line) : vscode.l10n.t('line {0}, not a call', line);
    this.tooltip = visible(clip(maskUrl(request.url), 500));
    this.iconPath = new vscode.ThemeIcon(kind === 'call' ? 'arrow-swap' : 'link');
    this.contextValue = REQUEST_ITEM;
    this.accessibilityInformation = { label: `${visible(clip(`${request.method} ${maskUrl(request.url)}`, 300))}, ${this.description}` };
    this.command = { command: COMMANDS.revealRequest, title: vscode.l10n.t('Reveal Request in Editor'), arguments: [this] };
  }
}

/** Requests by origin, both in the order in which the file names them first. */
export function originItems(found: readonly FoundRequest[], uri: vscode.Uri): readonly OriginItem[] {
  const byOrigin = new Map<string, RequestItem[]>();
  for (const each of found) {
    const origin = originOf(maskUrl(each.request.url));
    const items = byOrigin.get(origin) ?? [];
    items.push(new RequestItem(each, uri));
    byOrigin.set(origin, items);
  }
  return [...byOrigin].map(([origin, items]) => new OriginItem(origin, items));
}

/** The calls of many files by origin, origins in the order of their names. `nameOf` names a file; `costOf` says what an origin costs cold. */
export function workspaceItems(files: readonly FileCalls[], nameOf: (uri: vscode.Uri) => string, costOf: (requests: readonly FoundRequest[]) => string | undefined): readonly OriginItem[] {
  const byOrigin = new Map<string, RequestItem[]>();
  for (const { uri, requests } of files) {
    for (const found of requests) {
      const origin = originOf(maskUrl(found.request.url));
      const items = byOrigin.get(origin) ?? [];
      items.push(new RequestItem(found, uri, visible(clip(nameOf(uri), 200))));
      byOrigin.set(origin, items);
    }
  }
  return [...byOrigin].sort(([a], [b]) => (a < b ? -1 : 1)).map(([origin, items]) => new OriginItem(origin, items, costOf(items.map(({ found }) => found))));
}

/** Scheme and host as far as they are known; unknown parts stand as `{name}`, which no URL parser would take. */
export function originOf(url: string): string {
  const [, scheme = '', authority = ''] = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#@]*@)?([^/?#]*)/i.exec(url) ?? [];
  return authority === '' ? vscode.l10n.t('(host not known)') : `${scheme}${authority}`;
}

function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return path === '' ? '/' : path;
}

function label(text: string): string {
  return visible(clip(text, 120));
}
