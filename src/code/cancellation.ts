/** Says whether the answer is still wanted. An `AbortSignal` is one; so is `{ get aborted() { return token.isCancellationRequested } }`. */
export interface Cancellation {
  readonly aborted: boolean;
}
