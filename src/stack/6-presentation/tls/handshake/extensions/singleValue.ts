import type { FieldWriter } from '../../../../fieldWriter';
import type { OctetReader } from '../../../octetReader';
import { certificateTypeName, versionName } from '../../codePoints';
import type { MessageSources } from '../messageSources';
import { CLIENT_CERTIFICATE_TYPE, SERVER_CERTIFICATE_TYPE, SUPPORTED_VERSIONS } from './codeList';
import type { ExtensionPlace } from './extension';

/** An extension that is one number: a version, a limit, what was chosen from the peer's list. */
export interface SingleValueExtension {
  readonly kind: 'single_value';
  readonly code: number;
  readonly value: number;
}

interface ValueForm {
  readonly field: string;
  readonly octets: 1 | 2 | 4;
  readonly spec: string;
  readonly places: readonly ExtensionPlace[];
  readonly meaning: (value: number) => string;
}

export const MAX_FRAGMENT_LENGTH = 1;
export const RECORD_SIZE_LIMIT = 28;
export const EARLY_DATA = 42;

const octetsMeaning = (): string => 'octets';
const FROM_SERVER: readonly ExtensionPlace[] = ['server_hello', 'encrypted_extensions'];

const forms = new Map<number, ValueForm>([
  [MAX_FRAGMENT_LENGTH, {
    field: 'MaxFragmentLength', octets: 1, spec: 'RFC 6066 §4', places: ['client_hello', ...FROM_SERVER],
    meaning: (value) => (value >= 1 && value <= 4 ? `${2 ** (8 + value)} octets` : 'not defined'),
  }],
  [CLIENT_CERTIFICATE_TYPE, { field: 'client_certificate_type', octets: 1, spec: 'RFC 7250 §3', places: FROM_SERVER, meaning: certificateTypeName }],
  [SERVER_CERTIFICATE_TYPE, { field: 'server_certificate_type', octets: 1, spec: 'RFC 7250 §3', places: FROM_SERVER, meaning: certificateTypeName }],
  [RECORD_SIZE_LIMIT, { field: 'RecordSizeLimit', octets: 2, spec: 'RFC 8449 §4', places: ['client_hello', ...FROM_SERVER], meaning: octetsMeaning }],
  [EARLY_DATA, { field: 'max_early_data_size', octets: 4, spec: 'RFC 8446 §4.2.10', places: ['new_session_ticket'], meaning: octetsMeaning }],
  [SUPPORTED_VERSIONS, {
    field: 'selected_version', octets: 2, spec: 'RFC 8446 §4.2.1', places: ['server_hello', 'hello_retry_request'], meaning: versionName,
  }],
]);

function formOf(code: number): ValueForm {
  const form = forms.get(code);
  if (!form) throw new RangeError(`Extension ${code} is not one number.`);
  return form;
}

export function singleValueBytes(extension: SingleValueExtension): number {
  return formOf(extension.code).octets;
}

export function writeSingleValue(writer: FieldWriter, { code, value }: SingleValueExtension, sources: MessageSources): void {
  const { field, octets, spec, meaning } = formOf(code);
  writer.number(field, octets * 8, value, { spec, source: sources.choice, meaning: meaning(value) });
}

/** Undefined where the extension has another form in that message. */
export function readSingleValue(data: OctetReader, code: number, place: ExtensionPlace): SingleValueExtension | undefined {
  const form = forms.get(code);
  if (!form?.places.includes(place)) return undefined;
  return { kind: 'single_value', code, value: data.number(form.octets, form.field) };
}
