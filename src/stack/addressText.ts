import ipaddr from 'ipaddr.js';
import { InputError } from '../model/wirewalkError';

/** Four octets as dotted decimal. */
export function formatIpv4(octets: Uint8Array): string {
  return octets.join('.');
}

/** Dotted decimal, four parts without leading zeros, to four octets. Throws `InputError` for any other form. */
export function parseIpv4(text: string): Uint8Array {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    throw new InputError(`"${text.slice(0, 60)}" is no IPv4 address in dotted decimal (192.0.2.1).`);
  }
  return Uint8Array.from(parts, Number);
}

/** Sixteen octets as text in the form of RFC 5952. */
export function formatIpv6(octets: Uint8Array): string {
  return new ipaddr.IPv6([...octets]).toRFC5952String();
}

/** An IPv6 address without zone to sixteen octets. Throws `InputError` for any other form. */
export function parseIpv6(text: string): Uint8Array {
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) {
    throw new InputError(`"${text.slice(0, 60)}" is no IPv6 address (2001:db8::1).`);
  }
  return Uint8Array.from(ipaddr.IPv6.parse(text).toByteArray());
}

/** Six octets as colon-separated lower-case hexadecimal. */
export function formatMac(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(':');
}

/** A colon-separated hardware address to six octets. Throws `InputError` for any other form. */
export function parseMac(text: string): Uint8Array {
  if (!/^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}$/.test(text)) {
    throw new InputError(`"${text.slice(0, 60)}" is no hardware address (02:00:00:00:00:01).`);
  }
  return Uint8Array.from(text.split(':'), (part) => Number.parseInt(part, 16));
}
