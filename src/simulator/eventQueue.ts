import type { Timer } from '../stack/services';

/** An event of the time line, and for whoever scheduled it the timer that cancels it. */
class ScheduledEvent implements Timer {
  /** It was cancelled, or has happened. */
  over = false;

  constructor(
    readonly timeMs: number,
    readonly order: number,
    readonly cause: number | undefined,
    readonly background: boolean,
    readonly action: () => void,
    private readonly queue: EventQueue,
  ) {}

  cancel(): void {
    if (this.over) return;
    this.over = true;
    if (!this.background) this.queue.foregroundEnded();
  }
}

/**
 * The simulated time line: a binary heap of events, earliest first, those of one instant in the order in which they were
 * scheduled. Each event remembers the frame whose arrival led to it (`cause`), which is what makes round trips countable.
 */
export class EventQueue {
  private readonly heap: ScheduledEvent[] = [];
  private scheduled = 0;
  private foreground = 0;
  private currentTimeMs = 0;
  private currentCause: number | undefined;

  get nowMs(): number {
    return this.currentTimeMs;
  }

  /** Index of the frame that is being processed, or that armed the timer that fires now. */
  get cause(): number | undefined {
    return this.currentCause;
  }

  /** The application acts of its own accord: what it does now has no frame as its cause. */
  forgetCause(): void {
    this.currentCause = undefined;
  }

  /**
   * Runs `action` after `delayMs`, with the cause of what happens now. A `background` event (an idle timer) does not keep the simulation
   * running.
   */
  schedule(delayMs: number, action: () => void, options: { background?: boolean } = {}): Timer {
    if (!(delayMs >= 0)) throw new RangeError(`An event cannot be ${delayMs} ms away.`);
    const { background = false } = options;
    const event = new ScheduledEvent(this.currentTimeMs + delayMs, this.scheduled++, this.currentCause, background, action, this);
    if (!background) this.foreground++;
    this.push(event);
    return event;
  }

  /** Runs `action` when a frame arrives after `delayMs`, with it as the cause. */
  scheduleArrival(delayMs: number, frame: number, action: () => void): Timer {
    const event = new ScheduledEvent(this.currentTimeMs + delayMs, this.scheduled++, frame, false, action, this);
    this.foreground++;
    this.push(event);
    return event;
  }

  /** One event fewer keeps the simulation running. */
  foregroundEnded(): void {
    this.foreground--;
  }

  /** Runs events until only background ones are left, or until `untilMs` (which then is the time). */
  run(untilMs = Infinity): void {
    while (this.step(untilMs)) continue;
    if (untilMs !== Infinity) this.currentTimeMs = Math.max(this.currentTimeMs, untilMs);
  }

  /** Runs the next event. Returns false where none is left, only background ones are, or the next lies after `untilMs`. */
  step(untilMs = Infinity): boolean {
    const next = this.heap[0];
    if (!next || next.timeMs > untilMs || (this.foreground === 0 && untilMs === Infinity)) return false;
    this.pop();
    if (next.over) return true;
    next.cancel();
    this.currentTimeMs = next.timeMs;
    this.currentCause = next.cause;
    next.action();
    this.currentCause = undefined;
    return true;
  }

  private before(a: ScheduledEvent, b: ScheduledEvent): boolean {
    return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.order < b.order);
  }

  private push(event: ScheduledEvent): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (!parent || this.before(parent, event)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = event;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let childAt = at * 2 + 1;
      let child = heap[childAt];
      const right = heap[childAt + 1];
      if (child && right && this.before(right, child)) {
        child = right;
        childAt += 1;
      }
      if (!child || this.before(last, child)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = last;
  }
}
