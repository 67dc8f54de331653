import { parseIpv6 } from '../addressText';
import { familyOf } from './ipDatagram';

/** A route: to reach `network`/`prefixBits`, go through `gateway`, or straight to the destination where there is none. */
export interface Route<Port> {
  /** Of either family; the route serves destinations of the same. */
  readonly network: string;
  readonly prefixBits: number;
  readonly gateway?: string;
  readonly port: Port;
}

/** Whether `address` lies in `network`/`prefixBits`; never across families. */
export function inNetwork(address: string, network: string, prefixBits: number): boolean {
  if (familyOf(address) !== familyOf(network)) return false;
  const [ours, theirs] = [addressOctets(address), addressOctets(network)];
  return ours.every((octet, index) => {
    const bits = Math.min(Math.max(prefixBits - index * 8, 0), 8);
    return octet >> (8 - bits) === (theirs[index] ?? 0) >> (8 - bits);
  });
}

/** The routes of a host, and which of them leads to a destination. */
export class RoutingTable<Port> {
  private readonly chosen = new Map<string, Route<Port> | undefined>();

  constructor(private readonly routes: readonly Route<Port>[]) {}

  /** The route with the longest matching prefix (RFC 1812 §5.2.4.3), or undefined where no route matches. */
  routeTo(destination: string): Route<Port> | undefined {
    if (!this.chosen.has(destination)) this.chosen.set(destination, this.longestPrefix(destination));
    return this.chosen.get(destination);
  }

  private longestPrefix(destination: string): Route<Port> | undefined {
    let best: Route<Port> | undefined;
    for (const route of this.routes) {
      if (!inNetwork(destination, route.network, route.prefixBits)) continue;
      if (!best || route.prefixBits > best.prefixBits) best = route;
    }
    return best;
  }
}

function addressOctets(address: string): readonly number[] {
  return familyOf(address) === 6 ? [...parseIpv6(address)] : address.split('.').map(Number);
}
