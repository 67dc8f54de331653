/** Response codes by number (IANA "DNS RCODEs"; RFC 1035 §4.1.1, RFC 2136 §2.2, RFC 6891 §9). */
const RESPONSE_CODES: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  0: ['NOERROR', 'no error'],
  1: ['FORMERR', 'the server could not read the query'],
  2: ['SERVFAIL', 'the server failed'],
  3: ['NXDOMAIN', 'the name does not exist'],
  4: ['NOTIMP', 'the server does not do this kind of query'],
  5: ['REFUSED', 'the server refuses'],
  6: ['YXDOMAIN', 'a name exists that should not'],
  7: ['YXRRSET', 'a record set exists that should not'],
  8: ['NXRRSET', 'a record set does not exist that should'],
  9: ['NOTAUTH', 'the server is not authoritative, or the request is not authorised'],
  10: ['NOTZONE', 'the name is not in the zone'],
  16: ['BADVERS', 'the server does not speak this EDNS version'],
  23: ['BADCOOKIE', 'the server cookie is missing or wrong'],
};

/** "NXDOMAIN"; "RCODE11" for one without a name. */
export function responseCodeName(code: number): string {
  return RESPONSE_CODES[code]?.[0] ?? `RCODE${code}`;
}

/** What the code says, for a person: "the name does not exist". */
export function responseCodeMeaning(code: number): string {
  return RESPONSE_CODES[code]?.[1] ?? 'not assigned';
}
