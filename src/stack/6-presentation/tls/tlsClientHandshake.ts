import type { CertificateErrorWords } from '../../../model/certificateError';
import type { ClientHelloLayout } from '../../../model/clientProfile';
import type { StepTag } from '../../payload';
import type { HostServices, OpenStep, StepOpening, StreamFailure } from '../../services';
import type { Certificate } from '../x509/certificate';
import type { CertificateChain } from '../x509/certificateChain';
import { EXAMPLE_ROOT_NAME } from '../x509/certificateChain';
import { judgeChain } from '../x509/certificateVerdict';
import type { OcspResponse } from '../x509/ocspResponse';
import { ALERT, closeNotify } from './alert';
import type { HashFunction } from './cipherSuites';
import { findCipherSuite } from './cipherSuites';
import type { ClientCertificateAnswer } from './clientCertificate';
import { answerCertificateRequest } from './clientCertificate';
import type { ClientHandshake, ClientHandshakeContext } from './clientHandshake';
import { ClientHandshake12 } from './clientHandshake12';
import { ClientHandshake13 } from './clientHandshake13';
import { makeClientHello } from './clientHelloMaker';
import { offerEarlyKeys, offerPreSharedKey } from './clientResumption';
import { isGrease, signatureSchemeName, versionName } from './codePoints';
import type { CertificateRequest } from './handshake/certificateRequest';
import type { ClientHello } from './handshake/clientHello';
import { HandshakePayload } from './handshake/handshakePayload';
import { CLIENT_SOURCES } from './handshake/messageSources';
import type { QuicTransportParametersExtension } from './handshake/extensions/quicTransportParameters';
import type { ServerHello } from './handshake/serverHello';
import { chosenVersion, isHelloRetryRequest } from './handshake/serverHello';
import type { HandshakeCarrier } from './handshakeCarrier';
import { handshakeReason } from './handshakeReason';
import type { OfferedShare } from './keyExchange';
import { offerShare } from './keyExchange';
import type { Negotiated } from './negotiated';
import type { ClientSession, TicketStore } from './ticketStore';
import type { HandshakeFailure } from './tlsStream';
import { Transcript } from './transcript';
import type { VersionRange } from './versionRange';
import { VERSION_CODE } from './versionRange';

export interface TlsClientOptions {
  /** Host name or address of the URL. */
  readonly serverName: string;
  readonly alpn: readonly string[];
  readonly hello: ClientHelloLayout;
  readonly versions: VersionRange;
  readonly beforeClientHelloMs: number;
  readonly beforeFinishedMs: number;
  /** How long before Finished ChangeCipherSpec is written; absent: with it. TLS 1.3 only. */
  readonly changeCipherSpecLeadMs?: number;
  /** Zeros in every encrypted record of TLS 1.3 (RFC 8446 §5.4); absent: none. */
  readonly recordPaddingBytes?: number;
  readonly tickets: TicketStore;
  /** Application data may go with the first flight where a ticket allows it. */
  readonly earlyData: boolean;
  /** Of a QUIC connection, for the place that the layout has for them. */
  readonly transportParameters?: QuicTransportParametersExtension;
  /** ISO 8601: the date in the simulated network. */
  readonly today: string;
  /** Common names of trusted authorities; the example root unless given. */
  readonly trustedRoots?: readonly string[];
  /** What the client does with a certificate that it does not accept; `alert` unless given. */
  readonly rejectsCertificateWith?: CertificateRejection;
  /** What the program gets to see of it; absent: nothing that is known. */
  readonly certificateError?: CertificateErrorWords;
  /** Whether it looks at a stapled OCSP response that it asked for. */
  readonly checksStaple?: boolean;
  /** Its own certificate, for servers that ask. */
  readonly certificate?: CertificateChain;
  /** Whether in TLS 1.2 application data leave with its Finished (RFC 7918). */
  readonly falseStart?: boolean;
}

