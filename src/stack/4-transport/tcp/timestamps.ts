import type { TcpOption, TcpSegment } from './segment';
import { addToSequence, sequenceDistance } from './sequenceNumber';

/** Timestamps of one connection (RFC 7323 §3): a clock of whole ms that begins anywhere, and the peer's to be echoed. */
export class Timestamps {
  private recent = 0;
  private lastEcho = 0;

  /** `offset`: where the clock begins, so that it tells nothing about the host. */
  constructor(private readonly offset: number) {}

  option(nowMs: number): TcpOption {
    return { kind: 'timestamps', value: addToSequence(this.offset, Math.floor(nowMs)), echoReply: this.recent };
  }

  /** Remembers what to echo; only of a segment that reaches back to the last acknowledgment sent (RFC 7323 §4.3). */
  remember({ options }: TcpSegment): void {
    for (const option of options) if (option.kind === 'timestamps') this.recent = option.value;
  }

  /** When the segment that the peer echoes was sent, in whole ms; undefined where it echoes none. */
  echoedMs({ options }: TcpSegment, nowMs: number): number | undefined {
    for (const option of options) {
      if (option.kind === 'timestamps' && option.echoReply !== 0) return Math.floor(nowMs) + sequenceDistance(addToSequence(this.offset, Math.floor(nowMs)), option.echoReply);
    }
    return undefined;
  }

  /** Whether the segment echoes another time than the one before it that was asked about. */
  echoesAnew({ options }: TcpSegment): boolean {
    const before = this.lastEcho;
    for (const option of options) if (option.kind === 'timestamps') this.lastEcho = option.echoReply;
    return this.lastEcho !== before;
  }
}
