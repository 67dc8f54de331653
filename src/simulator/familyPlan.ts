import { formatIpv6, parseIpv6 } from '../stack/addressText';

/** The addresses of one family. Invented ones are from the ranges for examples (RFC 5737, RFC 3849), or private. */
export interface FamilyPlan {
  readonly client: string;
  /** The client's own network. */
  readonly clientNetwork: string;
  readonly networkBits: number;
  /** The client's router, inside and outside. */
  readonly routerInside: string;
  readonly routerOutside: string;
  /** What routers beyond see of the client's side: with NAT one address, without it the network. */
  readonly seenOutside: { readonly network: string; readonly prefixBits: number };
  readonly translated: boolean;
  readonly resolver: string;
  /** Further resolvers that the host is configured with, in order. */
  readonly moreResolvers: readonly string[];
  readonly server: string;
  /** Further addresses of the server, in the order in which DNS names them. */
  readonly moreServers: readonly string[];
  readonly everything: string;
  /** Bits of an address. */
  readonly addressBits: number;
  readonly loopback: string;
  readonly loopbackNetwork: string;
  readonly loopbackBits: number;
  /** The router at so many hops from the client. */
  hop(number: number): string;
  /** The network that an address is in, with `networkBits`. */
  networkOf(address: string): string;
  /** The host of that number in a network. */
  addressIn(network: string, host: number): string;
}

export const IPV4_PLAN: FamilyPlan = {
  client: '192.168.1.23',
  clientNetwork: '192.168.1.0',
  networkBits: 24,
  routerInside: '192.168.1.1',
  routerOutside: '198.51.100.23',
  seenOutside: { network: '198.51.100.23', prefixBits: 32 },
  translated: true,
  resolver: '192.0.2.53',
  moreResolvers: [],
  server: '203.0.113.10',
  moreServers: [],
  everything: '0.0.0.0',
  addressBits: 32,
  loopback: '127.0.0.1',
  loopbackNetwork: '127.0.0.0',
  loopbackBits: 8,
  hop: (number) => `198.51.100.${100 + number}`,
  networkOf: (address) => address.replace(/\d+$/, '0'),
  addressIn: (network, host) => network.replace(/\d+$/, String(host)),
};

export const IPV6_PLAN: FamilyPlan = {
  client: '2001:db8:1::23',
  clientNetwork: '2001:db8:1::',
  networkBits: 64,
  routerInside: '2001:db8:1::1',
  routerOutside: '2001:db8:ff::1',
  seenOutside: { network: '2001:db8:1::', prefixBits: 64 },
  translated: false,
  resolver: '2001:db8:53::53',
  moreResolvers: [],
  server: '2001:db8:80::10',
  moreServers: [],
  everything: '::',
  addressBits: 128,
  loopback: '::1',
  loopbackNetwork: '::1',
  loopbackBits: 128,
  hop: (number) => `2001:db8:ff::${number}`,
  networkOf: (address) => formatIpv6(Uint8Array.of(...parseIpv6(address).subarray(0, 8), ...new Uint8Array(8))),
  // Decimal digits stand for themselves, so that hosts have the same number in both families.
  addressIn: (network, host) => {
    const number = Number.parseInt(String(host), 16);
    return formatIpv6(Uint8Array.of(...parseIpv6(network).subarray(0, 14), number >> 8, number & 0xff));
  },
};