/**
 * How a client refuses a certificate. Measured: curl 7.88 sends the alert, in the clear, instead of its Finished when the
 * chain is at fault, and checks the name after a complete handshake, which it ends with close_notify (`alert`). Node 20 sends
 * nothing: it closes before its Finished in TLS 1.3, after a complete handshake in TLS 1.2 (`silence`).
 */
type CertificateRejection = 'alert' | 'silence';

/** What the owner of a client's handshake hears of it. */
export interface ClientHandshakeEvents {
  /** The owner gave up or the connection ended: nothing is sent any more. */
  readonly isClosed: () => boolean;
  /** The keys of a resumed session are in use: application data may leave before the server has answered (RFC 8446 §2.3). */
  readonly earlyDataAllowed: () => void;
  /** After a HelloRetryRequest: nothing more leaves as early data, and the next message is in the clear again (RFC 8446 §4.2.10). */
  readonly earlyDataRefused?: () => void;
  /** Application data may leave before the server's Finished has come (RFC 7918). */
  readonly falseStart?: () => void;
  /** Where the carrier has ChangeCipherSpec (RFC 8446 appendix D.4). */
  readonly sendChangeCipherSpec: (step: OpenStep) => void;
  /** The handshake is complete. What left as early data that was not accepted is to be sent again. */
  readonly done: (negotiated: Negotiated) => void;
  readonly failed: (failure: HandshakeFailure) => void;
}

/** The step of a TLS handshake over TCP. */
const TLS_STEP: StepOpening = {
  id: 'tls.handshake', title: 'Agree on keys and check the certificate', layers: [6], spec: ['RFC 8446 §2', 'RFC 5246 §7.3'],
  unfinished: 'The server had not completed the handshake when nothing more happened; this client waits without a limit, where another one would give up.',
};

/** A client's handshake (RFC 8446 §2, RFC 5246 §7.3), whatever carries its messages. */
export class TlsClientHandshake {
  private readonly transcript = new Transcript();
  private step: OpenStep | undefined;
  private rejected: (HandshakeFailure & { readonly afterHandshake: boolean }) | undefined;
  private handshake: ClientHandshake | undefined;
  private hello: ClientHello | undefined;
  private shares: readonly OfferedShare[] = [];
  private session: ClientSession | undefined;
  private noSessionReason = '';
  private random: Uint8Array = new Uint8Array(0);
  private sessionId: Uint8Array = new Uint8Array(0);
  /** Groups of the first hello's key shares, where the server asked for another. */
  private refusedGroups: readonly number[] = [];
  private retried = false;
  private changeCipherSpecSent = false;
  private sendsEarlyData = false;
  private sentEarlyData = false;
  /** What is agreed on where application data leave before the end of the handshake. */
  private startedFalsely: Negotiated | undefined;
  /** The server's certificate is accepted; its signature is still to come. */
  private accepted: { readonly step: OpenStep; readonly reason: string } | undefined;
  /** The client answered a CertificateRequest; whether the server goes on shows with what it sends next. */
  private answered: { readonly step: OpenStep; readonly reason: string; readonly empty: boolean } | undefined;
  private agreed: Negotiated | undefined;

  constructor(
    private readonly host: HostServices, private readonly options: TlsClientOptions,
    private readonly records: HandshakeCarrier, private readonly events: ClientHandshakeEvents,
  ) {}

  /** The step that the messages belong to; undefined before the start. */
  get stepTag(): StepTag | undefined {
    return this.step?.tag;
  }

  /** What was agreed on; undefined before the handshake is done. */
  get negotiated(): Negotiated | undefined {
    return this.agreed;
  }

  /** What the stream carries, by ALPN: agreed on, or with early data that of the session that is resumed (RFC 8446 §4.2.10). */
  get applicationProtocol(): string | undefined {
    const settled = this.agreed ?? this.startedFalsely;
    return settled ? settled.alpn : this.sendsEarlyData ? this.session?.alpn : undefined;
  }

