import type { HpackField } from '../../http2/hpack/headerField';
import type { FieldLine, FieldSection } from './fieldLine';
import type { EncoderInstruction } from './instruction';
import { findStatic, QpackTable } from './table';

/** A header list on its way: what the encoder stream says first, and the section that may refer to it. */
export interface EncodedSection {
  readonly instructions: readonly EncoderInstruction[];
  readonly section: FieldSection;
  /** Entries that the receiver's dynamic table must have had (RFC 9204 §2.1.2); 0: none. */
  readonly requiredInsertCount: number;
}

const ENTRY_OVERHEAD_BYTES = 32;

/**
 * The sending side of QPACK (RFC 9204). `inserts`: whether the program puts fields into the dynamic table once its peer allows one.
 * It inserts only what fits beside what is there, so that no entry that may still be needed is dropped (§2.1.1).
 */
export class QpackEncoder {
  private readonly table = new QpackTable();
  private peerTableBytes = 0;
  private pendingCapacity: number | undefined;

  constructor(private readonly inserts: boolean) {}

  /** The peer's SETTINGS (RFC 9204 §5): without blocked streams nothing that was not acknowledged may be referred to. */
  allow(settings: { readonly tableBytes: number; readonly blockedStreams: number }): void {
    if (!this.inserts || settings.tableBytes === 0 || settings.blockedStreams === 0) return;
    this.peerTableBytes = settings.tableBytes;
    this.table.resize(settings.tableBytes);
    this.pendingCapacity = settings.tableBytes;
  }

  /** Encodes a header list, in its order. */
  encode(fields: readonly HpackField[]): EncodedSection {
    const instructions: EncoderInstruction[] = [];
    const found = fields.map((field) => this.place(field, instructions));
    const base = this.table.insertCount;
    const dynamic = found.flatMap((each) => ('absolute' in each ? [each.absolute] : []));
    const required = dynamic.length === 0 ? 0 : Math.max(...dynamic) + 1;
    const lines = found.map((each): FieldLine => ('absolute' in each ? { kind: 'indexed', table: 'dynamic', index: base - 1 - each.absolute, field: each.field } : each));
    if (required === 0) return { instructions, requiredInsertCount: 0, section: { encodedInsertCount: 0, sign: false, deltaBase: 0, lines } };
    const fullRange = 2 * Math.floor(this.peerTableBytes / ENTRY_OVERHEAD_BYTES);
    return { instructions, requiredInsertCount: required, section: { encodedInsertCount: (required % fullRange) + 1, sign: false, deltaBase: base - required, lines } };
  }

  /** A line that needs no base, or the absolute index of the entry that stands for the field. */
  private place(field: HpackField, instructions: EncoderInstruction[]): FieldLine | { readonly absolute: number; readonly field: HpackField } {
    const known = findStatic(field);
    if (known?.whole) return { kind: 'indexed', table: 'static', index: known.index, field };
    const entry = this.table.find(field);
    if (entry?.whole) return { absolute: entry.index, field };
    if (this.table.hasRoomFor(field)) {
      if (this.pendingCapacity !== undefined) instructions.push({ kind: 'capacity', bytes: this.pendingCapacity });
      this.pendingCapacity = undefined;
      if (known) instructions.push({ kind: 'insert-name-reference', table: 'static', index: known.index, field });
      else if (entry) instructions.push({ kind: 'insert-name-reference', table: 'dynamic', index: this.table.insertCount - 1 - entry.index, field });
      else instructions.push({ kind: 'insert-literal', field });
      this.table.insert(field);
      return { absolute: this.table.insertCount - 1, field };
    }
    return known ? { kind: 'name-reference', table: 'static', index: known.index, never: false, field } : { kind: 'literal', never: false, field };
  }
}
