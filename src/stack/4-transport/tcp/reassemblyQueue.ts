import type { Slice } from '../../payload';
import { slicesLength, subSlice } from '../../payload';

interface Run {
  readonly start: number;
  readonly end: number;
  readonly slices: readonly Slice[];
}

/** Keeps segments that arrive out of order until the octets before them are there (RFC 9293 §3.10.7.4). */
export class ReassemblyQueue {
  private runs: Run[] = [];

  /** Adds octets that start at stream offset `start`; what is there already is dropped. */
  add(start: number, slices: readonly Slice[]): void {
    const end = start + slicesLength(slices);
    if (end === start) return;
    let from = start;
    const pieces: Run[] = [];
    for (const run of this.runs) {
      if (run.end <= from || run.start >= end) continue;
      if (run.start > from) pieces.push(cut({ start, end, slices }, from, run.start));
      from = Math.max(from, run.end);
    }
    if (from < end) pieces.push(cut({ start, end, slices }, from, end));
    this.runs = [...this.runs, ...pieces].sort((a, b) => a.start - b.start);
  }

  /** Takes the octets that continue at `next`. */
  take(next: number): Slice[] {
    const taken: Slice[] = [];
    let at = next;
    while (this.runs[0] && this.runs[0].start <= at) {
      const run = this.runs.shift();
      if (!run || run.end <= at) continue;
      taken.push(...cut(run, at, run.end).slices);
      at = run.end;
    }
    return taken;
  }

  /** Contiguous ranges that wait, in order: what SACK reports (RFC 2018 §3). */
  get ranges(): readonly { readonly start: number; readonly end: number }[] {
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