  /** Opens the step, unless the handshake is part of `step`, and writes the ClientHello after the client's think time. */
  start(step: OpenStep = this.host.trace.openStep(TLS_STEP)): void {
    const { random } = this.host;
    this.step = step;
    this.random = random.bytes(32);
    this.sessionId = random.bytes(this.options.hello.sessionIdBytes);
    const found = this.options.tickets.find(this.options.serverName, this.host.nowMs());
    if (found.session) this.session = found.session;
    else this.noSessionReason = found.reason;
    this.sessionId = this.session?.sessionId ?? this.sessionId;
    const groups = this.options.versions.max === '1.3' ? this.offeredGroups() : [];
    this.shares = groups.flatMap((group) => offerShare(group, random) ?? []);
    this.host.after(this.options.beforeClientHelloMs, () => {
      if (!this.events.isClosed()) this.sendHello(step);
    });
  }

  private offeredGroups(): readonly number[] {
    return this.options.hello.extensions.find((extension) => extension.type === 'key_share')?.groups ?? [];
  }

  private sendHello(step: OpenStep): void {
    const { hello: layout, versions, serverName, alpn, transportParameters } = this.options;
    const session = this.session;
    const early = this.options.earlyData && !this.retried && session !== undefined && session.maxEarlyDataBytes > 0;
    const preSharedKey = session?.version === '1.3' && versions.max === '1.3'
      ? { ...offerPreSharedKey(session, this.transcript, this.host.nowMs()), earlyData: early }
      : undefined;
    this.hello = makeClientHello({
      layout, versions, serverName, alpn, random: this.random, sessionId: this.sessionId, shares: this.shares,
      ...(session?.version === '1.2' ? { sessionTicket: session.ticket } : {}),
      ...(preSharedKey ? { preSharedKey } : {}),
      ...(transportParameters ? { transportParameters } : {}),
    });
    const payload = new HandshakePayload(this.hello, CLIENT_SOURCES, step.tag);
    this.transcript.add(payload);
    this.records.sendHandshake(payload, this.retried ? undefined : layout.recordVersion);
    if (early && session) this.beginEarlyData(session, this.hello);
  }

  /** Application data may leave now, encrypted with keys of the resumed session (RFC 8446 §2.3). */
  private beginEarlyData(session: ClientSession, hello: ClientHello): void {
    this.changeCipherSpec();
    this.records.protect(offerEarlyKeys(session, this.transcript.soFar(), hello.random, this.host.trace));
    this.sendsEarlyData = true;
    this.sentEarlyData = true;
    this.events.earlyDataAllowed();
  }

  /** A whole message arrived. */
  received(payload: HandshakePayload): void {
    const { message } = payload;
    if (this.rejected?.afterHandshake === false) return;
    if (this.agreed === undefined) {
      this.transcript.add(payload);
      if (message.kind === 'server_hello' && !this.handshake) return this.serverHello(message);
    }
    if (!this.handshake) {
      return this.events.failed({
        code: 'ERR_SSL_UNEXPECTED_MESSAGE', alert: ALERT.unexpectedMessage, message: `Expected a ServerHello, received ${payload.summary}.`,
      });
    }
    if (this.agreed) this.confirmed();
    this.handshake.received(payload);
  }

  private serverHello(message: ServerHello): void {
    const version = chosenVersion(message);
    const { min, max } = this.options.versions;
    const suite = findCipherSuite(message.cipherSuite);
    if (version < VERSION_CODE[min] || version > VERSION_CODE[max]) {
      return this.events.failed({
        code: 'ERR_SSL_UNSUPPORTED_PROTOCOL', alert: ALERT.protocolVersion,
        message: `The server chose ${versionName(version)}; the client speaks TLS ${min} to ${max}.`,
      });
    }
    if (!suite || VERSION_CODE[suite.version] !== version || !this.hello?.cipherSuites.includes(suite.code)) {
      return this.events.failed({
        code: 'ERR_SSL_WRONG_CIPHER_RETURNED', alert: ALERT.illegalParameter, message: 'The server chose a cipher suite that the client did not offer.',
      });
    }
    if (isHelloRetryRequest(message)) return this.retry(message, suite.hash);
    const context = this.context();
    if (!context) return;
    this.handshake = suite.version === '1.3'
      ? new ClientHandshake13(context, message, suite)
      : new ClientHandshake12(context, message, suite);
  }

