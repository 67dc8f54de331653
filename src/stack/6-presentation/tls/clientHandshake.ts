import type { HostServices, OpenStep } from '../../services';
import type { Certificate } from '../x509/certificate';
import type { OcspResponse } from '../x509/ocspResponse';
import type { ClientCertificateAnswer } from './clientCertificate';
import type { CertificateRequest } from './handshake/certificateRequest';
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
  /** TLS 1.3 was offered. */
  readonly speaksTls13: boolean;
  readonly beforeFinishedMs: number;
  /** How long before Finished ChangeCipherSpec is written; 0: with it. */
  readonly changeCipherSpecLeadMs: number;
  /** Zeros in every encrypted record of TLS 1.3 (RFC 8446 §5.4). */
  readonly recordPaddingBytes: number;
  /** The client's own check of what the server sent; it may end the handshake. */
  readonly checkCertificate: (chain: readonly Certificate[], staple: OcspResponse | undefined) => void;
  /** The server's signature over the handshake arrived: it has the certificate's key. */
  readonly certificateProven: (scheme: number | undefined) => void;
  /** What the client answers to a server that asks for its certificate. */
  readonly answerCertificateRequest: (request: CertificateRequest) => ClientCertificateAnswer;
  /** Application data may leave with the client's Finished (RFC 7918), if the client does that. */
  readonly falseStart: (negotiated: Negotiated) => void;
  /** A resumed session: there is no certificate to check. */
  readonly noCertificate: (reason: string) => void;
  /** For middleboxes (RFC 8446 appendix D.4): once, and only if the hello had a session id. */
  readonly compatibilityChangeCipherSpec: () => void;
  readonly sendChangeCipherSpec: () => void;
  readonly keepSession: (session: ClientSession) => void;
  /** The handshake is complete; application data may leave. */
  readonly done: (negotiated: Negotiated) => void;
  readonly failed: (failure: HandshakeFailure) => void;
}

/** The part of a client's handshake that follows the ServerHello, and what comes after the handshake. */
export interface ClientHandshake {
  /** A message that follows the ServerHello; it is in the transcript unless it came after the handshake. */
  received(message: HandshakePayload): void;
}
