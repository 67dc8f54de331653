import type { LayerNumber } from '../model/layer';
import type { Finding } from '../model/request';
import type { SystemProfile } from '../model/systemProfile';
import type { Slice, StepTag } from './payload';

/** What every protocol module needs of the host it runs in: its system's habits, time, chance and the trace. Never a clock or randomness of its own. */
export interface HostServices {
  /** `client`, `router`, `server`, `resolver`. */
  readonly hostName: string;
  /** The operating system whose TCP/IP stack this is. */
  readonly system: SystemProfile;
  readonly nowMs: () => number;
  /** Runs `action` after `delayMs` of simulated time, with the frame that is being processed as its cause. */
  readonly after: (delayMs: number, action: () => void) => Timer;
  /** The same for a timer that nobody waits for (an idle limit): it does not keep the simulation running. */
  readonly afterInBackground: (delayMs: number, action: () => void) => Timer;
  readonly random: RandomSource;
  readonly trace: TraceRecorder;
}

export interface Timer {
  cancel(): void;
}

/** Seeded chance: same seed, same values. */
export interface RandomSource {
  /** `count` octets. */
  bytes(count: number): Uint8Array;
  /** A whole number, 0 to `limit - 1`. */
  below(limit: number): number;
}

/** Where modules say what they do and why. */
export interface TraceRecorder {
  /** Opens a step now; end it with exactly one of its methods. */
  openStep(opening: StepOpening): OpenStep;
  /** A layer hands a PDU down or up. A sender passes the mark down with the PDU, so that the frame it ends in is known. */
  crossing(crossing: LayerCrossing): CrossingMark;
  /** The same for what a layer does to every PDU; `about` is what the kind's text is made of. */
  passed<About>(kind: CrossingKind<About>, lengthBytes: number, about: About): CrossingMark;
  /**
   * Whether a quiet decision (a table that had the entry, a route) deserves a step: the first time in a run that it is made about this,
   * on the host whose request it is. Routers decide the same at every frame, and nobody asked them.
   */
  worthSaying(decision: string, about: string): boolean;
  finding(finding: Finding): void;
  /** A line for the NSS key log, made when someone asks for the log. */
  secret(line: () => string): void;
}

/** A PDU passing between a layer and its neighbour. `action` is made into text only when someone looks. */
export interface LayerCrossing {
  readonly layer: LayerNumber;
  readonly direction: 'down' | 'up';
  readonly protocol: string;
  readonly action: string | (() => string);
  readonly lengthBytes: number;
}

/** What a layer does to every PDU of a kind. Made once and recorded by reference: a long response crosses layers hundreds of thousands of times. */
export interface CrossingKind<About = undefined> {
  readonly layer: LayerNumber;
  readonly direction: 'down' | 'up';
  readonly protocol: string;
  readonly action: string | ((about: About) => string);
}

/** A recorded crossing whose frame is not known yet: its number, which only the recorder reads. */
export type CrossingMark = number;

/** What travels down with a PDU beside it: for the trace, not for the network. */
export interface SendContext {
  /** The steps that the PDU belongs to. */
  readonly steps: readonly StepTag[];
  /** The latest crossing, which ends in the same frame; those above it stand in the context that it came with. */
  readonly crossing?: CrossingMark;
  readonly above?: SendContext;
}

export const emptyContext: SendContext = { steps: [] };

/** The context with one more crossing. */
export function withCrossing(above: SendContext, crossing: CrossingMark): SendContext {
  return { steps: above.steps, crossing, above };
}

export interface StepOpening {
  /** `tls.handshake`. */
  readonly id: string;
  readonly title: string;
  readonly layers: readonly LayerNumber[];
  readonly spec: readonly string[];
  /** The step lasts until the last frame that carries its payload has arrived, whenever it is decided. */
  readonly untilDelivered?: boolean;
  /** What it says where it had not ended when the request did, as one sentence. */
  readonly unfinished?: string;
  /** The step within which this one happens; `cause`: that of the frame that is being processed. */
  readonly parent?: Pick<OpenStep, 'tag'> | 'cause';
}