  /** HelloRetryRequest: another ClientHello, with a share of the group that the server wants (RFC 8446 §4.1.4). */
  private retry(message: ServerHello, hash: HashFunction): void {
    const wanted = message.extensions?.find((extension) => extension.kind === 'retry_group')?.group ?? 0;
    const share = this.retried || this.shares.some(({ group }) => group === wanted) ? undefined : offerShare(wanted, this.host.random);
    if (!share || !this.step) {
      return this.events.failed({
        code: 'ERR_SSL_BAD_HELLO_RETRY_REQUEST', alert: ALERT.illegalParameter, message: 'The HelloRetryRequest asks for no other group that the client has.',
      });
    }
    this.transcript.replaceFirstByHash(hash);
    this.retried = true;
    this.refusedGroups = this.shares.map(({ group }) => group).filter((group) => !isGrease(group));
    this.shares = [share];
    if (this.sendsEarlyData) this.events.earlyDataRefused?.();
    this.changeCipherSpec();
    this.sendHello(this.step);
  }

  private changeCipherSpec(): void {
    if (this.changeCipherSpecSent || this.sessionId.length === 0) return;
    this.changeCipherSpecSent = true;
    if (this.step) this.events.sendChangeCipherSpec(this.step);
  }

  private context(): ClientHandshakeContext | undefined {
    const { step, hello } = this;
    if (!step || !hello) return undefined;
    return {
      host: this.host,
      records: this.records,
      transcript: this.transcript,
      step, hello,
      shares: this.shares,
      session: this.session,
      speaksTls13: this.options.versions.max === '1.3',
      compatibilityChangeCipherSpec: () => this.changeCipherSpec(),
      sendChangeCipherSpec: () => this.events.sendChangeCipherSpec(step),
      noCertificate: (reason) => this.certificateStep(step).skipped(reason),
      beforeFinishedMs: this.options.beforeFinishedMs,
      changeCipherSpecLeadMs: this.options.changeCipherSpecLeadMs ?? 0,
      recordPaddingBytes: this.options.recordPaddingBytes ?? 0,
      checkCertificate: (chain, staple) => this.checkCertificate(chain, staple, step),
      certificateProven: (scheme) => this.certificateProven(scheme),
      answerCertificateRequest: (request) => this.answerCertificateRequest(request, step),
      falseStart: (negotiated) => this.falseStart(negotiated),
      keepSession: (session) => this.options.tickets.put(this.options.serverName, session),
      done: (negotiated) => this.done(negotiated),
      failed: (failure) => this.events.failed(failure),
    };
  }

  /** The client's own look at what the server sent; no packet is sent for it. */
  private checkCertificate(chain: readonly Certificate[], staple: OcspResponse | undefined, parent: OpenStep): void {
    const step = this.certificateStep(parent);
    const roots = this.options.trustedRoots ?? [EXAMPLE_ROOT_NAME];
    const asked = this.hello?.extensions?.some(({ kind }) => kind === 'status_request') ?? false;
    const policy = !asked ? 'none' : this.options.checksStaple ? 'checked' : 'unchecked';
    const nowMs = Date.parse(this.options.today);
    const verdict = judgeChain(chain, this.options.serverName, { roots, nowMs, revocation: { policy, ...(staple ? { staple } : {}) } });
    if (verdict.valid) {
      this.accepted = { step, reason: verdict.reason };
      return;
    }
    step.fails(verdict.reason);
    const silent = this.options.rejectsCertificateWith === 'silence';
    const failure = { code: verdict.code, message: `${verdict.reason}${this.certificateErrorText(verdict.code, chain[0], nowMs)}`, ...(silent ? {} : { alert: verdict.alert }) };
    const complete = silent ? this.handshake instanceof ClientHandshake12 : verdict.fault === 'name';
    this.rejected = { ...failure, afterHandshake: complete };
    if (!complete) this.host.after(this.options.beforeFinishedMs, () => this.events.failed(failure));
  }

