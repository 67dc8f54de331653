import type { FieldWriter } from '../../../../fieldWriter';
import type { OctetReader } from '../../../octetReader';
import type { TransportParameter } from '../../../../4-transport/quic/transportParameters';
import { readTransportParameters, transportParametersBytes, writeTransportParameters } from '../../../../4-transport/quic/transportParameters';
import type { MessageSources } from '../messageSources';

export const QUIC_TRANSPORT_PARAMETERS = 57;

/** What a side of a QUIC connection says about itself, authenticated by the handshake (RFC 9001 §8.2). */
export interface QuicTransportParametersExtension {
  readonly kind: 'quic_transport_parameters';
  readonly parameters: readonly TransportParameter[];
}

export function quicTransportParametersBytes({ parameters }: QuicTransportParametersExtension): number {
  return transportParametersBytes(parameters);
}

export function writeQuicTransportParameters(writer: FieldWriter, { parameters }: QuicTransportParametersExtension, sources: MessageSources): void {
  writeTransportParameters(writer, parameters, sources.choice);
}

export function readQuicTransportParameters(data: OctetReader): QuicTransportParametersExtension {
  return { kind: 'quic_transport_parameters', parameters: readTransportParameters(data) };
}
