import type { IcmpError } from './icmpMessage';
import { icmpCodeName, icmpTypeNumber } from './icmpTypes';

/** Why a datagram of this host's was not delivered, as its transport protocol hears of it (RFC 1122 §3.2.2, §4.2.3.9). */
export interface DeliveryFailure {
  /** As a program would see it: `EHOSTUNREACH`, `ENETUNREACH`, `ECONNREFUSED`, `EMSGSIZE`. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  /** Trying again will not help (Linux marks such codes as fatal). */
  readonly isHard: boolean;
  /** Of a datagram that was too big for a link: octets of the largest that reaches the destination. */
  readonly mtuBytes?: number;
}

interface Meaning {
  readonly code: string;
  readonly isHard: boolean;
}

const soft = (code: string): Meaning => ({ code, isHard: false });
const hard = (code: string): Meaning => ({ code, isHard: true });

/** What Linux makes of the codes of an unreachable destination (icmp_err_convert, icmpv6_err_convert). */
const UNREACHABLE: Readonly<Record<IcmpError['protocol'], readonly Meaning[]>> = {
  icmp: [
    soft('ENETUNREACH'), soft('EHOSTUNREACH'), hard('ENOPROTOOPT'), hard('ECONNREFUSED'), soft('EMSGSIZE'), soft('EOPNOTSUPP'), hard('ENETUNREACH'),
    hard('EHOSTDOWN'), hard('ENONET'), hard('ENETUNREACH'), hard('EHOSTUNREACH'), soft('ENETUNREACH'), soft('EHOSTUNREACH'), hard('EHOSTUNREACH'),
    hard('EHOSTUNREACH'), hard('EHOSTUNREACH'),
  ],
  icmpv6: [soft('ENETUNREACH'), hard('EACCES'), soft('EHOSTUNREACH'), soft('EHOSTUNREACH'), hard('ECONNREFUSED'), hard('EACCES'), hard('EACCES')],
};

/** What an ICMP error from `reporter` means for the transport protocol whose datagram it quotes. */
export function failureOf({ protocol, kind, code, parameter, quoted: { datagram } }: IcmpError, reporter: string): DeliveryFailure {
  const reason = icmpCodeName(protocol, icmpTypeNumber(protocol, kind), code) ?? `code ${code}`;
  const message = `${reporter} reported by ICMP for ${datagram.destination}: ${reason}. With a way that leads there, this would have been delivered.`;
  if (kind === 'packet-too-big') {
    const tooBig = `${reporter} reported by ICMP for ${datagram.destination}: ${reason}; the link behind it takes ${parameter} octets. On a path with a larger MTU this would have been delivered.`;
    return { ...soft('EMSGSIZE'), message: tooBig, mtuBytes: parameter };
  }
  if (kind === 'time-exceeded') return { ...soft('EHOSTUNREACH'), message };
  if (kind === 'parameter-problem') return { ...hard('EPROTO'), message };
  return { ...(UNREACHABLE[protocol][code] ?? soft('EHOSTUNREACH')), message };
}

/** No neighbour answered for the next hop: Linux reports it like an unreachable host. */
export function neighbourSilent(nextHop: string): DeliveryFailure {
  return { ...soft('EHOSTUNREACH'), message: `The next hop ${nextHop} did not tell its hardware address, so nothing could be sent to it; a host that is switched on and has that address would.` };
}

/** The program forbids fragments, and the path is known to take less. */
export function largerThanPath(destination: string, lengthBytes: number, mtuBytes: number): DeliveryFailure {
  return { ...soft('EMSGSIZE'), mtuBytes, message: `The path to ${destination} takes datagrams of at most ${mtuBytes} octets, and one of ${lengthBytes} may not be cut; a path with a larger MTU would carry it.` };
}

/** This host has no route. */
export function noRoute(destination: string): DeliveryFailure {
  return { ...soft('ENETUNREACH'), message: `No route of this host leads to ${destination}; a default route, or one to its network, would.` };
}
