export const IP_PROTOCOL_ICMP = 1;
export const IP_PROTOCOL_TCP = 6;
export const IP_PROTOCOL_UDP = 17;
export const IP_PROTOCOL_ICMPV6 = 58;

const NUMBERS = { icmp: IP_PROTOCOL_ICMP, tcp: IP_PROTOCOL_TCP, udp: IP_PROTOCOL_UDP, icmpv6: IP_PROTOCOL_ICMPV6 } as const;

/** Some of IANA "Assigned Internet Protocol Numbers" and "IPv6 Extension Header Types". */
const NAMES: Readonly<Record<number, string>> = {
  0: 'Hop-by-Hop Options', [IP_PROTOCOL_ICMP]: 'ICMP', 2: 'IGMP', 4: 'IPv4', [IP_PROTOCOL_TCP]: 'TCP', [IP_PROTOCOL_UDP]: 'UDP', 41: 'IPv6', 43: 'Routing', 44: 'Fragment',
  47: 'GRE', 50: 'ESP', 51: 'AH', [IP_PROTOCOL_ICMPV6]: 'ICMPv6', 59: 'no next header', 60: 'Destination Options', 132: 'SCTP',
};

/** The number in the header of a datagram that carries such a PDU. */
export function ipProtocolNumber(protocol: keyof typeof NUMBERS): number {
  return NUMBERS[protocol];
}

/** "TCP"; "protocol 253" for one without a name here. */
export function ipProtocolName(value: number): string {
  return NAMES[value] ?? `protocol ${value}`;
}
