import type { CodeRule } from './codeRule';

/** Scheme and authority where they are known, or the origin of the page that runs the code. */
const ORIGIN = /^(?:\{origin\}(?=\/)|(?:https?):\/\/[^/?#{}]+(?=[/?#]|$))/i;

/** A request that waits for another one to the same origin, of which it uses nothing. */
export const sequentialAwaits: CodeRule = ({ request, course }) => {
  const earlier = course?.needless?.at(-1);
  const origin = ORIGIN.exec(request.url)?.[0].toLowerCase();
  // The same twice: the code waits for something to change.
  if (!earlier || origin === undefined || earlier.url === request.url || ORIGIN.exec(earlier.url)?.[0].toLowerCase() !== origin) return undefined;
  return {
    id: 'http.sequential-awaits',
    severity: 'information',
    message: `This request waits for the response to the one on line ${earlier.range.start.line + 1}, of which it uses nothing: sent at once, the slower of both decides how long they take, and not their sum.`,
    // Safe methods: the server does not mind their order.
    spec: 'RFC 9110 §9.2.1',
  };
};
