/** Methods that ask for no change (RFC 9110 §9.2.1). Names have case. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];
/** Methods that come to the same however often they are done (RFC 9110 §9.2.2). */
const IDEMPOTENT_METHODS = [...SAFE_METHODS, 'PUT', 'DELETE'];

/** Whether a method asks for no change at the server. */
export function isSafe(method: string): boolean {
  return SAFE_METHODS.includes(method);
}

/** Whether a request may be sent again without knowing what became of the first one. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT_METHODS.includes(method);
}
