import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromExample } from '../../../model/provenance';
import type { Slice } from '../../payload';
import { slicesLength } from '../../payload';
import { transportErrorName } from './errorCodes';
import type { AckFrame, QuicFrame, StreamFrame } from './frame';

/** Type codes (RFC 9000 §12.4, table 3); the low bits of STREAM are flags. */
export const FRAME_TYPE = {
  padding: 0x00, ping: 0x01, ack: 0x02, ackEcn: 0x03, resetStream: 0x04, stopSending: 0x05, crypto: 0x06, newToken: 0x07, stream: 0x08,
  maxData: 0x10, maxStreamData: 0x11, maxStreamsBidi: 0x12, maxStreamsUni: 0x13, dataBlocked: 0x14, streamDataBlocked: 0x15,
  streamsBlockedBidi: 0x16, streamsBlockedUni: 0x17, newConnectionId: 0x18, retireConnectionId: 0x19, pathChallenge: 0x1a, pathResponse: 0x1b,
  connectionClose: 0x1c, connectionCloseApplication: 0x1d, handshakeDone: 0x1e,
} as const;

/** Flags in the type of STREAM (RFC 9000 §19.8). */
export const STREAM_FLAG = { fin: 0x01, length: 0x02, offset: 0x04 } as const;

/** What follows a frame's type on the wire, in order. */
export type FramePart =
  | { readonly kind: 'integer'; readonly name: string; readonly value: number; readonly meaning?: string; readonly source?: Provenance }
  | { readonly kind: 'octets'; readonly name: string; readonly octets: Uint8Array; readonly source?: Provenance }
  | { readonly kind: 'data'; readonly name: string; readonly slices: readonly Slice[] };

/** A frame as it stands on the wire: name, section, type, and the rest. */
export interface FrameLayout {
  readonly name: string;
  readonly spec: string;
  readonly typeCode: number;
  readonly parts: readonly FramePart[];
}

const integer = (name: string, value: number, meaning?: string, source?: Provenance): FramePart =>
  ({ kind: 'integer', name, value, ...(meaning === undefined ? {} : { meaning }), ...(source ? { source } : {}) });
const octets = (name: string, value: Uint8Array, source: Provenance = fromExample): FramePart => ({ kind: 'octets', name, octets: value, source });
const layout = (name: string, section: string, typeCode: number, parts: readonly FramePart[]): FrameLayout => ({ name, spec: `RFC 9000 §${section}`, typeCode, parts });

