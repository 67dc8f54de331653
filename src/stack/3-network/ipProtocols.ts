export const IP_PROTOCOL_TCP = 6;
export const IP_PROTOCOL_UDP = 17;

/** Some of IANA "Assigned Internet Protocol Numbers". */
const NAMES: Readonly<Record<number, string>> = {
  1: 'ICMP', 2: 'IGMP', 4: 'IPv4', [IP_PROTOCOL_TCP]: 'TCP', [IP_PROTOCOL_UDP]: 'UDP', 41: 'IPv6', 47: 'GRE', 50: 'ESP', 51: 'AH', 58: 'ICMPv6',
  132: 'SCTP',
};

/** "TCP"; "protocol 253" for one without a name here. */
export function ipProtocolName(value: number): string {
  return NAMES[value] ?? `protocol ${value}`;
}
