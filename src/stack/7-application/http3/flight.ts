import type { EncodedPdu } from '../../../model/pdu';
import { fromStandard } from '../../../model/provenance';
import { once } from '../../6-presentation/once';
import { FieldWriter } from '../../fieldWriter';
import type { EncodedPayload, Payload, StepTag } from '../../payload';
import { varintBytes, writeVarint } from '../../4-transport/quic/variableLengthInteger';
import type { FrameSources } from '../http2/frameEncoder';
import type { Placed } from '../http2/placedParts';
import { joinPdus, placeParts } from '../http2/placedParts';
import { streamTypeName } from './codeNames';
import type { Http3Frame } from './frame';
import { encodeHttp3Frame, http3FrameBytes } from './frameEncoder';
import { summarizeHttp3Frame } from './frameSummary';
import type { QpackInstruction } from './qpack/instruction';
import { instructionBytes, instructionTitle, writeInstruction } from './qpack/instruction';

/** What a stream carries, one after the other: the type of a unidirectional stream, frames, or instructions of QPACK. */
export type StreamPart =
  | { readonly kind: 'stream-type'; readonly streamType: number }
  | { readonly kind: 'frame'; readonly frame: Http3Frame }
  | { readonly kind: 'instruction'; readonly instruction: QpackInstruction };

function partBytes(part: StreamPart): number {
  switch (part.kind) {
    case 'stream-type': return varintBytes(part.streamType);
    case 'frame': return http3FrameBytes(part.frame);
    case 'instruction': return instructionBytes(part.instruction);
  }
}

function summarizePart(part: StreamPart): string {
  switch (part.kind) {
    case 'stream-type': return streamTypeName(part.streamType);
    case 'frame': return summarizeHttp3Frame(part.frame);
    case 'instruction': return instructionTitle(part.instruction);
  }
}

/** What one side writes to a stream at once. */
export class Http3Flight implements Payload {
  readonly layer = 7;
  readonly protocol = 'http3';
  readonly lengthBytes: number;
  readonly parts: readonly Placed<StreamPart>[];
  readonly step?: StepTag;
  readonly encode = once(() => this.makeOctets());

  constructor(parts: readonly StreamPart[], private readonly sources: FrameSources, step?: StepTag) {
    this.parts = placeParts(parts, partBytes);
    this.lengthBytes = this.parts.at(-1)?.endBytes ?? 0;
    if (step) this.step = step;
  }

  get summary(): string {
    // A large response is many frames of the same kind.
    const shown = this.parts.length > 3 ? 2 : this.parts.length;
    const left = this.parts.length - shown;
    return [...this.parts.slice(0, shown).map(({ part }) => summarizePart(part)), ...(left > 0 ? [`${left} more`] : [])].join(', ');
  }

  private makeOctets(): EncodedPayload {
    const pdus = this.parts.map(({ part }) => this.encodePart(part));
    return joinPdus(pdus, this.lengthBytes);
  }

  private encodePart(part: StreamPart): EncodedPdu {
    if (part.kind === 'frame') return encodeHttp3Frame(part.frame, this.sources);
    const writer = new FieldWriter();
    if (part.kind === 'instruction') writeInstruction(writer, part.instruction, this.sources.program);
    else writeVarint(writer, 'Stream Type', part.streamType, { spec: 'RFC 9114 §6.2', source: fromStandard, meaning: streamTypeName(part.streamType) });
    return writer.finish({ layer: 7, protocol: 'http3', summary: summarizePart(part) });
  }
}
