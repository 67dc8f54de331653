import { DEFAULT_WINDOW_BYTES } from './frame';

/** What may still be sent on one stream or on the connection (RFC 9113 §5.2): octets of DATA payload; less than 0 after a smaller setting. */
export class SendWindow {
  constructor(private bytes = DEFAULT_WINDOW_BYTES) {}

  get availableBytes(): number {
    return this.bytes;
  }

  take(bytes: number): void {
    this.bytes -= bytes;
  }

  /** WINDOW_UPDATE, or a change of SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 §6.9.2). */
  add(bytes: number): void {
    this.bytes += bytes;
  }
}

/** What was received since the peer was last told to go on, on one stream or on the connection. */
export class ReceiveWindow {
  private consumedBytes = 0;

  constructor(private readonly windowBytes: number) {}

  /** Counts octets that were read; returns the increment to announce, 0 for none yet. Programs in use wait for half of the window. */
  consume(bytes: number): number {
    this.consumedBytes += bytes;
    if (this.consumedBytes < Math.floor(this.windowBytes / 2)) return 0;
    const increment = this.consumedBytes;
    this.consumedBytes = 0;
    return increment;
  }
}
