import { fromComputation, fromExample } from '../../../model/provenance';
import type { FieldReader } from '../../fieldReader';
import { MOST_CONNECTION_ID_BYTES } from './packet';

/** Reads a connection ID with its length (RFC 9000 §17.2). Throws `DecodeError` for one that is too long for version 1. */
export function readConnectionId(reader: FieldReader, which: 'Destination' | 'Source', spec: string, mostBytes = MOST_CONNECTION_ID_BYTES): Uint8Array {
  const lengthBytes = reader.number(`${which} Connection ID Length`, 8, { spec, source: fromComputation });
  if (lengthBytes > mostBytes) reader.fail(`a connection ID of at most ${mostBytes} octets`, `${lengthBytes}`, reader.offsetBytes - 1);
  return lengthBytes === 0 ? new Uint8Array(0) : reader.octets(`${which} Connection ID`, lengthBytes, { spec, source: fromExample });
}
