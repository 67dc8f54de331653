import type { LimitScope } from '../../model/clientHabits';
import type { StreamFailure } from '../services';

/** How long a client waits for a connection by itself, however long the system would. */
export interface ConnectLimit {
  readonly limitMs: number;
  /** What it is for. */
  readonly scope: LimitScope;
  /** The failure's code, as the program gets it. */
  readonly code: string;
  /** Whose limit it is, and what would change it: a clause and a sentence. */
  readonly source: string;
  readonly remedy: string;
}

/** Least share of a limit that an address gets, in ms (Go's net.Dialer). */
const LEAST_SHARE_MS = 2000;

/** How long an attempt may take while `leftMs` are left of a shared limit and `addresses`, its own included, are to be tried in turn. */
export function shareMs(leftMs: number, addresses: number): number {
  return Math.min(leftMs, Math.max(leftMs / addresses, LEAST_SHARE_MS));
}

/** The failure at the limit's end, after `waitedMs` for `what`. */
export function limitFailure({ limitMs, code, source, remedy }: ConnectLimit, what: string, waitedMs: number): StreamFailure {
  const share = waitedMs < limitMs ? `${seconds(waitedMs)} s, its share of the ${seconds(limitMs)} s` : `the ${seconds(limitMs)} s`;
  return { code, message: `${what} had not answered after ${share} that ${source}, so the client gave up with ${code} and sent nothing more. ${remedy}` };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}
