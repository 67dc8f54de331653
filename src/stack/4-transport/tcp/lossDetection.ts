import type { Flight, Flights } from './flights';
import { flightEnd } from './flights';

/** RFC 6675 §2, RFC 8985 §6.2 step 4. */
const DUPLICATE_THRESHOLD = 3;
/** How many recoveries a wider reordering window outlasts (RFC 8985 §6.2 step 4). */
const PERSISTENCE = 16;
/** Sums of simulated times differ by less than this for the same instant. */
const SAME_INSTANT_MS = 1e-6;

/** What RACK remembers of the delivered segment that was sent last (RFC 8985 §5.3). */
interface LastDelivered {
  readonly sentMs: number;
  readonly end: number;
  readonly roundTripMs: number;
}

/** RACK (RFC 8985 §6): what was sent before something that was delivered, and is overdue, is lost. */
export class LossDetection {
  private lastDelivered: LastDelivered | undefined;
  /** Flights that start before this offset are sacked, lost or were sent again. */
  private undecidedFrom = 0;
  /** Something sent once arrived behind its successors: from now on reordering is waited for. */
  private reordering = false;
  /** The reordering window in quarters of the shortest round trip: one more for every round trip in which a retransmission was in vain. */
  private windowQuarters = 1;
  private recoveriesLeft = 0;
  /** Stream offset after what was sent when the window was last widened. */
  private widenedAt = -1;
  /** Sent again and not known to have arrived, in the order of sending. */
  private sentAgain: Flight[] = [];

  constructor(private readonly flights: Flights) {}

  /** RFC 8985 §6.2 steps 1 and 2. A segment that was sent again within the shortest round trip is answered for its first copy. */
  delivered(flight: Flight, nowMs: number, minimumRoundTripMs: number): void {
    const roundTripMs = nowMs - flight.sentMs;
    if (flight.transmissions > 1 && roundTripMs < minimumRoundTripMs - SAME_INSTANT_MS) return;
    const end = flightEnd(flight);
    if (this.lastDelivered && !sentAfter({ sentMs: flight.sentMs, end }, this.lastDelivered)) return;
    this.lastDelivered = { sentMs: flight.sentMs, end, roundTripMs };
  }

  reorderingSeen(): void {
    this.reordering = true;
  }

  /** The peer reports octets that arrived twice (RFC 8985 §6.2 step 4); `next` is to be sent next. Once a round trip counts. */
  duplicateReported(next: number): void {
    if ((this.flights.first?.start ?? next) < this.widenedAt) return;
    this.windowQuarters++;
    this.recoveriesLeft = PERSISTENCE;
    this.widenedAt = next;
  }

  /** Fast recovery is over. */
  recovered(): void {
    if (this.recoveriesLeft > 0 && --this.recoveriesLeft === 0) this.windowQuarters = 1;
  }

  retransmitted(flight: Flight): void {
    this.sentAgain.push(flight);
  }

  /** Nothing that was sent before stream offset `next` is trusted any more: all of it is to be sent again (RFC 8985 §6.3). */
  forget(next: number): void {
    this.sentAgain = [];
    this.undecidedFrom = next;
  }

  /**
   * Marks what is lost (RFC 8985 §6.2 step 5). Returns how many ms from now the next one is overdue; undefined where none is waited for.
   * `recovering`: reordering is not waited for any more, unless it was seen (step 4).
   */
  detect(nowMs: number, minimumRoundTripMs: number, smoothedRoundTripMs: number, recovering: boolean): { readonly newlyLost: number; readonly nextCheckMs: number | undefined } {
    const latest = this.lastDelivered;
    if (!latest) return { newlyLost: 0, nextCheckMs: undefined };
    const impatient = !this.reordering && (recovering || this.flights.sacked >= DUPLICATE_THRESHOLD);
    const reorderWindowMs = impatient ? 0 : Math.min((minimumRoundTripMs / 4) * this.windowQuarters, smoothedRoundTripMs);
    let newlyLost = 0;
    let nextCheckMs: number | undefined;
    const overdue = (flight: Flight): boolean => {
      const leftMs = flight.sentMs + latest.roundTripMs + reorderWindowMs - nowMs;
      if (leftMs <= SAME_INSTANT_MS) {
        this.flights.mark(flight, 'lost');
        newlyLost++;
        return true;
      }
      nextCheckMs = Math.min(nextCheckMs ?? Infinity, leftMs);
      return false;
    };
    for (const flight of this.flights.from(this.undecidedFrom)) {
      const undecided = flight.state === 'in-flight' && flight.transmissions === 1;
      if (undecided && (!sentAfter(latest, { sentMs: flight.sentMs, end: flightEnd(flight) }) || !overdue(flight))) break;
      this.undecidedFrom = flightEnd(flight);
    }
    while (this.sentAgain[0]) {
      const [flight] = this.sentAgain;
      // In flight still; what was acknowledged in order is off the list of flights and says so by its state.
      if (flight.state === 'in-flight' && flight.start >= (this.flights.first?.start ?? Infinity)) {
        if (!sentAfter(latest, { sentMs: flight.sentMs, end: flightEnd(flight) }) || !overdue(flight)) break;
      }
      this.sentAgain.shift();
    }
    return { newlyLost, nextCheckMs };
  }
}

/** RFC 8985 §6.1, RACK_sent_after: of segments sent in one instant, the later one in the stream. */
function sentAfter(one: { readonly sentMs: number; readonly end: number }, other: { readonly sentMs: number; readonly end: number }): boolean {
  if (Math.abs(one.sentMs - other.sentMs) > SAME_INSTANT_MS) return one.sentMs > other.sentMs;
  return one.end > other.end;
}
