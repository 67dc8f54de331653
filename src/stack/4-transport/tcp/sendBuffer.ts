import { initialWindowSegments } from './congestionControl';

/** Room for so many windows (Linux's factor for congestion controls that ask for no more). */
const WINDOWS = 2;
/** Linux net.ipv4.tcp_wmem: the most that a connection gets. */
const LARGEST_BYTES = 4_194_304;
/** What the kernel keeps beside the data of a segment: headers, page and bookkeeping, rounded up to a power of two and the rest. */
const BESIDE_DATA_BYTES = 588;
const BESIDE_PAGE_BYTES = 256;

/**
 * How much of what an application has to send the kernel takes before it sends it (Linux tcp_sndbuf_expand): a first write of a long
 * response gets in part way, and the application hears when there is room again.
 */
export class SendBuffer {
  /** Stream offset after what the kernel has taken. */
  acceptedTo = 0;
  private limitBytes: number;
  private full = false;
  private readonly segmentMemoryBytes: number;

  constructor(private readonly mssBytes: number) {
    this.segmentMemoryBytes = 2 ** Math.ceil(Math.log2(mssBytes + BESIDE_DATA_BYTES)) + BESIDE_PAGE_BYTES;
    this.limitBytes = this.roomFor(initialWindowSegments(mssBytes));
  }

  /** The application writes what it has, up to stream offset `writtenTo`: whole segments as long as there is room. */
  write(writtenTo: number, acknowledgedTo: number): void {
    const room = this.limitBytes - (this.acceptedTo - acknowledgedTo);
    const bytes = Math.max(0, Math.ceil(room / this.mssBytes)) * this.mssBytes;
    this.acceptedTo = Math.min(writtenTo, this.acceptedTo + bytes);
    this.full = this.acceptedTo < writtenTo;
  }

  /**
   * Everything before `acknowledgedTo` is acknowledged, and what could be sent was. `windowFilled`: as much is on the way as the congestion
   * window allows; where it is not, the buffer is what limits, and grows. Returns whether the application is told that there is room.
   */
  hasRoom(acknowledgedTo: number, windowSegments: number, windowFilled: boolean): boolean {
    if (!this.full) return false;
    if (!windowFilled) this.limitBytes = Math.max(this.limitBytes, this.roomFor(windowSegments));
    const queuedBytes = this.acceptedTo - acknowledgedTo;
    if (this.limitBytes - queuedBytes < queuedBytes / 2) return false;
    this.full = false;
    return true;
  }

  private roomFor(windowSegments: number): number {
    return Math.min(LARGEST_BYTES, WINDOWS * Math.max(10, windowSegments) * this.segmentMemoryBytes);
  }
}