  private certificateErrorText(code: string, leaf: Certificate | undefined, nowMs: number): string {
    const { certificateError, serverName } = this.options;
    if (!certificateError || !leaf) return '';
    const { names, notBeforeMs, notAfterMs } = leaf;
    return ` The program gets "${certificateError({ code, host: serverName, names, nowMs, notBeforeMs, notAfterMs })}".`;
  }

  private certificateProven(scheme: number | undefined): void {
    const how = scheme === undefined ? '' : ` (${signatureSchemeName(scheme)})`;
    this.accepted?.step.happens(`The client accepts the certificate: ${this.accepted.reason} The server's signature over the handshake${how} proves that it has the certificate's key.`);
    this.accepted = undefined;
  }

  private answerCertificateRequest(request: CertificateRequest, parent: OpenStep): ClientCertificateAnswer {
    const answer = answerCertificateRequest(request, this.options.certificate);
    const step = this.host.trace.openStep({
      id: 'tls.client-certificate', title: 'Prove who the client is', layers: [6], spec: ['RFC 8446 §4.3.2', 'RFC 5246 §7.4.4'], parent,
    });
    this.answered = { step, reason: answer.reason, empty: answer.proof === undefined };
    return answer;
  }

  /** The server goes on after the client's flight: it has what it wants of the client. */
  confirmed(): void {
    if (!this.answered) return;
    const { step, reason, empty } = this.answered;
    this.answered = undefined;
    if (empty) step.skipped(`${reason} The server goes on without; with a certificate (client.certificate) the client would prove who it is.`);
    else step.happens(reason);
  }

  /** The connection ended before the server said whether it takes the client's certificate. */
  refused(failure: StreamFailure): void {
    this.answered?.step.fails(`${this.answered.reason} ${failure.message}`);
    this.answered = undefined;
  }

  private falseStart(negotiated: Negotiated): void {
    if (this.options.falseStart !== true || this.rejected || !this.events.falseStart) return;
    this.startedFalsely = negotiated;
    this.events.falseStart();
  }

  private certificateStep(parent: OpenStep): OpenStep {
    return this.host.trace.openStep({
      id: 'tls.certificate', title: 'Check the server\'s certificate', layers: [6], spec: ['RFC 5280 §6.1', 'RFC 9525 §6'], parent,
    });
  }

  private done(negotiated: Negotiated): void {
    if (this.rejected) {
      const { code, message, alert } = this.rejected;
      if (alert !== undefined) this.records.sendAlert(closeNotify(this.step?.tag));
      return this.events.failed({ code, message });
    }
    this.agreed = negotiated;
    this.step?.happens(this.reason(negotiated));
    this.sendsEarlyData = false;
    if (negotiated.version === '1.2') this.confirmed();
    this.events.done(negotiated);
  }

  private reason(negotiated: Negotiated): string {
    const { session } = this;
    const kind = session?.sessionId ? 'session' : 'session ticket';
    return handshakeReason({
      negotiated,
      fullBecause: session ? `the server did not accept the ${kind} that the client offered` : this.noSessionReason,
      resumedBy: `the client holds a ${kind} of this server`,
      refusedGroups: this.refusedGroups, sentEarlyData: this.sentEarlyData, falseStart: this.startedFalsely !== undefined,
    });
  }

  /** The handshake ended without success: the step says why. */
  brokenOff(failure: StreamFailure): void {
    this.refused(failure);
    this.step?.fails(failure.message);
  }
}
