import { FieldWriter } from '../../fieldWriter';
import { OctetReader } from '../octetReader';
import type { EncodedPayload, Payload, StepTag } from '../../payload';
import { fixed } from './handshake/messageSources';
import { fromComputation } from '../../../model/provenance';

/** AlertDescription values that are used here (RFC 8446 §6). */
export const ALERT = {
  closeNotify: 0, unexpectedMessage: 10, handshakeFailure: 40, badCertificate: 42, certificateRevoked: 44, certificateExpired: 45,
  certificateUnknown: 46, illegalParameter: 47, unknownCa: 48, decodeError: 50, protocolVersion: 70, missingExtension: 109,
  unrecognizedName: 112, certificateRequired: 116, noApplicationProtocol: 120,
} as const;

const names = new Map<number, string>([
  [0, 'close_notify'], [10, 'unexpected_message'], [20, 'bad_record_mac'], [21, 'decryption_failed'], [22, 'record_overflow'],
  [40, 'handshake_failure'], [42, 'bad_certificate'], [43, 'unsupported_certificate'], [44, 'certificate_revoked'],
  [45, 'certificate_expired'], [46, 'certificate_unknown'], [47, 'illegal_parameter'], [48, 'unknown_ca'], [49, 'access_denied'],
  [50, 'decode_error'], [51, 'decrypt_error'], [70, 'protocol_version'], [71, 'insufficient_security'], [80, 'internal_error'],
  [86, 'inappropriate_fallback'], [90, 'user_canceled'], [100, 'no_renegotiation'], [109, 'missing_extension'],
  [110, 'unsupported_extension'], [112, 'unrecognized_name'], [113, 'bad_certificate_status_response'], [115, 'unknown_psk_identity'],
  [116, 'certificate_required'], [120, 'no_application_protocol'],
]);

/** "close_notify". */
export function alertName(description: number): string {
  return names.get(description) ?? `alert ${description}`;
}

const SPEC = 'RFC 8446 §6';

/** An alert (RFC 8446 §6): level and description. */
export class AlertPayload implements Payload {
  readonly lengthBytes = 2;
  readonly step?: StepTag;

  constructor(
    readonly level: number,
    readonly description: number,
    step?: StepTag,
    /** Why the sender sends it, as one sentence: for the trace, nothing of it travels. */
    readonly reason?: string,
  ) {
    if (step) this.step = step;
  }

  get summary(): string {
    return `Alert (${alertName(this.description)})`;
  }

  encode(): EncodedPayload {
    const writer = new FieldWriter();
    const level = this.level === 1 ? 'warning' : 'fatal';
    writer.number('level', 8, this.level, fixed(SPEC, level));
    writer.number('description', 8, this.description, { spec: SPEC, source: fromComputation, meaning: alertName(this.description) });
    const encoded = writer.finish({ layer: 6, protocol: 'tls', summary: this.summary });
    return { bytes: encoded.bytes, pdus: [encoded] };
  }
}

/** Level and description from a record's content. Throws `DecodeError` where it is not one alert. */
export function decodeAlert(content: Uint8Array): AlertPayload {
  const reader = new OctetReader(content, 'tls');
  const alert = new AlertPayload(reader.number(1, 'level'), reader.number(1, 'description'));
  reader.end('the alert');
  return alert;
}

/** A warning that this direction ends (RFC 8446 §6.1). */
export function closeNotify(step?: StepTag): AlertPayload {
  return new AlertPayload(1, ALERT.closeNotify, step);
}
