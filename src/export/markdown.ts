import { assumptionText } from '../model/clientHabits';
import { changedConditions } from '../model/conditions';
import type { Explanation, ExplainedFrame } from '../model/explanation';
import type { Step } from '../model/trace';
import { markdownText } from './markdownText';

/** A report of one explanation in Markdown (CommonMark with GitHub's tables): conditions, totals, steps, frames, findings. */
export function markdown(explanation: Explanation): string {
  const { request, totals, steps, frames, findings } = explanation;
  const sections = [
    `# ${markdownText(request.method)} ${markdownText(request.url)}`,
    'A prediction, not a capture. Addresses, keys and identifiers are invented examples.',
    bullets([
      `Client: ${markdownText(explanation.client.title)}${assumptionText(explanation.client)}`,
      `Conditions: ${conditionsText(explanation)}`,
      `Round trips to the first octet of the response: ${totals.roundTrips}`,
      ...(totals.timeToFirstByteMs === undefined ? [] : [`Time to first octet: ${totals.timeToFirstByteMs.toFixed(1)} ms`]),
      `Total: ${totals.totalMs.toFixed(1)} ms (expected between ${totals.totalRangeMs.map((ms) => ms.toFixed(1)).join(' and ')} ms)`,
      `On the ${markdownText(explanation.observedLink)} link: ${totals.frames} frames, ${totals.bytesSent} octets sent, ${totals.bytesReceived} received`,
    ]),
    '## Steps',
    table(['Step', 'State', 'Why', 'Layers', 'ms', 'Frames', 'Standard'], stepRows(steps)),
  ];
  if (frames.length > 0) {
    sections.push('## Frames', table(['#', 'ms', 'From', 'To', 'Octets', 'What'], frames.map(frameRow)));
  }
  if (findings.length > 0) {
    sections.push('## Findings', bullets(findings.map(({ severity, message, spec }) => `${severity}: ${markdownText(message)}${spec === undefined ? '' : ` (${markdownText(spec)})`}`)));
  }
  return `${sections.join('\n\n')}\n`;
}

function conditionsText(explanation: Explanation): string {
  const changed = Object.entries(changedConditions(explanation.conditions));
  return changed.length === 0 ? 'all defaults' : changed.map(([key, value]) => markdownText(`${key}=${value}`)).join(', ');
}

/** Steps with their children below them. */
function stepRows(steps: readonly Step[], depth = 0): readonly (readonly string[])[] {
  return steps.flatMap((step) => [
    [
      `${'&nbsp;&nbsp;'.repeat(depth)}${markdownText(step.title)}`,
      step.state,
      markdownText(step.reason),
      step.layers.join(', '),
      `${step.startMs.toFixed(1)} – ${step.endMs.toFixed(1)}`,
      step.frames.map((frame) => frame + 1).join(', '),
      markdownText(step.spec.join(', ')),
    ],
    ...stepRows(step.children ?? [], depth + 1),
  ]);
}

function frameRow(frame: ExplainedFrame): readonly string[] {
  const what = `${markdownText(frame.summary, 200)}${frame.lost ? ' (lost)' : ''}`;
  return [String(frame.index + 1), frame.timeMs.toFixed(3), markdownText(frame.from), markdownText(frame.to), String(frame.length), what];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
