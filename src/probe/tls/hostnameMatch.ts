import { isIP } from 'node:net';
import { isSameAddress } from '../addressClass';
import type { ParsedCertificate } from '../../stack/6-presentation/x509/certificateReader';
import { dnsNameCovers } from '../../stack/6-presentation/x509/dnsNameMatch';

interface HostnameMatch {
  readonly matches: boolean;
  /** One sentence. */
  readonly reason: string;
}

/**
 * Whether a certificate is for this host (RFC 9525 §6): an address against iPAddress names, a name against dNSName names, with
 * `*` only as the whole left-most label and standing for exactly one. The common name of the subject does not count.
 */
export function matchHostname(host: string, certificate: ParsedCertificate): HostnameMatch {
  const bare = host.replace(/%.*$/, '');
  const kind = isIP(bare) === 0 ? 'dns' : 'ip';
  const names = certificate.names.filter((name) => name.kind === kind);
  const found = names.find((name) => (kind === 'ip' ? isSameAddress(name.raw, bare) : dnsNameCovers(name.raw, host)));
  if (found) return { matches: true, reason: `The certificate is for ${found.text}, which covers ${host}.` };
  return { matches: false, reason: mismatchReason(host, kind, certificate) };
}

function mismatchReason(host: string, kind: 'dns' | 'ip', certificate: ParsedCertificate): string {
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
