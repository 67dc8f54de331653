import type { IcmpEcho, IcmpErrorKind, IcmpProtocol } from './icmpMessage';

type Kind = IcmpEcho['kind'] | IcmpErrorKind;

/** Numbers of the types that are read whole (IANA "ICMP Type Numbers", "ICMPv6 'type' Numbers"). */
const TYPES: Readonly<Record<IcmpProtocol, Readonly<Record<Kind, number>>>> = {
  icmp: {
    'echo-reply': 0, 'destination-unreachable': 3, 'packet-too-big': 3, 'echo-request': 8, 'time-exceeded': 11, 'parameter-problem': 12,
  },
  icmpv6: {
    'destination-unreachable': 1, 'packet-too-big': 2, 'time-exceeded': 3, 'parameter-problem': 4, 'echo-request': 128, 'echo-reply': 129,
  },
};
/** RFC 792 "Destination Unreachable Message": fragmentation needed and DF set. */
export const FRAGMENTATION_NEEDED = 4;

/** Names of types, those that are not read whole included. */
const TYPE_NAMES: Readonly<Record<IcmpProtocol, Readonly<Record<number, string>>>> = {
  icmp: {
    0: 'Echo Reply', 3: 'Destination Unreachable', 4: 'Source Quench', 5: 'Redirect', 8: 'Echo Request', 9: 'Router Advertisement',
    10: 'Router Solicitation', 11: 'Time Exceeded', 12: 'Parameter Problem', 13: 'Timestamp', 14: 'Timestamp Reply',
  },
  icmpv6: {
    1: 'Destination Unreachable', 2: 'Packet Too Big', 3: 'Time Exceeded', 4: 'Parameter Problem', 128: 'Echo Request', 129: 'Echo Reply',
    130: 'Multicast Listener Query', 131: 'Multicast Listener Report', 132: 'Multicast Listener Done', 133: 'Router Solicitation',
    134: 'Router Advertisement', 135: 'Neighbor Solicitation', 136: 'Neighbor Advertisement', 137: 'Redirect', 143: 'Multicast Listener Report v2',
  },
};

/** What the codes of the error types say: RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1; RFC 4443 §3 and IANA's registry. */
const CODE_NAMES: Readonly<Record<IcmpProtocol, Readonly<Record<number, readonly string[]>>>> = {
  icmp: {
    3: [
      'network unreachable', 'host unreachable', 'protocol unreachable', 'port unreachable', 'fragmentation needed and DF set', 'source route failed',
      'destination network unknown', 'destination host unknown', 'source host isolated', 'network administratively prohibited',
      'host administratively prohibited', 'network unreachable for the type of service', 'host unreachable for the type of service',
      'communication administratively prohibited', 'host precedence violation', 'precedence cutoff in effect',
    ],
    5: ['for the network', 'for the host', 'for type of service and network', 'for type of service and host'],
    11: ['time to live exceeded in transit', 'fragment reassembly time exceeded'],
    12: ['the pointer indicates the error', 'a required option is missing', 'bad length'],
  },
  icmpv6: {
    1: [
      'no route to destination', 'communication administratively prohibited', 'beyond scope of source address', 'address unreachable', 'port unreachable',
      'source address failed ingress/egress policy', 'reject route to destination', 'error in source routing header', 'headers too long',
    ],
    3: ['hop limit exceeded in transit', 'fragment reassembly time exceeded'],
    4: ['erroneous header field', 'unrecognized next header', 'unrecognized IPv6 option', 'first fragment has incomplete header chain'],
  },
};

/** The type number of a message. */
export function icmpTypeNumber(protocol: IcmpProtocol, kind: Kind): number {
  return TYPES[protocol][kind];
}

/** What a type and code stand for; undefined for types that are not read whole. */
export function icmpKind(protocol: IcmpProtocol, type: number, code: number): Kind | undefined {
  if (protocol === 'icmp' && type === TYPES.icmp['packet-too-big']) return code === FRAGMENTATION_NEEDED ? 'packet-too-big' : 'destination-unreachable';
  const kinds: readonly Kind[] = ['echo-request', 'echo-reply', 'destination-unreachable', 'packet-too-big', 'time-exceeded', 'parameter-problem'];
  return kinds.find((kind) => TYPES[protocol][kind] === type);
}

/** "Time Exceeded"; undefined for a number without a name here. */
export function icmpTypeName(protocol: IcmpProtocol, type: number): string | undefined {
  return TYPE_NAMES[protocol][type];
}

/** "port unreachable"; undefined where the type's codes have no names. */
export function icmpCodeName(protocol: IcmpProtocol, type: number, code: number): string | undefined {
  return CODE_NAMES[protocol][type]?.[code];
}
