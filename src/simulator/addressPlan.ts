import { inNetwork } from '../stack/3-network/routingTable';
import { InputError } from '../model/wirewalkError';

/** Where every host of the simulated network lives. Invented addresses are from the ranges for examples (RFC 5737), or private. */
export interface AddressPlan {
  /** `loopback`: client and server are one machine. `on-link`: they share a link. `routed`: routers lie between them. */
  readonly place: 'loopback' | 'on-link' | 'routed';
  readonly client: string;
  /** The client's own network, a /24. */
  readonly clientNetwork: string;
  /** The NAT router's inside and outside. */
  readonly routerInside: string;
  readonly routerOutside: string;
  readonly resolver: string;
  readonly server: string;
}

const CLIENT_NETWORK = '192.168.1.0';
const ROUTED: AddressPlan = {
  place: 'routed',
  client: '192.168.1.23',
  clientNetwork: CLIENT_NETWORK,
  routerInside: '192.168.1.1',
  routerOutside: '198.51.100.23',
  resolver: '192.0.2.53',
  server: '203.0.113.10',
};

/**
 * The plan for a host as it stands in the URL. `hops` 0 puts the server on the client's link; an address of that link does so
 * too, and a loopback address or `localhost` (RFC 6761 §6.3) on the client itself. Throws `InputError` for IPv6 addresses.
 */
export function addressPlan(host: string, addressFamily: 4 | 6 | undefined, hops: number): AddressPlan {
  if (addressFamily === 6) {
    throw new InputError(`Predictions are made for names and IPv4 addresses; found the IPv6 address ${host}.`);
  }
  if (isLocalhost(host) || (addressFamily === 4 && inNetwork(host, '127.0.0.0', 8))) {
    const address = addressFamily === 4 ? host : '127.0.0.1';
    return { ...ROUTED, place: 'loopback', client: '127.0.0.1', server: address };
  }
  if (hops === 0 || (addressFamily === 4 && inNetwork(host, CLIENT_NETWORK, 24))) {
    const onLink = addressFamily === 4 && !inNetwork(host, CLIENT_NETWORK, 24) ? networkOf(host) : CLIENT_NETWORK;
    const inOnLink = (last: number) => onLink.replace(/\d+$/, String(last));
    const server = addressFamily === 4 ? host : inOnLink(80);
    return { ...ROUTED, place: 'on-link', clientNetwork: onLink, client: inOnLink(host.endsWith('.23') ? 24 : 23), server, resolver: server };
  }
  return addressFamily === 4 ? { ...ROUTED, server: host } : ROUTED;
}

/** RFC 6761 §6.3. */
export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function networkOf(address: string): string {
  return address.replace(/\d+$/, '0');
}
