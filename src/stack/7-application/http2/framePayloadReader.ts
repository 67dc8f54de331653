import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromStandard } from '../../../model/provenance';
import { knownOctets } from '../../6-presentation/lazyOctets';
import type { FieldReader } from '../../fieldReader';
import { errorName, frameTypeName, settingName } from './codeNames';
import type { FieldBlockPart, FrameHeader, Http2Frame, Http2Setting, StreamPriority } from './frame';
import { FLAG, FRAME_TYPE } from './frame';
import type { HpackField } from './hpack/headerField';

/** A frame with the header list of the block that stands whole in it. */
interface ReadPayload {
  readonly frame: Http2Frame;
  readonly fields?: readonly HpackField[];
}

/** Reads a field block that stands whole in a frame; undefined where the frame has only a part of it. */
type BlockReader = (block: { readonly reader: FieldReader; readonly flags: number }) => readonly HpackField[] | undefined;

/** Frame types of a stream, of the connection, and those that can be of either (RFC 9113 §6). */
const ON_STREAM: readonly number[] = [
  FRAME_TYPE.data, FRAME_TYPE.headers, FRAME_TYPE.priority, FRAME_TYPE.rstStream, FRAME_TYPE.pushPromise, FRAME_TYPE.continuation,
];
const ON_CONNECTION: readonly number[] = [FRAME_TYPE.settings, FRAME_TYPE.ping, FRAME_TYPE.goAway];
const SETTING_BYTES = 6;

/** Reads what follows a frame's header (RFC 9113 §6). Every method throws `DecodeError` for what the type does not allow. */
export class FramePayloadReader {
  constructor(
    private readonly reader: FieldReader,
    private readonly header: FrameHeader,
    private readonly source: Provenance,
    private readonly readBlock: BlockReader,
  ) {}

  read(): ReadPayload {
    const { typeCode, streamId, flags } = this.header;
    this.checkStream();
    const endStream = (flags & FLAG.endStream) !== 0;
    const endHeaders = (flags & FLAG.endHeaders) !== 0;
    switch (typeCode) {
      case FRAME_TYPE.data: {
        const { read: data, ...padding } = this.padded(() => this.rest('Data', 'RFC 9113 §6.1', true));
        return { frame: { type: 'data', streamId, endStream, data: knownOctets(data), ...padding } };
      }
      case FRAME_TYPE.headers: {
        const { read, ...padding } = this.padded(() => {
          const priority = (flags & FLAG.priority) === 0 ? {} : { priority: this.priority() };
          return { priority, block: this.block() };
        });
        return this.withFields({ type: 'headers', streamId, endStream, endHeaders, block: read.block.part, ...read.priority, ...padding }, read.block.fields);
      }
      case FRAME_TYPE.pushPromise: {
        const { read, ...padding } = this.padded(() => ({ promisedStreamId: this.number31('Promised Stream ID', 'RFC 9113 §6.6'), block: this.block() }));
        const { promisedStreamId, block } = read;
        return this.withFields({ type: 'push-promise', streamId, promisedStreamId, endHeaders, block: block.part, ...padding }, block.fields);
      }
      case FRAME_TYPE.continuation: {
        const { part, fields } = this.block();
        return this.withFields({ type: 'continuation', streamId, endHeaders, block: part }, fields);
      }
      default: return { frame: this.control() };
    }
  }

  private control(): Http2Frame {
    const { typeCode, streamId, flags } = this.header;
    const ack = (flags & FLAG.ack) !== 0;
    switch (typeCode) {
      case FRAME_TYPE.priority:
        this.requireBytes(5);
        return { type: 'priority', streamId, priority: this.priority() };
      case FRAME_TYPE.rstStream:
        this.requireBytes(4);
        return { type: 'rst-stream', streamId, errorCode: this.errorCode('RFC 9113 §6.4') };
      case FRAME_TYPE.settings: return { type: 'settings', ack, settings: this.settings(ack) };
      case FRAME_TYPE.ping:
        this.requireBytes(8);
        return { type: 'ping', ack, data: this.rest('Opaque Data', 'RFC 9113 §6.7') };
      case FRAME_TYPE.goAway:
        return {
          type: 'goaway', lastStreamId: this.number31('Last-Stream-ID', 'RFC 9113 §6.8'), errorCode: this.errorCode('RFC 9113 §6.8'),
          debugData: this.rest('Additional Debug Data', 'RFC 9113 §6.8'),
        };
      case FRAME_TYPE.windowUpdate: {
        this.requireBytes(4);
        return { type: 'window-update', streamId, incrementBytes: this.number31('Window Size Increment', 'RFC 9113 §6.9') };
      }
      default: return { type: 'unknown', typeCode, flags, streamId, payload: this.rest('Payload', 'RFC 9113 §4.1') };
    }
  }

