/**
 * How many segments may be sent in fast recovery, acknowledgment by acknowledgment: as many in proportion as the window shrinks
 * (RFC 6937 §3, with the safe bound of RFC 9937 §6 as Linux has it).
 */
export class ProportionalRateReduction {
  private delivered = 0;
  private sent = 0;

  constructor(private readonly thresholdSegments: number, private readonly windowBeforeSegments: number) {}

  /** Segments that may be sent now. `pipe`: segments on the network; `delivered`, `lost`: what this acknowledgment newly reports. */
  allowance({ pipe, delivered, lost, advanced }: { readonly pipe: number; readonly delivered: number; readonly lost: number; readonly advanced: boolean }): number {
    this.delivered += delivered;
    const below = this.thresholdSegments - pipe;
    let allowed = below < 0
      ? Math.ceil((this.thresholdSegments * this.delivered) / this.windowBeforeSegments) - this.sent
      : Math.min(below, Math.max(this.delivered - this.sent, delivered) + (advanced && lost === 0 ? 1 : 0));
    // The first lost segment is sent again at once.
    if (this.sent === 0) allowed = Math.max(1, allowed);
    return Math.max(0, allowed);
  }

  segmentSent(): void {
    this.sent++;
  }
}
