/**
 * How far the congestion window was used (RFC 7661 §4.1; Linux tcp_cwnd_validate): whether it stopped the sender, and the most segments on the
 * way, since some octet was sent. A window that is not used does not grow.
 */
export class WindowUsage {
  private limited = false;
  private mostInFlight = 0;
  private until = 0;

  /** Whether the window may grow by what is acknowledged now. */
  mayGrow(inSlowStart: boolean, windowSegments: number): boolean {
    return this.limited || (inSlowStart && windowSegments < 2 * this.mostInFlight);
  }

  /** Everything that could be sent was; `limited`: the congestion window stopped it. */
  sent(inFlight: number, limited: boolean, acknowledgedTo: number, next: number): void {
    if (acknowledgedTo < this.until && !limited && (this.limited || inFlight <= this.mostInFlight)) return;
    this.limited = limited;
    this.mostInFlight = inFlight;
    this.until = next;
  }
}
