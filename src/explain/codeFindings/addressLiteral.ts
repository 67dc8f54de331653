import ipaddr from 'ipaddr.js';
import type { CodeRule } from './codeRule';
import { addressOf } from './address';

/** Addresses that are published to be used as such: public resolvers, and the one of Azure's platform. */
const PUBLISHED: ReadonlySet<string> = new Set([
  '1.1.1.1', '1.0.0.1', '8.8.8.8', '8.8.4.4', '9.9.9.9', '149.112.112.112', '208.67.222.222', '208.67.220.220', '168.63.129.16',
  '2606:4700:4700::1111', '2606:4700:4700::1001', '2001:4860:4860::8888', '2001:4860:4860::8844', '2620:fe::fe',
]);
/** RFC 9637: for documentation, as 2001:db8::/32 is. */
const DOCUMENTATION = ipaddr.parseCIDR('3fff::/20');

/** A public address in the code where a name could stand. */
export const addressLiteral: CodeRule = ({ request }) => {
  const host = addressOf(request.url)?.host;
  if (host === undefined || !ipaddr.isValid(host) || PUBLISHED.has(host)) return undefined;
  const address = ipaddr.process(host);
  if (address.range() !== 'unicast' || (address.kind() === 'ipv6' && address.match(DOCUMENTATION))) return undefined;
  return {
    id: 'url.address-literal',
    severity: 'information',
    message: `The address ${host} is written into the code: when the server moves, the code has to change; a name needs no more than its record.`,
    spec: 'RFC 1900',
  };
};
