import type { EncodedPdu } from '../../../../model/pdu';
import { FieldWriter } from '../../../fieldWriter';
import { OctetReader } from '../../octetReader';
import type { CertificateType } from './certificate';
import { certificateBytes, readCertificate, writeCertificate } from './certificate';
import { certificateRequestBytes, readCertificateRequest, writeCertificateRequest } from './certificateRequest';
import { certificateVerifyBytes, readCertificateVerify, writeCertificateVerify } from './certificateVerify';
import { clientHelloBytes, clientHelloSummary, readClientHello, writeClientHello } from './clientHello';
import { clientKeyExchangeBytes, readClientKeyExchange, writeClientKeyExchange } from './clientKeyExchange';
import { encryptedExtensionsBytes, readEncryptedExtensions, writeEncryptedExtensions } from './encryptedExtensions';
import { ocspStatusBytes, readOcspStatus, writeOcspStatus } from './extensions/statusRequest';
import { readFinished, writeFinished } from './finished';
import type { HandshakeMessage } from './handshakeMessage';
import { readKeyUpdate, writeKeyUpdate } from './keyUpdate';
import type { MessageSources } from './messageSources';
import { computed, fixed } from './messageSources';
import { newSessionTicketBytes, readNewSessionTicket, writeNewSessionTicket } from './newSessionTicket';
import { readServerHello, serverHelloBytes, serverHelloSummary, writeServerHello } from './serverHello';
import type { ServerKeyExchangeForm } from './serverKeyExchange';
import { readServerKeyExchange, serverKeyExchangeBytes, writeServerKeyExchange } from './serverKeyExchange';

/** Octets of message type and length (RFC 8446 §4). */
export const HANDSHAKE_HEADER_BYTES = 4;

/** HandshakeType of a message that says something by being there, also where its body is not taken apart. */
export const CERTIFICATE_REQUEST = 13;

const titles = new Map<number, string>([
  [1, 'Client Hello'], [2, 'Server Hello'], [4, 'New Session Ticket'], [5, 'End of Early Data'], [8, 'Encrypted Extensions'],
  [11, 'Certificate'], [12, 'Server Key Exchange'], [CERTIFICATE_REQUEST, 'Certificate Request'], [14, 'Server Hello Done'], [15, 'Certificate Verify'],
  [16, 'Client Key Exchange'], [20, 'Finished'], [22, 'Certificate Status'], [24, 'Key Update'], [25, 'Compressed Certificate'],
]);

/** HandshakeType (RFC 8446 §4, RFC 5246 §7.4). */
function handshakeType(message: HandshakeMessage): number {
  switch (message.kind) {
    case 'client_hello': return 1;
    case 'server_hello': return 2;
    case 'new_session_ticket': return 4;
    case 'end_of_early_data': return 5;
    case 'encrypted_extensions': return 8;
    case 'certificate': return 11;
    case 'server_key_exchange': return 12;
    case 'certificate_request': return CERTIFICATE_REQUEST;
    case 'server_hello_done': return 14;
    case 'certificate_verify': return 15;
    case 'client_key_exchange': return 16;
    case 'finished': return 20;
    case 'certificate_status': return 22;
    case 'key_update': return 24;
    case 'other': return message.type;
  }
}

function bodyBytes(message: HandshakeMessage): number {
  switch (message.kind) {
    case 'client_hello': return clientHelloBytes(message);
    case 'server_hello': return serverHelloBytes(message);
    case 'new_session_ticket': return newSessionTicketBytes(message);
    case 'encrypted_extensions': return encryptedExtensionsBytes(message);
    case 'certificate': return certificateBytes(message);
    case 'server_key_exchange': return serverKeyExchangeBytes(message);
    case 'certificate_verify': return certificateVerifyBytes(message);
    case 'certificate_request': return certificateRequestBytes(message);
    case 'certificate_status': return ocspStatusBytes(message.response);
    case 'client_key_exchange': return clientKeyExchangeBytes(message);
    case 'finished': return message.verifyData.lengthBytes;
    case 'key_update': return 1;
    case 'end_of_early_data': case 'server_hello_done': return 0;
    case 'other': return message.body.length;
  }
}

/** Octets of the message with its header; nothing is computed for it. */
export function handshakeMessageBytes(message: HandshakeMessage): number {
  return HANDSHAKE_HEADER_BYTES + bodyBytes(message);
}

