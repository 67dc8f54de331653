import type { Observation, ObservedStep } from '../model/observation';
import { visibleLine } from '../model/visibleLine';
import { STATE_MARK } from './printExplanation';
import type { Style } from './terminal';

/** What a probe saw, as a report for a terminal. Everything that a server said is stripped of what would control it. */
export function printObservation(observation: Observation, style: Style): string {
  const contacted = observation.contacted.length === 0 ? 'nothing' : observation.contacted.map((each) => visibleLine(each, 80)).join(', ');
  const sections = [
    `${style.bold(visibleLine(observation.target, 400))}\n${style.dim(`contacted ${contacted} from ${visibleLine(observation.probedFrom, 80)}`)}`,
    ...observation.steps.map((step) => stepLines(step, style)),
    ...observation.findings.map(({ severity, message }) => `${style.notable(severity)}: ${visibleLine(message)}`),
  ];
  return `${sections.join('\n\n')}\n`;
}

function stepLines(step: ObservedStep, style: Style): string {
  const mark = step.state === 'fails' ? style.bad : step.state === 'happens' ? style.good : style.dim;
  const ms = (step.endMs - step.startMs).toFixed(1);
  return [
    `${mark(`${STATE_MARK[step.state]} ${step.state}`)}  ${style.bold(visibleLine(step.title))}  ${style.dim(`${step.id}, ${ms} ms`)}`,
    `  ${visibleLine(step.reason)}`,
    ...step.observed.map(({ name, value, present, meaning }) => {
      const shown = present ? visibleLine(String(value), 300) : style.dim(visibleLine(String(value), 300));
      return `    ${visibleLine(name, 80)}: ${shown}${meaning === undefined ? '' : style.dim(` (${visibleLine(meaning, 200)})`)}`;
    }),
  ].join('\n');
}
