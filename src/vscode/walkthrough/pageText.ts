import * as vscode from 'vscode';
import { LAYER_NAMES } from '../../model/layer';
import type { Explanation } from '../../model/explanation';
import type { Step } from '../../model/trace';
import { inertText } from '../hover/inertText';
import { millisecondsText, stateLabel } from '../hover/stepWords';
import { stepFacts } from './stepFacts';

const MAX_FRAMES_SHOWN = 12;

/** A step as a lesson tells it: what became of it, why, on which layers, when, and the frames that it took. */
export function stepBody(step: Step, explanation: Explanation): string {
  const layers = step.layers.map((layer) => `${layer} ${LAYER_NAMES[layer]}`).join(', ');
  const lines = [
    `**${stateLabel(step.state).word}**: ${inertText(step.reason, 600)}`,
    vscode.l10n.t('Layers: {0}', inertText(layers)),
  ];
  if (step.state === 'happens' || step.state === 'fails') {
    lines.push(vscode.l10n.t('From {0} to {1} after the start.', inertText(millisecondsText(step.startMs)), inertText(millisecondsText(step.endMs))));
  }
  return [...lines, frameTable(step, explanation), factList(step), specLine(step)].filter((part) => part !== '').join('\n\n');
}

function frameTable(step: Step, explanation: Explanation): string {
  const frames = step.frames.flatMap((index) => explanation.frames[index] ?? []);
  if (frames.length === 0) return step.state === 'happens' ? vscode.l10n.t('It took no frame on the client\'s own link.') : '';
  const rows = frames
    .slice(0, MAX_FRAMES_SHOWN)
    .map((frame) => `| ${frame.index + 1} | ${inertText(millisecondsText(frame.timeMs))} | ${inertText(frame.from)} → ${inertText(frame.to)} | ${frame.length} | ${inertText(frame.summary, 120)} |`);
  const head = `| ${vscode.l10n.t('Frame')} | ${vscode.l10n.t('Time')} | ${vscode.l10n.t('From → to')} | ${vscode.l10n.t('Octets')} | ${vscode.l10n.t('What')} |\n|--:|--:|---|--:|---|`;
  const rest = frames.length > MAX_FRAMES_SHOWN ? `\n\n${vscode.l10n.t('… and {0} more.', frames.length - MAX_FRAMES_SHOWN)}` : '';
  return `${[head, ...rows].join('\n')}${rest}`;
}

function factList(step: Step): string {
  return stepFacts(step.id).map(({ text, spec }) => `- ${inertText(text, 600)} *(${inertText(spec)})*`).join('\n');
}

function specLine(step: Step): string {
  return step.spec.length === 0 ? '' : vscode.l10n.t('Standard: {0}', inertText(step.spec.join(', ')));
}
