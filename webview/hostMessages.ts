import * as v from 'valibot';
import type { HostMessage } from '../src/messages';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const scalar = v.union([v.string(), v.number(), v.boolean()]);
const layer = v.picklist([1, 2, 3, 4, 5, 6, 7]);
const list = <T extends v.GenericSchema>(item: T) => v.array(item);

const stepEntries = {
  id: v.string(),
  title: v.string(),
  state: v.picklist(['happens', 'skipped', 'not-applicable', 'fails']),
  reason: v.string(),
  host: v.string(),
  layers: list(layer),
  startMs: v.number(),
  endMs: v.number(),
  frames: list(whole),
  spec: list(v.string()),
};
/** Steps nest a few levels deep; deeper ones are refused instead of followed. */
const STEP_DEPTH = 8;
let step: v.GenericSchema = v.looseObject({ ...stepEntries, children: v.optional(v.undefined()) });
for (let depth = 1; depth < STEP_DEPTH; depth += 1) step = v.looseObject({ ...stepEntries, children: v.optional(v.array(step)) });
const totals = v.looseObject({
  roundTrips: v.number(),
  totalMs: v.number(),
  totalRangeMs: v.tuple([v.number(), v.number()]),
  bytesSent: v.number(),
  bytesReceived: v.number(),
  frames: v.number(),
});
const event = v.looseObject({ timeMs: v.number(), direction: v.picklist(['down', 'up']), protocol: v.string(), action: v.string(), lengthBytes: v.number() });
const explanation = v.looseObject({
  request: v.looseObject({
    url: v.string(), method: v.string(), client: v.optional(v.string()), clientVersion: v.optional(v.looseObject({ version: v.string(), file: v.string() })), importedFrom: v.optional(list(v.string())),
  }),
  client: v.looseObject({ title: v.string(), measured: v.boolean(), assumed: list(v.string()) }),
  observedLink: v.string(),
  steps: list(step),
  frames: list(v.looseObject({ index: whole, timeMs: v.number(), from: v.string(), to: v.string(), length: v.number(), lost: v.boolean(), summary: v.string() })),
  stacks: list(v.looseObject({ host: v.string(), title: v.string(), layers: list(v.looseObject({ layer, events: list(event) })) })),
  totals,
  findings: list(v.looseObject({ severity: v.picklist(['information', 'warning', 'error']), message: v.string() })),
});
const field = v.looseObject({ name: v.string(), value: scalar, bitOffset: v.number(), bitLength: v.number(), source: v.looseObject({ kind: v.string() }), spec: v.string() });
const pdu = v.looseObject({
  layer,
  protocol: v.string(),
  summary: v.string(),
  length: v.number(),
  headerLength: v.number(),
  offset: v.number(),
  fields: list(field),
  bytes: v.instance(Uint8Array),
});
const comparison = v.looseObject({
  observation: v.looseObject({ target: v.string(), contacted: list(v.string()), probedFrom: v.string(), steps: list(v.looseObject({ id: v.string(), observed: list(v.looseObject({ name: v.string(), value: scalar, present: v.boolean() })) })) }),
  steps: list(v.looseObject({ id: v.string(), title: v.string(), verdict: v.picklist(['agrees', 'differs', 'only-predicted', 'only-observed']), explanation: v.string() })),
});

const diagnosis = v.looseObject({ words: v.string(), title: v.string(), causes: list(v.string()), probe: v.optional(v.picklist(['dns', 'tls'])), isExample: v.boolean() });

const hostMessage = v.variant('type', [
  v.object({ type: v.literal('initialise'), language: v.string(), strings: v.record(v.string(), v.string()), switches: list(v.looseObject({ key: v.string(), label: v.string(), type: v.picklist(['number', 'choice', 'text']) })) }),
  v.object({
    type: v.literal('state'),
    revision: whole,
    state: v.looseObject({ explanation, baseline: totals, settings: v.record(v.string(), v.union([v.string(), v.number()])), diagnosis: v.optional(diagnosis), comparison: v.optional(comparison) }),
  }),
  v.object({ type: v.literal('frame'), revision: whole, detail: v.looseObject({ index: whole, bytes: v.instance(Uint8Array), pdus: list(pdu) }) }),
  v.object({ type: v.literal('show'), step: v.optional(v.string()), view: v.optional(v.picklist(['stack', 'sequence', 'timeline', 'comparison'])) }),
  v.object({ type: v.literal('empty') }),
  v.object({ type: v.literal('failed'), what: v.picklist(['explain', 'settings', 'frame', 'export']), message: v.string() }),
]);

/**
 * A message of the extension, or why it is none. The shapes are checked as far as the page reads them, so that a message that
 * passes can be drawn; the whole type is what the extension's compiler holds.
 */
export function parseHostMessage(raw: unknown): { readonly message: HostMessage } | { readonly problem: string } {
  const result = v.safeParse(hostMessage, raw, { abortEarly: true });
  if (result.success) return { message: raw as HostMessage };
  const [issue] = result.issues;
  return { problem: `message to the panel dropped: ${v.getDotPath(issue) ?? 'its shape'}: expected ${issue.expected ?? 'another'}`.slice(0, 500) };
}
