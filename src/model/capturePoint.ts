import type { Trace, TracedFrame } from './trace';

/** A place where frames can be captured: a host's interface. */
interface CapturePoint {
  readonly host: string;
  readonly sees: (frame: TracedFrame) => boolean;
}

/** Links on the client's side of the router; what else the router is an end of is its outside. */
const INSIDE_LINKS: readonly string[] = ['client', 'router'];

const CAPTURE_POINTS: Readonly<Record<string, CapturePoint>> = {
  client: { host: 'client', sees: ({ link }) => link === 'client' },
  server: { host: 'server', sees: ({ link }) => link === 'server' },
  wan: { host: 'router', sees: ({ link, from, to }) => !INSIDE_LINKS.includes(link) && (from === 'router' || to === 'router') },
};

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
 * The frames of one link (`Conditions.observe`) in the order in which a capture there sees them. Captures stand at the client
 * (`client`), the server (`server`) and the router's outside (`wan`). A link that the simulated network lacks has no frames.
 */
export function captureLink(trace: Trace, link: string): readonly CapturedFrame[] {
  const point = CAPTURE_POINTS[link];
  if (!point) return [];
  return trace.frames
    .filter(point.sees)
    .map((frame) => {
      const outbound = frame.from === point.host;
      return {
        frame,
        timeMs: outbound ? frame.sentMs : frame.receivedMs,
        outbound,
        fromClient: point.host === 'server' ? !outbound : outbound,
        missed: frame.lost && !outbound,
      };
    })
    .sort((a, b) => a.timeMs - b.timeMs || a.frame.index - b.frame.index);
}
