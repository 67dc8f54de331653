import type { Provenance } from '../../../../model/provenance';
import { fromComputation, fromStandard } from '../../../../model/provenance';
import type { FieldWriter } from '../../../fieldWriter';
import type { HpackField } from '../../http2/hpack/headerField';
import { integerBytes, writeInteger } from '../../http2/hpack/integerCodec';
import { stringBytes, writeString } from '../../http2/hpack/stringCodec';

/** What the sender of field sections says on its encoder stream (RFC 9204 §4.3). */
export type EncoderInstruction =
  | { readonly kind: 'capacity'; readonly bytes: number }
  | { readonly kind: 'insert-name-reference'; readonly table: 'static' | 'dynamic'; readonly index: number; readonly field: HpackField }
  | { readonly kind: 'insert-literal'; readonly field: HpackField }
  | { readonly kind: 'duplicate'; readonly index: number; readonly field: HpackField };

/** What the receiver of field sections says on its decoder stream (RFC 9204 §4.4). */
export type DecoderInstruction =
  | { readonly kind: 'section-acknowledgment' | 'stream-cancellation'; readonly streamId: number }
  | { readonly kind: 'insert-count-increment'; readonly increment: number };

export type QpackInstruction = EncoderInstruction | DecoderInstruction;

export const INSERTED_NAME_PREFIX_BITS = 5;

/** How an instruction begins. */
interface InstructionForm {
  readonly patternBits: number;
  readonly pattern: number;
  readonly prefixBits: number;
  readonly spec: string;
  readonly title: string;
}

export const INSTRUCTION_FORMS: Readonly<Record<QpackInstruction['kind'], InstructionForm>> = {
  capacity: { patternBits: 3, pattern: 1, prefixBits: 5, spec: 'RFC 9204 §4.3.1', title: 'Set Dynamic Table Capacity' },
  'insert-name-reference': { patternBits: 1, pattern: 1, prefixBits: 6, spec: 'RFC 9204 §4.3.2', title: 'Insert with Name Reference' },
  'insert-literal': { patternBits: 2, pattern: 1, prefixBits: INSERTED_NAME_PREFIX_BITS, spec: 'RFC 9204 §4.3.3', title: 'Insert with Literal Name' },
  duplicate: { patternBits: 3, pattern: 0, prefixBits: 5, spec: 'RFC 9204 §4.3.4', title: 'Duplicate' },
  'section-acknowledgment': { patternBits: 1, pattern: 1, prefixBits: 7, spec: 'RFC 9204 §4.4.1', title: 'Section Acknowledgment' },
  'stream-cancellation': { patternBits: 2, pattern: 1, prefixBits: 6, spec: 'RFC 9204 §4.4.2', title: 'Stream Cancellation' },
  'insert-count-increment': { patternBits: 2, pattern: 0, prefixBits: 6, spec: 'RFC 9204 §4.4.3', title: 'Insert Count Increment' },
};

/** The integer of an instruction that has one, with its name. */
function integerOf(instruction: Exclude<QpackInstruction, { kind: 'insert-literal' }>): { readonly name: string; readonly value: number } {
  switch (instruction.kind) {
    case 'capacity': return { name: 'Capacity', value: instruction.bytes };
    case 'insert-name-reference': case 'duplicate': return { name: 'Index', value: instruction.index };
    case 'section-acknowledgment': case 'stream-cancellation': return { name: 'Stream ID', value: instruction.streamId };
    case 'insert-count-increment': return { name: 'Increment', value: instruction.increment };
  }
}

/** Octets of an instruction, without making them. */
export function instructionBytes(instruction: QpackInstruction): number {
  if (instruction.kind === 'insert-literal') return stringBytes(instruction.field.name, INSERTED_NAME_PREFIX_BITS) + stringBytes(instruction.field.value);
  const integer = integerBytes(INSTRUCTION_FORMS[instruction.kind].prefixBits, integerOf(instruction).value);
  return integer + (instruction.kind === 'insert-name-reference' ? stringBytes(instruction.field.value) : 0);
}

/** "Insert with Name Reference: user-agent". */
export function instructionTitle(instruction: QpackInstruction): string {
  const { title } = INSTRUCTION_FORMS[instruction.kind];
  return 'field' in instruction ? `${title}: ${instruction.field.name}` : `${title} ${integerOf(instruction).value}`;
}

/** Writes an instruction as a group of fields. `otherwise`: where a field comes from that does not say. */
export function writeInstruction(writer: FieldWriter, instruction: QpackInstruction, otherwise: Provenance): void {
  const { patternBits, pattern, prefixBits, spec, title } = INSTRUCTION_FORMS[instruction.kind];
  const source = ('field' in instruction ? instruction.field.source : undefined) ?? otherwise;
  writer.group(title, 'field' in instruction ? `${instruction.field.name}: ${instruction.field.value}` : String(integerOf(instruction).value), { spec, source }, () => {
    writer.number('Instruction', patternBits, pattern, { spec, source: fromStandard, meaning: title });
    if (instruction.kind === 'insert-literal') {
      writeString(writer, 'Name', instruction.field.name, source, INSERTED_NAME_PREFIX_BITS);
    } else {
      if (instruction.kind === 'insert-name-reference') {
        const inStatic = instruction.table === 'static';
        writer.number('Static Table', 1, inStatic ? 1 : 0, { spec, source: fromComputation, shown: inStatic });
      }
      const { name, value } = integerOf(instruction);
      writeInteger(writer, name, prefixBits, value, { spec, source: fromComputation });
    }
    if (instruction.kind === 'insert-literal' || instruction.kind === 'insert-name-reference') writeString(writer, 'Value', instruction.field.value, source);
  });
}
