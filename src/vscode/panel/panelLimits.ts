import type { FrameDetail, PanelState } from '../../messages';
import type { ExplainedField, StackColumn } from '../../model/explanation';

/** A large response has tens of thousands of frames: a list of those is no help, and it would have to be posted and drawn. */
export const MAX_FRAMES = 1000;
export const MAX_EVENTS_PER_LAYER = 500;
/** Octets of one PDU that the byte view offers; the export has them all. */
export const MAX_PDU_BYTES = 65_536;
const MAX_VALUE_LENGTH = 2048;

/** The state with its lists cut to what a panel can show; `totals` still count everything. */
export function limitState(state: PanelState): PanelState {
  const { explanation } = state;
  return {
    ...state,
    explanation: {
      ...explanation,
      frames: explanation.frames.slice(0, MAX_FRAMES).map((frame) => (frame.pdus.length === 0 ? frame : { ...frame, pdus: [] })),
      stacks: explanation.stacks.map(limitColumn),
    },
  };
}

function limitColumn(column: StackColumn): StackColumn {
  return { ...column, layers: column.layers.map((layer) => ({ ...layer, events: layer.events.slice(0, MAX_EVENTS_PER_LAYER) })) };
}

/** The detail with octets and field values cut to what a panel can show. */
export function limitDetail(detail: FrameDetail): FrameDetail {
  return {
    ...detail,
    // slice, not subarray: posting a view of a buffer posts the whole buffer.
    bytes: detail.bytes.slice(0, MAX_PDU_BYTES),
    pdus: detail.pdus.map((pdu) => ({ ...pdu, bytes: pdu.bytes.slice(0, MAX_PDU_BYTES), fields: pdu.fields.map(limitField) })),
  };
}

/** Fields nest a few levels, as the codecs build them. */
function limitField(field: ExplainedField): ExplainedField {
  const { value, children } = field;
  const isLong = typeof value === 'string' && value.length > MAX_VALUE_LENGTH;
  return {
    ...field,
    ...(isLong ? { value: `${value.slice(0, MAX_VALUE_LENGTH)}…` } : {}),
    ...(children ? { children: children.map(limitField) } : {}),
  };
}
