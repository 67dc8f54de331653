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
    case 'crypto': return `${name} (${slicesLength(frame.data)} octets at ${frame.offset})`;
    case 'stream': return `${name} ${frame.streamId} (${slicesLength(frame.data)} octets at ${frame.offset}${frame.fin ? ', FIN' : ''})`;
    default: return name;
  }
}