export interface OpenStep {
  readonly tag: StepTag;
  happens(reason: string): void;
  skipped(reason: string): void;
  notApplicable(reason: string): void;
  fails(reason: string): void;
}

/** A reliable, ordered stream of octets: what TCP gives to HTTP and TLS, and TLS to HTTP. */
export interface ByteStream {
  /** Takes the octets in order; they leave when the layer below allows. */
  send(slice: Slice): void;
  /** Sends what was taken, then ends this direction and releases the connection. */
  close(): void;
  /** Ends at once, telling the peer if the protocol can. */
  abort(): void;
  /** Set by the user of the stream before anything can arrive. */
  handler: ByteStreamHandler;
}

export interface ByteStreamHandler {
  /** The stream is ready to carry octets both ways. */
  opened(): void;
  received(slice: Slice): void;
  /** The peer ended its direction in good order. */
  ended(): void;
  /** The stream broke. `code` is what a client would report (`ECONNRESET`, `ECONNREFUSED`, `ETIMEDOUT`, `CERT_HAS_EXPIRED`). */
  failed(failure: StreamFailure): void;
}

export interface StreamFailure {
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  /** It is no failure: this URL is to be requested instead, and nothing was sent. */
  readonly requestInstead?: string;
  /** The peer says that it did nothing for the request (RFC 9113 §8.7): every method may be sent again. */
  readonly notProcessed?: boolean;
}

/** The other end of a datagram. */
export interface DatagramPeer {
  readonly address: string;
  readonly port: number;
  /** The own address that the peer wrote to, or shall be written from; the one that the route suggests where absent. */
  readonly localAddress?: string;
}

/** Unreliable datagrams between two ports: what UDP gives to DNS. */
export interface DatagramSocket {
  readonly localPort: number;
  send(slice: Slice, to: DatagramPeer): void;
  /** Set by the user of the socket. */
  received: (slice: Slice, from: DatagramPeer) => void;
  /** Set by a user who wants to hear that something sent did not arrive: `code` is `ECONNREFUSED`, `EHOSTUNREACH`, `ENETUNREACH`, `EMSGSIZE`. */
  undelivered?: (failure: StreamFailure) => void;
  /** Set by a user whose datagrams must not be cut: one that the path is known not to take is refused with `EMSGSIZE` (Linux's IP_PMTUDISC_DO). */
  keepsWhole?: boolean;
  close(): void;
}

/** Many ordered streams of octets in one connection: what QUIC gives to HTTP/3 (RFC 9000 §2). */
export interface MultiplexedConnection {
  /** Opens a stream; what is sent on it waits where the peer allows no further one yet. */
  openStream(direction: 'bidirectional' | 'unidirectional'): MultiplexedStream;
  /** Ends the connection and all its streams, and says an error code of the application. */
  close(errorCode: number): void;
  /** Set by the user of the connection before anything can arrive. */
  handler: MultiplexedConnectionHandler;
}

export interface MultiplexedConnectionHandler {
  /** Streams may be used. With early data that is before the handshake is done. */
  opened(): void;
  /** The peer opened a stream; its handler is set in this call. */
  streamOpened(stream: MultiplexedStream): void;
  /** The connection ended: in good order, or with a failure. */
  closed(failure?: StreamFailure): void;
}

export interface MultiplexedStream {
  readonly id: number;
  /** Takes the octets in order; they leave when windows allow. */
  send(slice: Slice): void;
  /** Ends this direction after what was taken. */
  finish(): void;
  /** Ends this direction at once; what was not sent is not sent any more. */
  reset(errorCode: number): void;
  handler: MultiplexedStreamHandler;
}

export interface MultiplexedStreamHandler {
  received(slice: Slice): void;
  /** The peer ended its direction, after all its octets. */
  finished(): void;
  /** The peer gave its direction up. */
  reset(errorCode: number): void;
}