/** How a frame is laid out: what its length and its octets both follow from. */
export function frameLayout(frame: QuicFrame): FrameLayout {
  switch (frame.type) {
    case 'padding': return layout('PADDING', '19.1', FRAME_TYPE.padding, frame.lengthBytes > 1 ? [octets('More PADDING frames', new Uint8Array(frame.lengthBytes - 1), fromComputation)] : []);
    case 'ping': return layout('PING', '19.2', FRAME_TYPE.ping, []);
    case 'ack': return layout('ACK', '19.3', frame.ecn ? FRAME_TYPE.ackEcn : FRAME_TYPE.ack, ackParts(frame));
    case 'reset_stream': return layout('RESET_STREAM', '19.4', FRAME_TYPE.resetStream, [
      integer('Stream ID', frame.streamId), integer('Application Protocol Error Code', frame.errorCode), integer('Final Size', frame.finalSize),
    ]);
    case 'stop_sending': return layout('STOP_SENDING', '19.5', FRAME_TYPE.stopSending, [
      integer('Stream ID', frame.streamId), integer('Application Protocol Error Code', frame.errorCode),
    ]);
    case 'crypto': return layout('CRYPTO', '19.6', FRAME_TYPE.crypto, [
      integer('Offset', frame.offset), integer('Length', slicesLength(frame.data)), { kind: 'data', name: 'Crypto Data', slices: frame.data },
    ]);
    case 'new_token': return layout('NEW_TOKEN', '19.7', FRAME_TYPE.newToken, [integer('Token Length', frame.token.length), octets('Token', frame.token)]);
    case 'stream': return streamLayout(frame);
    case 'max_data': return layout('MAX_DATA', '19.9', FRAME_TYPE.maxData, [integer('Maximum Data', frame.maximum)]);
    case 'max_stream_data': return layout('MAX_STREAM_DATA', '19.10', FRAME_TYPE.maxStreamData, [
      integer('Stream ID', frame.streamId), integer('Maximum Stream Data', frame.maximum),
    ]);
    case 'max_streams': return layout('MAX_STREAMS', '19.11', frame.direction === 'bidirectional' ? FRAME_TYPE.maxStreamsBidi : FRAME_TYPE.maxStreamsUni, [integer('Maximum Streams', frame.maximum)]);
    case 'data_blocked': return layout('DATA_BLOCKED', '19.12', FRAME_TYPE.dataBlocked, [integer('Maximum Data', frame.limit)]);
    case 'stream_data_blocked': return layout('STREAM_DATA_BLOCKED', '19.13', FRAME_TYPE.streamDataBlocked, [
      integer('Stream ID', frame.streamId), integer('Maximum Stream Data', frame.limit),
    ]);
    case 'streams_blocked': return layout('STREAMS_BLOCKED', '19.14', frame.direction === 'bidirectional' ? FRAME_TYPE.streamsBlockedBidi : FRAME_TYPE.streamsBlockedUni, [integer('Maximum Streams', frame.limit)]);
    case 'new_connection_id': return layout('NEW_CONNECTION_ID', '19.15', FRAME_TYPE.newConnectionId, [
      integer('Sequence Number', frame.sequenceNumber), integer('Retire Prior To', frame.retirePriorTo), integer('Length', frame.connectionId.length),
      octets('Connection ID', frame.connectionId), octets('Stateless Reset Token', frame.statelessResetToken),
    ]);
    case 'retire_connection_id': return layout('RETIRE_CONNECTION_ID', '19.16', FRAME_TYPE.retireConnectionId, [integer('Sequence Number', frame.sequenceNumber)]);
    case 'path_challenge': return layout('PATH_CHALLENGE', '19.17', FRAME_TYPE.pathChallenge, [octets('Data', frame.data)]);
    case 'path_response': return layout('PATH_RESPONSE', '19.18', FRAME_TYPE.pathResponse, [octets('Data', frame.data)]);
    case 'connection_close': return layout('CONNECTION_CLOSE', '19.19', frame.level === 'transport' ? FRAME_TYPE.connectionClose : FRAME_TYPE.connectionCloseApplication, [
      integer('Error Code', frame.errorCode, frame.level === 'transport' ? transportErrorName(frame.errorCode) : undefined),
      ...(frame.level === 'transport' ? [integer('Frame Type', frame.frameType ?? 0)] : []),
      integer('Reason Phrase Length', frame.reason.length), octets('Reason Phrase', frame.reason),
    ]);
    case 'handshake_done': return layout('HANDSHAKE_DONE', '19.20', FRAME_TYPE.handshakeDone, []);
  }
}

/** RFC 9000 §19.3.1: how many numbers lie between the ranges, and how many are in each, both less one. */
function ackParts({ ranges, delay, ecn }: AckFrame): readonly FramePart[] {
  const [first = { smallest: 0, largest: 0 }, ...others] = ranges;
  let smallest = first.smallest;
  const further = others.flatMap((range) => {
    const gap = smallest - range.largest - 2;
    smallest = range.smallest;
    return [integer('Gap', gap), integer('ACK Range Length', range.largest - range.smallest)];
  });
  return [
    integer('Largest Acknowledged', first.largest), integer('ACK Delay', delay), integer('ACK Range Count', others.length),
    integer('First ACK Range', first.largest - first.smallest), ...further,
    ...(ecn ? [integer('ECT0 Count', ecn.ect0), integer('ECT1 Count', ecn.ect1), integer('ECN-CE Count', ecn.ce)] : []),
  ];
}

function streamLayout(frame: StreamFrame): FrameLayout {
  const writesOffset = frame.offset > 0 || frame.writesZeroOffset === true;
  const typeCode = FRAME_TYPE.stream | (frame.fin ? STREAM_FLAG.fin : 0) | (frame.hasLength ? STREAM_FLAG.length : 0) | (writesOffset ? STREAM_FLAG.offset : 0);
  return layout('STREAM', '19.8', typeCode, [
    integer('Stream ID', frame.streamId),
    ...(writesOffset ? [integer('Offset', frame.offset)] : []),
    ...(frame.hasLength ? [integer('Length', slicesLength(frame.data))] : []),
    { kind: 'data', name: 'Stream Data', slices: frame.data },
  ]);
}
