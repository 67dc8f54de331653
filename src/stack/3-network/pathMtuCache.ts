import type { HostServices } from '../services';
import { familyOf } from './ipDatagram';

/** Linux forgets what it learned after ten minutes (net.ipv4.route.mtu_expires, net.ipv6.route.mtu_expires; RFC 1191 §6.3 asks for as much). */
const EXPIRES_MS = 600_000;
/** Linux believes no smaller one (net.ipv4.route.min_pmtu); IPv6 has none below its smallest MTU (RFC 8201 §4). */
const SMALLEST_BYTES = { 4: 552, 6: 1280 } as const;

/** What a host has learned of the links on the way: the largest datagram that reaches a destination (RFC 1191 §6.1, RFC 8201 §5.2). */
export class PathMtuCache {
  private readonly learned = new Map<string, { readonly mtuBytes: number; readonly untilMs: number }>();

  constructor(private readonly host: HostServices) {}

  /** The largest datagram to `destination` over an interface that takes `interfaceMtuBytes`. */
  towards(destination: string, interfaceMtuBytes: number): number {
    const known = this.learned.get(destination);
    return known && this.host.nowMs() < known.untilMs ? Math.min(known.mtuBytes, interfaceMtuBytes) : interfaceMtuBytes;
  }

  /** Takes over what a router reported. Says in a step what that changes, if it changes something. */
  learn(destination: string, reportedBytes: number, reporter: string, before: number): void {
    const mtuBytes = Math.max(reportedBytes, SMALLEST_BYTES[familyOf(destination)]);
    if (mtuBytes >= before) return;
    this.learned.set(destination, { mtuBytes, untilMs: this.host.nowMs() + EXPIRES_MS });
    this.host.trace
      .openStep({ id: 'ip.path-mtu', title: `Lower the path MTU to ${destination}`, layers: [3], spec: familyOf(destination) === 4 ? ['RFC 1191 §6'] : ['RFC 8201 §4'], parent: 'cause' })
      .happens(`${reporter} reported a link on the way that takes only ${reportedBytes} octets, so datagrams to ${destination} have at most ${mtuBytes} from now on, not ${before}; this is kept for ten minutes.`);
  }
}
