import type { Provenance } from '../../../../model/provenance';
import { fromComputation, fromStandard } from '../../../../model/provenance';
import type { FieldReader } from '../../../fieldReader';
import type { HpackField } from '../../http2/hpack/headerField';
import { peekInteger, readInteger } from '../../http2/hpack/integerCodec';
import { readString } from '../../http2/hpack/stringCodec';
import type { DecoderInstruction, EncoderInstruction, QpackInstruction } from './instruction';
import { INSTRUCTION_FORMS } from './instruction';
import type { QpackTable } from './table';
import { staticField } from './table';

/**
 * Reads one instruction of a decoder stream (RFC 9204 §4.4). Throws `DecodeError` where it is cut short.
 */
export function readDecoderInstruction(reader: FieldReader, source: Provenance): DecoderInstruction {
  const first = reader.peek() ?? 0;
  const kind = first >= 0x80 ? 'section-acknowledgment' : first >= 0x40 ? 'stream-cancellation' : 'insert-count-increment';
  const name = kind === 'insert-count-increment' ? 'Increment' : 'Stream ID';
  const value = readGroup(reader, kind, source, (integer) => readInteger(reader, name, integer, { spec: INSTRUCTION_FORMS[kind].spec, source: fromComputation }), String);
  return kind === 'insert-count-increment' ? { kind, increment: value } : { kind, streamId: value };
}

/**
 * Reads one instruction of an encoder stream (RFC 9204 §4.3) with the table as it is before it. Throws `DecodeError` where it is cut
 * short and for an index without an entry.
 */
export function readEncoderInstruction(reader: FieldReader, table: QpackTable, source: Provenance): EncoderInstruction {
  const first = reader.peek() ?? 0;
  if (first >= 0x80) return readInsertByName(reader, table, first, source);
  if (first >= 0x40) return { kind: 'insert-literal', field: readInsertLiteral(reader, source) };
  if (first >= 0x20) {
    const { spec } = INSTRUCTION_FORMS.capacity;
    return { kind: 'capacity', bytes: readGroup(reader, 'capacity', source, (integer) => readInteger(reader, 'Capacity', integer, { spec, source: fromComputation }), String) };
  }
  const { spec } = INSTRUCTION_FORMS.duplicate;
  const start = reader.offsetBytes;
  const index = readGroup(reader, 'duplicate', source, (integer) => readInteger(reader, 'Index', integer, { spec, source: fromComputation }), String);
  const field = table.at(table.insertCount - 1 - index);
  return { kind: 'duplicate', index, field: field ?? reader.fail('the index of an entry of the dynamic table', `${index}`, start) };
}

function readInsertByName(reader: FieldReader, table: QpackTable, first: number, source: Provenance): EncoderInstruction {
  const kind = 'insert-name-reference';
  const { spec } = INSTRUCTION_FORMS[kind];
  const inStatic = (first & 0x40) !== 0;
  const start = reader.offsetBytes;
  let index = 0;
  const field = readGroup(reader, kind, source, (integer): HpackField => {
    reader.flag('Static Table', { spec, source: fromComputation });
    index = readInteger(reader, 'Index', integer, { spec, source: fromComputation });
    const entry = inStatic ? staticField(index) : table.at(table.insertCount - 1 - index);
    if (!entry) return reader.fail('the index of an entry of the table', `${index}`, start);
    return { name: entry.name, value: readString(reader, 'Value', source) };
  }, shownField);
  return { kind, table: inStatic ? 'static' : 'dynamic', index, field };
}

function readInsertLiteral(reader: FieldReader, source: Provenance): HpackField {
  return readGroup(reader, 'insert-literal', source, (length) => {
    const name = readString(reader, 'Name', source, length);
    return { name, value: readString(reader, 'Value', source) };
  }, shownField);
}

function shownField({ name, value }: HpackField): string {
  return `${name}: ${value}`;
}

function readGroup<Read>(
  reader: FieldReader, kind: QpackInstruction['kind'], source: Provenance, read: (integer: ReturnType<typeof peekInteger>) => Read, shown: (read: Read) => string,
): Read {
  const { patternBits, prefixBits, spec, title } = INSTRUCTION_FORMS[kind];
  const integer = peekInteger(reader, prefixBits);
  return reader.group(title, { spec, source, shown }, () => {
    reader.number('Instruction', patternBits, { spec, source: fromStandard, meaning: title });
    return read(integer);
  });
}
