import { parseIpv6 } from '../addressText';
import { familyOf } from './ipDatagram';
import { inNetwork } from './routingTable';

/** RFC 6724 §2.1, the default policy table: prefix, precedence, label. IPv4 addresses stand in it as ::ffff:0:0/96. */
const POLICIES: readonly (readonly [network: string, bits: number, precedence: number, label: number])[] = [
  ['::1', 128, 50, 0], ['::ffff:0:0', 96, 35, 4], ['2002::', 16, 30, 2], ['2001::', 32, 5, 5], ['fc00::', 7, 3, 13],
  ['::', 96, 1, 3], ['fec0::', 10, 1, 11], ['3ffe::', 16, 1, 12], ['::', 0, 40, 1],
];
/** RFC 4291 §2.7: multicast has its scope in the address; these are the scopes of the others. */
const LINK_LOCAL_SCOPE = 0x2;
const GLOBAL_SCOPE = 0xe;
/** RFC 6724 §3.1, §3.2. */
const LINK_LOCAL_NETWORKS: readonly (readonly [string, number])[] = [['169.254.0.0', 16], ['127.0.0.0', 8], ['fe80::', 10], ['::1', 128]];

interface Destination {
  readonly address: string;
  /** The address that would be the source; undefined: no route leads there. */
  readonly source: string | undefined;
}

/**
 * Destination addresses in the order in which they are tried (RFC 6724 §6): usable ones first, then matching scope, matching label,
 * higher precedence, smaller scope, and for IPv6 the longest common prefix; otherwise as they were.
 * @param sourceFor the source address that a datagram there would have (RFC 6724 §5), undefined where no route leads there
 */
export function destinationOrder(addresses: readonly string[], sourceFor: (destination: string) => string | undefined): readonly string[] {
  const destinations = addresses.map((address): Destination => ({ address, source: sourceFor(address) }));
  return destinations.toSorted(compare).map(({ address }) => address);
}

function compare(a: Destination, b: Destination): number {
  const rules: readonly ((each: Destination) => number)[] = [
    ({ source }) => (source === undefined ? 1 : 0),
    ({ address, source }) => (source !== undefined && scopeOf(address) === scopeOf(source) ? 0 : 1),
    ({ address, source }) => (source !== undefined && policyOf(address).label === policyOf(source).label ? 0 : 1),
    ({ address }) => -policyOf(address).precedence,
    ({ address }) => scopeOf(address),
    // glibc compares prefixes of IPv4 addresses within the host's own network only, where they say nothing here.
    ({ address, source }) => (source !== undefined && familyOf(a.address) === 6 && familyOf(b.address) === 6 ? -commonPrefixBits(address, source) : 0),
  ];
  for (const rule of rules) {
    const difference = rule(a) - rule(b);
    if (difference !== 0) return difference;
  }
  return 0;
}

function policyOf(address: string): { readonly precedence: number; readonly label: number } {
  const whole = familyOf(address) === 4 ? `::ffff:${address}` : address;
  let best = { bits: -1, precedence: 0, label: 0 };
  for (const [network, bits, precedence, label] of POLICIES) {
    if (bits > best.bits && inNetwork(whole, network, bits)) best = { bits, precedence, label };
  }
  return best;
}

function scopeOf(address: string): number {
  if (familyOf(address) === 6 && inNetwork(address, 'ff00::', 8)) return (parseIpv6(address)[1] ?? 0) & 0xf;
  return LINK_LOCAL_NETWORKS.some(([network, bits]) => inNetwork(address, network, bits)) ? LINK_LOCAL_SCOPE : GLOBAL_SCOPE;
}

function commonPrefixBits(a: string, b: string): number {
  const [left, right] = [parseIpv6(a), parseIpv6(b)];
  for (let index = 0; index < left.length; index++) {
    const difference = (left[index] ?? 0) ^ (right[index] ?? 0);
    if (difference !== 0) return index * 8 + Math.clz32(difference) - 24;
  }
  return left.length * 8;
}
