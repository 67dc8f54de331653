import type { Ran } from './batch';

/** What tshark rightly remarks on: resets that happen, and what a sender repeats because an answer was slow. */
const ALWAYS = /^Connection reset \(RST\)$|^D-SACK Sequence|^Duplicate ACK/;
/** What follows from frames that are lost. */
const WITH_LOSS =
  /^This frame is a \(suspected\) (?:fast |spurious )?retransmission|^Previous segment\(s\) not captured|^ACKed segment that wasn't captured|^This frame is a \(suspected\) out-of-order segment|^Ignored Unknown Record|^DNS query retransmission/;
/** What follows from a resolver that keeps silent. */
const WITH_SILENT_RESOLVER = /^DNS query retransmission/;

/**
 * What a sender does that learns of a narrower link: it cuts anew what a router did not pass on. tshark, which saw the first copies
 * leave, puts a TLS record together from both.
 */
const WITH_NARROW_LINK = /^This frame is a \(suspected\) (?:out-of-order segment|(?:fast |spurious )?retransmission)|^New fragment overlaps old data|^Previous segment\(s\) not captured|^ACKed segment that wasn't captured/;
/** What follows from frames that arrive twice or late. */
const WITH_DISORDER = /^DNS (?:query|response) retransmission/;

/** Whether tshark met octets a second time and takes what it made of them for malformed. */
export function isOverlap(message: string): boolean {
  return message.startsWith('New fragment overlaps old data');
}

/** Whether frames arrive in another order than they were sent in, or not all once. */
export function isDisordered(settings: Ran['case']['settings']): boolean {
  return ['path.duplicateFrames', 'path.reorderFrames', 'path.narrowMtu'].some((key) => (settings[key] ?? '') !== '');
}

/** What follows from a receiver that has little room or takes its time. */
const WITH_LITTLE_ROOM = /^TCP (?:Zero Window segment|window specified by the receiver is now completely full)/;

/** tshark knows no zstd in HTTP before version 4.2. */
const WITH_ZSTANDARD = /^Decompression failed$/;

/** Whether a remark of tshark's only says what the conditions asked for. */
export function isExpected({ traces, case: { settings } }: Ran, message: string): boolean {
  if (ALWAYS.test(message)) return true;
  if (String(settings['fault'] ?? '').startsWith('dns.') && WITH_SILENT_RESOLVER.test(message)) return true;
  if ('path.narrowMtu' in settings && WITH_NARROW_LINK.test(message)) return true;
  if (isDisordered(settings) && (WITH_LOSS.test(message) || WITH_DISORDER.test(message))) return true;
  if (settings['server.coding'] === 'zstd' && WITH_ZSTANDARD.test(message)) return true;
  if ('client.receiveBufferBytes' in settings && WITH_LITTLE_ROOM.test(message)) return true;
  return traces.some(({ frames }) => frames.some(({ lost }) => lost)) && WITH_LOSS.test(message);
}
