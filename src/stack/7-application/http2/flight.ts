import type { EncodedPdu } from '../../../model/pdu';
import { once } from '../../6-presentation/once';
import type { EncodedPayload, Payload, StepTag } from '../../payload';
import type { Http2Frame } from './frame';
import type { FrameSources } from './frameEncoder';
import { encodeHttp2Frame } from './frameEncoder';
import { http2FrameBytes, summarizeHttp2Frame } from './frameHeader';
import type { Placed } from './placedParts';
import { joinPdus, placeParts } from './placedParts';
import { encodePreface, PREFACE_BYTES } from './preface';

/** Frames that one side writes at once, and before its first ones a client's preface. */
export class Http2Flight implements Payload {
  readonly lengthBytes: number;
  readonly layer = 7;
  readonly protocol = 'http2';
  readonly frames: readonly Placed<Http2Frame>[];
  readonly step?: StepTag;
  readonly encode = once(() => this.makeOctets());

  constructor(
    frames: readonly Http2Frame[],
    private readonly sources: FrameSources,
    step?: StepTag,
    private readonly withPreface = false,
  ) {
    const prefaceBytes = withPreface ? PREFACE_BYTES : 0;
    this.frames = placeParts(frames, http2FrameBytes, prefaceBytes);
    this.lengthBytes = this.frames.at(-1)?.endBytes ?? prefaceBytes;
    if (step) this.step = step;
  }

  get summary(): string {
    // A large response is many frames of the same kind.
    const shownFrames = this.frames.length > 3 ? 2 : this.frames.length;
    const shown = this.frames.slice(0, shownFrames).map(({ part }) => summarizeHttp2Frame(part));
    const left = this.frames.length - shownFrames;
    return [...(this.withPreface ? ['Connection preface'] : []), ...shown, ...(left > 0 ? [`${left} more frames`] : [])].join(', ');
  }

  private makeOctets(): EncodedPayload {
    const pdus: EncodedPdu[] = [
      ...(this.withPreface ? [encodePreface()] : []),
      ...this.frames.map(({ part }) => encodeHttp2Frame(part, this.sources)),
    ];
    return joinPdus(pdus, this.lengthBytes);
  }
}
