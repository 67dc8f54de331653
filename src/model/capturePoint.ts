import type { Trace, TracedFrame } from './trace';

/** The host at which a capture of a link is taken: the time of a frame is when that host's interface sees it. */
const CAPTURING_HOST: Readonly<Record<string, string>> = { client: 'client', server: 'server', wan: 'router' };

/** A frame as a capture at one end of its link sees it. */
export interface CapturedFrame {
  readonly frame: TracedFrame;
  /** When the capturing host's interface sends its first bit or has its last one. */
  readonly timeMs: number;
  /** The capturing host sent it. */
  readonly outbound: boolean;
  /** It travels away from the client, towards the server or the resolver. */
  readonly fromClient: boolean;
  /** The link lost it before it reached the capturing host, so a real capture would not have it. */
  readonly missed: boolean;
}

/**
 * The frames of one link in the order in which a capture there sees them. Captures stand at the client (`client`), the server
 * (`server`) and the router's outside (`wan`).
 */
export function captureLink(trace: Trace, link: string): readonly CapturedFrame[] {
  const host = CAPTURING_HOST[link] ?? link;
  return trace.frames
    .filter((frame) => frame.link === link)
    .map((frame) => {
      const outbound = frame.from === host;
      return {
        frame,
        timeMs: outbound ? frame.sentMs : frame.receivedMs,
        outbound,
        fromClient: host === 'server' ? !outbound : outbound,
        missed: frame.lost && !outbound,
      };
    })
    .sort((a, b) => a.timeMs - b.timeMs || a.frame.index - b.frame.index);
}
