import type { Provenance } from '../../../../model/provenance';

/** A header field as HPACK carries it; name and value have one UTF-16 code unit for each octet. */
export interface HpackField {
  readonly name: string;
  readonly value: string;
  /** Where it comes from, as far as the sender says. */
  readonly source?: Provenance;
}

/** Octets that an entry counts beside name and value (RFC 7541 §4.1). */
const ENTRY_OVERHEAD_BYTES = 32;

/** The size of a field in a table and in a header list (RFC 7541 §4.1, RFC 9113 §6.5.2), in octets. */
export function entryBytes({ name, value }: HpackField): number {
  return name.length + value.length + ENTRY_OVERHEAD_BYTES;
}
