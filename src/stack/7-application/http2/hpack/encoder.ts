import { DEFAULT_TABLE_BYTES, DynamicTable } from './dynamicTable';
import type { HpackField } from './headerField';
import { entryBytes } from './headerField';
import type { Indexing, Representation } from './representation';

/** How a program decides whether a literal enters the table. */
export type IndexingPolicy = (field: HpackField, tableBytes: number) => Indexing;

/** Fields whose value is seldom sent twice, so that they would only push others out. */
const NGHTTP2_WITHOUT: readonly string[] = [
  ':path', 'age', 'content-length', 'etag', 'if-modified-since', 'if-none-match', 'location', 'set-cookie',
];
const SHORT_COOKIE_OCTETS = 20;

/** As nghttp2 does (curl, Node.js): secrets that could be guessed never enter a table (RFC 7541 §7.1.3). */
export const nghttp2Indexing: IndexingPolicy = (field, tableBytes) => {
  const { name, value } = field;
  if (name === 'authorization' || (name === 'cookie' && value.length < SHORT_COOKIE_OCTETS)) return 'never';
  return NGHTTP2_WITHOUT.includes(name) || entryBytes(field) > (tableBytes * 3) / 4 ? 'without' : 'incremental';
};

/** As Chromium does: every field, and of the pseudo-header fields the authority. */
export const chromiumIndexing: IndexingPolicy = ({ name }) =>
  !name.startsWith(':') || name === ':authority' ? 'incremental' : 'without';

/** As Go does: every field that fits into the table. */
export const goIndexing: IndexingPolicy = (field, tableBytes) => (entryBytes(field) <= tableBytes ? 'incremental' : 'without');

/** As Java's client does: no table, so no field enters it. */
export const noIndexing: IndexingPolicy = () => 'without';

/** The sending side of a header compression context (RFC 7541): what it encodes changes what later fields take. */
export class HpackEncoder {
  private readonly table = new DynamicTable();
  private updates: number[] = [];

  /** @param mostTableBytes the table that this side is willing to keep */
  constructor(private readonly policy: IndexingPolicy, private readonly mostTableBytes = DEFAULT_TABLE_BYTES) {
    if (mostTableBytes < DEFAULT_TABLE_BYTES) this.allowTable(mostTableBytes);
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE: the next block begins by saying the size that is used (RFC 7541 §4.2). */
  allowTable(peerBytes: number): void {
    const size = Math.min(peerBytes, this.mostTableBytes);
    if (size === 0 && this.table.capacityBytes === 0) return;
    this.table.resize(size);
    // Where the size fell and rose again, both have to be said, the smallest first.
    this.updates = [...this.updates.filter((each) => each < size).slice(0, 1), size];
  }

  /** The representations of a header list, in its order. */
  encode(fields: readonly HpackField[]): readonly Representation[] {
    const block: Representation[] = this.updates.map((maxBytes) => ({ kind: 'size-update', maxBytes }));
    this.updates = [];
    for (const field of fields) block.push(this.represent(field));
    return block;
  }

  private represent(field: HpackField): Representation {
    const indexing = this.policy(field, this.table.capacityBytes);
    const match = this.table.find(field);
    if (match?.whole && indexing !== 'never') return { kind: 'indexed', index: match.index, field };
    if (indexing === 'incremental') this.table.add(field);
    return { kind: 'literal', indexing, nameIndex: match?.index ?? 0, field };
  }
}
