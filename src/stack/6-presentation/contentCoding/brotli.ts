import type { BitSink } from './bitSink';
import type { CodableContent } from './codableContent';
import { pieces } from './codableContent';

/** A window of 22 bits, which most encoders choose (RFC 7932 §9.1): the four bits that say so. */
const WINDOW_BITS = 0b1011;
/** MLEN has at most six nibbles (RFC 7932 §9.2). */
const MOST_META_BLOCK_BYTES = 2 ** 24;
/** Least length of each insert length code and how many bits follow it (RFC 7932 §5). */
const INSERT_BASES = [0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 18, 26, 34, 50, 66, 98, 130, 194, 322, 578, 1090, 2114, 6210, 22_594];
const INSERT_EXTRA_BITS = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 12, 14, 24];
/** The first symbol of insert lengths 0 to 7, 8 to 15 and 16 to 23 with the shortest copies (RFC 7932 §5). */
const CELLS = [128, 256, 448];

/** `br` (RFC 7932): uncompressed meta-blocks for what is written out, then meta-blocks whose only literal is the repeated octet. */
export function brotli(sink: BitSink, content: CodableContent): void {
  sink.bits(WINDOW_BITS, 4);
  for (const { start, length } of pieces(content.literalBytes, MOST_META_BLOCK_BYTES)) {
    metaBlockLength(sink, length);
    sink.bits(1, 1);
    sink.align();
    sink.octets(length, () => content.bytes().subarray(start, start + length));
  }
  for (const { length } of pieces(content.lengthBytes - content.literalBytes, MOST_META_BLOCK_BYTES)) repeatedOctet(sink, content.repeated, length);
  // ISLAST and ISLASTEMPTY.
  sink.bits(0b11, 2);
  sink.align();
}

/** ISLAST of 0, MNIBBLES and MLEN (RFC 7932 §9.2). */
function metaBlockLength(sink: BitSink, length: number): void {
  const nibbles = length <= 2 ** 16 ? 4 : length <= 2 ** 20 ? 5 : 6;
  sink.bits(0, 1);
  sink.bits(nibbles - 4, 2);
  sink.bits(length - 1, nibbles * 4);
}

/** A meta-block of one insert: each prefix code has a single symbol, so the literals themselves take no bits. */
function repeatedOctet(sink: BitSink, octet: number, length: number): void {
  metaBlockLength(sink, length);
  // ISUNCOMPRESSED; one block type for literals, commands and distances; NPOSTFIX, NDIRECT; context mode; one tree of literals and distances.
  sink.bits(0, 1);
  sink.bits(0, 3);
  sink.bits(0, 6);
  sink.bits(0, 2);
  sink.bits(0, 2);
  const code = INSERT_BASES.findLastIndex((base) => base <= length);
  singleSymbol(sink, octet, 8);
  singleSymbol(sink, (CELLS[code >> 3] ?? 0) + (code & 7) * 8, 10);
  singleSymbol(sink, 0, 6);
  const extra = INSERT_EXTRA_BITS[code] ?? 0;
  if (extra > 0) sink.bits(length - (INSERT_BASES[code] ?? 0), extra);
}

/** A simple prefix code with one symbol (RFC 7932 §3.4). */
function singleSymbol(sink: BitSink, symbol: number, alphabetBits: number): void {
  sink.bits(1, 2);
  sink.bits(0, 2);
  sink.bits(symbol, alphabetBits);
}
