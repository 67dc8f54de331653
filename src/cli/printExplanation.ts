import { assumptionText } from '../model/clientHabits';
import { changedConditions } from '../model/conditions';
import type { ExplainedFrame, Explanation, StackColumn, StackEvent } from '../model/explanation';
import { LAYER_NAMES, LAYERS } from '../model/layer';
import type { Step, StepState } from '../model/trace';
import { visibleLine } from '../model/visibleLine';
import type { Style } from './terminal';

/** More frames than this are counted, not listed. */
const LISTED_FRAMES = 60;

export const STATE_MARK: Readonly<Record<StepState, string>> = { happens: '+', skipped: '-', 'not-applicable': '·', fails: '!' };

/** The explanation as a report for a terminal. Foreign text is stripped of what would control it. */
export function printExplanation(explanation: Explanation, style: Style): string {
  const sections = [
    heading(explanation, style),
    `${style.bold('Steps')}\n${explanation.steps.map((step) => stepLines(step, style, 1)).join('\n')}`,
    `${style.bold('Stack')}\n${stackLines(explanation.stacks, style)}`,
    `${style.bold(`Frames on the ${explanation.observedLink} link`)}\n${frameLines(explanation.frames, style)}`,
  ];
  if (explanation.findings.length > 0) {
    const lines = explanation.findings.map(({ severity, message }) => `  ${style.notable(severity)}: ${visibleLine(message)}`);
    sections.push(`${style.bold('Findings')}\n${lines.join('\n')}`);
  }
  return `${sections.join('\n\n')}\n`;
}

function heading({ request, client, conditions, totals, observedLink }: Explanation, style: Style): string {
  const changed = Object.entries(changedConditions(conditions)).map(([key, value]) => `${key}=${value}`);
  const firstByte = totals.timeToFirstByteMs === undefined ? 'no response' : `first octet after ${totals.timeToFirstByteMs.toFixed(1)} ms`;
  const [low, high] = totals.totalRangeMs;
  return [
    `${style.bold(`${visibleLine(request.method)} ${visibleLine(request.url, 400)}`)}`,
    style.dim(`predicted for ${visibleLine(client.title)}${assumptionText(client)}${changed.length === 0 ? '' : ` with ${visibleLine(changed.join(' '))}`}`),
    `${plural(totals.roundTrips, 'round trip')}, ${firstByte}, ${totals.totalMs.toFixed(1)} ms in all (${low.toFixed(0)} to ${high.toFixed(0)})`,
    `${plural(totals.frames, 'frame')} on the ${observedLink} link: ${totals.bytesSent} octets sent, ${totals.bytesReceived} received`,
  ].join('\n');
}

function stepLines(step: Step, style: Style, depth: number): string {
  const indent = '  '.repeat(depth);
  const mark = step.state === 'fails' ? style.bad : step.state === 'happens' ? style.good : style.dim;
  const when = step.state === 'happens' || step.endMs > step.startMs ? `  ${step.startMs.toFixed(1)} – ${step.endMs.toFixed(1)} ms` : '';
  const frames = step.frames.length === 0 ? '' : `, ${plural(step.frames.length, 'frame')}`;
  return [
    `${indent}${mark(`${STATE_MARK[step.state]} ${step.state}`)}  ${style.bold(visibleLine(step.title))}  ${style.dim(`${step.id}, layer ${step.layers.join(' ')}${frames}${when}`)}`,
    `${indent}  ${visibleLine(step.reason)}`,
    ...(step.children ?? []).map((child) => stepLines(child, style, depth + 1)),
  ].join('\n');
}

function stackLines(stacks: readonly StackColumn[], style: Style): string {
  return LAYERS.map((layer) => {
    const hosts = new Map<string, readonly StackEvent[]>();
    for (const { title, layers } of stacks) {
      // Routers of the path do all the same: one entry speaks for them.
      const name = visibleLine(title, 40).replace(/^Router \d+ on/, 'Routers on');
      const events = layers.find((each) => each.layer === layer)?.events ?? [];
      if (events.length > 0) hosts.set(name, [...(hosts.get(name) ?? []), ...events]);
    }
    const entries = [...hosts].map(([name, events]) => {
      const protocols = [...new Set(events.map(({ protocol }) => visibleLine(protocol, 40)))];
      const [down, up] = (['down', 'up'] as const).map((way) => events.filter(({ direction }) => direction === way).length);
      return `${name}: ${protocols.join(', ')} ${style.dim(`(${down ?? 0} down, ${up ?? 0} up)`)}`;
    });
    return `  ${layer} ${LAYER_NAMES[layer].padEnd(13)}${entries.length === 0 ? style.dim('nothing') : entries.join(`\n${' '.repeat(17)}`)}`;
  }).join('\n');
}

function frameLines(frames: readonly ExplainedFrame[], style: Style): string {
  if (frames.length === 0) return `  ${style.dim('none')}`;
  const lines = frames.slice(0, LISTED_FRAMES).map((frame) => {
    const ends = `${visibleLine(frame.from, 20)} > ${visibleLine(frame.to, 20)}`;
    return `${String(frame.index + 1).padStart(4)} ${frame.timeMs.toFixed(3).padStart(10)}  ${ends.padEnd(19)}${String(frame.length).padStart(5)}  ${visibleLine(frame.summary, 160)}${frame.lost ? style.bad(' lost') : ''}`;
  });
  const hidden = frames.length - lines.length;
  return [...lines, ...(hidden > 0 ? [style.dim(`     and ${hidden} more; --json and --pcapng have all`)] : [])].join('\n');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
