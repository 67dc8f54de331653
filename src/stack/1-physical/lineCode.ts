/** How Ethernet puts bits onto its medium, by Mbit/s, on twisted pair where that is usual (IEEE 802.3 clauses 14, 25, 40, 126, 55, 107, 82). */
const LINE_CODES: ReadonlyMap<number, string> = new Map([
  [10, '10BASE-T, Manchester code: a change of level in the middle of each bit'],
  [100, '100BASE-TX, 4B/5B code, scrambled, on three levels (MLT-3)'],
  [1000, '1000BASE-T, five levels (PAM-5) on four pairs at once, both ways'],
  [2500, '2.5GBASE-T, sixteen levels (PAM-16) with LDPC coding on four pairs'],
  [5000, '5GBASE-T, sixteen levels (PAM-16) with LDPC coding on four pairs'],
  [10_000, '10GBASE-T, sixteen levels (PAM-16) with LDPC coding on four pairs'],
  [25_000, '25GBASE-R, 64B/66B code on one lane of fibre'],
  [40_000, '40GBASE-R, 64B/66B code on four lanes of fibre'],
  [100_000, '100GBASE-R, 64B/66B code on several lanes of fibre'],
]);

/** The line code of Ethernet of so many Mbit/s, as text; undefined for other rates, which are those of a path rather than of a line. */
export function lineCodeOf(mbps: number): string | undefined {
  return LINE_CODES.get(mbps);
}
