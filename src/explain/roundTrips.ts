import type { Trace, TracedFrame } from '../model/trace';
import { EVERYONE } from '../model/trace';

/**
 * Round trips on the critical path to the first octet of the response: from the frame that brought it, back along the causes,
 * every frame that the client's host had to send first. Frames with nothing above the data link layer, and frames for
 * every host of the link, are not counted: they resolve the next hop's address (RFC 826, RFC 4861 §7.2) and never leave the link.
 */
export function countRoundTrips(trace: Trace): number {
  const byIndex = new Map(trace.frames.map((frame) => [frame.index, frame]));
  const seen = new Set<number>();
  let count = 0;
  let index = trace.firstByteFrame;
  while (index !== undefined && !seen.has(index)) {
    seen.add(index);
    const frame = byIndex.get(index);
    index = frame?.cause;
    // What a switch passes on still carries the client's address: the frame is counted where the client itself sent it.
    const passedOn = index !== undefined && byIndex.get(index)?.from === 'client';
    if (frame?.from === 'client' && !passedOn && leavesTheLink(frame)) count += 1;
  }
  return count;
}

function leavesTheLink(frame: TracedFrame): boolean {
  return frame.to !== EVERYONE && frame.summary().some(({ layer }) => layer > 2);
}
