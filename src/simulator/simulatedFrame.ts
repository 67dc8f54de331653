import type { LayerNumber } from '../model/layer';
import type { EncodedPdu, Pdu } from '../model/pdu';
import type { TracedFrame } from '../model/trace';
import { encodeFrame } from '../stack/2-data-link/encodeFrame';
import type { EthernetFrame } from '../stack/2-data-link/ethernetFrame';
import { ethernetFrameBytes } from '../stack/2-data-link/ethernetFrame';
import { summarizeFrame } from '../stack/2-data-link/summarizeFrame';

/** Where a frame travels: the link, and the names of the two hosts. Shared by all that travel so. */
export interface FramePlace {
  readonly link: string;
  readonly from: string;
  readonly to: string;
}

/** A frame on a simulated link: structure now, octets when someone looks. */
export class SimulatedFrame implements TracedFrame {
  readonly lengthBytes: number;
  receivedMs: number;
  lost = false;
  private encoded: { readonly bytes: Uint8Array; readonly pdus: readonly EncodedPdu[] } | undefined;
  readonly cause?: number;

  constructor(
    /** Counts through all runs of a world. */
    readonly id: number,
    readonly index: number,
    private readonly frame: EthernetFrame,
    private readonly place: FramePlace,
    readonly sentMs: number,
    cause: number | undefined,
  ) {
    this.lengthBytes = ethernetFrameBytes(frame);
    this.receivedMs = sentMs;
    if (cause !== undefined) this.cause = cause;
  }

  get link(): string {
    return this.place.link;
  }

  get from(): string {
    return this.place.from;
  }

  get to(): string {
    return this.place.to;
  }

  summary(): readonly { readonly layer: LayerNumber; readonly protocol: string; readonly summary: string }[] {
    return summarizeFrame(this.frame);
  }

  pdus(): readonly Pdu[] {
    return this.encode().pdus.map(({ pdu }) => pdu);
  }

  encode(): { readonly bytes: Uint8Array; readonly pdus: readonly EncodedPdu[] } {
    this.encoded ??= encodeFrame(this.frame);
    return this.encoded;
  }
}
