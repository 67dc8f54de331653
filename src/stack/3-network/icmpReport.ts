import type { HostServices, SendContext } from '../services';
import { withCrossing } from '../services';
import type { IcmpError, IcmpErrorKind } from './icmpMessage';
import { ICMP_HEADER_BYTES, icmpMessageBytes, isIcmpError } from './icmpMessage';
import { FRAGMENTATION_NEEDED, icmpCodeName, icmpTypeName, icmpTypeNumber } from './icmpTypes';
import type { IpDatagram } from './ipDatagram';
import { ipDatagramBytes, unspecifiedAddress } from './ipDatagram';
import { IPV4_HEADER_BYTES } from './ipv4Datagram';
import { IPV6_HEADER_BYTES } from './ipv6Datagram';
import { isNeighbourMessage } from './neighbourMessage';
import { inNetwork } from './routingTable';

/** What is wrong with a datagram, in both families. `why`: which state decided it, as one sentence. */
export interface ReportedProblem {
  readonly problem: Problem;
  readonly why: string;
  /** With `too-big`: octets of the largest datagram that the next link takes. */
  readonly mtuBytes?: number;
}

type Problem = 'hops-used-up' | 'no-route' | 'host-silent' | 'port-closed' | 'prohibited' | 'too-big' | 'fragment-missing';

interface Numbers {
  readonly kind: IcmpErrorKind;
  readonly code: number;
}

/** RFC 792, RFC 1812 §5.2.7.1 and RFC 1191 §4 for IPv4; RFC 4443 §3 for IPv6. */
const NUMBERS: Readonly<Record<Problem, Readonly<Record<IcmpError['protocol'], Numbers>>>> = {
  'hops-used-up': same({ kind: 'time-exceeded', code: 0 }),
  'fragment-missing': same({ kind: 'time-exceeded', code: 1 }),
  'no-route': same({ kind: 'destination-unreachable', code: 0 }),
  'host-silent': { icmp: { kind: 'destination-unreachable', code: 1 }, icmpv6: { kind: 'destination-unreachable', code: 3 } },
  'port-closed': { icmp: { kind: 'destination-unreachable', code: 3 }, icmpv6: { kind: 'destination-unreachable', code: 4 } },
  prohibited: { icmp: { kind: 'destination-unreachable', code: 13 }, icmpv6: { kind: 'destination-unreachable', code: 1 } },
  'too-big': { icmp: { kind: 'packet-too-big', code: FRAGMENTATION_NEEDED }, icmpv6: { kind: 'packet-too-big', code: 0 } },
};

/** RFC 1812 §4.3.2.3: an error has at most 576 octets; RFC 4443 §3: what the smallest MTU of IPv6 takes. */
const LARGEST_ERROR_BYTES = { icmp: 576 - IPV4_HEADER_BYTES, icmpv6: 1280 - IPV6_HEADER_BYTES } as const;
/** RFC 792 "Destination Unreachable Message": the first 64 bits of the payload. */
const SHORTEST_QUOTED_PAYLOAD_BYTES = 8;
/** Linux sends ICMP errors for IPv4 with the precedence of network control (RFC 1812 §4.3.2.5): class selector 6. */
const ERROR_DSCP = { icmp: 48, icmpv6: 0 } as const;
/** IPv4 addresses of groups and of everybody (RFC 1122 §3.2.1.3), and IPv6 ones of groups. */
const MANY_HOSTS: readonly (readonly [string, number])[] = [['224.0.0.0', 4], ['255.255.255.255', 32], ['ff00::', 8]];

/** Who sends an error: the address to send it from, and a way to put it onto the network. */
export interface IcmpSender {
  readonly source: string;
  /** For the IPv4 header of the error. */
  readonly identification: number;
  readonly send: (error: IpDatagram, context: SendContext) => void;
  /** False: a filter keeps ICMP errors off the network. */
  readonly passes: boolean;
}

