import type { HpackField } from './headerField';
import { entryBytes } from './headerField';
import { STATIC_TABLE } from './staticTable';

/** The size of a dynamic table before anything is agreed on (RFC 9113 §6.5.2). */
export const DEFAULT_TABLE_BYTES = 4096;

const STATIC_FIELDS: readonly HpackField[] = STATIC_TABLE.map(([name, value]) => ({ name, value }));

/** Where a field was found: its index, and whether name and value are those of the entry or the name alone. */
export interface TableMatch {
  readonly index: number;
  readonly whole: boolean;
}

/** Static and dynamic table in one space of indices (RFC 7541 §2.3): 1 to 61, then the newest entry first. */
export class DynamicTable {
  /** Newest last, so that adding is cheap. */
  private entries: HpackField[] = [];
  private sizeBytes = 0;

  constructor(private maxBytes = DEFAULT_TABLE_BYTES) {}

  /** Octets that the table may take, as agreed on now. */
  get capacityBytes(): number {
    return this.maxBytes;
  }

  /** Octets of all entries (RFC 7541 §4.1). */
  get lengthBytes(): number {
    return this.sizeBytes;
  }

  /** Entries, the newest first. */
  get fields(): readonly HpackField[] {
    return [...this.entries].reverse();
  }

  /** The entry with that index; undefined where there is none. */
  at(index: number): HpackField | undefined {
    if (index <= STATIC_FIELDS.length) return STATIC_FIELDS[index - 1];
    return this.entries[this.entries.length - (index - STATIC_FIELDS.length)];
  }

  /** Adds a field and drops the oldest that do not fit any more; one that fits nowhere empties the table (RFC 7541 §4.4). */
  add({ name, value }: HpackField): void {
    const field = { name, value };
    this.sizeBytes += entryBytes(field);
    this.entries.push(field);
    this.evict();
  }

  /** Changes the capacity (RFC 7541 §4.3). */
  resize(maxBytes: number): void {
    this.maxBytes = maxBytes;
    this.evict();
  }

  /**
   * The entry to refer to, as encoders in use choose it: one with name and value, else one with the name; of the static table
   * the first, of the dynamic one the newest.
   */
  find({ name, value }: HpackField): TableMatch | undefined {
    let named: number | undefined;
    for (let index = 1; index <= STATIC_FIELDS.length + this.entries.length; index++) {
      const entry = this.at(index);
      if (entry?.name !== name) continue;
      if (entry.value === value) return { index, whole: true };
      named ??= index;
    }
    return named === undefined ? undefined : { index: named, whole: false };
  }

  private evict(): void {
    let dropped = 0;
    for (; this.sizeBytes > this.maxBytes; dropped++) {
      const oldest = this.entries[dropped];
      if (!oldest) break;
      this.sizeBytes -= entryBytes(oldest);
    }
    if (dropped > 0) this.entries = this.entries.slice(dropped);
  }
}
