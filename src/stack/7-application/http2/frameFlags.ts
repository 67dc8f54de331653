import { FLAG, FRAME_TYPE } from './frame';

/** A flag of a frame type. */
export interface FrameFlag {
  readonly bit: number;
  readonly name: string;
  readonly spec: string;
}

const flag = (bit: number, name: string, spec: string): FrameFlag => ({ bit, name, spec });

/** The flags that each type of frame has. */
const FLAGS: Readonly<Record<number, readonly FrameFlag[]>> = {
  [FRAME_TYPE.data]: [flag(FLAG.endStream, 'END_STREAM', 'RFC 9113 §6.1'), flag(FLAG.padded, 'PADDED', 'RFC 9113 §6.1')],
  [FRAME_TYPE.headers]: [
    flag(FLAG.endStream, 'END_STREAM', 'RFC 9113 §6.2'), flag(FLAG.endHeaders, 'END_HEADERS', 'RFC 9113 §6.2'),
    flag(FLAG.padded, 'PADDED', 'RFC 9113 §6.2'), flag(FLAG.priority, 'PRIORITY', 'RFC 9113 §6.2'),
  ],
  [FRAME_TYPE.settings]: [flag(FLAG.ack, 'ACK', 'RFC 9113 §6.5')],
  [FRAME_TYPE.pushPromise]: [flag(FLAG.endHeaders, 'END_HEADERS', 'RFC 9113 §6.6'), flag(FLAG.padded, 'PADDED', 'RFC 9113 §6.6')],
  [FRAME_TYPE.ping]: [flag(FLAG.ack, 'ACK', 'RFC 9113 §6.7')],
  [FRAME_TYPE.continuation]: [flag(FLAG.endHeaders, 'END_HEADERS', 'RFC 9113 §6.10')],
};

/** The flag at each bit, 0 to 7, of a frame type's flags octet; undefined where the bit has no meaning. */
export function flagsOf(typeCode: number): readonly (FrameFlag | undefined)[] {
  return Array.from({ length: 8 }, (_, bit) => FLAGS[typeCode]?.find((each) => each.bit === 1 << bit));
}
