import type { Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromNetwork, fromStandard } from '../../../model/provenance';
import { FieldReader } from '../../fieldReader';
import { transportErrorName } from './errorCodes';
import type { AckFrame, ConnectionCloseFrame, PacketRange, QuicFrame, StreamFrame } from './frame';
import { FRAME_TYPE, STREAM_FLAG } from './frameParts';
import { summarizeFrames } from './frameSummary';
import { receivedSlices } from './receivedOctets';
import { readVarint } from './variableLengthInteger';

const MOST_CONNECTION_ID_BYTES = 20;
const RESET_TOKEN_BYTES = 16;

/** The frames of one packet. */
export interface DecodedQuicFrames {
  readonly frames: readonly QuicFrame[];
  readonly pdu: Pdu;
}

/**
 * The frames of a packet's payload in the clear. Throws `DecodeError` with the offset for what a receiver treats as
 * FRAME_ENCODING_ERROR (RFC 9000 §12.4): a type that is not known, octets that are missing, a range below 0, no frame at all.
 */
export function decodeQuicFrames(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedQuicFrames {
  const reader = new FieldReader('QUIC', bytes, source);
  const frames: QuicFrame[] = [];
  let dataBytes = 0;
  if (bytes.length === 0) reader.fail('at least one frame (RFC 9000 §12.4)', 'none');
  while (reader.remainingBytes > 0) {
    const start = reader.offsetBytes;
    const name = nameOf(reader.peek() ?? 0);
    const frame = reader.group(name, { spec: 'RFC 9000 §19', source, shown: () => `${reader.offsetBytes - start} octets` }, () => readFrame(reader, source));
    if (frame.type === 'crypto' || frame.type === 'stream') dataBytes += frame.data.reduce((sum, { length }) => sum + length, 0);
    frames.push(frame);
  }
  const pdu = reader.finish({ layer: 4, protocol: 'quic', summary: `Frames: ${summarizeFrames(frames)}`, headerBytes: bytes.length - dataBytes });
  return { frames, pdu };
}

const NAMES = new Map<number, string>([
  [FRAME_TYPE.padding, 'PADDING'], [FRAME_TYPE.ping, 'PING'], [FRAME_TYPE.ack, 'ACK'], [FRAME_TYPE.ackEcn, 'ACK'], [FRAME_TYPE.resetStream, 'RESET_STREAM'],
  [FRAME_TYPE.stopSending, 'STOP_SENDING'], [FRAME_TYPE.crypto, 'CRYPTO'], [FRAME_TYPE.newToken, 'NEW_TOKEN'], [FRAME_TYPE.maxData, 'MAX_DATA'],
  [FRAME_TYPE.maxStreamData, 'MAX_STREAM_DATA'], [FRAME_TYPE.maxStreamsBidi, 'MAX_STREAMS'], [FRAME_TYPE.maxStreamsUni, 'MAX_STREAMS'],
  [FRAME_TYPE.dataBlocked, 'DATA_BLOCKED'], [FRAME_TYPE.streamDataBlocked, 'STREAM_DATA_BLOCKED'], [FRAME_TYPE.streamsBlockedBidi, 'STREAMS_BLOCKED'],
  [FRAME_TYPE.streamsBlockedUni, 'STREAMS_BLOCKED'], [FRAME_TYPE.newConnectionId, 'NEW_CONNECTION_ID'], [FRAME_TYPE.retireConnectionId, 'RETIRE_CONNECTION_ID'],
  [FRAME_TYPE.pathChallenge, 'PATH_CHALLENGE'], [FRAME_TYPE.pathResponse, 'PATH_RESPONSE'], [FRAME_TYPE.connectionClose, 'CONNECTION_CLOSE'],
  [FRAME_TYPE.connectionCloseApplication, 'CONNECTION_CLOSE'], [FRAME_TYPE.handshakeDone, 'HANDSHAKE_DONE'],
]);

function isStream(typeCode: number): boolean {
  return typeCode >= FRAME_TYPE.stream && typeCode < FRAME_TYPE.stream + 8;
}

function nameOf(typeCode: number): string {
  return isStream(typeCode) ? 'STREAM' : (NAMES.get(typeCode) ?? 'unknown frame');
}

function readFrame(reader: FieldReader, source: Provenance): QuicFrame {
  const start = reader.offsetBytes;
  const integer = (name: string, meaning?: (value: number) => string | undefined): number =>
    readVarint(reader, name, { spec: 'RFC 9000 §19', source, ...(meaning ? { meaning } : {}) });
  const octets = (name: string, count: number): Uint8Array => {
    if (count === 0) return new Uint8Array(0);
    return reader.octets(name, count, { spec: 'RFC 9000 §19', source, ...(count > 64 ? { shown: (read: Uint8Array) => `${read.length} octets` } : {}) });
  };
  const data = (name: string, count: number) => {
    if (count === 0) return [];
    return receivedSlices(reader.octets(name, count, { spec: 'RFC 9000 §19', source, shown: (read) => `${read.length} octets` }));
  };
  const type = readVarint(reader, 'Type', { spec: 'RFC 9000 §12.4', source: fromStandard, meaning: nameOf });
  if (isStream(type)) return readStream(type, integer, data, reader);
  switch (type) {
    case FRAME_TYPE.padding: return readPadding(reader);
    case FRAME_TYPE.ping: return { type: 'ping' };
    case FRAME_TYPE.ack: case FRAME_TYPE.ackEcn: return readAck(reader, type, integer);
    case FRAME_TYPE.resetStream:
      return { type: 'reset_stream', streamId: integer('Stream ID'), errorCode: integer('Application Protocol Error Code'), finalSize: integer('Final Size') };
    case FRAME_TYPE.stopSending: return { type: 'stop_sending', streamId: integer('Stream ID'), errorCode: integer('Application Protocol Error Code') };
    case FRAME_TYPE.crypto: {
      const offset = integer('Offset');
      return { type: 'crypto', offset, data: data('Crypto Data', integer('Length')) };
    }
    case FRAME_TYPE.newToken: {
      const lengthBytes = integer('Token Length');
      if (lengthBytes === 0) reader.fail('a token that is not empty (RFC 9000 §19.7)', 'an empty one', start);
      return { type: 'new_token', token: octets('Token', lengthBytes) };
    }
    case FRAME_TYPE.maxData: return { type: 'max_data', maximum: integer('Maximum Data') };
    case FRAME_TYPE.maxStreamData: return { type: 'max_stream_data', streamId: integer('Stream ID'), maximum: integer('Maximum Stream Data') };
    case FRAME_TYPE.maxStreamsBidi: return { type: 'max_streams', direction: 'bidirectional', maximum: integer('Maximum Streams') };
    case FRAME_TYPE.maxStreamsUni: return { type: 'max_streams', direction: 'unidirectional', maximum: integer('Maximum Streams') };
    case FRAME_TYPE.dataBlocked: return { type: 'data_blocked', limit: integer('Maximum Data') };
    case FRAME_TYPE.streamDataBlocked: return { type: 'stream_data_blocked', streamId: integer('Stream ID'), limit: integer('Maximum Stream Data') };
    case FRAME_TYPE.streamsBlockedBidi: return { type: 'streams_blocked', direction: 'bidirectional', limit: integer('Maximum Streams') };
    case FRAME_TYPE.streamsBlockedUni: return { type: 'streams_blocked', direction: 'unidirectional', limit: integer('Maximum Streams') };
    case FRAME_TYPE.newConnectionId: {
      const sequenceNumber = integer('Sequence Number');
      const retirePriorTo = integer('Retire Prior To');
      if (retirePriorTo > sequenceNumber) reader.fail('a Retire Prior To of at most the Sequence Number', `${retirePriorTo} > ${sequenceNumber}`, start);
      const lengthBytes = integer('Length');
      if (lengthBytes < 1 || lengthBytes > MOST_CONNECTION_ID_BYTES) reader.fail(`a connection ID of 1 to ${MOST_CONNECTION_ID_BYTES} octets`, `${lengthBytes}`, start);
      return {
        type: 'new_connection_id', sequenceNumber, retirePriorTo, connectionId: octets('Connection ID', lengthBytes),
        statelessResetToken: octets('Stateless Reset Token', RESET_TOKEN_BYTES),
      };
    }
    case FRAME_TYPE.retireConnectionId: return { type: 'retire_connection_id', sequenceNumber: integer('Sequence Number') };
    case FRAME_TYPE.pathChallenge: return { type: 'path_challenge', data: octets('Data', 8) };
    case FRAME_TYPE.pathResponse: return { type: 'path_response', data: octets('Data', 8) };
    case FRAME_TYPE.connectionClose: case FRAME_TYPE.connectionCloseApplication: return readClose(type === FRAME_TYPE.connectionClose, integer, octets);
    case FRAME_TYPE.handshakeDone: return { type: 'handshake_done' };
    default: return reader.fail('a frame type of RFC 9000 §19', `0x${type.toString(16)}`, start);
  }
}

type ReadInteger = (name: string, meaning?: (value: number) => string | undefined) => number;
type ReadData = (name: string, count: number) => StreamFrame['data'];

/** All PADDING frames in a row as one. */
function readPadding(reader: FieldReader): QuicFrame {
  let more = 0;
  while (reader.peek(more) === 0) more += 1;
  if (more > 0) reader.octets('More PADDING frames', more, { spec: 'RFC 9000 §19.1', source: fromComputation, ...(more > 64 ? { shown: (read) => `${read.length} octets` } : {}) });
  return { type: 'padding', lengthBytes: 1 + more };
}

function readStream(type: number, integer: ReadInteger, data: ReadData, reader: FieldReader): StreamFrame {
  const hasLength = (type & STREAM_FLAG.length) !== 0;
  const hasOffset = (type & STREAM_FLAG.offset) !== 0;
  const streamId = integer('Stream ID');
  const offset = hasOffset ? integer('Offset') : 0;
  const lengthBytes = hasLength ? integer('Length') : reader.remainingBytes;
  return {
    type: 'stream', streamId, offset, fin: (type & STREAM_FLAG.fin) !== 0, data: data('Stream Data', lengthBytes), hasLength,
    ...(hasOffset && offset === 0 ? { writesZeroOffset: true } : {}),
  };
}

function readAck(reader: FieldReader, type: number, integer: ReadInteger): AckFrame {
  const start = reader.offsetBytes;
  const largest = integer('Largest Acknowledged');
  const delay = integer('ACK Delay');
  const rangeCount = integer('ACK Range Count');
  let smallest = largest - integer('First ACK Range');
  const ranges: PacketRange[] = [{ smallest, largest }];
  // Each range takes octets, so the count cannot make this long.
  for (let index = 0; index < rangeCount; index++) {
    const upper = smallest - integer('Gap') - 2;
    smallest = upper - integer('ACK Range Length');
    ranges.push({ smallest, largest: upper });
  }
  if (smallest < 0) reader.fail('packet numbers of at least 0', `${smallest}`, start);
  const ecn = type === FRAME_TYPE.ackEcn ? { ect0: integer('ECT0 Count'), ect1: integer('ECT1 Count'), ce: integer('ECN-CE Count') } : undefined;
  return { type: 'ack', ranges, delay, ...(ecn ? { ecn } : {}) };
}

function readClose(transport: boolean, integer: ReadInteger, octets: (name: string, count: number) => Uint8Array): ConnectionCloseFrame {
  const errorCode = integer('Error Code', transport ? transportErrorName : undefined);
  const frameType = transport ? integer('Frame Type') : undefined;
  const reason = octets('Reason Phrase', integer('Reason Phrase Length'));
  return { type: 'connection_close', level: transport ? 'transport' : 'application', errorCode, ...(frameType === undefined ? {} : { frameType }), reason };
}
