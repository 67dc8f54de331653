import ipaddr from 'ipaddr.js';
import type { LazyOctets } from '../lazyOctets';
import { knownOctets } from '../lazyOctets';
import { derSequence, derValue } from './derWriter';
import { dnsNameCovers } from './dnsNameMatch';

/** A host that a certificate is for (RFC 5280 §4.2.1.6). */
export interface SubjectName {
  readonly text: string;
  /** 4 or 16 octets, for an address. */
  readonly address?: Uint8Array;
}

/** A host name or an IP address, an IPv6 one with or without brackets. */
export function subjectName(host: string): SubjectName {
  const text = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  // Of a name the library finds out by catching its own error, which is slow.
  const isAddress = text.includes(':') ? ipaddr.IPv6.isValid(text) : /^[\d.]+$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text);
  return isAddress ? { text, address: Uint8Array.from(ipaddr.parse(text).toByteArray()) } : { text };
}

/** The SubjectAltName extension's value: dNSName and iPAddress entries. */
export function subjectAltName(names: readonly SubjectName[]): LazyOctets {
  return derSequence(...names.map(({ text, address }) =>
    address ? derValue(0x87, knownOctets(address)) : derValue(0x82, knownOctets(new TextEncoder().encode(text)))));
}

/** Whether a certificate for `pattern` is good for the host: the same address, or a DNS name that covers it (RFC 9525 §6). */
export function nameCovers(pattern: SubjectName, host: SubjectName): boolean {
  if (host.address) return pattern.address !== undefined && pattern.address.join() === host.address.join();
  return pattern.address === undefined && dnsNameCovers(pattern.text, host.text);
}
