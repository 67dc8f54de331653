import { formatIpv6, formatMac, parseIpv6 } from '../addressText';

/** The multicast group of all nodes whose address ends like this one: ff02::1:ff and its last three octets (RFC 4291 §2.7.1). */
export function solicitedNodeAddress(address: string): string {
  const group = new Uint8Array(16);
  group.set([0xff, 0x02]);
  group.set([0x01, 0xff], 11);
  group.set(parseIpv6(address).subarray(13), 13);
  return formatIpv6(group);
}

/** The Ethernet address of an IPv6 multicast group: 33:33 and its last four octets (RFC 2464 §7). */
export function multicastHardwareAddress(group: string): string {
  return formatMac(Uint8Array.of(0x33, 0x33, ...parseIpv6(group).subarray(12)));
}
