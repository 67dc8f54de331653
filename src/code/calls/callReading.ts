import type { Finding, Request } from '../../model/request';
import type { Part } from '../folding/value';

/** What a call says about its request; the URL still in parts. */
export interface CallReading extends Omit<Request, 'url' | 'unknownParts' | 'location'> {
  readonly urlParts: readonly Part[];
  /** The stretch of text that gives the URL; undefined where the call has none. */
  readonly urlRange: readonly [start: number, end: number] | undefined;
  /** How sure it is that this is a request at all, 0 to 1. */
  readonly certainty: number;
  readonly findings: readonly Finding[];
}
