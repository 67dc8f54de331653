import { laterOctets } from '../lazyOctets';
import { once } from '../once';
import { ALERT } from './alert';
import { signedContent } from './certificateVerifyContent';
import type { CipherSuite } from './cipherSuites';
import type { ClientCertificateAnswer } from './clientCertificate';
import type { ClientHandshake, ClientHandshakeContext } from './clientHandshake';
import type { CertificateMessage } from './handshake/certificate';
import { flagged } from './handshake/extensions/find';
import { EARLY_DATA } from './handshake/extensions/singleValue';
import type { EncryptedExtensions } from './handshake/encryptedExtensions';
import type { HandshakeMessage } from './handshake/handshakeMessage';
import { HandshakePayload } from './handshake/handshakePayload';
import { CLIENT_SOURCES } from './handshake/messageSources';
import type { NewSessionTicket } from './handshake/newSessionTicket';
import type { ServerHello } from './handshake/serverHello';
import type { ApplicationSecrets } from './tls13Secrets';
import { keyLogLine, Tls13Secrets } from './tls13Secrets';
import { tls13Protection } from './trafficKeys';
import type { TranscriptHash } from './transcript';

/** A client's TLS 1.3 handshake after the ServerHello (RFC 8446 §2, appendix A.1). */
export class ClientHandshake13 implements ClientHandshake {
  private readonly secrets: Tls13Secrets;
  private readonly group: number;
  private readonly resumed: boolean;
  private alpn: string | undefined;
  private earlyDataAccepted = false;
  /** To a CertificateRequest. */
  private answer: ClientCertificateAnswer | undefined;
  private throughClientFinished: TranscriptHash | undefined;

  constructor(
    private readonly context: ClientHandshakeContext,
    hello: ServerHello,
    private readonly suite: CipherSuite,
  ) {
    const keyShare = hello.extensions?.find((extension) => extension.kind === 'server_key_share');
    const entry = keyShare?.entry;
    const share = context.shares.find(({ group }) => group === entry?.group);
    this.group = entry?.group ?? 0;
    this.resumed = hello.extensions?.some((extension) => extension.kind === 'psk_choice') ?? false;
    const session = this.resumed ? context.session : undefined;
    this.secrets = new Tls13Secrets({
      suite,
      ...(session ? { preSharedKey: session.secret } : {}),
      sharedSecret: once(() => share && entry ? share.sharedSecret(entry.keyExchange.octets()) : new Uint8Array(suite.hashBytes)),
      throughServerHello: context.transcript.soFar(),
    });
    this.logSecret('CLIENT_HANDSHAKE_TRAFFIC_SECRET', this.secrets.clientHandshake);
    this.logSecret('SERVER_HANDSHAKE_TRAFFIC_SECRET', this.secrets.serverHandshake);
    context.records.keysKnown?.(tls13Protection(suite, 'handshake', this.secrets.clientHandshake));
    if (!share) {
      context.failed({ code: 'ERR_SSL_BAD_KEY_SHARE', alert: ALERT.illegalParameter, message: 'The server answered with a group that the client had sent no key share for.' });
    }
  }

  received(payload: HandshakePayload): void {
    const { message } = payload;
    switch (message.kind) {
      case 'encrypted_extensions': return this.extensions(message);
      case 'certificate': return this.certificate(message);
      case 'finished': return this.serverFinished();
      case 'new_session_ticket': return this.ticket(message);
      case 'certificate_verify': return this.context.certificateProven(message.algorithm);
      case 'certificate_request':
        this.answer = this.context.answerCertificateRequest(message);
        return;
      case 'client_hello': case 'server_hello': case 'end_of_early_data': case 'server_hello_done': case 'server_key_exchange':
      case 'client_key_exchange': case 'certificate_status': case 'key_update': case 'other':
        return this.context.failed({
          code: 'ERR_SSL_UNEXPECTED_MESSAGE', alert: ALERT.unexpectedMessage,
          message: `Expected the rest of the server's flight, received ${payload.summary}.`,
        });
    }
  }

