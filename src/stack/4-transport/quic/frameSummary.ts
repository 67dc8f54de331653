import type { Slice } from '../../payload';
import { slicesLength } from '../../payload';
import type { QuicFrame } from './frame';
import { frameLayout } from './frameParts';

/** "ACK 0-2, CRYPTO (90 octets at 0), PADDING", for lists. */
export function summarizeFrames(frames: readonly QuicFrame[]): string {
  return frames.map(summarizeFrame).join(', ');
}

function summarizeFrame(frame: QuicFrame): string {
  const { name } = frameLayout(frame);
  switch (frame.type) {
    case 'ack': return `${name} ${frame.ranges.map(({ smallest, largest }) => (smallest === largest ? String(largest) : `${smallest}-${largest}`)).join(' ')}`;
    case 'crypto': return `${name} (${carried(frame.data, frame.offset)})`;
    case 'stream': return `${name} ${frame.streamId} (${carried(frame.data, frame.offset)}${frame.fin ? ', FIN' : ''})`;
    default: return name;
  }
}

/** What begins in the frame, by name; else how much of what began before. */
function carried(data: readonly Slice[], offset: number): string {
  const begun = data.flatMap(({ payload, start }) => (start === 0 ? [payload.summary] : []));
  return begun.length > 0 ? begun.join(', ') : `${slicesLength(data)} octets at ${offset}`;
}
