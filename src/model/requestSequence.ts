import type { ClientProfile } from './clientProfile';
import type { Request } from './request';
import type { Trace } from './trace';

/** A request of several that one world sees. */
export interface SequencedRequest {
  readonly request: Request;
  readonly client: ClientProfile;
  /** Requests with the same text here share one program's caches, tickets and connections; others share what their host keeps. */
  readonly program: string;
  /** Whether that program ends, or closes its connections, with the last request of the same `program`. */
  readonly endsAfter?: boolean;
}

/** What became of requests that were sent at once. Times are in ms of the world's clock. */
export interface SentTogether {
  /** What all of them did. */
  readonly trace: Trace;
  /** In the order in which they were given. */
  readonly outcomes: readonly SequencedOutcome[];
}

/** When one of them began and ended; without `firstByteMs` it had no response. */
export interface SequencedOutcome {
  readonly startMs: number;
  readonly firstByteMs?: number;
  readonly endMs: number;
  /** Index in `SentTogether.trace` of the frame that brought the first octet of the response. */
  readonly firstByteFrame?: number;
}

/** A world in which requests are sent one after the other or at once, each meeting what the earlier ones left. */
export interface RequestWorld {
  /** Sends them at once, not before `atMs`, and lets the clock run until all of them have ended. */
  send(requests: readonly SequencedRequest[], atMs: number): SentTogether;
}
