/** A route: to reach `network`/`prefixBits`, go through `gateway`, or straight to the destination where there is none. */
export interface Route<Port> {
  readonly network: string;
  readonly prefixBits: number;
  readonly gateway?: string;
  readonly port: Port;
}

/** Dotted decimal to its 32 bits. */
export function ipv4Number(address: string): number {
  let value = 0;
  for (const part of address.split('.')) value = value * 256 + Number(part);
  return value;
}

/** Whether `address` lies in `network`/`prefixBits`. */
export function inNetwork(address: string, network: string, prefixBits: number): boolean {
  const size = 2 ** (32 - prefixBits);
  return Math.floor(ipv4Number(address) / size) === Math.floor(ipv4Number(network) / size);
}

/** The route with the longest matching prefix (RFC 1812 §5.2.4.3), or undefined where no route matches. */
export function longestPrefixRoute<Port>(routes: readonly Route<Port>[], destination: string): Route<Port> | undefined {
  let best: Route<Port> | undefined;
  for (const route of routes) {
    if (!inNetwork(destination, route.network, route.prefixBits)) continue;
    if (!best || route.prefixBits > best.prefixBits) best = route;
  }
  return best;
}
