import type { HostServices, OpenStep } from '../../services';
import type { Certificate } from '../x509/certificate';
import type { ClientHello } from './handshake/clientHello';
import type { HandshakePayload } from './handshake/handshakePayload';
import type { HandshakeCarrier } from './handshakeCarrier';
import type { OfferedShare } from './keyExchange';
import type { Negotiated } from './negotiated';
import type { ClientSession } from './ticketStore';
import type { HandshakeFailure } from './tlsStream';
import type { Transcript } from './transcript';

/** What a client's handshake works with once the server chose a version. */
export interface ClientHandshakeContext {
  readonly host: HostServices;
  readonly records: HandshakeCarrier;
  readonly transcript: Transcript;
  readonly step: OpenStep;
  readonly hello: ClientHello;
  readonly shares: readonly OfferedShare[];
  /** The session that the hello offered to resume. */
  readonly session: ClientSession | undefined;
  /** Why the hello offered none. */
  readonly noSessionReason: string;
  readonly retried: boolean;
  /** TLS 1.3 was offered. */
  readonly speaksTls13: boolean;
  readonly beforeFinishedMs: number;
  /** The client's own check of what the server sent; it may end the handshake. */
  readonly checkCertificate: (chain: readonly Certificate[]) => void;
  /** A resumed session: there is no certificate to check. */
  readonly noCertificate: (reason: string) => void;
  /** For middleboxes (RFC 8446 appendix D.4): once, and only if the hello had a session id. */
  readonly compatibilityChangeCipherSpec: () => void;
  readonly sendChangeCipherSpec: () => void;
  readonly keepSession: (session: ClientSession) => void;
  /** The handshake is complete; application data may leave. */
  readonly done: (negotiated: Negotiated, reason: string) => void;
  readonly failed: (failure: HandshakeFailure) => void;
}

/** The part of a client's handshake that follows the ServerHello, and what comes after the handshake. */
export interface ClientHandshake {
  /** A message that follows the ServerHello; it is in the transcript unless it came after the handshake. */
  received(message: HandshakePayload): void;
}
