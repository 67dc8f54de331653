import { slicesLength } from '../../payload';
import type { TcpSegment } from './segment';
import { addToSequence } from './sequenceNumber';

/** The reset that answers a segment for which there is no connection (RFC 9293 §3.10.7.1). */
export function resetFor(segment: TcpSegment): TcpSegment {
  const length = slicesLength(segment.data) + (segment.flags.syn ? 1 : 0) + (segment.flags.fin ? 1 : 0);
  return {
    protocol: 'tcp',
    sourcePort: segment.destinationPort,
    destinationPort: segment.sourcePort,
    sequenceNumber: segment.flags.ack ? segment.acknowledgmentNumber : 0,
    acknowledgmentNumber: segment.flags.ack ? 0 : addToSequence(segment.sequenceNumber, length),
    flags: segment.flags.ack ? { rst: true } : { rst: true, ack: true },
    window: 0,
    options: [],
    data: [],
  };
}
