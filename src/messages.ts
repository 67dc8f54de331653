import * as v from 'valibot';
import type { ConditionSettings } from './model/conditions';
import type { ConditionSwitch } from './model/switches/conditionSwitch';
import type { ExplainedPdu, Explanation, Totals } from './model/explanation';
import type { ComparedStep, Observation } from './model/observation';
import type { PanelStrings } from './vscode/panel/panelStrings';

export type { PanelStrings };

/** What the stack panel shows. Plain data, secrets masked. */
export interface PanelState {
  /** Frames in summary form: their `pdus` are empty until one is asked for. */
  readonly explanation: Explanation;
  /** Totals of the same request under the default conditions: what the change is measured against. */
  readonly baseline: Totals;
  /** The switches that differ from their default. */
  readonly settings: ConditionSettings;
  /** The error message that the panel was opened for. */
  readonly diagnosis?: PanelDiagnosis;
  /** A live probe's result beside the prediction, once there is one. */
  readonly comparison?: PanelComparison;
}

/** What an error message means. Its words are somebody else's text. */
export interface PanelDiagnosis {
  readonly words: string;
  readonly title: string;
  /** The most likely first. */
  readonly causes: readonly string[];
  /** The probe that decides, where one can. */
  readonly probe?: ProbeKind;
  readonly spec?: string;
  /** The message named no host, so that the request is an example. */
  readonly isExample: boolean;
}

export interface PanelComparison {
  readonly observation: Observation;
  readonly steps: readonly ComparedStep[];
}

/** One frame with its octets and every field. */
export interface FrameDetail {
  readonly index: number;
  /** The frame as captured. */
  readonly bytes: Uint8Array;
  /** Lowest layer first. Layer 1, where there is a line, is longer than `bytes`: it has what no capture shows. */
  readonly pdus: readonly PduDetail[];
}

/** A PDU with its own octets: plaintext where the frame carries ciphertext. */
export interface PduDetail extends ExplainedPdu {
  /** `length` octets, or the first of them where that would be too many to show. */
  readonly bytes: Uint8Array;
}

/** The tabs of the panel's middle. */
export const PANEL_VIEWS = ['stack', 'sequence', 'timeline', 'comparison'] as const;
export type PanelView = (typeof PANEL_VIEWS)[number];

export const EXPORT_FORMATS = ['pcapng', 'markdown', 'json', 'mermaid'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const PROBE_KINDS = ['dns', 'tls'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** A what-if switch as the panel draws it, in the person's language. `pattern` is a regular expression's source. */
export type SwitchView = {
  readonly key: string;
  /** The part of the world that it belongs to: switches of one group stand together in the list. */
  readonly group: string;
  readonly label: string;
  readonly help: string;
  /** Shown at once; the others stand under "All switches". */
  readonly primary: boolean;
} & (
  | Omit<Extract<ConditionSwitch, { type: 'number' }>, 'key' | 'help'>
  | Omit<Extract<ConditionSwitch, { type: 'choice' }>, 'key' | 'help'>
  | { readonly type: 'text'; readonly default: string; readonly pattern: string; readonly form: string }
);

/**
 * Host to panel. `revision` counts the states: a frame that belongs to an earlier one is dropped.
 * `initialise` answers `ready` and comes before everything else.
 */
export type HostMessage =
  | { readonly type: 'initialise'; readonly language: string; readonly strings: PanelStrings; readonly switches: readonly SwitchView[] }
  | { readonly type: 'state'; readonly revision: number; readonly state: PanelState }
  | { readonly type: 'frame'; readonly revision: number; readonly detail: FrameDetail }
  /** What to bring up of the state that was sent last: a step by its id, a view. */
  | { readonly type: 'show'; readonly step?: string; readonly view?: PanelView }
  /** Nothing to explain. */
  | { readonly type: 'empty' }
  /** One sentence for a person. `explain`: there is no state at all; the others leave the one that is shown. */
  | { readonly type: 'failed'; readonly what: 'explain' | 'settings' | 'frame' | 'export'; readonly message: string };

const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const MAX_SWITCHES = 256;

/** Settings as they may arrive from a panel or a saved state; their keys and ranges are checked by `makeConditions`. */
export const conditionSettingsSchema = v.pipe(
  v.record(v.pipe(v.string(), v.maxLength(64)), v.union([v.pipe(v.string(), v.maxLength(4096)), v.pipe(v.number(), v.finite())])),
  v.check((settings) => Object.keys(settings).length <= MAX_SWITCHES, `more than ${MAX_SWITCHES} switches`),
);

const panelMessageSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('changeSettings'), settings: conditionSettingsSchema }),
  v.strictObject({ type: v.literal('requestFrame'), index, revision: index }),
  v.strictObject({ type: v.literal('export'), format: v.picklist(EXPORT_FORMATS) }),
  v.strictObject({ type: v.literal('probe'), kind: v.picklist(PROBE_KINDS) }),
  v.strictObject({ type: v.literal('revealSource') }),
  v.strictObject({ type: v.literal('report'), problem: v.pipe(v.string(), v.maxLength(500)) }),
]);

/**
 * Panel to host. `ready`: the page (re)loaded and knows nothing. `requestFrame` is answered by `frame`. `probe` and
 * `revealSource` run the commands of that name. `report`: something arrived in the panel that it dropped, for the log.
 */
export type PanelMessage = v.InferOutput<typeof panelMessageSchema>;

export type ParsedMessage = { readonly message: PanelMessage } | { readonly problem: string };

/** What a panel posted, or why it is none of its messages. Never throws; never repeats the content, which may be hostile. */
export function parsePanelMessage(raw: unknown): ParsedMessage {
  const result = v.safeParse(panelMessageSchema, raw, { abortEarly: true });
  if (result.success) return { message: result.output };
  const [issue] = result.issues;
  return { problem: `message from the panel dropped: ${v.getDotPath(issue) ?? 'its shape'}: expected ${issue.expected ?? 'less'}` };
}
