import { toHex } from '../../fieldWriter';
import { knownOctets, laterOctets } from '../lazyOctets';
import { once } from '../once';
import type { Certificate } from '../x509/certificate';
import { ALERT } from './alert';
import type { CipherSuite } from './cipherSuites';
import type { ClientCertificateAnswer } from './clientCertificate';
import type { ClientHandshake, ClientHandshakeContext } from './clientHandshake';
import { alpnIn, flagged } from './handshake/extensions/find';
import { EXTENDED_MASTER_SECRET } from './handshake/extensions/opaque';
import { STATUS_REQUEST } from './handshake/extensions/statusRequest';
import type { HandshakeMessage } from './handshake/handshakeMessage';
import { HandshakePayload } from './handshake/handshakePayload';
import { CLIENT_SOURCES } from './handshake/messageSources';
import type { NewSessionTicket } from './handshake/newSessionTicket';
import type { ServerHello } from './handshake/serverHello';
import { DOWNGRADE_TO_TLS12 } from './handshake/serverHello';
import type { ServerKeyExchange } from './handshake/serverKeyExchange';
import { offerShare } from './keyExchange';
import type { Negotiated } from './negotiated';
import { keyLogLine } from './tls13Secrets';
import { masterSecret12, Tls12Secrets, VERIFY_DATA_BYTES } from './tls12Secrets';

/** What OpenSSL gives a session whose lifetime the server does not tell. */
const SESSION_LIFETIME_SECONDS = 7200;

/** A client's TLS 1.2 handshake after the ServerHello (RFC 5246 §7.3, RFC 8422; resumed: RFC 5077 §3.1). */
export class ClientHandshake12 implements ClientHandshake {
  private readonly randoms;
  private readonly resumed: boolean;
  private readonly alpn: string | undefined;
  private secrets: Tls12Secrets | undefined;
  private keyExchange: ServerKeyExchange | undefined;
  private ticket: NewSessionTicket | undefined;
  private chain: readonly Certificate[] = [];
  /** An OCSP response follows the certificate. */
  private readonly expectsStatus: boolean;
  /** To a CertificateRequest. */
  private answer: ClientCertificateAnswer | undefined;

  constructor(
    private readonly context: ClientHandshakeContext,
    private readonly serverHello: ServerHello,
    private readonly suite: CipherSuite,
  ) {
    this.randoms = { client: context.hello.random, server: serverHello.random };
    this.alpn = alpnIn(serverHello.extensions)?.protocols[0];
    const { session, hello } = context;
    const echoed = hello.sessionId.length > 0 && toHex(serverHello.sessionId) === toHex(hello.sessionId);
    this.expectsStatus = flagged(serverHello.extensions, STATUS_REQUEST);
    this.resumed = session?.version === '1.2' && echoed;
    if (this.resumed && session) this.begin(session.secret);
    if (context.speaksTls13 && toHex(serverHello.random.subarray(24)) === toHex(DOWNGRADE_TO_TLS12)) {
      context.failed({
        code: 'ERR_SSL_INAPPROPRIATE_FALLBACK', alert: ALERT.illegalParameter,
        message: 'The server could speak TLS 1.3 and chose 1.2, although the client offers 1.3: somebody changed the ClientHello, which would else have led to 1.3.',
      });
    }
  }

  received(payload: HandshakePayload): void {
    const { message } = payload;
    switch (message.kind) {
      case 'certificate':
        this.chain = message.entries.flatMap(({ certificate }) => certificate ?? []);
        if (!this.expectsStatus) this.context.checkCertificate(this.chain, undefined);
        return;
      case 'certificate_status': return this.context.checkCertificate(this.chain, message.staple);
      case 'server_key_exchange':
        this.keyExchange = message;
        return this.context.certificateProven(message.algorithm);
      case 'certificate_request':
        this.answer = this.context.answerCertificateRequest(message);
        return;
      case 'server_hello_done':
        this.context.host.after(this.context.beforeFinishedMs, () => this.sendKeys());
        return;
      case 'new_session_ticket':
        this.ticket = message;
        return;
      case 'finished': return this.serverFinished();
      case 'client_hello': case 'server_hello': case 'encrypted_extensions': case 'certificate_verify': case 'client_key_exchange':
      case 'end_of_early_data': case 'key_update': case 'other':
        return this.context.failed({
          code: 'ERR_SSL_UNEXPECTED_MESSAGE', alert: ALERT.unexpectedMessage,
          message: `Expected the rest of the server's flight, received ${payload.summary}.`,
        });
    }
  }

