import type { FieldWriter } from '../../../../fieldWriter';
import type { OctetReader } from '../../../octetReader';
import { extensionName } from '../../codePoints';
import type { MessageSources } from '../messageSources';
import { computed } from '../messageSources';
import type { AlpnExtension } from './alpn';
import { alpnBytes, ALPN, readAlpn, writeAlpn } from './alpn';
import type { CertificateAuthoritiesExtension } from './certificateAuthorities';
import { authorityNamesBytes, CERTIFICATE_AUTHORITIES, readAuthorityNames, writeAuthorityNames } from './certificateAuthorities';
import type { CodeListExtension } from './codeList';
import { codeListBytes, isCodeList, readCodeList, writeCodeList } from './codeList';
import type { KeyShareExtension } from './keyShare';
import { KEY_SHARE, keyShareBytes, readKeyShare, writeKeyShare } from './keyShare';
import type { OpaqueExtension } from './opaque';
import { readOpaque, writeOpaque } from './opaque';
import type { PreSharedKeyExtension } from './preSharedKey';
import { PRE_SHARED_KEY, preSharedKeyBytes, readPreSharedKey, writePreSharedKey } from './preSharedKey';
import type { QuicTransportParametersExtension } from './quicTransportParameters';
import {
  QUIC_TRANSPORT_PARAMETERS, quicTransportParametersBytes, readQuicTransportParameters, writeQuicTransportParameters,
} from './quicTransportParameters';
import type { ServerNameExtension } from './serverName';
import { readServerName, SERVER_NAME, serverNameBytes, writeServerName } from './serverName';
import type { SingleValueExtension } from './singleValue';
import { readSingleValue, singleValueBytes, writeSingleValue } from './singleValue';
import type { StatusRequestExtension } from './statusRequest';
import { readStatusRequest, STATUS_REQUEST, statusRequestBytes, writeStatusRequest } from './statusRequest';
import type { VectorExtension } from './vector';
import { readVector, vectorBytes, writeVector } from './vector';

/** One extension of a handshake message (RFC 8446 §4.2), by what it holds; what has no shape of its own here is `opaque`. */
export type Extension =
  | ServerNameExtension
  | CodeListExtension
  | AlpnExtension
  | KeyShareExtension
  | PreSharedKeyExtension
  | SingleValueExtension
  | StatusRequestExtension
  | CertificateAuthoritiesExtension
  | VectorExtension
  | QuicTransportParametersExtension
  | OpaqueExtension;

/** The message in which an extension stands; some have another form in each (RFC 8446 §4.2). */
export type ExtensionPlace =
  | 'client_hello' | 'server_hello' | 'hello_retry_request' | 'encrypted_extensions' | 'certificate_request' | 'certificate' | 'new_session_ticket';

/** The extension's code point. */
export function extensionCode(extension: Extension): number {
  switch (extension.kind) {
    case 'server_name': return SERVER_NAME;
    case 'alpn': return ALPN;
    case 'client_key_shares': case 'server_key_share': case 'retry_group': return KEY_SHARE;
    case 'psk_offer': case 'psk_choice': return PRE_SHARED_KEY;
    case 'status_request': case 'ocsp_staple': return STATUS_REQUEST;
    case 'certificate_authorities': return CERTIFICATE_AUTHORITIES;
    case 'code_list': case 'single_value': case 'vector': case 'opaque': return extension.code;
    case 'quic_transport_parameters': return QUIC_TRANSPORT_PARAMETERS;
  }
}

function dataBytes(extension: Extension): number {
  switch (extension.kind) {
    case 'server_name': return serverNameBytes(extension);
    case 'code_list': return codeListBytes(extension);
    case 'alpn': return alpnBytes(extension);
    case 'client_key_shares': case 'server_key_share': case 'retry_group': return keyShareBytes(extension);
    case 'psk_offer': case 'psk_choice': return preSharedKeyBytes(extension);
    case 'single_value': return singleValueBytes(extension);
    case 'status_request': case 'ocsp_staple': return statusRequestBytes(extension);
    case 'certificate_authorities': return authorityNamesBytes(extension.names);
    case 'vector': return vectorBytes(extension);
    case 'quic_transport_parameters': return quicTransportParametersBytes(extension);
    case 'opaque': return extension.data.lengthBytes;
  }
}

