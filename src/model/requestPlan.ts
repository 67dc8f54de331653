import type { ClientAspect } from './clientHabits';
import type { ConditionSettings } from './conditions';
import type { TextRange } from './request';

/** The requests of a function or a file in the order in which the code sends them. Times are in ms from the start of the plan. */
export interface RequestPlan {
  /** Of the function; absent where the requests stand in none, or in one without a name. */
  readonly name?: string;
  /** The function; absent where the requests stand in none. */
  readonly range?: TextRange;
  readonly rounds: readonly PlannedRound[];
  readonly totalMs: number;
  /** The same requests with those sent at once that need not wait for each other; absent where that changes nothing. */
  readonly together?: PlanTogether;
  readonly leftOut: readonly LeftOut[];
  readonly clients: readonly { readonly id: string; readonly title: string; readonly measured: boolean; readonly assumed: readonly ClientAspect[] }[];
  /** Switches that differ from their defaults. */
  readonly conditions: ConditionSettings;
}

/** Requests that leave at once; the next round begins when all of them have their response. */
export interface PlannedRound {
  readonly requests: readonly PlannedRequest[];
  /** Steps that are not done in it, or that a memory answers, although a request by itself would do them, and why. */
  readonly reuses: readonly { readonly id: string; readonly title: string; readonly reason: string }[];
}

export interface PlannedRequest {
  /** 1-based, in the order of the text. */
  readonly number: number;
  readonly range: TextRange;
  readonly method: string;
  /** Secrets masked; parts that are not known stand as `{name}`. */
  readonly url: string;
  readonly client: string;
  readonly inLoop?: true;
  readonly conditional?: true;
  readonly startMs: number;
  readonly firstByteMs?: number;
  readonly endMs: number;
  /** To the first octet of the response; absent where it left at once with others. */
  readonly roundTrips?: number;
  /** How long it takes by itself, with nothing before it. */
  readonly aloneMs: number;
  /** What it does, at the level of a person's attention. */
  readonly steps: readonly { readonly id: string; readonly title: string; readonly startMs: number; readonly endMs: number }[];
  /** Why it had no response. */
  readonly failure?: string;
}

/** What sending requests at once does to a plan. */
export interface PlanTogether {
  /** Whether the code shows that they need nothing of each other; otherwise it is for a person to know. */
  readonly certain: boolean;
  /** Numbers of the requests by round. */
  readonly rounds: readonly (readonly number[])[];
  readonly totalMs: number;
  /** Negative where the connections that are opened at once cost more. */
  readonly savedMs: number;
}

/** A call that no plan can hold. */
export interface LeftOut {
  readonly range: TextRange;
  readonly method: string;
  readonly url: string;
  readonly reason: string;
}
