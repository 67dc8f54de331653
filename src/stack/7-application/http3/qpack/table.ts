import type { HpackField } from '../../http2/hpack/headerField';
import { entryBytes } from '../../http2/hpack/headerField';
import { STATIC_TABLE } from './staticTable';

/** Where a field was found: its index, and whether name and value are those of the entry or the name alone. */
export interface QpackMatch {
  readonly index: number;
  readonly whole: boolean;
}

const STATIC_FIELDS: readonly HpackField[] = STATIC_TABLE.map(([name, value]) => ({ name, value }));

/** The entry of the static table; undefined where there is none. */
export function staticField(index: number): HpackField | undefined {
  return STATIC_FIELDS[index];
}

/** The first entry of the static table with name and value, else the first with the name. */
export function findStatic({ name, value }: HpackField): QpackMatch | undefined {
  const index = STATIC_FIELDS.findIndex((each) => each.name === name && each.value === value);
  if (index >= 0) return { index, whole: true };
  const named = STATIC_FIELDS.findIndex((each) => each.name === name);
  return named < 0 ? undefined : { index: named, whole: false };
}

/** The dynamic table of one direction (RFC 9204 §3.2): entries by absolute index, the first ever inserted being 0. */
export class QpackTable {
  private entries: HpackField[] = [];
  private dropped = 0;
  private sizeBytes = 0;
  private maxBytes = 0;

  get insertCount(): number {
    return this.dropped + this.entries.length;
  }

  get capacityBytes(): number {
    return this.maxBytes;
  }

  /** Octets of all entries (RFC 9204 §3.2.1). */
  get lengthBytes(): number {
    return this.sizeBytes;
  }

  /** The entry with that absolute index; undefined where it was dropped or never was. */
  at(absoluteIndex: number): HpackField | undefined {
    return absoluteIndex < this.dropped ? undefined : this.entries[absoluteIndex - this.dropped];
  }

  /** The newest entry with name and value, else the newest with the name, by absolute index. */
  find({ name, value }: HpackField): QpackMatch | undefined {
    const index = this.entries.findLastIndex((each) => each.name === name && each.value === value);
    if (index >= 0) return { index: index + this.dropped, whole: true };
    const named = this.entries.findLastIndex((each) => each.name === name);
    return named < 0 ? undefined : { index: named + this.dropped, whole: false };
  }

  /** Whether the field fits without dropping an entry that may still be referred to. */
  hasRoomFor(field: HpackField): boolean {
    return this.sizeBytes + entryBytes(field) <= this.maxBytes;
  }

  /** Adds a field and drops the oldest that do not fit any more. Returns false for one that fits nowhere, which is an error (§3.2.2). */
  insert({ name, value }: HpackField): boolean {
    const field = { name, value };
    if (entryBytes(field) > this.maxBytes) return false;
    this.entries.push(field);
    this.sizeBytes += entryBytes(field);
    this.evict();
    return true;
  }

  resize(maxBytes: number): void {
    this.maxBytes = maxBytes;
    this.evict();
  }

  private evict(): void {
    let count = 0;
    for (; this.sizeBytes > this.maxBytes; count++) {
      const oldest = this.entries[count];
      if (!oldest) break;
      this.sizeBytes -= entryBytes(oldest);
    }
    this.dropped += count;
    if (count > 0) this.entries = this.entries.slice(count);
  }
}
