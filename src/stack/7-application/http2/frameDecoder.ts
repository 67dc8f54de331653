import type { Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromNetwork, fromStandard } from '../../../model/provenance';
import { DecodeError } from '../../../model/wirewalkError';
import { FieldReader } from '../../fieldReader';
import { frameTypeName } from './codeNames';
import type { FrameHeader, Http2Frame } from './frame';
import { DEFAULT_MAX_FRAME_BYTES, FLAG, FRAME_HEADER_BYTES, FRAME_TYPE } from './frame';
import { flagsOf } from './frameFlags';
import { summarizeHttp2Frame } from './frameHeader';
import { FramePayloadReader } from './framePayloadReader';
import type { HpackLimits } from './hpack/decoder';
import { HpackDecoder } from './hpack/decoder';
import type { HpackField } from './hpack/headerField';

/** Octets of one field block before it is complete: CONTINUATION frames without end are an attack. */
const MOST_BLOCK_BYTES = 262_144;

/** A frame that was read. */
export interface DecodedHttp2Frame {
  readonly frame: Http2Frame;
  readonly pdu: Pdu;
  /** The header list of the field block that ends in this frame. */
  readonly fields?: readonly HpackField[];
}

export interface Http2DecoderLimits extends HpackLimits {
  /** The SETTINGS_MAX_FRAME_SIZE that the receiver announced. */
  readonly frameBytes?: number;
}

/** One direction of an HTTP/2 connection, for octets of any origin: header compression and split field blocks go across frames. */
export class Http2FrameDecoder {
  private readonly hpack: HpackDecoder;
  private readonly mostFrameBytes: number;
  private block: { readonly streamId: number; readonly parts: Uint8Array[]; lengthBytes: number } | undefined;

  constructor({ frameBytes = DEFAULT_MAX_FRAME_BYTES, ...limits }: Http2DecoderLimits = {}, private readonly source: Provenance = fromNetwork) {
    this.hpack = new HpackDecoder(limits);
    this.mostFrameBytes = frameBytes;
  }

  /**
   * The frame at the begin of `bytes`; undefined where its octets are not all there. Throws `DecodeError` with the offset for what a
   * receiver treats as a connection error (RFC 9113 §5.4.1); the connection is of no use after that.
   */
  decode(bytes: Uint8Array): DecodedHttp2Frame | undefined {
    if (bytes.length < FRAME_HEADER_BYTES) return undefined;
    const payloadBytes = (bytes[0] ?? 0) * 65_536 + (bytes[1] ?? 0) * 256 + (bytes[2] ?? 0);
    if (payloadBytes > this.mostFrameBytes) {
      throw new DecodeError('HTTP/2', `a frame of at most ${this.mostFrameBytes} octets`, `${payloadBytes}`, 0);
    }
    const frameBytes = FRAME_HEADER_BYTES + payloadBytes;
    if (bytes.length < frameBytes) return undefined;
    const reader = new FieldReader('HTTP/2', bytes.subarray(0, frameBytes), this.source);
    const header = this.readHeader(reader);
    this.checkOrder(reader, header);
    const { frame, fields } = new FramePayloadReader(reader, header, this.source, (block) => this.wholeBlock(block)).read();
    const complete = fields ?? this.collect(reader, frame);
    const dataBytes = frame.type === 'data' ? frame.data.lengthBytes : 0;
    const pdu = reader.finish({ layer: 7, protocol: 'http2', summary: summarizeHttp2Frame(frame), headerBytes: frameBytes - dataBytes });
    return { frame, pdu, ...(complete === undefined ? {} : { fields: complete }) };
  }

  private readHeader(reader: FieldReader): FrameHeader {
    const spec = 'RFC 9113 §4.1';
    reader.number('Length', 24, { spec, source: fromComputation });
    const typeCode = reader.number('Type', 8, { spec, source: fromStandard, meaning: frameTypeName });
    const names = flagsOf(typeCode);
    const meaning = (flags: number) => names.flatMap((flag) => (flag && (flags & flag.bit) !== 0 ? [flag.name] : [])).join(', ') || undefined;
    const flags = reader.group('Flags', { spec, source: fromComputation, shown: (read: number) => read, meaning }, () => {
      let read = 0;
      for (let bit = 7; bit >= 0; bit--) {
        const flag = names[bit];
        if (reader.flag(flag?.name ?? 'Unused flag', { spec: flag?.spec ?? spec, source: fromComputation })) read |= 1 << bit;
      }
      return read;
    });
    reader.number('Reserved', 1, { spec, source: fromStandard });
    const streamId = reader.number('Stream Identifier', 31, { spec: 'RFC 9113 §5.1.1', source: fromComputation });
    return { typeCode, flags, streamId };
  }

  /** A field block is not interrupted by other frames, and only a field block is continued (RFC 9113 §6.10). */
  private checkOrder(reader: FieldReader, { typeCode, streamId }: FrameHeader): void {
    const continues = typeCode === FRAME_TYPE.continuation;
    if (this.block && (!continues || streamId !== this.block.streamId)) {
      reader.fail(`CONTINUATION on stream ${this.block.streamId}`, `${frameTypeName(typeCode)} on stream ${streamId}`, 3);
    }
    if (!this.block && continues) reader.fail('a field block before CONTINUATION', 'none', 3);
  }

  /** Reads a block that stands in one frame; undefined where it is only a part. */
  private wholeBlock({ reader, flags }: { readonly reader: FieldReader; readonly flags: number }): readonly HpackField[] | undefined {
    return this.block || (flags & FLAG.endHeaders) === 0 ? undefined : this.hpack.read(reader, this.source);
  }

  /** Keeps the parts of a block; returns its list with the last one. */
  private collect(reader: FieldReader, frame: Http2Frame): readonly HpackField[] | undefined {
    if (frame.type !== 'headers' && frame.type !== 'push-promise' && frame.type !== 'continuation') return undefined;
    if (frame.block.kind !== 'octets') return undefined;
    const block = (this.block ??= { streamId: frame.streamId, parts: [], lengthBytes: 0 });
    block.lengthBytes += frame.block.octets.length;
    // Empty parts cost the sender nothing, so they are counted as well.
    if (block.lengthBytes + block.parts.length * FRAME_HEADER_BYTES > MOST_BLOCK_BYTES) {
      reader.fail(`a field block of at most ${MOST_BLOCK_BYTES} octets`, 'a longer one', 0);
    }
    block.parts.push(frame.block.octets);
    if (!frame.endHeaders) return undefined;
    this.block = undefined;
    const octets = new Uint8Array(block.lengthBytes);
    let at = 0;
    for (const part of block.parts) {
      octets.set(part, at);
      at += part.length;
    }
    return this.hpack.decode(octets);
  }
}
