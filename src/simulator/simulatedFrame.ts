import type { LayerNumber } from '../model/layer';
import type { EncodedPdu, Pdu } from '../model/pdu';
import type { TracedFrame } from '../model/trace';
import { encodeFrame } from '../stack/2-data-link/encodeFrame';
import type { EthernetFrame } from '../stack/2-data-link/ethernetFrame';
import { ethernetFrameBytes } from '../stack/2-data-link/ethernetFrame';
import { summarizeFrame } from '../stack/2-data-link/summarizeFrame';

/** A frame on a simulated link: structure now, octets when someone looks. */
export class SimulatedFrame implements TracedFrame {
  readonly link: string;
  readonly from: string;
  readonly to: string;
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
    place: { link: string; from: string; to: string },
    readonly sentMs: number,
    cause: number | undefined,
  ) {
    this.link = place.link;
    this.from = place.from;
    this.to = place.to;
    this.lengthBytes = ethernetFrameBytes(frame);
    this.receivedMs = sentMs;
    if (cause !== undefined) this.cause = cause;
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
