/** Values below this in the type field are lengths (IEEE 802.3 §3.2.6). */
export const LOWEST_ETHERTYPE = 0x0600;
export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_ARP = 0x0806;
export const ETHERTYPE_IPV6 = 0x86dd;

const OF_PROTOCOL = { arp: ETHERTYPE_ARP, ipv4: ETHERTYPE_IPV4, ipv6: ETHERTYPE_IPV6 } as const;

/** Some of IANA "IEEE 802 Numbers". */
const NAMES: Readonly<Record<number, string>> = {
  [ETHERTYPE_IPV4]: 'IPv4', [ETHERTYPE_ARP]: 'ARP', [ETHERTYPE_IPV6]: 'IPv6', 0x8863: 'PPPoE discovery', 0x8864: 'PPPoE session',
  0x888e: 'EAPOL', 0x88cc: 'LLDP',
};

/** The type of a frame that carries such a PDU. */
export function etherTypeOf(protocol: keyof typeof OF_PROTOCOL): number {
  return OF_PROTOCOL[protocol];
}

/** "IPv4"; "EtherType 0x1234" for one without a name here. */
export function etherTypeName(value: number): string {
  return NAMES[value] ?? `EtherType 0x${value.toString(16).padStart(4, '0')}`;
}
