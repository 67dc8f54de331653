import type { Slice } from '../../payload';
import type { MultiplexedStream, MultiplexedStreamHandler } from '../../services';
import { ReceiveStream } from './receiveStream';
import { SendStream } from './sendStream';

const unheard: MultiplexedStreamHandler = { received() {}, finished() {}, reset() {} };

/** One stream of a connection, both directions (RFC 9000 §2). */
export class QuicStream implements MultiplexedStream {
  handler: MultiplexedStreamHandler = unheard;
  readonly outgoing: SendStream;
  readonly incoming = new ReceiveStream();
  /** Up to where the peer may send, as it was told. */
  announcedBytes: number;
  isReset = false;
  /** The peer's limit at which it was told that it holds data back. */
  blockedAtBytes = -1;
  private finishedHeard = false;

  constructor(readonly id: number, sendLimitBytes: number, readonly windowBytes: number, private readonly changed: () => void, private readonly gaveUp: (stream: QuicStream, errorCode: number) => void) {
    this.outgoing = new SendStream(sendLimitBytes);
    this.announcedBytes = windowBytes;
  }

  send(slice: Slice): void {
    this.outgoing.write(slice);
    this.changed();
  }

  finish(): void {
    this.outgoing.finish();
    this.changed();
  }

  reset(errorCode: number): void {
    this.outgoing.abandon();
    this.isReset = true;
    this.gaveUp(this, errorCode);
  }

  /** Octets that came in order go to the user; the end as well, once. */
  deliver(slices: readonly Slice[]): void {
    for (const slice of slices) this.handler.received(slice);
    if (!this.incoming.isFinished || this.finishedHeard) return;
    this.finishedHeard = true;
    this.handler.finished();
  }
}
