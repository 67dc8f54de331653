import type { FieldWriter } from '../../../../fieldWriter';
import type { OctetReader } from '../../../octetReader';
import {
  certificateCompressionName, certificateTypeName, groupName, pointFormatName, pskModeName, signatureSchemeName, versionName,
} from '../../codePoints';
import type { MessageSources } from '../messageSources';
import { computed } from '../messageSources';
import type { ExtensionPlace } from './extension';

/** An extension that is one list of code points, in order of preference. */
export interface CodeListExtension {
  readonly kind: 'code_list';
  readonly code: number;
  readonly values: readonly number[];
}

interface ListForm {
  readonly item: string;
  readonly itemOctets: 1 | 2;
  readonly lengthOctets: 1 | 2;
  readonly list: string;
  readonly spec: string;
  readonly name: (code: number) => string;
}

export const SUPPORTED_GROUPS = 10;
export const EC_POINT_FORMATS = 11;
export const SIGNATURE_ALGORITHMS = 13;
export const CLIENT_CERTIFICATE_TYPE = 19;
export const SERVER_CERTIFICATE_TYPE = 20;
const COMPRESS_CERTIFICATE = 27;
const DELEGATED_CREDENTIAL = 34;
export const SUPPORTED_VERSIONS = 43;
export const PSK_KEY_EXCHANGE_MODES = 45;
const SIGNATURE_ALGORITHMS_CERT = 50;

const signatureSchemes = (spec: string): ListForm =>
  ({ item: 'SignatureScheme', itemOctets: 2, lengthOctets: 2, list: 'supported_signature_algorithms', spec, name: signatureSchemeName });
const certificateTypes = (list: string): ListForm =>
  ({ item: 'CertificateType', itemOctets: 1, lengthOctets: 1, list, spec: 'RFC 7250 §3', name: certificateTypeName });

const forms = new Map<number, ListForm>([
  [SUPPORTED_GROUPS,
    { item: 'NamedGroup', itemOctets: 2, lengthOctets: 2, list: 'named_group_list', spec: 'RFC 8446 §4.2.7', name: groupName }],
  [EC_POINT_FORMATS,
    { item: 'ECPointFormat', itemOctets: 1, lengthOctets: 1, list: 'ec_point_format_list', spec: 'RFC 8422 §5.1.2', name: pointFormatName }],
  [SIGNATURE_ALGORITHMS, signatureSchemes('RFC 8446 §4.2.3')],
  [SIGNATURE_ALGORITHMS_CERT, signatureSchemes('RFC 8446 §4.2.3')],
  [DELEGATED_CREDENTIAL, signatureSchemes('RFC 9345 §4.1.1')],
  [CLIENT_CERTIFICATE_TYPE, certificateTypes('client_certificate_types')],
  [SERVER_CERTIFICATE_TYPE, certificateTypes('server_certificate_types')],
  [COMPRESS_CERTIFICATE, {
    item: 'CertificateCompressionAlgorithm', itemOctets: 2, lengthOctets: 1, list: 'algorithms', spec: 'RFC 8879 §3', name: certificateCompressionName,
  }],
  [SUPPORTED_VERSIONS,
    { item: 'ProtocolVersion', itemOctets: 2, lengthOctets: 1, list: 'versions', spec: 'RFC 8446 §4.2.1', name: versionName }],
  [PSK_KEY_EXCHANGE_MODES,
    { item: 'PskKeyExchangeMode', itemOctets: 1, lengthOctets: 1, list: 'ke_modes', spec: 'RFC 8446 §4.2.9', name: pskModeName }],
]);

/** Whether the extension has this form in that message. */
export function isCodeList(code: number, place: ExtensionPlace): boolean {
  if (!forms.has(code)) return false;
  if (place === 'client_hello') return true;
  if (place === 'certificate_request') return code === SIGNATURE_ALGORITHMS || code === SIGNATURE_ALGORITHMS_CERT || code === COMPRESS_CERTIFICATE;
  return (code === SUPPORTED_GROUPS && place === 'encrypted_extensions') || (code === EC_POINT_FORMATS && place === 'server_hello');
}

function formOf(code: number): ListForm {
  const form = forms.get(code);
  if (!form) throw new RangeError(`Extension ${code} is not a list of code points.`);
  return form;
}

export function codeListBytes(extension: CodeListExtension): number {
  const form = formOf(extension.code);
  return form.lengthOctets + form.itemOctets * extension.values.length;
}

export function writeCodeList(writer: FieldWriter, extension: CodeListExtension, sources: MessageSources): void {
  const form = formOf(extension.code);
  writer.number(`${form.list} length`, form.lengthOctets * 8, codeListBytes(extension) - form.lengthOctets, computed(form.spec));
  for (const value of extension.values) {
    writer.number(form.item, form.itemOctets * 8, value, { spec: form.spec, source: sources.choice, meaning: form.name(value) });
  }
}

export function readCodeList(data: OctetReader, code: number): CodeListExtension {
  const form = formOf(code);
  const list = data.vector(form.lengthOctets, form.list);
  const values: number[] = [];
  while (list.remaining > 0) values.push(list.number(form.itemOctets, form.item));
  return { kind: 'code_list', code, values };
}
