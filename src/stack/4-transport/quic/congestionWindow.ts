/** Octets in flight that a sender allows itself: NewReno as RFC 9002 §7 and appendix B have it. */
export class CongestionWindow {
  private windowBytes: number;
  private thresholdBytes = Infinity;
  private recoveryStartMs = -Infinity;
  inFlightBytes = 0;

  constructor(private readonly datagramBytes: number) {
    this.windowBytes = Math.min(10 * datagramBytes, Math.max(14_720, 2 * datagramBytes));
  }

  /** Octets that may still leave. */
  get availableBytes(): number {
    return Math.max(0, this.windowBytes - this.inFlightBytes);
  }

  /** A packet sent at `sentMs` was acknowledged; one that the window did not hold back does not let it grow (RFC 9002 §7.8). */
  acknowledged(sizeBytes: number, sentMs: number, limited: boolean): void {
    this.inFlightBytes -= sizeBytes;
    if (!limited || sentMs <= this.recoveryStartMs) return;
    this.windowBytes += this.windowBytes < this.thresholdBytes ? sizeBytes : Math.floor((this.datagramBytes * sizeBytes) / this.windowBytes);
  }

  /** Packets were lost, the last of them sent at `sentMs`: once in a round trip the window halves (RFC 9002 §7.3.2). */
  lost(sizeBytes: number, sentMs: number, nowMs: number): void {
    this.inFlightBytes -= sizeBytes;
    if (sentMs <= this.recoveryStartMs) return;
    this.recoveryStartMs = nowMs;
    this.thresholdBytes = this.windowBytes / 2;
    this.windowBytes = Math.max(this.thresholdBytes, 2 * this.datagramBytes);
  }

  /** Packets of keys that are gone count no more. */
  forget(sizeBytes: number): void {
    this.inFlightBytes -= sizeBytes;
  }
}
