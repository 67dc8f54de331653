/** The faults that can be asked for. Each is a state of one host, not a script: see the module that reads it. */
export const FAULTS = [
  'none',
  'dns.nxdomain', 'dns.servfail', 'dns.timeout',
  'dns.refused', 'dns.first-server-silent', 'dns.first-server-failing', 'dns.port-unreachable', 'dns.lame',
  'ip6.silent', 'ip6.unreachable', 'ip4.silent', 'ip4.unreachable',
  'arp.timeout', 'ip.no-route', 'ip.host-unreachable', 'ip.prohibited',
  'proxy.403', 'proxy.407',
  'tcp.refused', 'tcp.timeout', 'tcp.reset',
  'tls.expired', 'tls.not-yet-valid', 'tls.wrong-name', 'tls.unknown-issuer', 'tls.self-signed', 'tls.missing-intermediate', 'tls.revoked',
  'tls.no-common-version', 'tls.no-common-cipher', 'tls.no-common-alpn', 'tls.unrecognized-name', 'tls.client-certificate-required',
  'tls.handshake-timeout', 'tls.closed-early',
  'http.401', 'http.403', 'http.408', 'http.429', 'http.500', 'http.502', 'http.503', 'http.504', 'http.reset-mid-body', 'http.truncated',
  'http2.goaway', 'http2.reset',
  'quic.blocked',
] as const;
export type Fault = (typeof FAULTS)[number];
