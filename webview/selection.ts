import * as v from 'valibot';
import type { LayerNumber } from '../src/model/layer';

/** The tabs of the middle of the panel. */
export const VIEWS = ['stack', 'sequence', 'timeline', 'comparison'] as const;
export type View = (typeof VIEWS)[number];

/** What is chosen in the panel: kept when the page goes away and comes back. */
export interface Selection {
  readonly view: View;
  /** Place in the flattened list of steps. */
  readonly step?: number;
  /** Index in `explanation.frames`. */
  readonly frame?: number;
  /** The layer whose PDU is open in the frame. */
  readonly layer?: LayerNumber;
}

const place = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)));
const savedSchema = v.object({
  selection: v.object({
    view: v.picklist(VIEWS),
    step: place,
    frame: place,
    layer: v.exactOptional(v.picklist([1, 2, 3, 4, 5, 6, 7])),
  }),
});

/** The selection in a saved state; a fresh one where there is none or it is of another shape. */
export function parseSelection(saved: unknown): Selection {
  const result = v.safeParse(savedSchema, saved);
  return result.success ? result.output.selection : { view: 'stack' };
}

/** What a component asks for when a person chooses something; `undefined` takes a choice away. */
export interface Choice {
  readonly step?: number | undefined;
  readonly frame?: number | undefined;
  readonly layer?: LayerNumber | undefined;
}

/** Components tell the panel by this event. */
export function choose(source: EventTarget, choice: Choice): void {
  source.dispatchEvent(new CustomEvent<Choice>('ww-choose', { detail: choice, bubbles: true, composed: true }));
}
