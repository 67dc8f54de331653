import type { Provenance } from '../model/provenance';
import { fromExample, fromNetwork, fromStandard } from '../model/provenance';

/** RFC 5737 §3 (IPv4) and RFC 3849 §2, RFC 9637 §3 (IPv6): prefixes reserved for documentation. */
const DOCUMENTATION_PREFIXES = [/^192\.0\.2\./, /^198\.51\.100\./, /^203\.0\.113\./, /^2001:0?db8:/i, /^3fff:0?[0-9a-f]{0,3}:/i];

/**
 * Where the address in a field comes from: an IP address in a documentation prefix, or a locally administered hardware address
 * (IEEE 802 §8.2.2), is invented for the simulation; broadcast, multicast and the all-zero address are the standard's; any other was given by
 * the network. The one place with this rule.
 */
export function addressProvenance(address: string): Provenance {
  if (/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(address)) {
    if (/^(?:ff:){5}ff$|^(?:00:){5}00$|^33:33:/i.test(address)) return fromStandard;
    const firstOctet = Number.parseInt(address.slice(0, 2), 16);
    const isLocal = (firstOctet & 0b11) === 0b10;
    return isLocal ? fromExample : fromNetwork;
  }
  if (/^ff[0-9a-f]{2}:/i.test(address)) return fromStandard;
  return DOCUMENTATION_PREFIXES.some((prefix) => prefix.test(address)) ? fromExample : fromNetwork;
}
