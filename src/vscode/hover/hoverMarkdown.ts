import * as vscode from 'vscode';
import type { Explanation } from '../../model/explanation';
import type { FoundRequest } from '../../model/request';
import type { Step } from '../../model/trace';
import { COMMANDS } from '../contributions';
import { inertText } from './inertText';
import { hoverRows, skipReasons } from './hoverRows';
import type { SkipReason } from './hoverRows';
import { requestOrigins } from './requestOrigins';
import { costText, stateLabel } from './stepWords';

/** The same request twice in one world: what the first one costs, and what the second one finds there. */
export interface TwoRuns {
  readonly first: Explanation;
  readonly second: Explanation;
}

/** Why there is no prediction, one sentence, and whether a host that the person names would make one; or the prediction. */
export type HoverContent = { readonly runs: TwoRuns } | { readonly nothingPredicted: string; readonly asksForHost?: true };

/** The place that the hover's links lead back to: where the request stands. Holds nothing of the source text. */
export interface RequestPlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

const MAX_LENGTH = 4096;
const MAX_ROWS = 12;
/** A reason is one line of a hover as wide as VS Code makes it. */
const REASON_LENGTH = 150;
/** Commands that the hover's links may run. They open something or ask first; none sends a packet by itself. */
const LINKED_COMMANDS = [COMMANDS.explainRequest, COMMANDS.probeDns, COMMANDS.probeTls];

/**
 * The hover. All that comes from source text goes through `inertText`; `request` has its secrets masked already. VS Code shows
 * about eleven lines before one has to scroll: so the reasons name their steps by number.
 */
export function hoverMarkdown(found: FoundRequest, content: HoverContent, place: RequestPlace, canProbe: boolean): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: LINKED_COMMANDS };
  const title = [heading(found, content), ...links(place, content, canProbe)].join(' · ');
  const head = 'runs' in content ? `${title}  \n${costLine(content.runs)}` : title;
  // What keeps it from being predicted is said once.
  const others = found.findings.filter(({ message }) => !('nothingPredicted' in content) || message !== content.nothingPredicted);
  const findings = others.map(({ severity, message }) => `${severity === 'information' ? '$(info)' : '$(warning)'} ${inertText(message, 200)}`);
  const body = 'runs' in content ? predictionParts(content.runs) : [inertText(content.nothingPredicted, 400)];
  const origins = requestOrigins(found.request, 'runs' in content ? content.runs.first.client : undefined);
  // The head stays; what is too long loses parts from its end.
  const parts = [...body, ...(origins.length > 0 ? [`$(info) ${origins.join(' ')}`] : []), ...findings.slice(0, 4)];
  const assemble = (): string => [head, ...parts].join('\n\n');
  while (parts.length > 0 && assemble().length > MAX_LENGTH) parts.pop();
  markdown.value = assemble();
  return markdown;
}

function heading({ request, kind }: FoundRequest, content: HoverContent): string {
  const what = `**${inertText(request.method, 20)}** ${inertText(hostOf(request.url), 120)}`;
  if ('runs' in content) {
    const { client } = content.runs.first;
    const assumed = client.measured ? '' : `, ${vscode.l10n.t('assumed')}`;
    const mere = kind === 'url' ? ` · ${vscode.l10n.t('if something requests it')}` : '';
    return `${what} · ${inertText(client.title, 60)}${assumed}${mere}`;
  }
  return what;
}

function costLine({ first, second }: TwoRuns): string {
  return vscode.l10n.t('First time: {0}. Again: {1}.', `**${inertText(costText(first.totals))}**`, `**${inertText(costText(second.totals))}**`);
}

/** Host and port as the URL has them, unknown parts as `{name}`; the whole where it has no host. */
function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url)?.[1] ?? url;
}

/** The table of the steps, and the reasons of those that do not happen. */
function predictionParts({ first, second }: TwoRuns): string[] {
  const all = hoverRows(first, second);
  const rows = all.slice(0, MAX_ROWS);
  const head = `| | ${vscode.l10n.t('Step')} | ${vscode.l10n.t('First time')} | ${vscode.l10n.t('Again')} |\n|--:|:--|:--|:--|`;
  const lines = rows.map((row, index) => `| ${index + 1} | ${inertText(row.titles.join(' → '), 90)} | ${stateCell(row.first)} | ${stateCell(row.second)} |`);
  const whys = skipReasons(rows).map(({ state, numbers, when, reason }) => `$(${stateLabel(state).icon}) **${numbers.join(', ')}** ${whenText(when)}: ${inertText(reason, REASON_LENGTH)}`);
  const more = all.length > rows.length ? [vscode.l10n.t('The panel shows {0} more steps.', all.length - rows.length)] : [];
  return [[head, ...lines].join('\n'), ...more, ...(whys.length > 0 ? [whys.join('  \n')] : [])];
}

function whenText(when: SkipReason['when']): string {
  switch (when) {
    case 'first':
      return vscode.l10n.t('the first time');
    case 'again':
      return vscode.l10n.t('again');
    case 'both':
      return vscode.l10n.t('both times');
  }
}

function stateCell(step: Step | undefined): string {
  if (!step) return '–';
  const { icon, word } = stateLabel(step.state);
  // A narrow editor breaks the line elsewhere.
  return `$(${icon})\u00a0${word}`;
}

function links(place: RequestPlace, content: HoverContent, canProbe: boolean): readonly string[] {
  const link = (text: string, command: string): string => `[${text}](command:${command}?${encodeURIComponent(JSON.stringify([place]))})`;
  if (!('runs' in content)) return content.asksForHost ? [link(`$(type-hierarchy) ${vscode.l10n.t('Explain for a host…')}`, COMMANDS.explainRequest)] : [];
  const explain = link(`$(type-hierarchy) ${vscode.l10n.t('Explain')}`, COMMANDS.explainRequest);
  return canProbe ? [explain, link(vscode.l10n.t('Probe DNS…'), COMMANDS.probeDns), link(vscode.l10n.t('Probe TLS…'), COMMANDS.probeTls)] : [explain];
}
