import type { Slice } from '../../payload';
import { slicesLength, subSlice } from '../../payload';
import type { Range } from './flights';

interface Run extends Range {
  readonly slices: readonly Slice[];
}

/** Keeps segments that arrive out of order until the octets before them are there (RFC 9293 §3.10.7.4). */
export class ReassemblyQueue {
  private runs: Run[] = [];

  /** Adds octets that start at stream offset `start`; what is there already is dropped. Returns how many were not there. */
  add(start: number, slices: readonly Slice[]): number {
    const end = start + slicesLength(slices);
    if (end === start) return 0;
    const run = { start, end, slices };
    // Behind a gap, segments mostly arrive in order.
    if (start >= (this.runs.at(-1)?.end ?? 0)) {
      this.runs.push(run);
      return end - start;
    }
    let from = start;
    const pieces: Run[] = [];
    for (const known of this.runs) {
      if (known.end <= from || known.start >= end) continue;
      if (known.start > from) pieces.push(cut(run, from, known.start));
      from = Math.max(from, known.end);
    }
    if (from < end) pieces.push(cut(run, from, end));
    this.runs = [...this.runs, ...pieces].sort((a, b) => a.start - b.start);
    return pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  }

  /** Takes the octets that continue at `next`. */
  take(next: number): Slice[] {
    const taken: Slice[] = [];
    let at = next;
    let count = 0;
    for (const run of this.runs) {
      if (run.start > at) break;
      count++;
      if (run.end <= at) continue;
      for (const slice of cut(run, at, run.end).slices) taken.push(slice);
      at = run.end;
    }
    this.runs.splice(0, count);
    return taken;
  }

  get isEmpty(): boolean {
    return this.runs.length === 0;
  }

  /** Offset after the last octet that waits; undefined where none does. */
  get endOffset(): number | undefined {
    return this.runs.at(-1)?.end;
  }

  /** Whether all octets from `start` to before `end` wait already. */
  holds(start: number, end: number): boolean {
    if (start >= (this.endOffset ?? 0)) return false;
    return this.ranges.some((range) => range.start <= start && range.end >= end);
  }

  /** Contiguous ranges that wait, in order. */
  get ranges(): readonly Range[] {
    const ranges: { start: number; end: number }[] = [];
    for (const { start, end } of this.runs) {
      const last = ranges.at(-1);
      if (last?.end === start) last.end = end;
      else ranges.push({ start, end });
    }
    return ranges;
  }
}

function cut(run: Run, start: number, end: number): Run {
  const slices: Slice[] = [];
  let at = run.start;
  for (const slice of run.slices) {
    const from = Math.max(start, at);
    const to = Math.min(end, at + slice.length);
    if (from < to) slices.push(subSlice(slice, from - at, to - from));
    at += slice.length;
  }
  return { start, end, slices };
}
