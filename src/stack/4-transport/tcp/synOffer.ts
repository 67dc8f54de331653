import type { SynOption } from '../../../model/systemProfile';
import { ipHeaderBytes, largestDatagramBytes } from '../../3-network/ipDatagram';
import type { NetworkService } from '../../3-network/ipHost';
import type { HostServices } from '../../services';
import { firstWindow } from './receiveWindow';
import type { TcpOption } from './segment';
import type { Timestamps } from './timestamps';

/** Without options (RFC 9293 §3.1). */
export const TCP_HEADER_BYTES = 20;
/** NOP, NOP, timestamps on every segment after the handshake (RFC 7323 §3.2). */
const TIMESTAMPS_BYTES = 12;

/** What one end offers in its SYN: its largest segment, window and options, as its system has them (RFC 9293 §3.7.1, RFC 7323). */
export class SynOffer {
  /** Both SYNs carry the option, so every segment does (RFC 7323 §3.2); a SYN offers what the system offers. */
  usesTimestamps: boolean;

  /** `receiveBufferBytes`: SO_RCVBUF, where the program sets it. */
  constructor(
    private readonly host: HostServices,
    private readonly network: NetworkService,
    private readonly remoteAddress: string,
    private readonly receiveBufferBytes: number | undefined,
  ) {
    this.usesTimestamps = host.system.tcp.synOptions.includes('timestamps');
  }

  /** RFC 9293 §3.7.1: the fixed headers count, options do not. */
  get mssBytes(): number {
    const mtuBytes = this.network.mtuBytesTowards(this.remoteAddress);
    return Math.min(mtuBytes, largestDatagramBytes(this.remoteAddress)) - ipHeaderBytes(this.remoteAddress) - TCP_HEADER_BYTES;
  }

  /** What timestamps take from every segment. */
  get timestampsBytes(): number {
    return this.usesTimestamps ? TIMESTAMPS_BYTES : 0;
  }

  /** The window that the SYN offers, and how later ones are scaled; `active`: of a SYN, not a SYN-ACK. */
  window(active: boolean): { readonly bytes: number; readonly shift: number } {
    const { synWindow, windowShift } = this.host.system.tcp;
    const segmentBytes = active ? this.mssBytes : this.mssBytes - this.timestampsBytes;
    return firstWindow(synWindow === 'largest' ? 1 : segmentBytes, windowShift, this.receiveBufferBytes);
  }

  /** The options of the SYN, in the system's order. */
  options(timestamps: Timestamps): readonly TcpOption[] {
    const { synOptions, synOptionsWithoutTimestamps } = this.host.system.tcp;
    return (this.usesTimestamps ? synOptions : synOptionsWithoutTimestamps).map((kind) => this.option(kind, timestamps));
  }

  private option(kind: SynOption, timestamps: Timestamps): TcpOption {
    if (kind === 'maximum-segment-size') return { kind, mssBytes: this.mssBytes };
    if (kind === 'window-scale') return { kind, shift: this.window(true).shift };
    return kind === 'timestamps' ? timestamps.option(this.host.nowMs()) : { kind };
  }
}
