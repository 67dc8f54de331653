import * as vscode from 'vscode';
import type { Totals } from '../../model/explanation';
import type { StepState } from '../../model/trace';

/** An icon and a word for a state: never the icon alone. */
export function stateLabel(state: StepState): { readonly icon: string; readonly word: string } {
  switch (state) {
    case 'happens':
      return { icon: 'pass', word: vscode.l10n.t('happens') };
    case 'skipped':
      return { icon: 'debug-step-over', word: vscode.l10n.t('skipped') };
    case 'not-applicable':
      return { icon: 'circle-slash', word: vscode.l10n.t('not needed') };
    case 'fails':
      return { icon: 'error', word: vscode.l10n.t('fails') };
  }
}

/** "4 round trips, about 187 ms"; of a request that never gets a response, when it gives up. */
export function costText(totals: Pick<Totals, 'roundTrips' | 'totalMs' | 'timeToFirstByteMs'>): string {
  if (totals.timeToFirstByteMs === undefined) return totals.totalMs === 0 ? vscode.l10n.t('fails at once') : vscode.l10n.t('fails after about {0}', millisecondsText(totals.totalMs));
  return vscode.l10n.t('{0}, about {1}', roundTripsText(totals.roundTrips), millisecondsText(totals.totalMs));
}

export function roundTripsText(count: number): string {
  if (count === 0) return vscode.l10n.t('no round trip');
  return count === 1 ? vscode.l10n.t('1 round trip') : vscode.l10n.t('{0} round trips', count);
}

/** Milliseconds with as many digits as a prediction deserves. */
export function millisecondsText(ms: number): string {
  if (ms > 0 && ms < 0.05) return vscode.l10n.t('under 0.1 ms');
  return vscode.l10n.t('{0} ms', ms > 0 && ms < 10 ? ms.toFixed(1) : ms.toFixed(0));
}