/** Octets of the extension with its type and length. */
function extensionBytes(extension: Extension): number {
  return 4 + dataBytes(extension);
}

/** Octets of an extension list, its own length field included. */
export function extensionListBytes(extensions: readonly Extension[]): number {
  return extensions.reduce((sum, extension) => sum + extensionBytes(extension), 2);
}

function writeData(writer: FieldWriter, extension: Extension, sources: MessageSources): void {
  switch (extension.kind) {
    case 'server_name': return writeServerName(writer, extension, sources);
    case 'code_list': return writeCodeList(writer, extension, sources);
    case 'alpn': return writeAlpn(writer, extension, sources);
    case 'client_key_shares': case 'server_key_share': case 'retry_group': return writeKeyShare(writer, extension, sources);
    case 'psk_offer': case 'psk_choice': return writePreSharedKey(writer, extension, sources);
    case 'single_value': return writeSingleValue(writer, extension, sources);
    case 'status_request': case 'ocsp_staple': return writeStatusRequest(writer, extension, sources);
    case 'certificate_authorities': return writeAuthorityNames(writer, extension.names, 'RFC 8446 §4.2.4', sources);
    case 'vector': return writeVector(writer, extension, sources);
    case 'quic_transport_parameters': return writeQuicTransportParameters(writer, extension, sources);
    case 'opaque': return writeOpaque(writer, extension, sources);
  }
}

/** Writes the list with its length field. */
export function writeExtensions(writer: FieldWriter, extensions: readonly Extension[], sources: MessageSources): void {
  const spec = 'RFC 8446 §4.2';
  writer.number('extensions length', 16, extensionListBytes(extensions) - 2, computed(spec));
  for (const extension of extensions) {
    const name = extensionName(extensionCode(extension));
    writer.group(`Extension ${name}`, name, { spec, source: sources.choice }, () => {
      writer.number('extension_type', 16, extensionCode(extension), { spec, source: sources.choice, meaning: name });
      writer.number('extension_data length', 16, dataBytes(extension), computed(spec));
      writeData(writer, extension, sources);
    });
  }
}

/** Reads a list with its length field. Throws `DecodeError` for what is cut off, left over, or given twice (RFC 8446 §4.2). */
export function readExtensions(reader: OctetReader, place: ExtensionPlace): Extension[] {
  const list = reader.vector(2, 'extensions');
  const extensions: Extension[] = [];
  const seen = new Set<number>();
  while (list.remaining > 0) {
    const code = list.number(2, 'extension_type');
    if (seen.has(code)) list.fail('each extension once', `${extensionName(code)} a second time`);
    seen.add(code);
    const data = list.vector(2, `extension ${extensionName(code)}`);
    extensions.push(readData(data, code, place));
    data.end(`extension ${extensionName(code)}`);
  }
  return extensions;
}

function readData(data: OctetReader, code: number, place: ExtensionPlace): Extension {
  if (code === SERVER_NAME && place === 'client_hello') return readServerName(data);
  if (code === ALPN && (place === 'client_hello' || place === 'encrypted_extensions' || place === 'server_hello')) return readAlpn(data);
  if (code === QUIC_TRANSPORT_PARAMETERS && (place === 'client_hello' || place === 'encrypted_extensions')) return readQuicTransportParameters(data);
  if (code === KEY_SHARE) {
    const keyShare = readKeyShare(data, place);
    if (keyShare) return keyShare;
  }
  if (code === PRE_SHARED_KEY) {
    const preSharedKey = readPreSharedKey(data, place);
    if (preSharedKey) return preSharedKey;
  }
  if (code === STATUS_REQUEST) return readStatusRequest(data, place) ?? readOpaque(data, code);
  if (code === CERTIFICATE_AUTHORITIES) return { kind: 'certificate_authorities', names: readAuthorityNames(data) };
  if (isCodeList(code, place)) return readCodeList(data, code);
  return readSingleValue(data, code, place) ?? readVector(data, code) ?? readOpaque(data, code);
}
