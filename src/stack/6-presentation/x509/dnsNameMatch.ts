/**
 * Whether a dNSName of a certificate is for this host (RFC 9525 §6.3): the same labels, with `*` only as the whole left-most one and
 * standing for exactly one. Linear in both.
 */
export function dnsNameCovers(pattern: string, host: string): boolean {
  const patternLabels = pattern.toLowerCase().split('.');
  const hostLabels = host.toLowerCase().split('.');
  // Letters, digits and hyphens alone: anything else in a dNSName (NUL, a final dot, a U-label) matches no host.
  const [first = '', ...others] = patternLabels;
  if (patternLabels.length !== hostLabels.length || others.some((label) => !/^[a-z0-9_-]+$/.test(label))) return false;
  if (others.join('.') !== hostLabels.slice(1).join('.')) return false;
  // `*.com` would stand for a whole registry; `f*` and `*x` are not allowed any more.
  return first === '*' ? others.length >= 2 : /^[a-z0-9_-]+$/.test(first) && first === hostLabels[0];
}
