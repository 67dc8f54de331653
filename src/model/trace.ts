import type { LayerNumber } from './layer';
import type { EncodedPdu, Pdu } from './pdu';
import type { Finding, Request } from './request';

export type StepState = 'happens' | 'skipped' | 'not-applicable' | 'fails';

/** One network step, opened by the module that does or skips it. */
export interface Step {
  /** Protocol first: `arp.resolve`, `dns.lookup`, `tcp.handshake`, `tls.handshake`, `http.request`. Not unique in a trace. */
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  /** Which state decided it and, for a skip or failure, what would change it. One sentence. */
  readonly reason: string;
  /** The host whose module opened it: `client`, `router`, `server`, `resolver`. */
  readonly host: string;
  readonly layers: readonly LayerNumber[];
  readonly startMs: number;
  readonly endMs: number;
  /** Indices into `Trace.frames`. */
  readonly frames: readonly number[];
  readonly spec: readonly string[];
  readonly children?: readonly Step[];
}

/** `to` of a frame for all hosts of a link, or for a group of them: broadcast and multicast, which no router passes on. */
export const EVERYONE = 'everyone';

/** A frame on one link. The same datagram crosses several links as several frames. */
export interface TracedFrame {
  readonly index: number;
  /** When its first bit leaves, and when its last bit arrives. */
  readonly sentMs: number;
  readonly receivedMs: number;
  /** Names of the two hosts on this link. */
  readonly from: string;
  readonly to: string;
  readonly link: string;
  /** As a capture shows it: without preamble and FCS, and without padding where the sender captures before padding. */
  readonly lengthBytes: number;
  /** The link lost it (a fault or a switch asked for that). */
  readonly lost: boolean;
  /** Index of the frame whose arrival made the sender send this one; undefined where the application started it. */
  readonly cause?: number;
  /** Data link first. Cheap: no bytes are made. */
  summary(): readonly { readonly layer: LayerNumber; readonly protocol: string; readonly summary: string }[];
  /** Every PDU whose last octet travels in this frame, data link first, with all fields. Makes the bytes. */
  pdus(): readonly Pdu[];
  /** The octets of the frame, `lengthBytes` of them, and each PDU with its own. */
  encode(): { readonly bytes: Uint8Array; readonly pdus: readonly EncodedPdu[] };
}

/** A PDU passing between a layer and the one below (`down`: sending) or above (`up`: receiving) in one host. */
export interface Crossing {
  readonly timeMs: number;
  readonly host: string;
  readonly layer: LayerNumber;
  readonly direction: 'down' | 'up';
  readonly protocol: string;
  /** What that layer did: "added a 20-byte header", "checked the FCS". */
  readonly action: string;
  /** The frame it became or came from, where there is one. */
  readonly frame?: number;
  /** Octets of the PDU at this layer. */
  readonly lengthBytes: number;
}

/** What happened in the simulated network for one request. */
export interface Trace {
  readonly request: Request;
  readonly steps: readonly Step[];
  /** All links, in order of sending. */
  readonly frames: readonly TracedFrame[];
  readonly crossings: readonly Crossing[];
  readonly findings: readonly Finding[];
  /** Index of the frame that brought the first octet of the response to the client. */
  readonly firstByteFrame?: number;
  readonly startMs: number;
  /** When the application had the whole response (or the failure); undefined values mean that never came. */
  readonly firstByteMs?: number;
  readonly endMs: number;
  /** NSS key log lines (`CLIENT_RANDOM …`), made when asked for. */
  keyLog(): string;
}
