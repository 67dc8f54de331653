import { isIP } from 'node:net';
import { isSameAddress } from '../addressClass';
import type { Certificate } from './certificate';

interface HostnameMatch {
  readonly matches: boolean;
  /** One sentence. */
  readonly reason: string;
}

/**
 * Whether a certificate is for this host (RFC 9525 §6): an address against iPAddress names, a name against dNSName names, with
 * `*` only as the whole left-most label and standing for exactly one. The common name of the subject does not count.
 */
export function matchHostname(host: string, certificate: Certificate): HostnameMatch {
  const bare = host.replace(/%.*$/, '');
  const kind = isIP(bare) === 0 ? 'dns' : 'ip';
  const names = certificate.names.filter((name) => name.kind === kind);
  const found = names.find((name) => (kind === 'ip' ? isSameAddress(name.raw, bare) : matchesDnsName(name.raw, host)));
  if (found) return { matches: true, reason: `The certificate is for ${found.text}, which covers ${host}.` };
  return { matches: false, reason: mismatchReason(host, kind, certificate) };
}

function mismatchReason(host: string, kind: 'dns' | 'ip', certificate: Certificate): string {
  const names = certificate.names.filter((name) => name.kind === kind);
  if (kind === 'ip' && names.length === 0) {
    const asDnsName = certificate.names.some((name) => name.kind === 'dns' && name.raw === host);
    return asDnsName ? `The certificate names ${host} as a DNS name, which does not count for an address.`
      : `The certificate is for no IP address, so not for ${host}.`;
  }
  if (names.length === 0) {
    return `The certificate has no subject alternative name of a host${certificate.subject === '' ? '' : `, and its subject (${certificate.subject}) does not count`}.`;
  }
  const shown = names.slice(0, 5).map((name) => name.text).join(', ');
  return `The certificate is for ${shown}${names.length > 5 ? ` and ${names.length - 5} more` : ''}, none of which covers ${host}.`;
}

function matchesDnsName(pattern: string, host: string): boolean {
  const patternLabels = pattern.toLowerCase().split('.');
  const hostLabels = host.toLowerCase().split('.');
  // Letters, digits and hyphens alone: anything else in a dNSName (NUL, a final dot, a U-label) matches no host.
  const [first = '', ...others] = patternLabels;
  if (patternLabels.length !== hostLabels.length || others.some((label) => !/^[a-z0-9_-]+$/.test(label))) return false;
  if (others.join('.') !== hostLabels.slice(1).join('.')) return false;
  // `*.com` would stand for a whole registry; `f*` and `*x` are not allowed any more.
  return first === '*' ? others.length >= 2 : /^[a-z0-9_-]+$/.test(first) && first === hostLabels[0];
}
