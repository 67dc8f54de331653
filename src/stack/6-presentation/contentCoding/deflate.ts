import { crc32 } from '../../1-physical/crc32';
import type { BitSink } from './bitSink';
import { littleEndian } from './bitSink';
import type { CodableContent } from './codableContent';
import { pieces } from './codableContent';

/** RFC 1951 §3.2.4: the length field of a stored block has 16 bits. */
const MOST_STORED_BYTES = 65_535;
const STORED = 0;
const FIXED = 1;
const END_OF_BLOCK = 256;
const LONGEST_MATCH_BYTES = 258;
/** Base lengths of the codes 257 to 285 and how many bits follow each (RFC 1951 §3.2.5). */
const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

/** DEFLATE (RFC 1951): stored blocks for what is written out, then one block with the fixed codes, in which a repeated octet is matches at distance 1. */
function deflate(sink: BitSink, content: CodableContent): void {
  for (const { start, length } of pieces(content.literalBytes, MOST_STORED_BYTES)) {
    sink.bits(0, 1);
    sink.bits(STORED, 2);
    sink.align();
    sink.octets(4, () => Uint8Array.of(...littleEndian(length, 2), ...littleEndian(~length & 0xffff, 2)));
    sink.octets(length, () => content.bytes().subarray(start, start + length));
  }
  sink.bits(1, 1);
  sink.bits(FIXED, 2);
  let left = content.lengthBytes - content.literalBytes;
  if (left > 0) {
    fixedCode(sink, content.repeated);
    left -= 1;
  }
  while (left > 0) {
    const length = Math.min(left, LONGEST_MATCH_BYTES);
    if (length < 3) fixedCode(sink, content.repeated);
    else match(sink, length);
    left -= length < 3 ? 1 : length;
  }
  fixedCode(sink, END_OF_BLOCK);
  sink.align();
}

/** So many octets from one octet before (RFC 1951 §3.2.5). */
function match(sink: BitSink, length: number): void {
  const index = LENGTH_BASES.findLastIndex((base) => base <= length);
  fixedCode(sink, 257 + index);
  const extra = LENGTH_EXTRA_BITS[index] ?? 0;
  if (extra > 0) sink.bits(length - (LENGTH_BASES[index] ?? 0), extra);
  sink.bits(0, 5);
}

/** A symbol in the fixed Huffman code (RFC 1951 §3.2.6); codes go most significant bit first. */
function fixedCode(sink: BitSink, symbol: number): void {
  const [code, count] = symbol < 144 ? [0x30 + symbol, 8] : symbol < 256 ? [0x190 + symbol - 144, 9] : symbol < 280 ? [symbol - 256, 7] : [0xc0 + symbol - 280, 8];
  let reversed = 0;
  for (let bit = 0; bit < count; bit++) reversed |= ((code >> bit) & 1) << (count - 1 - bit);
  sink.bits(reversed, count);
}

/** `gzip` (RFC 1952): a header without name and time, DEFLATE, CRC-32 and length. */
export function gzip(sink: BitSink, content: CodableContent): void {
  // ID1, ID2, CM, FLG, MTIME, XFL, OS: 255 for unknown.
  sink.octets(10, () => Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255));
  deflate(sink, content);
  sink.octets(8, () => Uint8Array.of(...littleEndian(crc32(content.bytes()), 4), ...littleEndian(content.lengthBytes, 4)));
}

/** `deflate` as HTTP means it (RFC 9110 §8.4.1.2): the zlib format (RFC 1950) around DEFLATE. */
export function zlib(sink: BitSink, content: CodableContent): void {
  // CMF: DEFLATE with a window of 32 KiB; FLG makes the two a multiple of 31.
  sink.octets(2, () => Uint8Array.of(0x78, 0x9c));
  deflate(sink, content);
  sink.octets(4, () => littleEndian(adler32(content.bytes()), 4).reverse());
}

/** RFC 1950 §8.2. */
function adler32(octets: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const octet of octets) {
    low = (low + octet) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 0x10000 + low;
}
