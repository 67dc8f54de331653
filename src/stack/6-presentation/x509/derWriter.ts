import type { LazyOctets } from '../lazyOctets';
import { knownOctets } from '../lazyOctets';
import { stringToOctets } from '../../octetText';

/**
 * Distinguished Encoding Rules (ITU-T X.690 §10) for what certificates need. Values have their exact length at once and their
 * octets later, so that a certificate's size is known before anything is signed.
 */

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

/** A tag around the parts, in order. */
export function derValue(tag: number, ...parts: readonly LazyOctets[]): LazyOctets {
  const contentBytes = parts.reduce((sum, part) => sum + part.lengthBytes, 0);
  const header = [tag, ...lengthOctets(contentBytes)];
  const octets = () => {
    const value = new Uint8Array(header.length + contentBytes);
    value.set(header);
    let offset = header.length;
    for (const part of parts) {
      value.set(part.octets(), offset);
      offset += part.lengthBytes;
    }
    return value;
  };
  return { lengthBytes: header.length + contentBytes, octets };
}

export const derSequence = (...parts: readonly LazyOctets[]): LazyOctets => derValue(0x30, ...parts);
export const derSet = (...parts: readonly LazyOctets[]): LazyOctets => derValue(0x31, ...parts);
export const derOctetString = (content: LazyOctets): LazyOctets => derValue(0x04, content);
/** A bit string of whole octets. */
export const derBitString = (content: LazyOctets): LazyOctets => derValue(0x03, knownOctets(Uint8Array.of(0)), content);
export const derTrue: LazyOctets = knownOctets(Uint8Array.of(0x01, 0x01, 0xff));
export const derUtf8 = (text: string): LazyOctets => derValue(0x0c, knownOctets(new TextEncoder().encode(text)));

export const derNull: LazyOctets = knownOctets(Uint8Array.of(0x05, 0x00));

/** A positive integer from its octets: the first is not above 0x7f, and 0 only where the second is. */
export const derInteger = (octets: LazyOctets): LazyOctets => derValue(0x02, octets);

/** An object identifier from dotted decimal. */
export function derObjectIdentifier(dotted: string): LazyOctets {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const octets: number[] = [first * 40 + second];
  for (const arc of others) {
    const groups = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift(0x80 | rest % 128);
    octets.push(...groups);
  }
  return derValue(0x06, knownOctets(Uint8Array.from(octets)));
}

/** Milliseconds since 1970 as UTCTime, or as GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5). */
export function derTime(unixMs: number): LazyOctets {
  const digits = timeDigits(unixMs);
  const year = Number(digits.slice(0, 4));
  return year >= 1950 && year < 2050 ? derValue(0x17, knownOctets(stringToOctets(`${digits.slice(2)}Z`))) : derGeneralizedTime(unixMs);
}

/** Milliseconds since 1970 as GeneralizedTime, to the second. */
export function derGeneralizedTime(unixMs: number): LazyOctets {
  return derValue(0x18, knownOctets(stringToOctets(`${timeDigits(unixMs)}Z`)));
}

function timeDigits(unixMs: number): string {
  return new Date(unixMs).toISOString().replace(/\.\d+Z$/, '').replace(/[-:T]/g, '');
}
