import type { ContentCoding } from '../../../model/clientProfile';
import type { LazyOctets } from '../lazyOctets';
import { laterOctets } from '../lazyOctets';
import type { BitSink } from './bitSink';
import { BitCounter, BitWriter } from './bitSink';
import { brotli } from './brotli';
import type { CodableContent } from './codableContent';
import { gzip, zlib } from './deflate';
import { zstandard } from './zstandard';

const CODERS: Readonly<Record<ContentCoding, (sink: BitSink, content: CodableContent) => void>> = { gzip, deflate: zlib, br: brotli, zstd: zstandard };

/** The content in that coding (RFC 9110 §8.4.1): its length now, its octets when someone looks. */
export function codedContent(coding: ContentCoding, content: CodableContent): LazyOctets {
  const coder = CODERS[coding];
  const counter = new BitCounter();
  coder(counter, content);
  const { lengthBytes } = counter;
  return laterOctets(lengthBytes, () => {
    const writer = new BitWriter(lengthBytes);
    coder(writer, content);
    return writer.finish();
  });
}
