/** Operation codes (IANA "DNS OpCodes"; RFC 1035 §4.1.1, RFC 1996, RFC 2136, RFC 8490). */
const OPCODES: Readonly<Record<number, string>> = {
  0: 'QUERY', 1: 'IQUERY', 2: 'STATUS', 4: 'NOTIFY', 5: 'UPDATE', 6: 'DSO',
};

/** "QUERY"; "OPCODE3" for one without a name. */
export function opcodeName(code: number): string {
  return OPCODES[code] ?? `OPCODE${code}`;
}
