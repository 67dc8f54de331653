import type { Provenance } from '../../../../model/provenance';
import { fromComputation, fromNetwork, fromStandard } from '../../../../model/provenance';
import { FieldReader } from '../../../fieldReader';
import { DEFAULT_LIST_BYTES } from '../../http2/hpack/decoder';
import type { HpackField } from '../../http2/hpack/headerField';
import { entryBytes } from '../../http2/hpack/headerField';
import { peekInteger, readInteger } from '../../http2/hpack/integerCodec';
import { readString } from '../../http2/hpack/stringCodec';
import { formOfLine, kindOfLine, LITERAL_NAME_PREFIX_BITS } from './fieldLine';
import type { EncoderInstruction } from './instruction';
import { readEncoderInstruction } from './instructionReader';
import { QpackTable, staticField } from './table';

const ENTRY_OVERHEAD_BYTES = 32;

/** What the prefix of a section says of the dynamic table. */
interface SectionPrefix {
  readonly requiredInsertCount: number;
  readonly base: number;
}

/** The receiving side of QPACK (RFC 9204), for octets of any origin. */
export class QpackDecoder {
  readonly table = new QpackTable();

  /** @param mostTableBytes the SETTINGS_QPACK_MAX_TABLE_CAPACITY that this side announced */
  constructor(private readonly mostTableBytes = 0, private readonly mostListBytes = DEFAULT_LIST_BYTES) {}

  /** Whole instructions of the peer's encoder stream. Throws `DecodeError` for what is QPACK_ENCODER_STREAM_ERROR (RFC 9204 §6). */
  readEncoderStream(bytes: Uint8Array): readonly EncoderInstruction[] {
    const reader = new FieldReader('QPACK', bytes);
    const instructions: EncoderInstruction[] = [];
    while (reader.remainingBytes > 0) instructions.push(this.readInstruction(reader));
    return instructions;
  }

  /** The same for the instruction at which a reader stands. */
  readInstruction(reader: FieldReader, source: Provenance = fromNetwork): EncoderInstruction {
    const start = reader.offsetBytes;
    const instruction = readEncoderInstruction(reader, this.table, source);
    if (instruction.kind === 'capacity') {
      if (instruction.bytes > this.mostTableBytes) reader.fail(`a table of at most ${this.mostTableBytes} octets`, `${instruction.bytes}`, start);
      this.table.resize(instruction.bytes);
    } else if (!this.table.insert(instruction.field)) {
      reader.fail(`an entry of at most ${this.table.capacityBytes} octets`, `${entryBytes(instruction.field)}`, start);
    }
    return instruction;
  }

  /**
   * The header list of a whole field section; undefined where it needs entries that have not come yet (a blocked stream, RFC 9204
   * §2.1.2). Throws `DecodeError` for what is QPACK_DECOMPRESSION_FAILED (§6).
   */
  decode(section: Uint8Array): readonly HpackField[] | undefined {
    return this.read(new FieldReader('QPACK', section));
  }

  /** The same from a reader that stands at a field section, up to its end; each field becomes a group of fields. */
  read(reader: FieldReader, source: Provenance = fromNetwork): readonly HpackField[] | undefined {
    const prefix = this.readPrefix(reader);
    if (prefix.requiredInsertCount > this.table.insertCount) return undefined;
    const list: HpackField[] = [];
    let listBytes = 0;
    while (reader.remainingBytes > 0) {
      const start = reader.offsetBytes;
      const field = this.readLine(reader, prefix, source);
      listBytes += entryBytes(field);
      if (listBytes > this.mostListBytes) reader.fail(`a header list of at most ${this.mostListBytes} octets`, 'a longer one', start);
      list.push(field);
    }
    return list;
  }

  private readPrefix(reader: FieldReader): SectionPrefix {
    const spec = 'RFC 9204 §4.5.1';
    const start = reader.offsetBytes;
    const encoded = readInteger(reader, 'Required Insert Count', peekInteger(reader, 8), { spec, source: fromComputation });
    const requiredInsertCount = this.insertCountOf(encoded, reader, start);
    const delta = peekInteger(reader, 7);
    const sign = reader.flag('Sign', { spec, source: fromComputation });
    const deltaBase = readInteger(reader, 'Delta Base', delta, { spec, source: fromComputation });
    const base = sign ? requiredInsertCount - deltaBase - 1 : requiredInsertCount + deltaBase;
    if (base < 0) reader.fail('a base of at least 0', `${base}`, start);
    return { requiredInsertCount, base };
  }

  /** RFC 9204 §4.5.1.1. */
  private insertCountOf(encoded: number, reader: FieldReader, start: number): number {
    if (encoded === 0) return 0;
    const maxEntries = Math.floor(this.mostTableBytes / ENTRY_OVERHEAD_BYTES);
    const fullRange = 2 * maxEntries;
    if (encoded > fullRange) reader.fail(`an encoded insert count of at most ${fullRange}`, `${encoded}`, start);
    const maxValue = this.table.insertCount + maxEntries;
    const candidate = Math.floor(maxValue / fullRange) * fullRange + encoded - 1;
    const count = candidate > maxValue ? candidate - fullRange : candidate;
    return count <= 0 ? reader.fail('an insert count above 0', `${count}`, start) : count;
  }

  private readLine(reader: FieldReader, prefix: SectionPrefix, source: Provenance): HpackField {
    const { kind, table } = kindOfLine(reader.peek() ?? 0);
    const form = formOfLine({ kind, ...(table ? { table } : {}) });
    const start = reader.offsetBytes;
    const integer = peekInteger(reader, form.prefixBits);
    const entry = kind === 'literal' ? undefined : this.entryOf(table, integer.value, prefix);
    if (kind !== 'literal' && !entry) reader.fail('the index of an entry of the table', `${integer.value}`, start);
    // The group is named after the field, so a name that is a literal is read ahead.
    const name = entry?.name ?? this.peekName(reader, source);
    const { spec } = form;
    return reader.group(name, { spec, source, shown: ({ value }: HpackField) => value }, () => {
      reader.number('Representation', form.patternBits, { spec, source: fromStandard, meaning: form.title });
      if (form.hasNever) reader.flag('Never Indexed', { spec, source: fromComputation });
      if (form.hasStatic) reader.flag('Static Table', { spec, source: fromComputation });
      if (kind === 'literal') readString(reader, 'Name', source, integer);
      else readInteger(reader, 'Index', integer, { spec, source: fromComputation });
      return { name, value: kind === 'indexed' ? (entry?.value ?? '') : readString(reader, 'Value', source) };
    });
  }

  private entryOf(table: ReturnType<typeof kindOfLine>['table'], index: number, { base, requiredInsertCount }: SectionPrefix): HpackField | undefined {
    if (table === 'static') return staticField(index);
    const absolute = table === 'post-base' ? base + index : base - 1 - index;
    return absolute < requiredInsertCount ? this.table.at(absolute) : undefined;
  }

  /** The literal name of the line that begins here, without reading on. */
  private peekName(reader: FieldReader, source: Provenance): string {
    const ahead = new FieldReader(reader.protocol, reader.bytes.subarray(0, reader.offsetBytes + reader.remainingBytes));
    ahead.takeOctets('what was read', reader.offsetBytes);
    const length = peekInteger(ahead, LITERAL_NAME_PREFIX_BITS);
    ahead.number('Representation', 4, { spec: '', source });
    return readString(ahead, 'Name', source, length);
  }
}
