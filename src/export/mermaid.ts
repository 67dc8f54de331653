import type { Explanation } from '../model/explanation';
import type { Step } from '../model/trace';
import { visibleLine } from '../model/visibleLine';

/** Longer messages make a diagram unreadable. */
const LONGEST_MESSAGE = 80;

/** A Mermaid sequence diagram: the frames of the observed link as arrows, a note where a step begins or is skipped. */
export function mermaid(explanation: Explanation): string {
  const hosts = hostsInOrder(explanation);
  const alias = new Map(hosts.map((host, index) => [host, `h${index}`]));
  const lines = ['sequenceDiagram', ...hosts.map((host) => `  participant ${alias.get(host)} as ${mermaidText(host)}`)];
  const first = alias.get(hosts[0] ?? '') ?? 'h0';
  const notes = notesByFrame(explanation.steps, explanation.frames.length);
  explanation.frames.forEach((frame, index) => {
    for (const note of notes.get(index) ?? []) lines.push(`  Note over ${first}: ${mermaidText(note)}`);
    const arrow = frame.lost ? '--x' : '->>';
    lines.push(`  ${alias.get(frame.from)}${arrow}${alias.get(frame.to)}: ${mermaidText(`${frame.summary} (${frame.length})`)}`);
  });
  for (const note of notes.get(explanation.frames.length) ?? []) lines.push(`  Note over ${first}: ${mermaidText(note)}`);
  return `${lines.join('\n')}\n`;
}

function hostsInOrder({ frames, steps }: Explanation): readonly string[] {
  const hosts = new Set(['client', ...frames.flatMap(({ from, to }) => [from, to]), ...(frames.length === 0 ? steps.map(({ host }) => host) : [])]);
  return [...hosts];
}

/** Steps by the frame before which their note stands: their first one, or for a step without frames that of the next step. */
function notesByFrame(steps: readonly Step[], end: number): ReadonlyMap<number, readonly string[]> {
  const notes = new Map<number, string[]>();
  let next = end;
  for (const step of steps.toReversed()) {
    next = step.frames[0] ?? next;
    const note = step.state === 'happens' ? step.title : `${step.title}: ${step.state}. ${step.reason}`;
    notes.set(next, [note, ...(notes.get(next) ?? [])]);
  }
  return notes;
}

/** Text in which nothing is syntax to Mermaid or HTML: everything but letters, digits and a few marks becomes an entity code. */
function mermaidText(text: string): string {
  const visible = visibleLine(text, LONGEST_MESSAGE);
  return visible.replace(/[^\p{L}\p{N} ,.()/?=+_-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
