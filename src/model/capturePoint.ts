import type { Trace, TracedFrame } from './trace';

/** A place where frames can be captured: a host's interface. */
interface CapturePoint {
  readonly host: string;
  /** It stands at the end of its link that is farther from the client. */
  readonly isFarEnd: boolean;
  readonly sees: (frame: TracedFrame) => boolean;
}

/** Links on the client's side of the router; what else the router is an end of is its outside. */
const INSIDE_LINKS: readonly string[] = ['client', 'router'];

const CAPTURE_POINTS: Readonly<Record<string, CapturePoint>> = {
  client: ownLink('client', false),
  server: ownLink('server', true),
  wan: { host: 'router', isFarEnd: false, sees: ({ link, from, to }) => !INSIDE_LINKS.includes(link) && (from === 'router' || to === 'router') },
  resolver: ownLink('resolver', true),
  proxy: ownLink('proxy', true),
  // Router 1 is the home router, whose outside is `wan`; the link beyond the last of at most 30 is the server's.
  ...Object.fromEntries(Array.from({ length: 28 }, (_, index) => [`hop${index + 2}`, ownLink(`hop${index + 2}`, false)])),
};

/** The places where a capture can stand, the client's own link first. */
export const CAPTURE_LINKS: readonly string[] = Object.keys(CAPTURE_POINTS);

/** A capture at the host that the link is named after. */
function ownLink(name: string, isFarEnd: boolean): CapturePoint {
  return { host: name, isFarEnd, sees: ({ link }) => link === name };
}

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
 * (`client`), the server (`server`), the router's outside (`wan`), the resolver, the proxy and at the far side of each router on the path (`hop2`). A link that the simulated network lacks has no frames.
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
        fromClient: point.isFarEnd ? !outbound : outbound,
        missed: frame.lost && !outbound,
      };
    })
    .sort((a, b) => a.timeMs - b.timeMs || a.frame.index - b.frame.index);
}
