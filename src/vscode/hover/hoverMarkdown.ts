import * as vscode from 'vscode';
import type { Explanation } from '../../model/explanation';
import type { FoundRequest } from '../../model/request';
import type { Step } from '../../model/trace';
import { COMMANDS } from '../contributions';
import { inertText } from './inertText';
import { pairSteps } from './mainSteps';
import { costText, stateLabel } from './stepWords';

/** The same request twice in one world: what the first one costs, and what the second one finds there. */
export interface TwoRuns {
  readonly first: Explanation;
  readonly second: Explanation;
}

/** Why there is no prediction, one sentence; or the prediction. */
export type HoverContent = { readonly runs: TwoRuns } | { readonly nothingPredicted: string };

/** The place that the hover's links lead back to: where the request stands. Holds nothing of the source text. */
export interface RequestPlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

const MAX_LENGTH = 4096;
const MAX_STEPS = 12;
/** Commands that the hover's links may run. They open something or ask first; none sends a packet by itself. */
const LINKED_COMMANDS = [COMMANDS.explainRequest, COMMANDS.probeDns, COMMANDS.probeTls];

/** The hover. All that comes from source text goes through `inertText`; `request` has its secrets masked already. */
export function hoverMarkdown(found: FoundRequest, content: HoverContent, place: RequestPlace, canProbe: boolean): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: LINKED_COMMANDS };
  const links = linksLine(place, 'runs' in content, canProbe);
  // A hover shows its first few lines: what it costs and where to go from here stand before the details.
  const head = [heading(found, content), ...('runs' in content ? [costLine(content.runs)] : []), links].filter((part) => part !== '');
  const findings = found.findings.map(({ severity, message }) => `${severity === 'information' ? '$(info)' : '$(warning)'} ${inertText(message, 200)}`);
  const body = 'runs' in content ? predictionLines(content.runs) : [inertText(content.nothingPredicted, 400)];
  // The head stays; what is too long loses lines from its end.
  const lines = [...body, ...findings.slice(0, 4)];
  const assemble = (): string => [...head, ...lines].join('\n\n');
  while (lines.length > 0 && assemble().length > MAX_LENGTH) lines.pop();
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

function predictionLines({ first, second }: TwoRuns): string[] {
  const pairs = pairSteps(first.steps, second.steps).slice(0, MAX_STEPS);
  const rows = pairs.map((pair) => `| ${inertText((pair.first ?? pair.second)?.title ?? '', 60)} | ${stateCell(pair.first)} | ${stateCell(pair.second)} |`);
  const head = `| ${vscode.l10n.t('Step')} | ${vscode.l10n.t('First time')} | ${vscode.l10n.t('Again')} |\n|---|---|---|`;
  const whys = [
    ...reasons(pairs.flatMap((pair) => pair.first ?? []), undefined),
    ...reasons(pairs.flatMap((pair) => pair.second ?? []), vscode.l10n.t('again')),
  ];
  return [[head, ...rows].join('\n'), ...(whys.length > 0 ? [whys.join('\n')] : [])];
}

/** One line of why for the steps that do not happen; those with the same reason share it. */
function reasons(steps: readonly Step[], when: string | undefined): string[] {
  const byReason = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.state === 'happens') continue;
    byReason.set(step.reason, [...(byReason.get(step.reason) ?? []), step]);
  }
  return [...byReason].map(([reason, [step, ...others]]) => {
    const titles = [step, ...others].flatMap((each) => each?.title ?? []).map((title) => inertText(title, 60)).join(', ');
    return `- $(${stateLabel(step?.state ?? 'skipped').icon}) ${titles}${when ? ` (${when})` : ''}: ${inertText(reason, 240)}`;
  });
}

function stateCell(step: Step | undefined): string {
  if (!step) return '–';
  const { icon, word } = stateLabel(step.state);
  return `$(${icon}) ${word}`;
}

function linksLine(place: RequestPlace, isPredicted: boolean, canProbe: boolean): string {
  const link = (text: string, command: string): string => `[${text}](command:${command}?${encodeURIComponent(JSON.stringify([place]))})`;
  const links = isPredicted ? [link(`$(type-hierarchy) ${vscode.l10n.t('Explain Network Request')}`, COMMANDS.explainRequest)] : [];
  if (isPredicted && canProbe) {
    links.push(link(vscode.l10n.t('Probe DNS…'), COMMANDS.probeDns), link(vscode.l10n.t('Probe TLS…'), COMMANDS.probeTls));
  }
  return links.join(' · ');
}
