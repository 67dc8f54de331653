/**
 * Content for a coder of the simulation: octets that it writes out as they are, and after them one octet again and again, of which
 * it writes only how often. How well invented content compresses is invented as well: `literalBytes` decides it.
 */
export interface CodableContent {
  readonly lengthBytes: number;
  /** Octets at the start that are written out. */
  readonly literalBytes: number;
  /** All of it; from `literalBytes` on every octet is `repeated`. */
  readonly bytes: () => Uint8Array;
  readonly repeated: number;
}

/** The pieces in which `total` octets are cut, `most` in each but the last. */
export function pieces(total: number, most: number): readonly { readonly start: number; readonly length: number }[] {
  return Array.from({ length: Math.ceil(total / most) }, (_, index) => ({ start: index * most, length: Math.min(most, total - index * most) }));
}
