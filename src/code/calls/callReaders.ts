import type { Node } from '@vscode/tree-sitter-wasm';
import type { Finding, HeaderField, RequestBody } from '../../model/request';
import type { Evaluator } from '../folding/evaluator';
import type { Part } from '../folding/value';
import { readFetch } from './fetchCall';

/** A call that the query of its language found. */
export interface FoundCall {
  readonly callee: Node;
  readonly arguments: Node;
}

/** What the arguments of a call say. */
export interface CallReading {
  readonly urlParts: readonly Part[];
  /** The expression that gives the URL. */
  readonly urlNode: Node;
  /** As it will be sent; `{method}` where the code decides it when it runs. */
  readonly method: string;
  readonly headers: readonly HeaderField[];
  readonly body?: RequestBody;
  readonly timeoutMs?: number;
  /** Client id, where the callee decides it. */
  readonly client?: string;
  /** How sure it is that this is a request at all, 0 to 1. */
  readonly certainty: number;
  readonly findings: readonly Finding[];
}

/** Reads the arguments of one API's calls. Undefined where nothing is requested (no arguments). */
export type CallReader = (call: FoundCall, evaluator: Evaluator, lineAt: (offset: number) => number) => CallReading | undefined;

/** The reader of each API, by the name that queries give it with `(#set! api …)`. */
export const CALL_READERS: ReadonlyMap<string, CallReader> = new Map([['fetch', readFetch]]);
