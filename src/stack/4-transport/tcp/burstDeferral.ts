/** Segments wait for others only while the last one left so recently, */
const LONGEST_DEFERRAL_MS = 1;
/** and while there is no room for such a part of the window (Linux net.ipv4.tcp_tso_win_divisor). */
const WINDOW_PART = 3;

/** What a sender knows when several segments are ready; octets and ms. */
export interface BurstState {
  /** Since the last segment left. */
  readonly sinceLastMs: number;
  /** Since the oldest segment on the way left. */
  readonly sinceFirstMs: number;
  readonly roundTripMs: number;
  /** What the congestion window lets go now. */
  readonly roomBytes: number;
  /** What the peer's window lets go now. */
  readonly offeredBytes: number;
  /** Of the two windows, the smaller. */
  readonly windowBytes: number;
  /** What would leave at once. */
  readonly burstBytes: number;
}

/**
 * Linux hands segments to the network device several at a time, and waits for room in the congestion window for a whole burst of them where an
 * acknowledgment is due soon that will make it (tcp_tso_should_defer): what is ready would else leave in pieces.
 */
export function shouldDefer({ sinceLastMs, sinceFirstMs, roundTripMs, roomBytes, offeredBytes, windowBytes, burstBytes }: BurstState): boolean {
  if (sinceLastMs > LONGEST_DEFERRAL_MS || roomBytes >= offeredBytes) return false;
  if (roomBytes >= burstBytes || roomBytes >= windowBytes / WINDOW_PART) return false;
  return sinceFirstMs >= roundTripMs / 2;
}
