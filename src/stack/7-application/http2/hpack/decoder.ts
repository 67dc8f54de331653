import type { Provenance } from '../../../../model/provenance';
import { fromComputation, fromNetwork, fromStandard } from '../../../../model/provenance';
import { FieldReader } from '../../../fieldReader';
import { DEFAULT_TABLE_BYTES, DynamicTable } from './dynamicTable';
import type { HpackField } from './headerField';
import { entryBytes } from './headerField';
import { peekInteger, readInteger } from './integerCodec';
import { formOf, kindOf } from './representation';
import { readString } from './stringCodec';

/** A small index can stand for a large entry, so the list has to be bounded and not just its octets. */
export const DEFAULT_LIST_BYTES = 65_536;

export interface HpackLimits {
  /** The SETTINGS_HEADER_TABLE_SIZE that this side announced. */
  readonly tableBytes?: number;
  /** Most octets of one header list, as RFC 9113 §6.5.2 counts them. */
  readonly listBytes?: number;
}

/** The receiving side of a header compression context (RFC 7541), for octets of any origin. */
export class HpackDecoder {
  /** Grows and shrinks with what the peer sends. */
  readonly table: DynamicTable;
  private readonly mostTableBytes: number;
  private readonly mostListBytes: number;

  constructor({ tableBytes = DEFAULT_TABLE_BYTES, listBytes = DEFAULT_LIST_BYTES }: HpackLimits = {}) {
    this.mostTableBytes = tableBytes;
    this.mostListBytes = listBytes;
    this.table = new DynamicTable(tableBytes);
  }

  /**
   * The header list of a whole field block. Throws `DecodeError` with the offset for octets that are no field block, for an index
   * without an entry and for a list that is too long; after that the context is of no use any more (RFC 9113 §4.3).
   */
  decode(block: Uint8Array): readonly HpackField[] {
    return this.read(new FieldReader('HPACK', block));
  }

  /** The same from a reader that stands at a field block, up to its end; each field becomes a group of fields. */
  read(reader: FieldReader, source: Provenance = fromNetwork): readonly HpackField[] {
    const list: HpackField[] = [];
    let listBytes = 0;
    while (reader.remainingBytes > 0) {
      const start = reader.offsetBytes;
      const field = this.readRepresentation(reader, list.length === 0, source);
      if (!field) continue;
      listBytes += entryBytes(field);
      if (listBytes > this.mostListBytes) reader.fail(`a header list of at most ${this.mostListBytes} octets`, 'a longer one', start);
      list.push(field);
    }
    return list;
  }

  private readRepresentation(reader: FieldReader, first: boolean, source: Provenance): HpackField | undefined {
    const { kind, indexing } = kindOf(reader.peek() ?? 0);
    const form = formOf({ kind, ...(indexing === undefined ? {} : { indexing }) });
    const start = reader.offsetBytes;
    const integer = peekInteger(reader, form.prefixBits);
    const pattern = () =>
      reader.number('Representation', form.patternBits, { spec: form.spec, source: fromStandard, meaning: form.title });
    const readIndex = () => readInteger(reader, 'Index', integer, { spec: form.spec, source: fromComputation });
    if (kind === 'size-update') {
      if (!first) reader.fail('a size update at the begin of the block (RFC 7541 §4.2)', 'one after a field', start);
      if (integer.value > this.mostTableBytes) reader.fail(`a table of at most ${this.mostTableBytes} octets`, `${integer.value}`, start);
      reader.group('Dynamic table size', { spec: form.spec, source: fromComputation, shown: () => `${integer.value} octets` }, () => {
        pattern();
        readInteger(reader, 'Max size', integer, { spec: form.spec, source: fromComputation });
      });
      this.table.resize(integer.value);
      return undefined;
    }
    const entry = this.table.at(integer.value);
    if (!entry && (kind === 'indexed' || integer.value > 0)) {
      reader.fail('the index of an entry in static or dynamic table', `${integer.value}`, start);
    }
    // The group is named after the field, so a name that is a literal is read ahead.
    const name = entry?.name ?? this.peekName(reader, integer.bits + form.patternBits, source);
    const field = reader.group(name, { spec: form.spec, source, shown: ({ value }: HpackField) => value }, () => {
      pattern();
      readIndex();
      if (kind === 'indexed') return { name, value: entry?.value ?? '' };
      if (integer.value === 0) readString(reader, 'Name', source);
      return { name, value: readString(reader, 'Value', source) };
    });
    if (indexing === 'incremental') this.table.add(field);
    return field;
  }

  /** The literal name after the first octets, without reading on. */
  private peekName(reader: FieldReader, bits: number, source: Provenance): string {
    const ahead = new FieldReader(reader.protocol, reader.bytes.subarray(0, reader.offsetBytes + reader.remainingBytes));
    ahead.takeOctets('what was read', reader.offsetBytes + bits / 8);
    return readString(ahead, 'Name', source);
  }
}
