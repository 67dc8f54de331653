import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromStandard } from '../../../model/provenance';
import type { FieldWriter } from '../../fieldWriter';
import type { OctetReader } from '../../6-presentation/octetReader';
import { takeVarint, varintBytes, varintBytesAt, varintOf, writeVarint } from './variableLengthInteger';

/** One transport parameter (RFC 9000 §18): a number, or octets, of which there are none where being there says it all. */
export type TransportParameter =
  | { readonly id: number; readonly kind: 'integer'; readonly value: number }
  | { readonly id: number; readonly kind: 'octets'; readonly octets: Uint8Array };

/** Identifiers (RFC 9000 §18.2, IANA "QUIC Transport Parameters"). */
export const PARAMETER = {
  originalDestinationConnectionId: 0x00, maxIdleTimeout: 0x01, statelessResetToken: 0x02, maxUdpPayloadSize: 0x03, initialMaxData: 0x04,
  initialMaxStreamDataBidiLocal: 0x05, initialMaxStreamDataBidiRemote: 0x06, initialMaxStreamDataUni: 0x07, initialMaxStreamsBidi: 0x08,
  initialMaxStreamsUni: 0x09, ackDelayExponent: 0x0a, maxAckDelay: 0x0b, disableActiveMigration: 0x0c, preferredAddress: 0x0d,
  activeConnectionIdLimit: 0x0e, initialSourceConnectionId: 0x0f, retrySourceConnectionId: 0x10, maxDatagramFrameSize: 0x20,
} as const;

const names = new Map<number, string>([
  ...Object.entries(PARAMETER).map(([name, id]) => [id, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] as const),
  [0x11, 'version_information'], [0x2ab2, 'grease_quic_bit'],
]);
const OCTETS: readonly number[] = [
  PARAMETER.originalDestinationConnectionId, PARAMETER.statelessResetToken, PARAMETER.disableActiveMigration, PARAMETER.preferredAddress,
  PARAMETER.initialSourceConnectionId, PARAMETER.retrySourceConnectionId,
];
const SPEC = 'RFC 9000 §18';

function isInteger(id: number): boolean {
  return (names.has(id) && id <= PARAMETER.retrySourceConnectionId && !OCTETS.includes(id)) || id === PARAMETER.maxDatagramFrameSize;
}

/** "initial_max_data"; reserved ones are there so that receivers learn to ignore what they do not know (RFC 9000 §18.1). */
function parameterName(id: number): string {
  return names.get(id) ?? ((id - 27) % 31 === 0 ? 'reserved' : `parameter 0x${id.toString(16)}`);
}

function valueBytes(parameter: TransportParameter): number {
  return parameter.kind === 'integer' ? varintBytes(parameter.value) : parameter.octets.length;
}

/** Octets of the list. */
export function transportParametersBytes(parameters: readonly TransportParameter[]): number {
  return parameters.reduce((sum, each) => sum + varintBytes(each.id) + varintBytes(valueBytes(each)) + valueBytes(each), 0);
}

/** Writes the list; it has no length of its own. */
export function writeTransportParameters(writer: FieldWriter, parameters: readonly TransportParameter[], source: Provenance): void {
  for (const parameter of parameters) {
    const name = parameterName(parameter.id);
    const shown = parameter.kind === 'integer' ? String(parameter.value) : `${parameter.octets.length} octets`;
    writer.group(name, shown, { spec: 'RFC 9000 §18.2', source }, () => {
      writeVarint(writer, 'Transport Parameter ID', parameter.id, { spec: SPEC, source: fromStandard, meaning: name });
      writeVarint(writer, 'Transport Parameter Length', valueBytes(parameter), { spec: SPEC, source: fromComputation });
      if (parameter.kind === 'integer') writeVarint(writer, 'Transport Parameter Value', parameter.value, { spec: 'RFC 9000 §18.2', source });
      else if (parameter.octets.length > 0) writer.octets('Transport Parameter Value', parameter.octets, { spec: 'RFC 9000 §18.2', source });
    });
  }
}

/** Reads a list up to the reader's end. Throws `DecodeError` for what is cut off, given twice, or no integer where one must be. */
export function readTransportParameters(reader: OctetReader): readonly TransportParameter[] {
  const parameters: TransportParameter[] = [];
  const seen = new Set<number>();
  while (reader.remaining > 0) {
    const id = takeVarint(reader, 'Transport Parameter ID');
    if (seen.has(id)) reader.fail('each transport parameter once (RFC 9000 §7.4)', `${parameterName(id)} a second time`);
    seen.add(id);
    const octets = reader.octets(takeVarint(reader, 'Transport Parameter Length'), parameterName(id));
    if (!isInteger(id)) parameters.push({ id, kind: 'octets', octets });
    else if (octets.length === 0 || octets.length !== varintBytesAt(octets[0] ?? 0)) reader.fail(`one integer in ${parameterName(id)}`, `${octets.length} octets`);
    else parameters.push({ id, kind: 'integer', value: Number(varintOf(octets)) });
  }
  return parameters;
}
