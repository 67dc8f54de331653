import { parseIpv4, parseIpv6 } from './addressText';

/** The addresses and protocol number that the checksums of TCP and UDP cover beside the segment (RFC 9293 §3.1, RFC 8200 §8.1). */
export interface PseudoHeader {
  /** Both IPv4 in dotted decimal, or both IPv6. */
  readonly source: string;
  readonly destination: string;
}

/**
 * The Internet checksum (RFC 1071 §1): the ones' complement of the ones' complement sum of the 16-bit words of all parts, as if they
 * followed each other. Every part but the last has an even number of octets. Over octets that hold their right checksum it is 0.
 */
export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) sum += (part[at] ?? 0) * 256 + (part[at + 1] ?? 0);
  }
  while (sum > 0xffff) sum = Math.floor(sum / 0x10000) + (sum % 0x10000);
  return ~sum & 0xffff;
}

/**
 * The checksum of a TCP segment or UDP datagram with its pseudo-header. `protocol` is 6 or 17. Throws `InputError` for addresses that
 * cannot be read.
 */
export function transportChecksum(pseudoHeader: PseudoHeader, protocol: number, bytes: Uint8Array): number {
  const parse = pseudoHeader.source.includes(':') ? parseIpv6 : parseIpv4;
  // Only the sum counts, so that the IPv4 and IPv6 layouts of length and protocol come to the same.
  const tail = Uint8Array.of((bytes.length >>> 24) & 0xff, (bytes.length >>> 16) & 0xff, (bytes.length >>> 8) & 0xff, bytes.length & 0xff, 0, protocol);
  return internetChecksum(parse(pseudoHeader.source), parse(pseudoHeader.destination), tail, bytes);
}

/** A checksum as text: "0x1c46". */
function hexChecksum(value: number, digits = 4): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** What a checksum field means: the value in hexadecimal, and whether it is right where that is known. */
export function describeChecksum(value: number, expected: number | undefined): string {
  const shown = hexChecksum(value);
  if (expected === undefined) return shown;
  return value === expected ? `${shown}, correct` : `${shown}, wrong: expected ${hexChecksum(expected)}`;
}