/** Tells the sender of a datagram what is wrong with it, where the rules allow that, in a step of its own. */
export function reportByIcmp(host: HostServices, about: IpDatagram, { problem, why, mtuBytes = 0 }: ReportedProblem, sender: IcmpSender): void {
  if (!mayBeReported(about)) return;
  const protocol = about.protocol === 'ipv4' ? 'icmp' : 'icmpv6';
  const { kind, code } = NUMBERS[problem][protocol];
  const type = icmpTypeNumber(protocol, kind);
  const step = host.trace.openStep({
    id: `icmp.${kind}`, title: `Report to ${about.source}: ${icmpCodeName(protocol, type, code) ?? icmpTypeName(protocol, type) ?? ''}`, layers: [3],
    spec: protocol === 'icmp' ? ['RFC 792', 'RFC 1812 §4.3'] : ['RFC 4443 §3'], parent: 'cause',
  });
  if (!sender.passes) {
    step.skipped(`${why} The filter of ${host.hostName} lets no ICMP error pass (path.icmp), so the sender is not told and can only wait; without the filter it would be told.`);
    return;
  }
  step.happens(`${why} The error message quotes the beginning of the datagram, so that the sender knows which one it was.`);
  const lengthBytes = quotedBytes(about, protocol);
  const error = { kind, code, parameter: mtuBytes, quoted: { datagram: about, lengthBytes } } as const;
  const addresses = { source: sender.source, destination: about.source, dscp: ERROR_DSCP[protocol], ecn: 0 };
  const { initialHops } = host.system;
  const datagram: IpDatagram = protocol === 'icmp'
    ? { protocol: 'ipv4', ...addresses, identification: sender.identification, dontFragment: false, timeToLive: initialHops, payload: { protocol, ...error } }
    : { protocol: 'ipv6', ...addresses, flowLabel: 0, hopLimit: initialHops, payload: { protocol, ...error } };
  const crossing = host.trace.crossing({
    layer: 3, direction: 'down', protocol, action: () => `reported to ${about.source}: ${why}`, lengthBytes: icmpMessageBytes({ protocol, ...error }),
  });
  sender.send(datagram, withCrossing({ steps: [step.tag] }, crossing));
}

/** RFC 1122 §3.2.2, RFC 4443 §2.4 (e): never about an error, a later fragment, or what was sent to many or from nobody in particular. */
function mayBeReported({ payload, fragment, source, destination }: IpDatagram): boolean {
  if (fragment && fragment.offsetBytes > 0) return false;
  if (payload.protocol === 'icmp' && isIcmpError(payload)) return false;
  if (payload.protocol === 'icmpv6' && (isNeighbourMessage(payload) || isIcmpError(payload))) return false;
  const isOneHost = (address: string): boolean => !MANY_HOSTS.some(([network, bits]) => inNetwork(address, network, bits));
  const isUnspecified = source === unspecifiedAddress(source);
  return !isUnspecified && isOneHost(source) && isOneHost(destination);
}

/**
 * The whole datagram where it fits. Else, of an IPv4 datagram, the header and the eight octets that RFC 792 asks for, which hold the ports: so
 * many routers do, and what is read of them is no segment with a checksum that cannot be right; of an IPv6 one, as RFC 4443 §3 demands, as much as fits.
 */
function quotedBytes(about: IpDatagram, protocol: IcmpError['protocol']): number {
  const limitBytes = LARGEST_ERROR_BYTES[protocol] - ICMP_HEADER_BYTES;
  const wholeBytes = ipDatagramBytes(about);
  if (wholeBytes <= limitBytes) return wholeBytes;
  return protocol === 'icmp' ? IPV4_HEADER_BYTES + SHORTEST_QUOTED_PAYLOAD_BYTES : limitBytes;
}

function same(numbers: Numbers): Readonly<Record<IcmpError['protocol'], Numbers>> {
  return { icmp: numbers, icmpv6: numbers };
}
