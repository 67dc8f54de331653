import type { HostServices, OpenStep } from '../../services';

/**
 * Nagle's algorithm (RFC 9293 §3.7.4), which a program turns off with TCP_NODELAY: a segment smaller than the MSS waits while another
 * small one is on the way. Larger ones do not hold it up, as Linux does it.
 */
export class Nagle {
  private smallUntil = 0;
  private holding: OpenStep | undefined;

  constructor(private readonly host: HostServices) {}

  /** Whether the next segment has to wait. `small`: it is smaller than the MSS, and more may follow. */
  holdsBack(small: boolean, acknowledgedTo: number): boolean {
    if (!small || this.smallUntil <= acknowledgedTo) return false;
    this.holding ??= this.host.trace.openStep({ id: 'tcp.nagle', title: 'Hold a small segment back', layers: [4], spec: ['RFC 9293 §3.7.4'] });
    return true;
  }

  /** A segment of `length` octets of the stream leaves, up to offset `end`. */
  sent(length: number, end: number, mssBytes: number): void {
    this.holding?.happens(`${length} octets waited until the small segment before them was acknowledged: the program leaves TCP_NODELAY unset.`);
    this.holding = undefined;
    if (length < mssBytes) this.smallUntil = end;
  }
}
