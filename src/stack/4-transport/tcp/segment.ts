import type { Slice } from '../../payload';
import { slicesLength } from '../../payload';

/** A TCP segment (RFC 9293 §3.1) as structure; `segmentCodec.ts` makes and reads its octets. */
export interface TcpSegment {
  readonly protocol: 'tcp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** 32-bit. */
  readonly sequenceNumber: number;
  /** 32-bit; 0 without ACK. */
  readonly acknowledgmentNumber: number;
  readonly flags: TcpFlags;
  /** The 16 bits of the header, before scaling. */
  readonly window: number;
  readonly urgentPointer?: number;
  readonly options: readonly TcpOption[];
  readonly data: readonly Slice[];
}

/** Control bits; absent means clear. */
export interface TcpFlags {
  readonly cwr?: boolean;
  readonly ece?: boolean;
  readonly urg?: boolean;
  readonly ack?: boolean;
  readonly psh?: boolean;
  readonly rst?: boolean;
  readonly syn?: boolean;
  readonly fin?: boolean;
}

/** An option as it stands in the header. `end` and `no-operation` are one octet. */
export type TcpOption =
  | { readonly kind: 'end' }
  | { readonly kind: 'no-operation' }
  | { readonly kind: 'maximum-segment-size'; readonly mssBytes: number }
  | { readonly kind: 'window-scale'; readonly shift: number }
  | { readonly kind: 'sack-permitted' }
  | { readonly kind: 'sack'; readonly blocks: readonly { readonly left: number; readonly right: number }[] }
  | { readonly kind: 'timestamps'; readonly value: number; readonly echoReply: number }
  | { readonly kind: 'unknown'; readonly code: number; readonly hex: string };

/** Octets of one option, its kind and length octets included (RFC 9293 §3.2). */
export function tcpOptionBytes(option: TcpOption): number {
  switch (option.kind) {
    case 'end':
    case 'no-operation':
      return 1;
    case 'maximum-segment-size':
      return 4;
    case 'window-scale':
      return 3;
    case 'sack-permitted':
      return 2;
    case 'sack':
      return 2 + 8 * option.blocks.length;
    case 'timestamps':
      return 10;
    case 'unknown':
      return 2 + option.hex.length / 2;
  }
}

/** Octets of the header: 20 and the options, padded to a multiple of four. */
export function tcpHeaderBytes(options: readonly TcpOption[]): number {
  let optionBytes = 0;
  for (const option of options) optionBytes += tcpOptionBytes(option);
  return 20 + Math.ceil(optionBytes / 4) * 4;
}

/** Octets of header and data. */
export function tcpSegmentBytes(segment: TcpSegment): number {
  return tcpHeaderBytes(segment.options) + slicesLength(segment.data);
}
