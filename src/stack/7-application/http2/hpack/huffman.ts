import { DecodeError } from '../../../../model/wirewalkError';
import { HUFFMAN_CODE_LENGTHS } from './huffmanLengths';

const EOS = 256;
const LONGEST_CODE_BITS = 30;
const MOST_PADDING_BITS = 7;

/** What codes of one length are: the first of them, and the symbols that they stand for in order. */
interface CodesOfLength {
  readonly first: number;
  readonly symbols: readonly number[];
}

const CODES_BY_LENGTH: readonly CodesOfLength[] = canonicalCodes();
const CODES: readonly number[] = codeOfEachSymbol();

function canonicalCodes(): readonly CodesOfLength[] {
  const codes: CodesOfLength[] = [];
  let next = 0;
  for (let bits = 0; bits <= LONGEST_CODE_BITS; bits++) {
    const symbols = HUFFMAN_CODE_LENGTHS.flatMap((length, symbol) => (length === bits ? [symbol] : []));
    codes.push({ first: next, symbols });
    next = (next + symbols.length) * 2;
  }
  return codes;
}

function codeOfEachSymbol(): readonly number[] {
  const codes: number[] = [];
  for (const { first, symbols } of CODES_BY_LENGTH) symbols.forEach((symbol, index) => (codes[symbol] = first + index));
  return codes;
}

/** Octets of `text` (one code unit an octet) in the Huffman code (RFC 7541 §5.2), without making them. */
export function huffmanBytes(text: string): number {
  let bits = 0;
  for (let index = 0; index < text.length; index++) bits += HUFFMAN_CODE_LENGTHS[text.charCodeAt(index)] ?? 0;
  return Math.ceil(bits / 8);
}

/** The octets of `text` in the Huffman code, padded with ones (RFC 7541 §5.2). */
export function huffmanEncode(text: string): Uint8Array {
  const octets = new Uint8Array(huffmanBytes(text));
  let at = 0;
  let pending = 0;
  let pendingBits = 0;
  for (let index = 0; index < text.length; index++) {
    const symbol = text.charCodeAt(index);
    const length = HUFFMAN_CODE_LENGTHS[symbol] ?? 0;
    // At most 7 + 30 bits, which is more than bit operations take.
    pending = pending * 2 ** length + (CODES[symbol] ?? 0);
    pendingBits += length;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      octets[at++] = Math.floor(pending / 2 ** pendingBits);
      pending %= 2 ** pendingBits;
    }
  }
  if (pendingBits > 0) octets[at] = (pending << (8 - pendingBits)) | (2 ** (8 - pendingBits) - 1);
  return octets;
}

/**
 * The text behind Huffman-coded octets, one code unit an octet. Throws `DecodeError` for EOS, for a code that is cut short and for
 * padding that is too long or has a zero (RFC 7541 §5.2). `offsetBytes`: where the octets begin in the PDU.
 */
export function huffmanDecode(octets: Uint8Array, offsetBytes = 0): string {
  const found: number[] = [];
  let code = 0;
  let bits = 0;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at] ?? 0;
    for (let shift = 7; shift >= 0; shift--) {
      code = code * 2 + ((octet >> shift) & 1);
      bits += 1;
      const { first, symbols } = CODES_BY_LENGTH[bits] ?? { first: 0, symbols: [] };
      const symbol = symbols[code - first];
      if (symbol === undefined) continue;
      if (symbol === EOS) throw new DecodeError('HPACK', 'a character in the Huffman code', 'EOS', offsetBytes + at);
      found.push(symbol);
      code = 0;
      bits = 0;
    }
  }
  if (bits > MOST_PADDING_BITS || code !== 2 ** bits - 1) {
    const padding = code.toString(2).padStart(bits, '0');
    throw new DecodeError('HPACK', `at most ${MOST_PADDING_BITS} ones after the last Huffman code`, `the bits ${padding}`, offsetBytes + octets.length);
  }
  return textOf(found);
}

/** One code unit for each octet; in pieces, since a call takes only so many arguments. */
export function textOf(octets: ArrayLike<number>): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 4096) text += String.fromCharCode(...Array.prototype.slice.call(octets, at, at + 4096) as number[]);
  return text;
}
