import * as vscode from 'vscode';
import { markdownText } from '../../export/markdownText';
import { groupedReuses } from '../../export/reuseLines';
import { waterfall } from '../../export/waterfall';
import { assumptionText } from '../../model/clientHabits';
import type { PlannedRequest, PlannedRound, RequestPlan } from '../../model/requestPlan';
import { visibleLine } from '../../model/visibleLine';

const BAR_CHARACTERS = 48;
const SHOWN_CHARACTERS = 200;

/** Plans as Markdown in which nothing from the code can do anything. `file`: its name. */
export function planReport(file: string, plans: readonly RequestPlan[]): string {
  const intro = vscode.l10n.t('Requests in the order in which the code sends them, simulated in one world with the clock running on: a later one meets what the earlier ones left. Nothing was sent.');
  return `${[`# ${vscode.l10n.t('Requests of {0}', markdownText(file, SHOWN_CHARACTERS))}`, intro, ...plans.flatMap(planSections)].join('\n\n')}\n`;
}

function planSections(plan: RequestPlan): readonly string[] {
  const line = plan.range ? vscode.l10n.t('line {0}', plan.range.start.line + 1) : vscode.l10n.t('the file itself');
  const sections = [`## ${plan.name === undefined ? line : `${markdownText(plan.name)} (${line})`}`];
  if (plan.rounds.length > 0) {
    sections.push(
      vscode.l10n.t('{0} in all, as {1}.', ms(plan.totalMs), plan.clients.map((client) => `${markdownText(client.title)}${assumptionText(client)}`).join(', ')),
      `\`\`\`text\n${waterfall(plan, BAR_CHARACTERS).map(({ request, bar }) => `${String(request.number).padStart(2)} ${bar} ${ms(request.endMs - request.startMs).padStart(10)}  ${visibleLine(`${request.method} ${request.url}`, 100)}`).join('\n')}\n\`\`\``,
      ...togetherSection(plan),
      plan.rounds.map((round, index) => roundItems(round, index)).join('\n'),
    );
  }
  if (plan.leftOut.length > 0) {
    sections.push(`${vscode.l10n.t('Left out:')}\n\n${plan.leftOut.map(({ method, url, range, reason }) => `- ${markdownText(`${method} ${url}`, SHOWN_CHARACTERS)} (${vscode.l10n.t('line {0}', range.start.line + 1)}): ${markdownText(reason)}`).join('\n')}`);
  }
  return sections;
}

function togetherSection({ together }: RequestPlan): readonly string[] {
  if (!together) return [];
  const order = together.rounds.map((round) => round.join(' + ')).join(', ');
  const [total, saved] = [ms(together.totalMs), ms(Math.abs(together.savedMs))];
  if (together.savedMs < 0) return [vscode.l10n.t('Sending them at once, as {0}, would take {1}: {2} more, since each then needs a connection of its own.', order, total, saved)];
  return [together.certain
    ? vscode.l10n.t('Some wait for a response of which they use nothing. Sent at once, as {0}, they take {1}: **{2} less**.', order, total, saved)
    : vscode.l10n.t('If they need nothing of each other, they can be sent at once, as {0}: that takes {1}, **{2} less**.', order, total, saved)];
}

function roundItems(round: PlannedRound, index: number): string {
  const lines = round.requests.map((request) => `- ${requestText(request)}`);
  const reuses = groupedReuses(round).map(({ titles, reason }) => `  - ${vscode.l10n.t('not done: {0}. {1}', markdownText(titles.join('; ')), markdownText(reason))}`);
  const heading = round.requests.length > 1 ? [vscode.l10n.t('{0}. At once:', index + 1), ''] : [];
  return [...heading, ...lines, ...reuses].join('\n');
}

function requestText({ number, method, url, range, startMs, endMs, aloneMs, roundTrips, inLoop, conditional, failure }: PlannedRequest): string {
  const facts = [
    vscode.l10n.t('line {0}', range.start.line + 1),
    ...(inLoop ? [vscode.l10n.t('each time round a loop')] : []),
    ...(conditional ? [vscode.l10n.t('under a condition')] : []),
    vscode.l10n.t('{0} to {1}', ms(startMs), ms(endMs)),
    ...(roundTrips === undefined ? [] : [roundTrips === 1 ? vscode.l10n.t('1 round trip') : vscode.l10n.t('{0} round trips', roundTrips)]),
    vscode.l10n.t('by itself {0}', ms(aloneMs)),
  ];
  const problem = failure === undefined ? '' : ` **${vscode.l10n.t('No response:')}** ${markdownText(failure)}`;
  return `${number}\\. **${markdownText(`${method} ${url}`, SHOWN_CHARACTERS)}** ${facts.join(', ')}.${problem}`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
