import type { CodeRule } from './codeRule';
import { addressOf, isLoopback } from './address';

/** The client is told to accept any certificate. */
export const verificationDisabled: CodeRule = ({ request }) => {
  if (request.verifiesCertificate !== false) return undefined;
  const address = addressOf(request.url);
  // Without TLS there is nothing to verify, and on the machine itself nobody stands between.
  if (address ? isLoopback(address.host) : !/^(?:https|wss):/i.test(request.url)) return undefined;
  if (address && address.protocol !== 'https:' && address.protocol !== 'wss:') return undefined;
  return {
    id: 'tls.verification-disabled',
    severity: 'warning',
    message: 'The verification of the certificate is switched off: whoever is on the path can answer for the server and read everything.',
    spec: 'RFC 9110 §4.3.4',
  };
};
