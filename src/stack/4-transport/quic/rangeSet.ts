/** Octets or numbers from `start` up to, and without, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A set of whole numbers as ranges that neither overlap nor touch, in ascending order. */
export class RangeSet {
  private list: Range[] = [];

  get ranges(): readonly Range[] {
    return this.list;
  }

  get isEmpty(): boolean {
    return this.list.length === 0;
  }

  /** Adds a range; returns false where all of it was there already. */
  add(start: number, end: number): boolean {
    if (start >= end || this.list.some((each) => each.start <= start && end <= each.end)) return false;
    const before = this.list.filter((each) => each.end < start);
    const after = this.list.filter((each) => each.start > end);
    const touched = this.list.slice(before.length, this.list.length - after.length);
    this.list = [...before, { start: Math.min(start, ...touched.map((each) => each.start)), end: Math.max(end, ...touched.map((each) => each.end)) }, ...after];
    return true;
  }

  remove(start: number, end: number): void {
    this.list = this.list.flatMap((each) => [
      { start: each.start, end: Math.min(each.end, start) },
      { start: Math.max(each.start, end), end: each.end },
    ].filter((part) => part.start < part.end));
  }

  /** Where the range that begins at 0 ends; 0 where there is none. */
  get contiguousEnd(): number {
    const first = this.list[0];
    return first?.start === 0 ? first.end : 0;
  }
}
