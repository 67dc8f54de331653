import type { LazyOctets } from '../../6-presentation/lazyOctets';
import type { StepTag } from '../../payload';
import { SendWindow } from './flowControl';
import type { DataFrame } from './frame';

/** The content of a message on its way: cut into DATA frames as windows allow. */
export class OutgoingContent {
  readonly window: SendWindow;
  private sentBytes = 0;
  private octets: Uint8Array | undefined;

  constructor(
    readonly streamId: number,
    private readonly content: LazyOctets,
    readonly step: StepTag,
    /** Whether the last frame of the content ends the stream, or an empty one after it. */
    private readonly endsWithContent: boolean,
    initialWindowBytes: number,
  ) {
    this.window = new SendWindow(initialWindowBytes);
  }

  get leftBytes(): number {
    return this.content.lengthBytes - this.sentBytes;
  }

  /** The next frame of at most `mostBytes`, charged to this stream's window and to `connection`; undefined where a window is closed. */
  nextFrame(mostBytes: number, connection: SendWindow): DataFrame | undefined {
    const length = Math.min(mostBytes, this.leftBytes, this.window.availableBytes, connection.availableBytes);
    if (length <= 0) return undefined;
    const start = this.sentBytes;
    this.sentBytes += length;
    this.window.take(length);
    connection.take(length);
    const octets = () => (this.octets ??= this.content.octets()).subarray(start, start + length);
    return { type: 'data', streamId: this.streamId, endStream: this.endsWithContent && this.leftBytes === 0, data: { lengthBytes: length, octets } };
  }
}
