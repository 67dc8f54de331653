import type { CodeRule } from './codeRule';

/**
 * Clients that repeat a request whatever its method is, once the code sets a number of attempts. Others (got, ky, urllib3, httpx)
 * leave POST out unless they are told, and are not named here.
 */
const REPEATS_ANY_METHOD: ReadonlySet<string> = new Set(['curl-7.88', 'superagent', 'laravel-http', 'powershell']);
const KEY = /^(?:x-)?(?:idempotency-key|request-id)$/i;

/** A POST or PATCH that the client repeats by itself. */
export const postRetried: CodeRule = ({ request }) => {
  const { method, retries = 0, client, headers } = request;
  if ((method !== 'POST' && method !== 'PATCH') || retries < 1 || client === undefined || !REPEATS_ANY_METHOD.has(client)) return undefined;
  // A server that is given a key of the request answers the repetition as it answered the first one.
  if (headers.some(({ name }) => KEY.test(name))) return undefined;
  return {
    id: 'http.post-retried',
    severity: 'warning',
    message: `${method} is repeated up to ${retries === 1 ? 'once' : `${retries} times`}: where only the response was lost, the server does it again, for ${method} is not idempotent.`,
    spec: 'RFC 9110 §9.2.2',
  };
};
