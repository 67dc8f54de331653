import type { Provenance } from '../../../../model/provenance';
import { fromComputation, fromStandard } from '../../../../model/provenance';
import type { FieldWriter } from '../../../fieldWriter';
import { FieldWriter as Writer } from '../../../fieldWriter';
import type { HpackField } from './headerField';
import { integerBytes, writeInteger } from './integerCodec';
import { stringBytes, writeString } from './stringCodec';

/** What a literal does to the dynamic table (RFC 7541 §6.2). */
export type Indexing = 'incremental' | 'without' | 'never';

/** One element of a field block (RFC 7541 §6). */
export type Representation =
  | { readonly kind: 'indexed'; readonly index: number; readonly field: HpackField }
  | { readonly kind: 'literal'; readonly indexing: Indexing; /** 0: the name is a literal too. */ readonly nameIndex: number; readonly field: HpackField }
  | { readonly kind: 'size-update'; readonly maxBytes: number };

/** How a representation begins: its bit pattern, and the prefix of the integer that follows in the same octet. */
interface RepresentationForm {
  readonly patternBits: number;
  readonly pattern: number;
  readonly prefixBits: number;
  readonly spec: string;
  readonly title: string;
}

const INDEXED: RepresentationForm = { patternBits: 1, pattern: 1, prefixBits: 7, spec: 'RFC 7541 §6.1', title: 'indexed field' };
const SIZE_UPDATE: RepresentationForm = { patternBits: 3, pattern: 1, prefixBits: 5, spec: 'RFC 7541 §6.3', title: 'dynamic table size update' };
const LITERALS: Readonly<Record<Indexing, RepresentationForm>> = {
  incremental: { patternBits: 2, pattern: 1, prefixBits: 6, spec: 'RFC 7541 §6.2.1', title: 'literal that enters the table' },
  without: { patternBits: 4, pattern: 0, prefixBits: 4, spec: 'RFC 7541 §6.2.2', title: 'literal that does not enter the table' },
  never: { patternBits: 4, pattern: 1, prefixBits: 4, spec: 'RFC 7541 §6.2.3', title: 'literal that never enters a table' },
};

/** The form of a representation of that kind. */
export function formOf(representation: Pick<Representation, 'kind'> & { readonly indexing?: Indexing }): RepresentationForm {
  if (representation.kind === 'indexed') return INDEXED;
  return representation.kind === 'size-update' ? SIZE_UPDATE : LITERALS[representation.indexing ?? 'without'];
}

/** The kind of representation whose first octet this is. */
export function kindOf(firstOctet: number): { readonly kind: Representation['kind']; readonly indexing?: Indexing } {
  if (firstOctet >= 0x80) return { kind: 'indexed' };
  if (firstOctet >= 0x40) return { kind: 'literal', indexing: 'incremental' };
  if (firstOctet >= 0x20) return { kind: 'size-update' };
  return { kind: 'literal', indexing: firstOctet >= 0x10 ? 'never' : 'without' };
}

/** Octets of a representation, without making them. */
export function representationBytes(representation: Representation): number {
  const { prefixBits } = formOf(representation);
  if (representation.kind === 'indexed') return integerBytes(prefixBits, representation.index);
  if (representation.kind === 'size-update') return integerBytes(prefixBits, representation.maxBytes);
  const { nameIndex, field } = representation;
  return integerBytes(prefixBits, nameIndex) + (nameIndex === 0 ? stringBytes(field.name) : 0) + stringBytes(field.value);
}

/** Writes a representation as one group of fields. `otherwise`: where a field comes from that does not say. */
export function writeRepresentation(writer: FieldWriter, representation: Representation, otherwise: Provenance): void {
  const form = formOf(representation);
  const pattern = () => writer.number('Representation', form.patternBits, form.pattern, { spec: form.spec, source: fromStandard, meaning: form.title });
  if (representation.kind === 'size-update') {
    writer.group('Dynamic table size', `${representation.maxBytes} octets`, { spec: form.spec, source: fromComputation }, () => {
      pattern();
      writeInteger(writer, 'Max size', form.prefixBits, representation.maxBytes, { spec: form.spec, source: fromComputation });
    });
    return;
  }
  const { field } = representation;
  const source = field.source ?? otherwise;
  writer.group(field.name, field.value, { spec: form.spec, source }, () => {
    pattern();
    const index = representation.kind === 'indexed' ? representation.index : representation.nameIndex;
    writeInteger(writer, 'Index', form.prefixBits, index, { spec: form.spec, source: fromComputation });
    if (representation.kind === 'indexed') return;
    if (representation.nameIndex === 0) writeString(writer, 'Name', field.name, source);
    writeString(writer, 'Value', field.value, source);
  });
}

/** The octets of a field block. */
export function fieldBlockOctets(block: readonly Representation[]): Uint8Array {
  const writer = new Writer();
  for (const representation of block) writeRepresentation(writer, representation, fromComputation);
  return writer.snapshot();
}
