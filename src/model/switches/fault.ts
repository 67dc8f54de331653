/** The faults that can be asked for. Each is a state of one host, not a script: see the module that reads it. */
export const FAULTS = [
  'none',
  'dns.nxdomain', 'dns.servfail', 'dns.timeout',
  'dns.refused', 'dns.first-server-silent', 'dns.first-server-failing', 'dns.lame',
  'ip6.silent', 'ip4.silent',
  'tcp.refused', 'tcp.timeout', 'tcp.reset',
  'tls.expired', 'tls.wrong-name', 'tls.unknown-issuer', 'tls.no-common-version',
  'http.429', 'http.503',
] as const;
export type Fault = (typeof FAULTS)[number];
