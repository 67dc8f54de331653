import type { CertificateMessage } from './certificate';
import type { CertificateRequest } from './certificateRequest';
import type { CertificateStatus } from './certificateStatus';
import type { CertificateVerify } from './certificateVerify';
import type { ClientHello } from './clientHello';
import type { ClientKeyExchange } from './clientKeyExchange';
import type { EncryptedExtensions } from './encryptedExtensions';
import type { Finished } from './finished';
import type { KeyUpdate } from './keyUpdate';
import type { NewSessionTicket } from './newSessionTicket';
import type { ServerHello } from './serverHello';
import type { ServerKeyExchange } from './serverKeyExchange';

/** A message of the handshake protocol (RFC 8446 §4, RFC 5246 §7.4) as structure; `handshakeCodec.ts` makes and reads its octets. */
export type HandshakeMessage =
  | ClientHello
  | ServerHello
  | NewSessionTicket
  | EncryptedExtensions
  | CertificateMessage
  | CertificateRequest
  | CertificateStatus
  | CertificateVerify
  | Finished
  | ServerKeyExchange
  | ClientKeyExchange
  | KeyUpdate
  | EmptyMessage
  | OtherMessage;

/** A message that has no body: EndOfEarlyData (RFC 8446 §4.5), ServerHelloDone (RFC 5246 §7.4.5). */
interface EmptyMessage {
  readonly kind: 'end_of_early_data' | 'server_hello_done';
}

/** A message of a type that is not taken apart. */
interface OtherMessage {
  readonly kind: 'other';
  readonly type: number;
  readonly body: Uint8Array;
}