/** One line: "Client Hello (SNI=www.example)". */
export function handshakeSummary(message: HandshakeMessage): string {
  if (message.kind === 'client_hello') return clientHelloSummary(message);
  if (message.kind === 'server_hello') return serverHelloSummary(message);
  return handshakeTypeName(handshakeType(message));
}

/** "Server Hello", for a HandshakeType. */
export function handshakeTypeName(type: number): string {
  return titles.get(type) ?? `Handshake message ${type}`;
}

/** The message's octets and fields. This is where keys and signatures get computed. */
export function encodeHandshakeMessage(message: HandshakeMessage, sources: MessageSources): EncodedPdu {
  const writer = new FieldWriter();
  const type = handshakeType(message);
  writer.number('msg_type', 8, type, fixed('RFC 8446 §4', titles.get(type)));
  writer.number('length', 24, bodyBytes(message), computed('RFC 8446 §4'));
  writeBody(writer, message, sources);
  return writer.finish({ layer: 6, protocol: 'tls', summary: handshakeSummary(message) });
}

function writeBody(writer: FieldWriter, message: HandshakeMessage, sources: MessageSources): void {
  switch (message.kind) {
    case 'client_hello': return writeClientHello(writer, message, sources);
    case 'server_hello': return writeServerHello(writer, message, sources);
    case 'new_session_ticket': return writeNewSessionTicket(writer, message, sources);
    case 'encrypted_extensions': return writeEncryptedExtensions(writer, message, sources);
    case 'certificate': return writeCertificate(writer, message, sources);
    case 'server_key_exchange': return writeServerKeyExchange(writer, message, sources);
    case 'certificate_verify': return writeCertificateVerify(writer, message, sources);
    case 'certificate_request': return writeCertificateRequest(writer, message, sources);
    case 'certificate_status': return writeOcspStatus(writer, message.response, sources);
    case 'key_update': return writeKeyUpdate(writer, message, sources);
    case 'client_key_exchange': return writeClientKeyExchange(writer, message, sources);
    case 'finished': return writeFinished(writer, message);
    case 'end_of_early_data': case 'server_hello_done': return;
    case 'other':
      if (message.body.length > 0) writer.octets('body', message.body, { spec: 'RFC 8446 §4', source: sources.choice });
  }
}

/** What was agreed on before a message and decides how it is read, beside the version. */
export interface MessageForms {
  /** Of ServerKeyExchange; ECDHE in TLS 1.2 unless given. */
  readonly keyExchange?: ServerKeyExchangeForm;
  /** Of Certificate; X.509 unless given. */
  readonly certificateType?: CertificateType;
  /** TLS 1.0 and 1.1, whose CertificateRequest has no signature algorithms: it is not taken apart. */
  readonly beforeTls12?: boolean;
}

/**
 * One whole message with its header. `tls13` says which form of Certificate, CertificateRequest and NewSessionTicket is meant.
 * Throws `DecodeError` for octets that are missing, left over or not allowed.
 */
export function decodeHandshakeMessage(bytes: Uint8Array, tls13: boolean, forms: MessageForms = {}): HandshakeMessage {
  const reader = new OctetReader(bytes, 'tls');
  const type = reader.number(1, 'msg_type');
  const body = reader.vector(3, titles.get(type) ?? 'handshake message');
  reader.end('the message');
  const message = readBody(body, type, tls13, forms);
  body.end(titles.get(type) ?? 'handshake message');
  return message;
}

function readBody(body: OctetReader, type: number, tls13: boolean, forms: MessageForms): HandshakeMessage {
  const { keyExchange = 'ecdhe-1.2', certificateType = 'x509', beforeTls12 = false } = forms;
  switch (type) {
    case 1: return readClientHello(body);
    case 2: return readServerHello(body);
    case 4: return readNewSessionTicket(body, tls13);
    case 5: return { kind: 'end_of_early_data' };
    case 8: return readEncryptedExtensions(body);
    case 11: return readCertificate(body, tls13, certificateType);
    case 12: return keyExchange === 'other' ? { kind: 'other', type, body: body.rest() } : readServerKeyExchange(body, keyExchange);
    case CERTIFICATE_REQUEST: return beforeTls12 ? { kind: 'other', type, body: body.rest() } : readCertificateRequest(body, tls13);
    case 14: return { kind: 'server_hello_done' };
    case 15: return readCertificateVerify(body);
    case 16: return readClientKeyExchange(body);
    case 20: return readFinished(body);
    case 22: return { kind: 'certificate_status', response: readOcspStatus(body) };
    case 24: return readKeyUpdate(body);
    default: return { kind: 'other', type, body: body.rest() };
  }
}
