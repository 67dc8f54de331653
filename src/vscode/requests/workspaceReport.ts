import * as vscode from 'vscode';
import { coldCost } from '../../explain/coldCost';
import { markdownText } from '../../export/markdownText';
import { maskUrl } from '../../model/masking';
import { coldCostText } from './costWords';
import { originOf } from './requestItems';
import type { WorkspaceCalls } from './workspaceRequests';

const SHOWN_CHARACTERS = 300;

/** The calls of a workspace by origin, as Markdown in which nothing from the files can do anything. `pathOf` names a file. */
export function workspaceReport({ files, filesRead, isCut }: WorkspaceCalls, pathOf: (uri: vscode.Uri) => string): string {
  const byOrigin = new Map<string, string[]>();
  for (const { uri, requests } of files) {
    for (const { request, range, findings } of requests) {
      const url = maskUrl(request.url);
      const remarks = findings.filter(({ severity }) => severity !== 'information').map(({ message }) => `\n  - ${inert(message)}`);
      const line = `- ${inert(`${request.method} ${url}`)} (${inert(`${pathOf(uri)}:${range.start.line + 1}`)})${remarks.join('')}`;
      const origin = originOf(url);
      const lines = byOrigin.get(origin);
      if (lines) lines.push(line);
      else byOrigin.set(origin, [line]);
    }
  }
  const all = files.flatMap(({ requests }) => requests);
  const summary = [
    vscode.l10n.t('Calls: {0}. Files with calls: {1}, of {2} that were read.', all.length, files.length, filesRead),
    coldCostText(coldCost(all)),
    isCut ? vscode.l10n.t('There are more files or calls than are listed here.') : undefined,
  ].filter((each) => each !== undefined);
  const sections = [...byOrigin].sort(([a], [b]) => (a < b ? -1 : 1)).map(([origin, lines]) => `## ${inert(origin)}\n\n${lines.join('\n')}`);
  return `${[`# ${vscode.l10n.t('Requests of the workspace')}`, ...summary, ...sections].join('\n\n')}\n`;
}

function inert(text: string): string {
  return markdownText(text, SHOWN_CHARACTERS);
}