  private extensions({ extensions }: EncryptedExtensions): void {
    for (const extension of extensions) {
      if (extension.kind === 'alpn') this.alpn = extension.protocols[0];
    }
    this.earlyDataAccepted = flagged(extensions, EARLY_DATA);
  }

  private certificate(message: CertificateMessage): void {
    this.context.checkCertificate(message.entries.flatMap(({ certificate }) => certificate ?? []), message.entries[0]?.staple);
  }

  private serverFinished(): void {
    if (this.resumed) this.context.noCertificate('The session is resumed: that the server knows its key proves that it is the one whose certificate was checked before. In a full handshake it would be sent and checked.');
    const application = this.secrets.application(this.context.transcript.soFar());
    this.logSecret('CLIENT_TRAFFIC_SECRET_0', application.client);
    this.logSecret('SERVER_TRAFFIC_SECRET_0', application.server);
    this.logSecret('EXPORTER_SECRET', application.exporter);
    this.context.records.keysKnown?.(tls13Protection(this.suite, 'application', application.client));
    const { host, beforeFinishedMs, changeCipherSpecLeadMs, compatibilityChangeCipherSpec } = this.context;
    if (changeCipherSpecLeadMs > 0) host.after(beforeFinishedMs - changeCipherSpecLeadMs, compatibilityChangeCipherSpec);
    host.after(beforeFinishedMs, () => this.finish(application));
  }

  /** EndOfEarlyData where there was some, ChangeCipherSpec, the certificate that was asked for, Finished: one write. */
  private finish(application: ApplicationSecrets): void {
    const { records, transcript } = this.context;
    if (this.earlyDataAccepted && records.sendsEndOfEarlyData) this.send({ kind: 'end_of_early_data' });
    this.context.compatibilityChangeCipherSpec();
    records.protect(tls13Protection(this.suite, 'handshake', this.secrets.clientHandshake, this.context.recordPaddingBytes));
    if (this.answer) this.sendCertificate(this.answer);
    const verifyData = laterOctets(this.suite.hashBytes, this.secrets.verifyData(this.secrets.clientHandshake, transcript.soFar()));
    this.send({ kind: 'finished', verifyData });
    this.throughClientFinished = transcript.soFar();
    records.protect(tls13Protection(this.suite, 'application', application.client, this.context.recordPaddingBytes));
    this.context.done({
      version: '1.3', cipherSuite: this.suite.code, group: this.group, resumed: this.resumed, earlyDataAccepted: this.earlyDataAccepted,
      ...(this.alpn === undefined ? {} : { alpn: this.alpn }),
    });
  }

  private sendCertificate({ message, proof }: ClientCertificateAnswer): void {
    this.send(message);
    if (!proof) return;
    const throughCertificate = this.context.transcript.soFar();
    const signature = proof.sign(() => signedContent('client', throughCertificate(this.suite.hash)));
    this.send({ kind: 'certificate_verify', algorithm: proof.scheme, signature });
  }

  private send(message: HandshakeMessage): void {
    const payload = new HandshakePayload(message, CLIENT_SOURCES, this.context.step.tag);
    this.context.records.sendHandshake(payload);
    this.context.transcript.add(payload);
  }

  private ticket(message: NewSessionTicket): void {
    if (!this.throughClientFinished || !message.tls13) return;
    const { host } = this.context;
    const early = message.tls13.extensions.find((extension) => extension.kind === 'single_value');
    this.context.keepSession({
      version: '1.3',
      cipherSuite: this.suite.code,
      ticket: message.ticket,
      secret: this.secrets.ticketKey(this.throughClientFinished, message.tls13.nonce),
      receivedMs: host.nowMs(),
      lifetimeSeconds: message.lifetimeSeconds,
      ageAdd: message.tls13.ageAdd,
      maxEarlyDataBytes: early?.value ?? 0,
      ...(this.alpn === undefined ? {} : { alpn: this.alpn }),
    });
  }

  private logSecret(label: string, secret: () => Uint8Array): void {
    this.context.host.trace.secret(keyLogLine(label, this.context.hello.random, secret));
  }
}
