import type { StepTag } from '../../payload';
import type { HostServices } from '../../services';
import type { CertificateChain } from '../x509/certificateChain';
import type { OcspResponse } from '../x509/ocspResponse';
import type { Aead, CipherSuite } from './cipherSuites';
import type { ClientCertificatePolicy } from './clientCertificate';
import type { ClientHello } from './handshake/clientHello';
import type { Extension } from './handshake/extensions/extension';
import type { HandshakePayload } from './handshake/handshakePayload';
import type { HandshakeCarrier } from './handshakeCarrier';
import type { Negotiated } from './negotiated';
import type { SessionCache } from './sessionTicket';
import type { HandshakeFailure } from './tlsStream';
import type { Transcript } from './transcript';
import type { VersionRange } from './versionRange';

export interface TlsServerOptions {
  readonly versions: VersionRange;
  /** In order of preference. */
  readonly alpn: readonly string[];
  readonly chain: CertificateChain;
  /** ClientHello received to its own flight written. */
  readonly handshakeThinkMs: number;
  /** In TLS 1.2, the client's Finished received to its own written; at once unless given. */
  readonly finishedThinkMs?: number;
  /** Tickets for later sessions; Node sends two. */
  readonly ticketsSent: number;
  /** Octets of each TLS 1.3 ticket; as OpenSSL makes them unless given. */
  readonly ticketBytes?: number;
  /** Whether tickets are honoured; they are unless this is false. */
  readonly acceptsTickets?: boolean;
  readonly acceptsEarlyData?: boolean;
  /** Whether its tickets allow early data; unless given they do where it accepts them. */
  readonly offersEarlyData?: boolean;
  /** Most early data that a ticket allows; 16 KB unless given. */
  readonly maxEarlyDataBytes?: number;
  /** What EncryptedExtensions says besides: QUIC's transport parameters (RFC 9001 §8.2). */
  readonly encryptedExtensions?: readonly Extension[];
  /** Key exchange groups in order of preference: X25519 and P-256 unless given. */
  readonly groups?: readonly number[];
  /** Whoever has the same name can unseal the tickets: one server, whatever the connection. */
  readonly ticketIssuer?: string;
  /** TLS 1.2 sessions by their identifiers; without it they are resumed by tickets only. */
  readonly sessions?: SessionCache;
  /** Encryption that it takes; everything that is implemented unless given. */
  readonly aeads?: readonly Aead['name'][];
  /** What it wants of the client's certificate; none unless given. */
  readonly clientCertificate?: ClientCertificatePolicy;
  /** An OCSP response for its own certificate, for clients that ask (RFC 6066 §8). */
  readonly staple?: OcspResponse;
  /** Hosts that it serves; any unless given. */
  readonly serves?: readonly string[];
  /** What it does with a ClientHello; `answer` unless given. */
  readonly conduct?: 'answer' | 'ignore' | 'close';
}

/** What a server's handshake works with once version and cipher suite are chosen. */
export interface ServerHandshakeContext {
  readonly host: HostServices;
  readonly records: HandshakeCarrier;
  readonly transcript: Transcript;
  readonly options: TlsServerOptions;
  readonly hello: ClientHello;
  readonly suite: CipherSuite;
  readonly alpn: string | undefined;
  /** How the server signs. */
  readonly scheme: number;
  /** The client's step, so that its frames and these belong together. */
  readonly step: StepTag | undefined;
  readonly sendChangeCipherSpec: () => void;
  /** The connection ended: nothing is sent any more. */
  readonly isClosed: () => boolean;
  /** The stream may carry application data. */
  readonly opened: () => void;
  readonly done: (negotiated: Negotiated) => void;
  readonly failed: (failure: HandshakeFailure) => void;
}

/** A server's handshake from its first flight on. */
export interface ServerHandshake {
  /** A message that follows the ClientHello; it is in the transcript. */
  received(message: HandshakePayload): void;
  /** What goes before the first application data: session tickets. */
  beforeApplicationData(): void;
}
