import type { ClientProfile } from './clientProfile';
import type { Request } from './request';
import type { Trace } from './trace';

/** A request of several that one world sees. */
export interface SequencedRequest {
  readonly request: Request;
  readonly client: ClientProfile;
  /** Requests with the same text here share one program's caches, tickets and connections; others share what their host keeps. */
  readonly program: string;
  /** Whether that program ends, or closes its connections, with this request. */
  readonly endsAfter?: boolean;
}

/** When a request began and ended, in ms of the world's clock; without `firstByteMs` it had no response. */
export interface SequencedOutcome {
  readonly startMs: number;
  readonly firstByteMs?: number;
  readonly endMs: number;
  /** What happened for it, and for those that were sent at once with it and stand in the same trace. */
  readonly trace: Trace;
}

/** A world in which requests are sent one after the other or at once, each meeting what the earlier ones left. */
export interface RequestWorld {
  /** Sends them at once, not before `atMs`, and lets the clock run until all have ended. Outcomes in the order of the requests. */
  send(requests: readonly SequencedRequest[], atMs: number): readonly SequencedOutcome[];
}
