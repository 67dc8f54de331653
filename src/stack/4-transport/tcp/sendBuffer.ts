import { initialWindowSegments } from './congestionControl';

/** Room for so many windows (Linux's factor for congestion controls that ask for no more). */
const WINDOWS = 2;
/** Linux net.ipv4.tcp_wmem: the most that a connection gets. */
const LARGEST_BYTES = 4_194_304;
/** What the kernel keeps beside the data of a segment: headers, page and bookkeeping, rounded up to a power of two and the rest. */
const BESIDE_DATA_BYTES = 588;
const BESIDE_PAGE_BYTES = 256;
/** What leaves at once is two segments at least, and kept with so much beside it until it is acknowledged. */
const BURST_SEGMENTS = 2;
const BURST_BOOKKEEPING_BYTES = 768;
/** A buffer's data go to the network device at once: 64 kB with their headers (GSO_LEGACY_MAX_SIZE). */
const LARGEST_BUFFER_BYTES = 65_215;

/**
 * How much of what an application has to send the kernel takes before it sends it (Linux tcp_sndbuf_expand): a first write of a long
 * response gets in part way, and the application hears when there is room again.
 */
export class SendBuffer {
  /** Stream offset after what the kernel has taken. */
  acceptedTo = 0;
  private lastBufferStart = 0;
  private limitBytes: number;
  private full = false;
  private readonly segmentMemoryBytes: number;

  constructor(private readonly mssBytes: number) {
    this.segmentMemoryBytes = 2 ** Math.ceil(Math.log2(mssBytes + BESIDE_DATA_BYTES)) + BESIDE_PAGE_BYTES;
    this.limitBytes = this.roomFor(initialWindowSegments(mssBytes));
  }

  /**
   * The application writes what it has, up to stream offset `writtenTo`, while everything before `sentTo` has left. The kernel fills buffers of
   * several segments, half of the peer's largest window at most (Linux tcp_xmit_size_goal): a last one that is not full takes more whatever
   * the limit, and a new one is begun only below it. Returns whether anything was taken: what then leaves makes room in the last buffer again.
   */
  write(writtenTo: number, sentTo: number, acknowledgedTo: number, largestWindowBytes: number): boolean {
    const bufferBytes = Math.max(1, Math.floor(Math.min(largestWindowBytes / 2, LARGEST_BUFFER_BYTES) / this.mssBytes)) * this.mssBytes;
    const waiting = this.acceptedTo - Math.max(this.lastBufferStart, sentTo);
    let taken = bufferBytes - waiting;
    if (waiting <= 0 || taken <= 0) {
      this.full = this.acceptedTo < writtenTo && this.limitBytes <= this.queuedBytes(sentTo, acknowledgedTo);
      if (this.full) return false;
      this.lastBufferStart = this.acceptedTo;
      taken = bufferBytes;
    }
    const before = this.acceptedTo;
    this.acceptedTo = Math.min(writtenTo, before + taken);
    return this.acceptedTo > before;
  }

  /**
   * Everything before `acknowledgedTo` is acknowledged, and what could be sent was. `windowFilled`: as much is on the way as the congestion
   * window allows; where it is not, the buffer is what limits, and grows. Returns whether the application is told that there is room.
   */
  hasRoom(sentTo: number, acknowledgedTo: number, windowSegments: number, windowFilled: boolean): boolean {
    if (!this.full) return false;
    if (!windowFilled) this.limitBytes = Math.max(this.limitBytes, this.roomFor(windowSegments));
    const queuedBytes = this.queuedBytes(sentTo, acknowledgedTo);
    if (this.limitBytes - queuedBytes < queuedBytes / 2) return false;
    this.full = false;
    return true;
  }

  /** The memory of what is accepted and not acknowledged: data, and bookkeeping for every burst that left. */
  private queuedBytes(sentTo: number, acknowledgedTo: number): number {
    return this.acceptedTo - acknowledgedTo + Math.ceil((sentTo - acknowledgedTo) / (BURST_SEGMENTS * this.mssBytes)) * BURST_BOOKKEEPING_BYTES;
  }

  private roomFor(windowSegments: number): number {
    return Math.min(LARGEST_BYTES, WINDOWS * Math.max(10, windowSegments) * this.segmentMemoryBytes);
  }
}
