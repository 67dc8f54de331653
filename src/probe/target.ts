import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { InputError } from '../model/wirewalkError';
import { maskUrl } from '../model/masking';
import { visibleLine } from '../model/visibleLine';

/** A host and port that a person asked for. */
export interface HostTarget {
  /** The name in its ASCII form, lower case, without a final dot; or the address. */
  readonly host: string;
  readonly port: number;
  /** The normalised address, when `host` is one. */
  readonly address?: string;
}

/** Characters that WHATWG URL forbids in a host, with those that would end the host, and the invisible ones. */
const FORBIDDEN_IN_HOST = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}#/<>?@[\\\]^|%"`{}:]/u;

/**
 * Parses `host`, `host:port`, `address:port`, `[v6]:port` or a bare IPv6 address. IPv4 in decimal, hexadecimal, octal and short
 * forms is normalised as WHATWG URL does ("127.1", "0x7f.1", "2130706433" are all 127.0.0.1).
 *
 * Throws `InputError` for anything else, saying which part cannot be used.
 */
export function parseHostTarget(text: string, defaultPort: number): HostTarget {
  const trimmed = text.trim();
  if (trimmed === '') throw new InputError('Expected a host or host:port, found nothing.');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    throw new InputError(`Expected a host or host:port, found a URL: "${visibleLine(maskUrl(trimmed), 80)}". Give the host alone.`);
  }
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(trimmed);
  if (bracketed) {
    const address = parseIpv6(bracketed[1] ?? '', trimmed);
    return { host: address, address, port: bracketed[2] === undefined ? defaultPort : parsePort(bracketed[2]) };
  }
  if (isIPv6(trimmed)) {
    const address = parseIpv6(trimmed, trimmed);
    return { host: address, address, port: defaultPort };
  }
  const colon = trimmed.indexOf(':');
  if (colon !== trimmed.lastIndexOf(':')) {
    throw new InputError(`"${visibleLine(trimmed, 80)}" has several colons: an IPv6 address with a port is written [address]:port.`);
  }
  const port = colon < 0 ? defaultPort : parsePort(trimmed.slice(colon + 1));
  const host = normaliseHost(colon < 0 ? trimmed : trimmed.slice(0, colon));
  return isIPv4(host) ? { host, port, address: host } : { host, port };
}

/** As `parseHostTarget`, for places where only an address will do: no name is looked up there. */
export function parseAddressTarget(text: string, defaultPort: number, what: string): HostTarget & { readonly address: string } {
  const target = parseHostTarget(text, defaultPort);
  if (target.address === undefined) {
    throw new InputError(`${what} is an IP address, or ADDRESS:PORT or [ADDRESS]:PORT; found "${visibleLine(text, 80)}".`);
  }
  return { ...target, address: target.address };
}

/** A host name or IPv4 address in normal form. Throws `InputError`. */
function normaliseHost(text: string): string {
  if (text === '') throw new InputError('The host is missing before the port.');
  const forbidden = FORBIDDEN_IN_HOST.exec(text);
  if (forbidden) {
    throw new InputError(`A host cannot hold ${nameCharacter(forbidden[0])}; found it in "${visibleLine(text, 80)}".`);
  }
  let host: string;
  try {
    host = new URL(`http://${text}/`).hostname;
  } catch {
    throw new InputError(`"${visibleLine(text, 80)}" is not a host name or an IPv4 address.`);
  }
  host = host.replace(/\.$/, '');
  if (!isIPv4(host)) checkLabels(host, text);
  return host;
}

/**
 * A name to ask the DNS about, in ASCII form without the final dot; "." is the root. Unlike a host it may have labels that begin
 * with an underscore (RFC 8552). Throws `InputError` before anything is sent.
 */
export function parseDnsName(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '.') return '.';
  const bare = trimmed.replace(/\.$/, '');
  const forbidden = FORBIDDEN_IN_HOST.exec(bare);
  if (forbidden) throw new InputError(`A DNS name cannot hold ${nameCharacter(forbidden[0])}; found it in "${visibleLine(bare, 80)}".`);
  // Only what is not ASCII goes through IDNA: it would read "1.2" as an IPv4 address.
  const ascii = /^[\x21-\x7e]*$/.test(bare) ? bare.toLowerCase() : domainToASCII(bare);
  if (ascii === '') throw new InputError(`"${visibleLine(bare, 80)}" is not a DNS name.`);
  checkLabels(ascii, bare);
  return ascii;
}

/** RFC 1035 §2.3.4: labels of 1 to 63 octets, names of 253 characters at most. */
function checkLabels(ascii: string, asTyped: string): void {
  const shown = visibleLine(asTyped, 80);
  if (ascii.length > 253) throw new InputError(`A DNS name has at most 253 characters; found ${ascii.length}.`);
  for (const label of ascii.split('.')) {
    if (label === '') throw new InputError(`"${shown}" has an empty label: two dots in a row, or one at the beginning.`);
    if (label.length > 63) throw new InputError(`A label has at most 63 characters; found one of ${label.length} in "${shown}".`);
    if (!/^[a-z0-9_-]+$/i.test(label) || label === '_') {
      throw new InputError(`The label "${visibleLine(label, 70)}" in "${shown}" is not made of letters, digits and hyphens.`);
    }
  }
}

function parseIpv6(text: string, whole: string): string {
  if (!isIPv6(text)) throw new InputError(`"${visibleLine(whole, 80)}" does not hold an IPv6 address between the brackets.`);
  const [bare = '', zone] = text.split('%');
  const address = (ipaddr.parse(bare) as ipaddr.IPv6).toRFC5952String();
  return zone === undefined ? address : `${address}%${zone}`;
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 1 && port <= 65_535)) throw new InputError(`A port is a whole number from 1 to 65535; found "${visibleLine(text, 20)}".`);
  return port;
}

function nameCharacter(character: string): string {
  if (character === ' ') return 'a space';
  const code = character.codePointAt(0) ?? 0;
  return /[\x21-\x7e]/.test(character) ? `"${character}"` : `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `address:port`, with brackets around IPv6. */
export function formatEndpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
