import fc from 'fast-check';
import type { QuicFrame } from '../../../../src/stack/4-transport/quic/frame';
import { receivedSlices } from '../../../../src/stack/4-transport/quic/receivedOctets';
import { toHex } from '../../../../src/stack/fieldWriter';
import { encodeSlices } from '../../../../src/stack/payload';

/** Frames with their data as text, so that they can be compared. */
export function plainFrames(frames: readonly QuicFrame[]): readonly unknown[] {
  return frames.map((frame) => ('data' in frame ? { ...frame, data: toHex(frame.data instanceof Uint8Array ? frame.data : encodeSlices(frame.data)) } : { ...frame }));
}

const integer = fc.oneof(fc.nat(70), fc.nat(20_000), fc.nat(2 ** 30), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const octets = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
const data = octets(0, 200).map(receivedSlices);
const direction = fc.constantFrom('bidirectional' as const, 'unidirectional' as const);
const ack = fc.tuple(fc.nat(1000), fc.nat(1000), fc.array(fc.tuple(fc.nat(70), fc.nat(70)), { maxLength: 5 }), fc.option(fc.tuple(integer, integer, integer).map(([ect0, ect1, ce]) => ({ ect0, ect1, ce })), { nil: undefined }))
  .map(([first, delay, further, ecn]): QuicFrame => {
    const ascending = [{ smallest: first, largest: first }];
    for (const [gap, length] of further) {
      const smallest = (ascending.at(-1)?.largest ?? 0) + 2 + gap;
      ascending.push({ smallest, largest: smallest + length });
    }
    return { type: 'ack', ranges: ascending.reverse(), delay, ...(ecn ? { ecn } : {}) };
  });

/** Every frame that has a wire form; STREAM with its length, and PADDING that stands alone. */
export const quicFrames: fc.Arbitrary<QuicFrame> = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((lengthBytes): QuicFrame => ({ type: 'padding', lengthBytes })),
  fc.constantFrom<QuicFrame>({ type: 'ping' }, { type: 'handshake_done' }),
  ack,
  fc.record({ type: fc.constant('reset_stream' as const), streamId: integer, errorCode: integer, finalSize: integer }),
  fc.record({ type: fc.constant('stop_sending' as const), streamId: integer, errorCode: integer }),
  fc.record({ type: fc.constant('crypto' as const), offset: integer, data }),
  fc.record({ type: fc.constant('new_token' as const), token: octets(1, 80) }),
  fc.record({ type: fc.constant('stream' as const), streamId: integer, offset: integer, fin: fc.boolean(), data, hasLength: fc.constant(true) }),
  fc.record({ type: fc.constant('max_data' as const), maximum: integer }),
  fc.record({ type: fc.constant('max_stream_data' as const), streamId: integer, maximum: integer }),
  fc.record({ type: fc.constant('max_streams' as const), direction, maximum: integer }),
  fc.record({ type: fc.constant('data_blocked' as const), limit: integer }),
  fc.record({ type: fc.constant('stream_data_blocked' as const), streamId: integer, limit: integer }),
  fc.record({ type: fc.constant('streams_blocked' as const), direction, limit: integer }),
  fc.tuple(integer, fc.nat(3), octets(1, 20), octets(16, 16)).map(([number, less, connectionId, statelessResetToken]): QuicFrame =>
    ({ type: 'new_connection_id', sequenceNumber: number, retirePriorTo: Math.max(0, number - less), connectionId, statelessResetToken })),
  fc.record({ type: fc.constant('retire_connection_id' as const), sequenceNumber: integer }),
  fc.record({ type: fc.constantFrom('path_challenge' as const, 'path_response' as const), data: octets(8, 8) }),
  fc.tuple(integer, integer, octets(0, 80)).map(([errorCode, frameType, reason]): QuicFrame => ({ type: 'connection_close', level: 'transport', errorCode, frameType, reason })),
  fc.tuple(integer, octets(0, 80)).map(([errorCode, reason]): QuicFrame => ({ type: 'connection_close', level: 'application', errorCode, reason })),
);
