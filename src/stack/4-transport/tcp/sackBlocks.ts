import type { Range } from './flights';

/** Linux remembers so many. */
const MOST_BLOCKS = 4;
/** Beside timestamps there is room for three (RFC 2018 §3). */
const BLOCKS_IN_A_HEADER = 3;

/** What a receiver reports by SACK: the ranges that wait out of order, that of the latest segment first (RFC 2018 §4), and duplicates (RFC 2883 §4). */
export class SackBlocks {
  private blocks: Range[] = [];
  private duplicate: Range | undefined;

  /** Octets arrived out of order. */
  add(range: Range): void {
    const apart = this.blocks.filter(({ start, end }) => end < range.start || start > range.end);
    const touching = this.blocks.filter(({ start, end }) => end >= range.start && start <= range.end);
    const merged = {
      start: Math.min(range.start, ...touching.map(({ start }) => start)),
      end: Math.max(range.end, ...touching.map(({ end }) => end)),
    };
    this.blocks = [merged, ...apart].slice(0, MOST_BLOCKS);
  }

  /** Octets arrived that had arrived before: the next acknowledgment says so. */
  repeated(range: Range): void {
    this.duplicate = range;
  }

  /** Everything before `next` is in order. */
  advance(next: number): void {
    if (this.blocks.length > 0) this.blocks = this.blocks.filter(({ end }) => end > next);
  }

  get isEmpty(): boolean {
    return this.blocks.length === 0 && this.duplicate === undefined;
  }

  /** The blocks of the acknowledgment that leaves now. */
  take(): readonly Range[] {
    const { duplicate } = this;
    this.duplicate = undefined;
    return [...(duplicate ? [duplicate] : []), ...this.blocks].slice(0, BLOCKS_IN_A_HEADER);
  }
}

/** Tells the blocks of an acknowledgment apart: a first one that lies before the acknowledgment, or within the second block, reports a duplicate (RFC 2883 §4). */
export function splitDuplicate(blocks: readonly Range[], acknowledged: number): readonly [Range | undefined, readonly Range[]] {
  const [first, second] = blocks;
  if (!first) return [undefined, blocks];
  const within = second !== undefined && first.start >= second.start && first.end <= second.end;
  return first.end <= acknowledged || within ? [first, blocks.slice(1)] : [undefined, blocks];
}
