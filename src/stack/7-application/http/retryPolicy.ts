import type { RetryHabit } from '../../../model/clientHabits';
import type { HostServices, StreamFailure } from '../../services';
import { deltaSeconds } from './cacheControl';
import { httpDateMs } from './freshness';
import { isIdempotent } from './methods';

/** What a program asks for beside what its client does by itself. */
export interface RetryOptions {
  readonly habit: RetryHabit;
  /** Repetitions that the program makes. */
  readonly retries: number;
  readonly backoffMs: number;
  /** The clock's date at the simulation's begin, ms since 1970: for a Retry-After that is a date. */
  readonly clockStartMs: number;
}

/** One attempt that did not succeed. */
export interface FailedAttempt {
  readonly method: string;
  /** The request has an `Idempotency-Key`, by which a server knows it again. */
  readonly keyed: boolean;
  /** Attempts before this one. */
  readonly attempts: number;
  readonly outcome:
    | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string | undefined }
    | {
      readonly kind: 'failure'; readonly failure: StreamFailure;
      /** The request may have reached the server: it was written. */
      readonly sent: boolean;
      /** On a connection that had carried an exchange before. */
      readonly reused: boolean;
      /** Octets of a response had come. */
      readonly begun: boolean;
    };
}

/** Statuses after which a repetition may succeed (RFC 9110 §15.5.9, RFC 6585 §4, RFC 9110 §15.6). */
const WORTH_REPEATING = [408, 425, 429, 502, 503, 504];
const STEP = { id: 'http.retry', layers: [7], spec: ['RFC 9110 §9.2.2'] } as const;

/** How long to wait before the same request is sent again, in ms; undefined where it is not. Opens a step where there was something to decide. */
export function retryAfterMs(host: HostServices, attempt: FailedAttempt, options: RetryOptions): number | undefined {
  const { outcome } = attempt;
  if (outcome.kind === 'failure' && outcome.reused && !outcome.begun && attempt.attempts === 0) return afterStaleConnection(host, attempt, options.habit, outcome.failure.notProcessed === true);
  const worth = outcome.kind === 'status' ? WORTH_REPEATING.includes(outcome.status) || options.habit.statuses.includes(outcome.status) : true;
  if (!worth) return undefined;
  const what = outcome.kind === 'status' ? `${outcome.status}` : outcome.failure.code;
  const own = outcome.kind === 'status' && options.habit.statuses.includes(outcome.status) && attempt.attempts === 0;
  if (options.retries === 0 && !own) {
    // A connection that could not be opened has said so in its own step.
    if (outcome.kind === 'status' || outcome.sent) {
      host.trace.openStep({ ...STEP, title: `Repeat after ${what}` })
        .skipped('Neither this client nor the program repeats the request by itself; client.retries would make the program do so.');
    }
    return undefined;
  }
  const step = host.trace.openStep({ ...STEP, title: `Repeat after ${what}` });
  if (!own && attempt.attempts >= options.retries) {
    step.skipped(`The program repeats at most ${options.retries} times (client.retries), and has done so; a larger number would let it go on.`);
    return undefined;
  }
  const mayHaveHappened = outcome.kind === 'status' ? outcome.status >= 500 && outcome.status !== 503 : outcome.sent;
  if (mayHaveHappened && !isIdempotent(attempt.method) && !attempt.keyed) {
    step.skipped(`${attempt.method} is not idempotent and the request may have been carried out, so a second one could do it twice; an Idempotency-Key would allow it.`);
    return undefined;
  }
  const asked = outcome.kind === 'status' ? retryAfterOf(host, outcome.retryAfter, options.clockStartMs) : undefined;
  // Half of the wait is left to chance, so that clients that failed together do not come again together.
  const fullMs = options.backoffMs * 2 ** attempt.attempts;
  const backoffMs = fullMs / 2 + (host.random.below(1001) / 1000) * (fullMs / 2);
  const waitMs = Math.max(asked ?? 0, backoffMs);
  const safely = mayHaveHappened ? (isIdempotent(attempt.method) ? `${attempt.method} is idempotent` : 'the request has an Idempotency-Key') : 'the server did not carry the request out';
  step.happens(
    `${what} may pass and ${safely}, so attempt ${attempt.attempts + 2} follows after ${Math.round(waitMs)} ms: ` +
    (asked !== undefined && asked >= backoffMs ? 'Retry-After says so.' : `the wait doubles each time, with chance in half of it.`),
  );
  return waitMs;
}

/** RFC 9112 §9.3.1: the server may close an idle connection at any time, also while a request is on its way. */
function afterStaleConnection(host: HostServices, { method, keyed }: FailedAttempt, { staleConnection }: RetryHabit, notProcessed: boolean): number | undefined {
  const step = host.trace.openStep({ ...STEP, title: 'Send the request again on a new connection', spec: ['RFC 9112 §9.3.1', 'RFC 9110 §9.2.2'] });
  if (notProcessed && staleConnection !== 'none') {
    step.happens('The server says that it did nothing for this request, so it may be sent again whatever its method is (RFC 9113 §8.7).');
    return 0;
  }
  if (staleConnection === 'all' || (staleConnection === 'idempotent' && (isIdempotent(method) || keyed))) {
    step.happens('The connection had been open from before and broke before any octet of a response, so the server did not take the request; the client sends it again.');
    return 0;
  }
  const because = staleConnection === 'none' ? 'this client does not send a request again by itself, where another one would' : `${method} is not idempotent, where a GET would be sent again`;
  step.skipped(`The connection had been open from before and broke before any octet of a response, but ${because}: the code gets the error.`);
  return undefined;
}

/** `Retry-After` in ms: seconds or a date (RFC 9110 §10.2.3). */
function retryAfterOf(host: HostServices, text: string | undefined, clockStartMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return deltaSeconds(text) * 1000;
  const dateMs = httpDateMs(text);
  return dateMs === undefined ? undefined : Math.max(0, dateMs - clockStartMs - host.nowMs());
}
