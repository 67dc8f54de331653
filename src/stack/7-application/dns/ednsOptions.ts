/** EDNS option codes (IANA "DNS EDNS0 Option Codes (OPT)") with the document that defines each. */
const EDNS_OPTIONS: Readonly<Record<number, readonly [name: string, spec: string]>> = {
  3: ['NSID', 'RFC 5001 §2.3'],
  8: ['EDNS Client Subnet', 'RFC 7871 §6'],
  9: ['EDNS EXPIRE', 'RFC 7314 §4'],
  10: ['COOKIE', 'RFC 7873 §4'],
  11: ['edns-tcp-keepalive', 'RFC 7828 §3.1'],
  12: ['Padding', 'RFC 7830 §3'],
  15: ['Extended DNS Error', 'RFC 8914 §2'],
};

/** "COOKIE"; "OPT65001" for one without a name. */
export function ednsOptionName(code: number): string {
  return EDNS_OPTIONS[code]?.[0] ?? `OPT${code}`;
}

export function ednsOptionSpec(code: number): string {
  return EDNS_OPTIONS[code]?.[1] ?? 'RFC 6891 §6.1.2';
}
