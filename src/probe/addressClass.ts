import ipaddr from 'ipaddr.js';

/** What an address is for, which a person has to know before a packet goes there. */
export type AddressKind =
  | 'public' | 'private' | 'loopback' | 'link-local' | 'metadata' | 'multicast' | 'broadcast' | 'unspecified' | 'documentation'
  | 'shared' | 'benchmarking' | 'reserved';

export interface AddressClass {
  readonly kind: AddressKind;
  /** One sentence: what is reached there, and which document says so. */
  readonly sentence: string;
  /** The IPv4 address inside an IPv4-mapped, NAT64, 6to4 or Teredo address; `kind` is that address's. */
  readonly embeddedIpv4?: string;
}

/** Longest match first where ranges overlap: a cloud's metadata address lies inside link-local or unique local space. */
const METADATA: readonly (readonly [address: string, provider: string])[] = [
  ['169.254.169.254', 'most clouds'],
  ['169.254.170.2', 'AWS containers'],
  ['169.254.170.23', 'AWS EKS pods'],
  ['fd00:ec2::254', 'AWS over IPv6'],
  ['fd00:ec2::23', 'AWS EKS pods over IPv6'],
  ['fd20:ce::254', 'Google Cloud over IPv6'],
  ['100.100.100.200', 'Alibaba Cloud'],
  ['168.63.129.16', 'Azure'],
  ['192.0.0.192', 'Oracle Cloud'],
];

const RANGES: readonly (readonly [cidr: string, kind: AddressKind, spec: string])[] = [
  ['0.0.0.0/32', 'unspecified', 'RFC 1122 §3.2.1.3'],
  ['0.0.0.0/8', 'reserved', 'RFC 791 §3.2'],
  ['10.0.0.0/8', 'private', 'RFC 1918 §3'],
  ['172.16.0.0/12', 'private', 'RFC 1918 §3'],
  ['192.168.0.0/16', 'private', 'RFC 1918 §3'],
  ['100.64.0.0/10', 'shared', 'RFC 6598 §7'],
  ['127.0.0.0/8', 'loopback', 'RFC 1122 §3.2.1.3'],
  ['169.254.0.0/16', 'link-local', 'RFC 3927 §2.1'],
  ['192.0.0.0/24', 'reserved', 'RFC 6890 §2.1'],
  ['192.0.2.0/24', 'documentation', 'RFC 5737 §3'],
  ['198.51.100.0/24', 'documentation', 'RFC 5737 §3'],
  ['203.0.113.0/24', 'documentation', 'RFC 5737 §3'],
  ['198.18.0.0/15', 'benchmarking', 'RFC 2544'],
  ['224.0.0.0/4', 'multicast', 'RFC 5771 §3'],
  ['255.255.255.255/32', 'broadcast', 'RFC 919 §7'],
  ['240.0.0.0/4', 'reserved', 'RFC 1112 §4'],
  ['::/128', 'unspecified', 'RFC 4291 §2.5.2'],
  ['::1/128', 'loopback', 'RFC 4291 §2.5.3'],
  ['fe80::/10', 'link-local', 'RFC 4291 §2.5.6'],
  ['fec0::/10', 'private', 'RFC 3879'],
  ['fc00::/7', 'private', 'RFC 4193 §3.1'],
  ['ff00::/8', 'multicast', 'RFC 4291 §2.7'],
  ['2001:db8::/32', 'documentation', 'RFC 3849'],
  ['3fff::/20', 'documentation', 'RFC 9637'],
  ['2001:2::/48', 'benchmarking', 'RFC 5180'],
  ['64:ff9b:1::/48', 'private', 'RFC 8215'],
  ['100::/64', 'reserved', 'RFC 6666'],
];
const parsedRanges = RANGES.map(([cidr, kind, spec]) => ({ range: ipaddr.parseCIDR(cidr), kind, spec }));

const SENTENCES: Readonly<Record<AddressKind, string>> = {
  public: 'A public address: a machine on the Internet',
  private: 'A private address: a machine inside your own network',
  loopback: 'A loopback address: a program on the machine that probes',
  'link-local': 'A link-local address: a machine on the same link, not beyond a router',
  metadata: 'A cloud metadata address: it hands out credentials of the machine that probes',
  multicast: 'A multicast address: a group of machines, which no connection can be made to',
  broadcast: 'The broadcast address: every machine on the link, which no connection can be made to',
  unspecified: 'The unspecified address: connecting to it reaches the machine that probes on most systems',
  documentation: 'An address reserved for examples: no machine has it',
  shared: 'A carrier\'s shared address (carrier-grade NAT): a machine inside your provider\'s or overlay network',
  benchmarking: 'An address reserved for benchmarking of network devices',
  reserved: 'A reserved address that is not meant to be reached',
};

/**
 * Says what kind of address this is. Addresses that carry an IPv4 address (IPv4-mapped RFC 4291 §2.5.5.2, NAT64 RFC 6052,
 * 6to4 RFC 3056, Teredo RFC 4380 §4) are classified by that address, because that is where the packets end.
 *
 * Anything that is no IP address is `reserved`: the caller has parsed it before.
 */
export function classifyAddress(address: string): AddressClass {
  const bare = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return { kind: 'reserved', sentence: 'Not an IP address.' };
  const parsed = ipaddr.parse(bare);
  const embedded = parsed.kind() === 'ipv6' ? embeddedIpv4(parsed as ipaddr.IPv6) : undefined;
  if (embedded) {
    const inner = classifyAddress(embedded.address);
    return { kind: inner.kind, embeddedIpv4: embedded.address, sentence: `${embedded.form} of ${embedded.address}. ${inner.sentence}` };
  }
  for (const [known, provider] of METADATA) {
    if (sameAddress(parsed, ipaddr.parse(known))) return { kind: 'metadata', sentence: `${SENTENCES.metadata} (${provider}).` };
  }
  for (const { range: [network, bits], kind, spec } of parsedRanges) {
    if (network.kind() === parsed.kind() && parsed.match(network, bits)) return { kind, sentence: `${SENTENCES[kind]} (${spec}).` };
  }
  return { kind: 'public', sentence: `${SENTENCES.public}.` };
}

/** Whether two addresses, in whatever spelling, are the same; a zone is compared as written. */
export function isSameAddress(one: string, other: string): boolean {
  const [oneBare = '', oneZone = ''] = one.split('%');
  const [otherBare = '', otherZone = ''] = other.split('%');
  if (!ipaddr.isValid(oneBare) || !ipaddr.isValid(otherBare)) return one === other;
  return oneZone === otherZone && sameAddress(ipaddr.parse(oneBare), ipaddr.parse(otherBare));
}

function sameAddress(one: ipaddr.IPv4 | ipaddr.IPv6, other: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return one.kind() === other.kind() && one.toNormalizedString() === other.toNormalizedString();
}

function embeddedIpv4(address: ipaddr.IPv6): { readonly address: string; readonly form: string } | undefined {
  const bytes = address.toByteArray();
  const dotted = (from: number, flip = 0): string => bytes.slice(from, from + 4).map((each) => each ^ flip).join('.');
  if (address.isIPv4MappedAddress()) return { address: dotted(12), form: 'The IPv4-mapped form' };
  const range = address.range();
  if (range === 'rfc6052') return { address: dotted(12), form: 'The NAT64 form' };
  if (range === '6to4') return { address: dotted(2), form: 'The 6to4 form' };
  if (range === 'teredo') return { address: dotted(12, 0xff), form: 'The Teredo form' };
  return undefined;
}
