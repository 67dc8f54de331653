import type { Provenance } from '../../../../model/provenance';
import { fromComputation } from '../../../../model/provenance';
import { latin1Octets } from '../../http1/fieldSyntax';
import type { FieldReader } from '../../../fieldReader';
import type { FieldWriter } from '../../../fieldWriter';
import { huffmanBytes, huffmanDecode, huffmanEncode, textOf } from './huffman';
import { integerBytes, peekInteger, readInteger, writeInteger } from './integerCodec';

const SPEC = 'RFC 7541 §5.2';
const LENGTH_PREFIX_BITS = 7;

/** How a string's octets are written: the Huffman code where that is shorter, as encoders in use do. */
function coded(text: string): { readonly huffman: boolean; readonly lengthBytes: number } {
  const short = huffmanBytes(text);
  return short < text.length ? { huffman: true, lengthBytes: short } : { huffman: false, lengthBytes: text.length };
}

/** Octets of a string literal (RFC 7541 §5.2), its length included; in QPACK the length may have a shorter prefix (RFC 9204 §4.1.2). */
export function stringBytes(text: string, prefixBits = LENGTH_PREFIX_BITS): number {
  const { lengthBytes } = coded(text);
  return integerBytes(prefixBits, lengthBytes) + lengthBytes;
}

/** Writes a string literal: flag, length and octets. `what` is "Name" or "Value". */
export function writeString(writer: FieldWriter, what: string, text: string, source: Provenance, prefixBits = LENGTH_PREFIX_BITS): void {
  const { huffman, lengthBytes } = coded(text);
  const meaning = huffman ? 'Huffman code' : 'octets as they are';
  writer.number('Huffman', 1, huffman ? 1 : 0, { spec: SPEC, source: fromComputation, shown: huffman, meaning });
  writeInteger(writer, `${what} length`, prefixBits, lengthBytes, { spec: SPEC, source: fromComputation });
  if (text !== '') writer.octets(what, huffman ? huffmanEncode(text) : latin1Octets(text), { spec: SPEC, source, shown: text });
}

/**
 * Reads a string literal. `length` was looked at where it does not begin its octet. Throws `DecodeError` where it is cut short or is no
 * Huffman code.
 */
export function readString(reader: FieldReader, what: string, source: Provenance, length = peekInteger(reader, LENGTH_PREFIX_BITS)): string {
  const huffman = reader.flag('Huffman', {
    spec: SPEC, source: fromComputation, meaning: (read) => (read ? 'Huffman code' : 'octets as they are'),
  });
  const count = readInteger(reader, `${what} length`, length, { spec: SPEC, source: fromComputation });
  if (count === 0) return '';
  const start = reader.offsetBytes;
  return reader.custom(what, { spec: SPEC, source, shown: (text: string) => text }, () => {
    const octets = reader.takeOctets(what, count);
    return huffman ? huffmanDecode(octets, start) : textOf(octets);
  });
}
