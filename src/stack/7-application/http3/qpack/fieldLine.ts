import type { Provenance } from '../../../../model/provenance';
import { fromComputation, fromStandard } from '../../../../model/provenance';
import type { FieldWriter } from '../../../fieldWriter';
import type { HpackField } from '../../http2/hpack/headerField';
import { integerBytes, writeInteger } from '../../http2/hpack/integerCodec';
import { stringBytes, writeString } from '../../http2/hpack/stringCodec';

/** Which entries an index counts: those of the static table, dynamic ones before the base, dynamic ones from it on (RFC 9204 §3.2.4 to §3.2.6). */
export type IndexedTable = 'static' | 'dynamic' | 'post-base';

/** One element of a field section (RFC 9204 §4.5). `never`: no one on the way may put it into a table. */
export type FieldLine =
  | { readonly kind: 'indexed'; readonly table: IndexedTable; readonly index: number; readonly field: HpackField }
  | { readonly kind: 'name-reference'; readonly table: IndexedTable; readonly index: number; readonly never: boolean; readonly field: HpackField }
  | { readonly kind: 'literal'; readonly never: boolean; readonly field: HpackField };

/** A header list on the wire (RFC 9204 §4.5): the prefix that says how much of the dynamic table it needs, and the lines. */
export interface FieldSection {
  readonly encodedInsertCount: number;
  /** Whether the base lies below the insert count. */
  readonly sign: boolean;
  readonly deltaBase: number;
  readonly lines: readonly FieldLine[];
}

export const LITERAL_NAME_PREFIX_BITS = 3;

/** How a line begins: bits that name its kind, which flags follow, and the prefix of the integer after them. */
interface LineForm {
  readonly patternBits: number;
  readonly pattern: number;
  readonly hasNever: boolean;
  readonly hasStatic: boolean;
  readonly prefixBits: number;
  readonly spec: string;
  readonly title: string;
}

const INDEXED: LineForm = { patternBits: 1, pattern: 1, hasNever: false, hasStatic: true, prefixBits: 6, spec: 'RFC 9204 §4.5.2', title: 'indexed field line' };
const INDEXED_POST_BASE: LineForm = { patternBits: 4, pattern: 1, hasNever: false, hasStatic: false, prefixBits: 4, spec: 'RFC 9204 §4.5.3', title: 'indexed field line with post-base index' };
const NAMED: LineForm = { patternBits: 2, pattern: 1, hasNever: true, hasStatic: true, prefixBits: 4, spec: 'RFC 9204 §4.5.4', title: 'literal with name reference' };
const NAMED_POST_BASE: LineForm = { patternBits: 4, pattern: 0, hasNever: true, hasStatic: false, prefixBits: 3, spec: 'RFC 9204 §4.5.5', title: 'literal with post-base name reference' };
const LITERAL: LineForm = { patternBits: 3, pattern: 1, hasNever: true, hasStatic: false, prefixBits: LITERAL_NAME_PREFIX_BITS, spec: 'RFC 9204 §4.5.6', title: 'literal with literal name' };

/** The form of a line of that kind. */
export function formOfLine(line: { readonly kind: FieldLine['kind']; readonly table?: IndexedTable }): LineForm {
  if (line.kind === 'literal') return LITERAL;
  if (line.kind === 'indexed') return line.table === 'post-base' ? INDEXED_POST_BASE : INDEXED;
  return line.table === 'post-base' ? NAMED_POST_BASE : NAMED;
}

/** The kind of line whose first octet this is. */
export function kindOfLine(firstOctet: number): { readonly kind: FieldLine['kind']; readonly table?: IndexedTable } {
  if (firstOctet >= 0x80) return { kind: 'indexed', table: (firstOctet & 0x40) === 0 ? 'dynamic' : 'static' };
  if (firstOctet >= 0x40) return { kind: 'name-reference', table: (firstOctet & 0x10) === 0 ? 'dynamic' : 'static' };
  if (firstOctet >= 0x20) return { kind: 'literal' };
  return { kind: firstOctet >= 0x10 ? 'indexed' : 'name-reference', table: 'post-base' };
}

function lineBytes(line: FieldLine): number {
  const { prefixBits } = formOfLine(line);
  if (line.kind === 'indexed') return integerBytes(prefixBits, line.index);
  const name = line.kind === 'literal' ? stringBytes(line.field.name, LITERAL_NAME_PREFIX_BITS) : integerBytes(prefixBits, line.index);
  return name + stringBytes(line.field.value);
}

/** Octets of a section, without making them. */
export function fieldSectionBytes({ encodedInsertCount, deltaBase, lines }: FieldSection): number {
  return integerBytes(8, encodedInsertCount) + integerBytes(7, deltaBase) + lines.reduce((sum, line) => sum + lineBytes(line), 0);
}

/** Writes a section, each line as a group of fields. `otherwise`: where a field comes from that does not say. */
export function writeFieldSection(writer: FieldWriter, { encodedInsertCount, sign, deltaBase, lines }: FieldSection, otherwise: Provenance): void {
  const spec = 'RFC 9204 §4.5.1';
  writeInteger(writer, 'Required Insert Count', 8, encodedInsertCount, { spec, source: fromComputation });
  writer.number('Sign', 1, sign ? 1 : 0, { spec, source: fromComputation, shown: sign });
  writeInteger(writer, 'Delta Base', 7, deltaBase, { spec, source: fromComputation });
  for (const line of lines) writeLine(writer, line, otherwise);
}

function writeLine(writer: FieldWriter, line: FieldLine, otherwise: Provenance): void {
  const { field } = line;
  const source = field.source ?? otherwise;
  const form = formOfLine(line);
  const { spec } = form;
  writer.group(field.name, field.value, { spec, source }, () => {
    writer.number('Representation', form.patternBits, form.pattern, { spec, source: fromStandard, meaning: form.title });
    const never = line.kind !== 'indexed' && line.never;
    if (form.hasNever) writer.number('Never Indexed', 1, never ? 1 : 0, { spec, source: fromComputation, shown: never });
    if (line.kind === 'literal') {
      writeString(writer, 'Name', field.name, source, LITERAL_NAME_PREFIX_BITS);
    } else {
      const inStatic = line.table === 'static';
      if (form.hasStatic) writer.number('Static Table', 1, inStatic ? 1 : 0, { spec, source: fromComputation, shown: inStatic });
      writeInteger(writer, 'Index', form.prefixBits, line.index, { spec, source: fromComputation });
    }
    if (line.kind !== 'indexed') writeString(writer, 'Value', field.value, source);
  });
}
