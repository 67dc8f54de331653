import type { EncodedPdu } from '../../../model/pdu';
import { once } from '../../6-presentation/once';
import type { EncodedPayload, Payload, StepTag } from '../../payload';
import type { Http2Frame } from './frame';
import type { FrameSources } from './frameEncoder';
import { encodeHttp2Frame } from './frameEncoder';
import { http2FrameBytes, summarizeHttp2Frame } from './frameHeader';
import { encodePreface, PREFACE_BYTES } from './preface';

/** A frame with its place in a flight: octets from the flight's begin to its own begin and end. */
export interface PlacedFrame {
  readonly frame: Http2Frame;
  readonly startBytes: number;
  readonly endBytes: number;
}

/** Frames that one side writes at once, and before its first ones a client's preface. */
export class Http2Flight implements Payload {
  readonly lengthBytes: number;
  readonly layer = 7;
  readonly protocol = 'http2';
  readonly frames: readonly PlacedFrame[];
  readonly step?: StepTag;
  readonly encode = once(() => this.makeOctets());

  constructor(
    frames: readonly Http2Frame[],
    private readonly sources: FrameSources,
    step?: StepTag,
    private readonly withPreface = false,
  ) {
    let at = withPreface ? PREFACE_BYTES : 0;
    this.frames = frames.map((frame) => {
      const startBytes = at;
      at += http2FrameBytes(frame);
      return { frame, startBytes, endBytes: at };
    });
    this.lengthBytes = at;
    if (step) this.step = step;
  }

  get summary(): string {
    // A large response is many frames of the same kind.
    const shownFrames = this.frames.length > 3 ? 2 : this.frames.length;
    const shown = this.frames.slice(0, shownFrames).map(({ frame }) => summarizeHttp2Frame(frame));
    const left = this.frames.length - shownFrames;
    return [...(this.withPreface ? ['Connection preface'] : []), ...shown, ...(left > 0 ? [`${left} more frames`] : [])].join(', ');
  }

  private makeOctets(): EncodedPayload {
    const pdus: EncodedPdu[] = [
      ...(this.withPreface ? [encodePreface()] : []),
      ...this.frames.map(({ frame }) => encodeHttp2Frame(frame, this.sources)),
    ];
    const bytes = new Uint8Array(this.lengthBytes);
    let at = 0;
    for (const pdu of pdus) {
      bytes.set(pdu.bytes, at);
      at += pdu.bytes.length;
    }
    return { bytes, pdus };
  }
}
