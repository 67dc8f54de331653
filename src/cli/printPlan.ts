import { groupedReuses } from '../export/reuseLines';
import { waterfall } from '../export/waterfall';
import { assumptionText } from '../model/clientHabits';
import type { PlannedRequest, PlannedRound, RequestPlan } from '../model/requestPlan';
import { visibleLine } from '../model/visibleLine';
import type { Style } from './terminal';

const BAR_CHARACTERS = 40;

/** The plan of one function as a report for a terminal. Foreign text is stripped of what would control it. */
export function printPlan(file: string, plan: RequestPlan, style: Style): string {
  const bars = new Map(waterfall(plan, BAR_CHARACTERS).map(({ request, bar }) => [request, bar]));
  const place = `${visibleLine(file, 400)}${plan.range ? `:${plan.range.start.line + 1}` : ''}`;
  const clients = plan.clients.map((client) => `${client.title}${assumptionText(client)}`).join(', ');
  const changed = Object.entries(plan.conditions).map(([key, value]) => `${key}=${value}`);
  const lines = [
    `${style.bold(place)}${plan.name === undefined ? '' : `  ${visibleLine(plan.name, 60)}`}`,
    ...(clients === '' ? [] : [style.dim(`  predicted for ${visibleLine(clients)}${changed.length === 0 ? '' : ` with ${visibleLine(changed.join(' '))}`}`)]),
    ...plan.rounds.flatMap((round) => [
      ...round.requests.flatMap((request) => requestLines(request, round, bars.get(request) ?? '', style)),
      ...groupedReuses(round).map(({ titles, reason }) => `     ${style.dim('-')} ${visibleLine(titles.join('; '))}: ${visibleLine(reason)}`),
    ]),
    ...(plan.rounds.length === 0 ? [] : [`  ${ms(plan.totalMs)} in all`]),
    ...togetherLines(plan, style),
    ...plan.leftOut.map(({ method, url, range, reason }) => style.dim(`  left out: line ${range.start.line + 1} ${visibleLine(`${method} ${url}`, 200)}: ${visibleLine(reason)}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function requestLines(request: PlannedRequest, round: PlannedRound, bar: string, style: Style): readonly string[] {
  const { number, range, method, url, startMs, endMs, aloneMs, roundTrips, inLoop, conditional } = request;
  const remarks = [
    ...(round.requests.length > 1 ? [`at once with ${round.requests.filter((each) => each !== request).map((each) => each.number).join(', ')}`] : []),
    ...(inLoop ? ['each time round a loop'] : []),
    ...(conditional ? ['under a condition'] : []),
  ];
  const trips = roundTrips === undefined ? '' : `, ${roundTrips} round trip${roundTrips === 1 ? '' : 's'}`;
  return [
    `  ${String(number).padStart(2)} ${bar}  ${style.bold(visibleLine(`${method} ${url}`, 200))}`,
    style.dim(`     line ${range.start.line + 1}${remarks.map((each) => `, ${each}`).join('')}: ${ms(startMs)} to ${ms(endMs)}, ${ms(endMs - startMs)}${trips}; by itself ${ms(aloneMs)}`),
    ...(request.failure === undefined ? [] : [`     ${style.bad('!')} ${visibleLine(request.failure)}`]),
  ];
}

function togetherLines({ together }: RequestPlan, style: Style): readonly string[] {
  if (!together) return [];
  const { certain, rounds, totalMs, savedMs } = together;
  const order = rounds.map((round) => round.join(' + ')).join(', then ');
  const when = certain ? 'Of what they wait for they use nothing. Sent' : 'If they need nothing of each other, sent';
  const result = savedMs >= 0 ? style.good(`${ms(savedMs)} saved`) : style.notable(`${ms(-savedMs)} lost`);
  return [`  ${when} as ${order}, ${ms(totalMs)} in all, ${result}`];
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