  private checkStream(): void {
    const { typeCode, streamId } = this.header;
    const name = frameTypeName(typeCode);
    if (streamId === 0 && ON_STREAM.includes(typeCode)) this.reader.fail(`${name} on a stream`, 'stream 0', 5);
    if (streamId !== 0 && ON_CONNECTION.includes(typeCode)) this.reader.fail(`${name} on stream 0`, `stream ${streamId}`, 5);
  }

  /** Runs `read` before the padding, where there is some (RFC 9113 §6.1). */
  private padded<Read>(read: () => Read): { readonly read: Read; readonly padBytes?: number } {
    if ((this.header.flags & FLAG.padded) === 0) return { read: read() };
    const spec = 'RFC 9113 §6.1';
    const padBytes = this.reader.number('Pad Length', 8, { spec, source: fromComputation });
    const contentBytes = this.reader.remainingBytes - padBytes;
    if (contentBytes < 0) this.reader.fail('padding that fits into the frame', `${padBytes} octets of it`, this.reader.offsetBytes - 1);
    const result = this.reader.within('what is before the padding', contentBytes, read);
    if (padBytes > 0) this.reader.octets('Padding', padBytes, { spec, source: fromStandard });
    return { read: result, padBytes };
  }

  private block(): { readonly part: FieldBlockPart; readonly fields?: readonly HpackField[] } {
    const { reader } = this;
    const start = reader.offsetBytes;
    const octets = reader.bytes.subarray(start, start + reader.remainingBytes);
    const fields = this.readBlock({ reader, flags: this.header.flags });
    if (!fields) this.rest('Field Block Fragment', 'RFC 9113 §4.3');
    return { part: { kind: 'octets', octets }, ...(fields ? { fields } : {}) };
  }

  private withFields(frame: Http2Frame, fields: readonly HpackField[] | undefined): ReadPayload {
    return { frame, ...(fields ? { fields } : {}) };
  }

  private settings(ack: boolean): readonly Http2Setting[] {
    const { reader } = this;
    if (ack) this.requireBytes(0);
    if (reader.remainingBytes % SETTING_BYTES !== 0) reader.fail(`settings of ${SETTING_BYTES} octets each`, `${reader.remainingBytes} octets`);
    const settings: Http2Setting[] = [];
    while (reader.remainingBytes > 0) {
      const id = (reader.peek() ?? 0) * 256 + (reader.peek(1) ?? 0);
      const shown = (setting: Http2Setting) => String(setting.value);
      settings.push(reader.group(settingName(id), { spec: 'RFC 9113 §6.5.2', source: this.source, shown }, () => ({
        id: reader.number('Identifier', 16, { spec: 'RFC 9113 §6.5.1', source: fromStandard, meaning: settingName }),
        value: reader.number('Value', 32, { spec: 'RFC 9113 §6.5.1', source: this.source }),
      })));
    }
    return settings;
  }

  private priority(): StreamPriority {
    const { reader, source } = this;
    const spec = 'RFC 9113 §6.3';
    const exclusive = reader.flag('Exclusive', { spec, source });
    const dependency = reader.number('Stream Dependency', 31, { spec, source });
    const weight = 1 + reader.number('Weight', 8, { spec, source, meaning: (read) => `a weight of ${read + 1}` });
    return { exclusive, dependency, weight };
  }

  private number31(name: string, spec: string): number {
    this.reader.number('Reserved', 1, { spec, source: fromStandard });
    return this.reader.number(name, 31, { spec, source: this.source });
  }

  private errorCode(spec: string): number {
    return this.reader.number('Error Code', 32, { spec, source: this.source, meaning: errorName });
  }

  private rest(name: string, spec: string, onlyCount = false): Uint8Array {
    const count = this.reader.remainingBytes;
    if (count === 0) return new Uint8Array(0);
    const shown = onlyCount ? { shown: (read: Uint8Array) => `${read.length} octets` } : {};
    return this.reader.octets(name, count, { spec, source: this.source, ...shown });
  }

  private requireBytes(count: number): void {
    const { remainingBytes } = this.reader;
    if (remainingBytes !== count) this.reader.fail(`${frameTypeName(this.header.typeCode)} with ${count} octets`, `${remainingBytes}`, 0);
  }
}
