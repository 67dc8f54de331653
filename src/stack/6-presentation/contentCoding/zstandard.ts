import type { BitSink } from './bitSink';
import { littleEndian } from './bitSink';
import type { CodableContent } from './codableContent';
import { pieces } from './codableContent';

const MAGIC = 0xfd2fb528;
/** Frame_Content_Size in four octets, a window, no checksum, no dictionary (RFC 8878 §3.1.1.1.1). */
const FRAME_HEADER_DESCRIPTOR = 0x80;
/** A window of 128 KiB (RFC 8878 §3.1.1.1.2); HTTP allows up to 8 MiB (RFC 9659 §3). */
const WINDOW_DESCRIPTOR = 7 << 3;
/** RFC 8878 §3.1.1.2.4. */
const MOST_BLOCK_BYTES = 128 * 1024;
const RAW = 0;
const RLE = 1;

/** `zstd` (RFC 8878): raw blocks for what is written out, RLE blocks for the repeated octet. */
export function zstandard(sink: BitSink, content: CodableContent): void {
  sink.octets(10, () => Uint8Array.of(...littleEndian(MAGIC, 4), FRAME_HEADER_DESCRIPTOR, WINDOW_DESCRIPTOR, ...littleEndian(content.lengthBytes, 4)));
  const repeatedBytes = content.lengthBytes - content.literalBytes;
  const raw = pieces(content.literalBytes, MOST_BLOCK_BYTES);
  const repeated = pieces(repeatedBytes, MOST_BLOCK_BYTES);
  raw.forEach(({ start, length }, index) => {
    blockHeader(sink, RAW, length, repeated.length === 0 && index === raw.length - 1);
    sink.octets(length, () => content.bytes().subarray(start, start + length));
  });
  repeated.forEach(({ length }, index) => {
    blockHeader(sink, RLE, length, index === repeated.length - 1);
    sink.bits(content.repeated, 8);
  });
  if (content.lengthBytes === 0) blockHeader(sink, RAW, 0, true);
}

/** RFC 8878 §3.1.1.2. */
function blockHeader(sink: BitSink, type: number, size: number, last: boolean): void {
  sink.bits(last ? 1 : 0, 1);
  sink.bits(type, 2);
  sink.bits(size, 21);
}