  private begin(masterSecret: () => Uint8Array): Tls12Secrets {
    this.secrets = new Tls12Secrets(this.suite, masterSecret, this.randoms);
    this.context.host.trace.secret(keyLogLine('CLIENT_RANDOM', this.randoms.client, masterSecret));
    return this.secrets;
  }

  /** The certificate that was asked for, ClientKeyExchange, its proof, ChangeCipherSpec and Finished: one write. */
  private sendKeys(): void {
    const { context, keyExchange } = this;
    const share = keyExchange && offerShare(keyExchange.group, context.host.random);
    if (!share) {
      return context.failed({ code: 'ERR_SSL_WRONG_CURVE', alert: ALERT.illegalParameter, message: 'The server chose a key exchange group that the client does not have.' });
    }
    if (this.answer) this.send(this.answer.message);
    this.send({ kind: 'client_key_exchange', publicKey: share.keyExchange });
    const extended = flagged(this.serverHello.extensions, EXTENDED_MASTER_SECRET) ? context.transcript.soFar() : undefined;
    const secrets = this.begin(once(() =>
      masterSecret12(this.suite.hash, share.sharedSecret(keyExchange.publicKey.octets()), this.randoms, extended)));
    const proof = this.answer?.proof;
    if (proof) this.send({ kind: 'certificate_verify', algorithm: proof.scheme, signature: proof.sign(context.transcript.octetsSoFar()) });
    this.sendFinished(secrets);
    if (this.alpn !== undefined) context.falseStart(this.negotiated());
  }

  private negotiated(): Negotiated {
    const { suite, alpn, keyExchange } = this;
    return {
      version: '1.2', cipherSuite: suite.code, resumed: this.resumed, earlyDataAccepted: false,
      ...(keyExchange ? { group: keyExchange.group } : {}), ...(alpn === undefined ? {} : { alpn }),
    };
  }

  private sendFinished(secrets: Tls12Secrets): void {
    this.context.sendChangeCipherSpec();
    this.context.records.protect(secrets.protection('client'));
    const verifyData = laterOctets(VERIFY_DATA_BYTES, secrets.verifyData('client', this.context.transcript.soFar()));
    this.send({ kind: 'finished', verifyData });
  }

  private serverFinished(): void {
    const { secrets, context } = this;
    if (!secrets) return;
    if (!this.resumed) return this.finish(secrets);
    context.noCertificate('The session is resumed: that the server knows its key proves that it is the one whose certificate was checked before. In a full handshake it would be sent and checked.');
    context.host.after(context.beforeFinishedMs, () => {
      this.sendFinished(secrets);
      this.finish(secrets);
    });
  }

  private finish(secrets: Tls12Secrets): void {
    const { context, ticket, suite, alpn, serverHello: { sessionId } } = this;
    const remembered = !this.resumed && sessionId.length > 0;
    if (ticket || remembered) {
      context.keepSession({
        version: '1.2', cipherSuite: suite.code, ticket: ticket?.ticket ?? knownOctets(new Uint8Array(0)), secret: secrets.masterSecret,
        receivedMs: context.host.nowMs(), lifetimeSeconds: ticket?.lifetimeSeconds ?? SESSION_LIFETIME_SECONDS, ageAdd: 0, maxEarlyDataBytes: 0,
        ...(ticket ? {} : { sessionId }), ...(alpn === undefined ? {} : { alpn }),
      });
    }
    context.done(this.negotiated());
  }

  private send(message: HandshakeMessage): void {
    const payload = new HandshakePayload(message, CLIENT_SOURCES, this.context.step.tag);
    this.context.records.sendHandshake(payload);
    this.context.transcript.add(payload);
  }
}
