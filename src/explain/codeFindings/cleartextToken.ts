import type { CodeRule } from './codeRule';
import { addressOf, isLoopback } from './address';

/** Credentials in a header field of a request without TLS that leaves the machine. */
export const cleartextToken: CodeRule = ({ request }) => {
  const address = addressOf(request.url);
  if (!address || (address.protocol !== 'http:' && address.protocol !== 'ws:') || isLoopback(address.host)) return undefined;
  // A name of one label is found inside a machine's own container network, which packets need not leave; so is Docker's name of the machine.
  if ((!address.host.includes('.') && !address.host.includes(':')) || address.host.endsWith('.docker.internal')) return undefined;
  const authorization = request.headers.find(({ name }) => name.toLowerCase() === 'authorization');
  if (!authorization) return undefined;
  return {
    id: 'http.cleartext-token',
    severity: 'warning',
    message: 'The Authorization field goes without TLS: everyone on the path can read and use it.',
    spec: /^basic\b/i.test(authorization.value) ? 'RFC 7617 §4' : 'RFC 6750 §5.3',
  };
};
