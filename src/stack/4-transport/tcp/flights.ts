/** A run of octets of the stream, from its first to before its end. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A run of octets that was sent and is not acknowledged in order yet. */
export interface Flight extends Range {
  readonly fin: boolean;
  sentMs: number;
  transmissions: number;
  /** `sacked`: the peer has it, out of order. `lost`: it is to be sent again. */
  state: 'in-flight' | 'sacked' | 'lost';
}

/** Stream offset after a flight; FIN takes one (RFC 9293 §3.4). */
export function flightEnd({ end, fin }: Flight): number {
  return end + (fin ? 1 : 0);
}

/** How many acknowledged flights may stand before the others until they are cut off: cutting costs what is left. */
const LARGEST_STALE_HEAD = 1024;

/**
 * What is on the way, in the order of the stream, with its counts kept (the scoreboard of RFC 6675 §3). Work is constant per flight and
 * range, not per acknowledgment.
 */
export class Flights {
  private list: Flight[] = [];
  private head = 0;
  private counts = { 'in-flight': 0, sacked: 0, lost: 0 };
  /** Disjoint, in order. */
  private sackedRanges: Range[] = [];

  get length(): number {
    return this.list.length - this.head;
  }

  /** Segments that are believed to be on the network (RFC 6675 §2, "pipe"). */
  get pipe(): number {
    return this.counts['in-flight'];
  }

  get sacked(): number {
    return this.counts.sacked;
  }

  get lost(): number {
    return this.counts.lost;
  }

  /** Stream offset after the last octet that the peer has out of order; 0 where it has none. */
  get highestSacked(): number {
    return this.sackedRanges.at(-1)?.end ?? 0;
  }

  get first(): Flight | undefined {
    return this.list[this.head];
  }

  get last(): Flight | undefined {
    return this.length > 0 ? this.list.at(-1) : undefined;
  }

  push(flight: Flight): void {
    this.list.push(flight);
    this.counts[flight.state]++;
  }

  mark(flight: Flight, state: Flight['state']): void {
    this.counts[flight.state]--;
    flight.state = state;
    this.counts[state]++;
  }

  /** Cuts every flight that is larger than `mssBytes` and not sacked; the pieces are lost. Returns how many. */
  cut(mssBytes: number): number {
    let pieces = 0;
    const list = this.list.slice(this.head).flatMap((flight) => {
      if (flight.state === 'sacked' || flight.end - flight.start <= mssBytes) return [flight];
      const parts: Flight[] = [];
      for (let start = flight.start; start < flight.end; start += mssBytes) parts.push({ ...flight, start, end: Math.min(flight.end, start + mssBytes), state: 'lost' });
      pieces += parts.length;
      return parts;
    });
    this.list = list;
    this.head = 0;
    this.counts = { 'in-flight': 0, sacked: 0, lost: 0 };
    for (const { state } of list) this.counts[state]++;
    return pieces;
  }

  /** Takes off the first flight. */
  shift(): void {
    const { first } = this;
    if (!first) return;
    this.counts[first.state]--;
    this.head++;
    if (this.head > LARGEST_STALE_HEAD && this.head * 2 > this.list.length) {
      this.list = this.list.slice(this.head);
      this.head = 0;
    }
    while (this.sackedRanges[0] && this.sackedRanges[0].end <= first.end) this.sackedRanges.shift();
  }

  /** The flights that wholly lie in `range` and in no range reported before; the range then counts as reported. */
  newlyIn(range: Range): readonly Flight[] {
    const found: Flight[] = [];
    let from = range.start;
    for (const known of [...this.sackedRanges, { start: range.end, end: range.end }]) {
      if (known.end <= from && known.start < range.end) continue;
      for (const flight of this.between(from, Math.min(known.start, range.end))) found.push(flight);
      from = Math.max(from, known.end);
      if (from >= range.end) break;
    }
    const apart = this.sackedRanges.filter(({ start, end }) => end < range.start || start > range.end);
    const touching = this.sackedRanges.filter(({ start, end }) => end >= range.start && start <= range.end);
    const merged = {
      start: Math.min(range.start, ...touching.map(({ start }) => start)),
      end: Math.max(range.end, ...touching.map(({ end }) => end)),
    };
    this.sackedRanges = [...apart, merged].sort((a, b) => a.start - b.start);
    return found;
  }

  /** Flights from stream offset `from` on, in order, until the caller has enough. */
  *from(from: number): Generator<Flight> {
    for (let at = this.indexAt(from); at < this.list.length; at++) {
      const flight = this.list[at];
      if (flight) yield flight;
    }
  }

  private *between(from: number, to: number): Generator<Flight> {
    for (const flight of this.from(from)) {
      if (flight.end > to) return;
      if (flight.end > flight.start) yield flight;
    }
  }

  /** Index of the first flight that starts at `offset` or after it. */
  private indexAt(offset: number): number {
    let [low, high] = [this.head, this.list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.list[middle]?.start ?? Infinity) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
