import type { PanelStrings } from '../src/messages';
import type { LayerNumber } from '../src/model/layer';
import type { StepState } from '../src/model/trace';

/** A text of the panel by its key. */
export type StringKey = keyof PanelStrings;

let strings: Partial<PanelStrings> = {};
let whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
let tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
let thousandths = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** Takes the texts and the language (a BCP 47 tag) that the extension sent. Comes before anything is drawn. */
export function setStrings(received: PanelStrings, language: string): void {
  strings = received;
  const locale = Intl.NumberFormat.supportedLocalesOf([language])[0] ?? 'en';
  whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  thousandths = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  document.documentElement.lang = locale;
}

/** A text with its `{0}`, `{1}` … filled in. What is filled in is not looked at again. */
export function text(key: StringKey, ...parts: readonly (string | number)[]): string {
  const template = strings[key] ?? key;
  return template.replace(/\{(\d+)\}/g, (placeholder, at: string) => String(parts[Number(at)] ?? placeholder));
}

export function formatWhole(value: number): string {
  return whole.format(value);
}

/** Milliseconds as a person reads them: tenths, and more only where there would be nothing left. */
export function formatMs(ms: number): string {
  return (Math.abs(ms) >= 0.1 || ms === 0 ? tenths : thousandths).format(ms);
}

const STATE_KEYS = { happens: 'stateHappens', skipped: 'stateSkipped', 'not-applicable': 'stateNotApplicable', fails: 'stateFails' } as const;

export function stateName(state: StepState): string {
  return text(STATE_KEYS[state]);
}

export function layerName(layer: LayerNumber): string {
  return text(`layer${layer}`);
}
