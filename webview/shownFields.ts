import type { PduDetail } from '../src/messages';
import type { ExplainedField } from '../src/model/explanation';

/** A field with its place in the tree. `path` names it: places of it and its ancestors among their siblings, "0.3". */
export interface ShownField {
  readonly field: ExplainedField;
  readonly depth: number;
  readonly path: string;
}

/** All fields of a PDU, children after their parent. */
export function flattenFields(fields: readonly ExplainedField[]): readonly ShownField[] {
  const shown: ShownField[] = [];
  const entries = (list: readonly ExplainedField[], depth: number, prefix: string): ShownField[] =>
    list.map((field, index) => ({ field, depth, path: `${prefix}${index}` })).reverse();
  const waiting = entries(fields, 0, '');
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    shown.push(next);
    waiting.push(...entries(next.field.children ?? [], next.depth + 1, `${next.path}.`));
  }
  return shown;
}

/** Octets from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The octets that hold a field, counted from the PDU's first. A field of no bits takes none. */
export function bytesOfField({ bitOffset, bitLength }: ExplainedField): ByteRange {
  const start = Math.floor(bitOffset / 8);
  return { start, end: bitLength > 0 ? Math.ceil((bitOffset + bitLength) / 8) : start };
}

/** The innermost field that an octet of the PDU belongs to; of several in one octet, the first. */
export function fieldAtByte(fields: readonly ShownField[], byte: number): ShownField | undefined {
  let found: ShownField | undefined;
  for (const each of fields) {
    const { start, end } = bytesOfField(each.field);
    if (byte >= start && byte < end && (!found || each.depth > found.depth)) found = each;
  }
  return found;
}

/** Whether the PDU's octets stand in the frame as they are: not encrypted, not begun in an earlier frame. */
export function isInFrame(pdu: PduDetail, frame: Uint8Array): boolean {
  return pdu.offset >= 0 && pdu.offset + pdu.bytes.length <= frame.length && pdu.bytes.every((byte, index) => frame[pdu.offset + index] === byte);
}
