import type { Slice, StepTag } from '../../payload';
import type { ByteStream, HostServices } from '../../services';
import { ALERT } from './alert';
import type { ClientHello } from './handshake/clientHello';
import { SUPPORTED_VERSIONS } from './handshake/extensions/codeList';
import { HandshakePayload } from './handshake/handshakePayload';
import { SERVER_SOURCES } from './handshake/messageSources';
import { HELLO_RETRY_REQUEST_RANDOM } from './handshake/serverHello';
import { answerShare, GROUP } from './keyExchange';
import type { Negotiated } from './negotiated';
import type { TlsRecord } from './record';
import type { GroupChoice } from './serverChoice';
import { chooseAlpn, chooseGroup, chooseSuite, chooseVersion } from './serverChoice';
import type { ServerHandshake, ServerHandshakeContext, TlsServerOptions } from './serverHandshake';
import { ServerHandshake12 } from './serverHandshake12';
import { ServerHandshake13 } from './serverHandshake13';
import { resumableSession } from './serverResumption';
import type { HandshakeFailure } from './tlsStream';
import { TlsStream } from './tlsStream';
import { Transcript } from './transcript';
import { VERSION_CODE } from './versionRange';

/** Hybrid groups exist only for TLS 1.3. */
const FIRST_GROUP_OF_TLS13 = 0x0100;
const NODE_GROUPS = [GROUP.x25519, GROUP.secp256r1];

/** A TLS server over a byte stream that a client opened. */
export class TlsServer extends TlsStream {
  private readonly transcript = new Transcript();
  private handshake: ServerHandshake | undefined;
  private agreed: Negotiated | undefined;
  private retried = false;
  /** Early data of the client that arrived before the own flight left. */
  private early: Slice[] | undefined;
  private step: StepTag | undefined;
  private requestPending = false;
  private protocolChosen: string | undefined;

  constructor(host: HostServices, below: ByteStream, private readonly options: TlsServerOptions) {
    super(host, below);
  }

  /** What was agreed on; undefined before the handshake is done. */
  get negotiated(): Negotiated | undefined {
    return this.agreed;
  }

  /** What the stream carries, by ALPN: known when the stream opens, with early data before the handshake is done. */
  get applicationProtocol(): string | undefined {
    return this.protocolChosen;
  }

  protected lowerOpened(): void {
    // The client speaks first.
  }

  protected brokenOff(): void {
    // The step is the client's.
  }

  protected received(payload: HandshakePayload): void {
    const { message } = payload;
    this.transcript.add(payload);
    if (message.kind !== 'client_hello') {
      if (this.handshake) this.handshake.received(payload);
      else this.fail({ code: 'ERR_SSL_UNEXPECTED_MESSAGE', alert: ALERT.unexpectedMessage, message: `Expected a ClientHello, received ${payload.summary}.` });
      return;
    }
    this.step = payload.step;
    this.host.after(this.options.handshakeThinkMs, () => {
      if (this.state !== 'closed') this.answer(message);
    });
  }

  private answer(hello: ClientHello): void {
    const version = chooseVersion(hello, this.options.versions);
    if ('failure' in version) return this.fail(version.failure);
    const suite = chooseSuite(hello, version.chosen);
    if ('failure' in suite) return this.fail(suite.failure);
    const alpn = chooseAlpn(hello, this.options.alpn);
    if ('failure' in alpn) return this.fail(alpn.failure);
    this.protocolChosen = alpn.chosen;
    const groups = this.options.groups ?? NODE_GROUPS;
    const group = chooseGroup(hello, version.chosen === '1.2' ? groups.filter((each) => each < FIRST_GROUP_OF_TLS13) : groups);
    if ('failure' in group) return this.fail(group.failure);
    const context: ServerHandshakeContext = {
      host: this.host, records: this.records, transcript: this.transcript, options: this.options, hello,
      suite: suite.chosen, alpn: alpn.chosen, step: this.step,
      sendChangeCipherSpec: () => this.sendChangeCipherSpec(this.step),
      opened: () => this.openEarly(),
      done: (negotiated) => this.done(negotiated),
      failed: (failure) => this.fail(failure),
    };
    if (version.chosen === '1.2') this.begin12(context, group.chosen.group);
    else this.begin13(context, group.chosen);
  }

  private begin12(context: ServerHandshakeContext, group: number): void {
    const handshake = new ServerHandshake12(context, group, this.resumable(context));
    this.handshake = handshake;
    handshake.sendFlight();
  }

  private begin13(context: ServerHandshakeContext, { group, share }: GroupChoice): void {
    const answered = share && answerShare(group, share, this.host.random);
    if (!answered) return this.retry(context, group);
    const handshake = new ServerHandshake13(context, answered, this.resumable(context), this.retried);
    this.handshake = handshake;
    this.early = handshake.acceptsEarlyData ? this.early : undefined;
    handshake.sendFlight();
  }

  private resumable({ hello, suite }: ServerHandshakeContext): ReturnType<typeof resumableSession> {
    const { ticketIssuer, acceptsTickets } = this.options;
    return resumableSession(hello, suite, {
      issuer: ticketIssuer ?? this.host.hostName, accepts: acceptsTickets !== false, nowMs: this.host.nowMs(),
    });
  }

  /** Asks for a key share of a group that both support (RFC 8446 §4.1.4). */
  private retry({ hello, suite }: ServerHandshakeContext, group: number): void {
    if (this.retried) {
      return this.fail({ code: 'ERR_SSL_BAD_KEY_SHARE', alert: ALERT.illegalParameter, message: 'The second ClientHello has no share of the group asked for.' });
    }
    this.retried = true;
    this.early = undefined;
    this.transcript.replaceFirstByHash(suite.hash);
    const request = new HandshakePayload({
      kind: 'server_hello', legacyVersion: VERSION_CODE['1.2'], random: HELLO_RETRY_REQUEST_RANDOM, sessionId: hello.sessionId,
      cipherSuite: suite.code, compressionMethod: 0,
      extensions: [{ kind: 'single_value', code: SUPPORTED_VERSIONS, value: VERSION_CODE['1.3'] }, { kind: 'retry_group', group }],
    }, SERVER_SOURCES, this.step);
    this.transcript.add(request);
    this.records.sendHandshake(request);
    if (hello.sessionId.length > 0) this.sendChangeCipherSpec(this.step);
  }

  /** The stream carries data both ways before the client's Finished has come: early data, and answers to it. */
  private openEarly(): void {
    const early = this.early;
    this.early = undefined;
    this.becomeOpen();
    for (const slice of early ?? []) this.handler.received(slice);
  }

  /** Early data that was not accepted cannot be decrypted and is passed over (RFC 8446 §4.2.10). */
  protected override readable(record: TlsRecord): boolean {
    if (record.seal?.protection.epoch !== 'early data') return true;
    return this.handshake === undefined ? true : this.handshake instanceof ServerHandshake13 && this.handshake.acceptsEarlyData;
  }

  protected override receivedData(slice: Slice): void {
    this.requestPending = true;
    if (this.state === 'handshake') this.early = [...(this.early ?? []), slice];
    else super.receivedData(slice);
  }

  /** Measured: tickets that no application data took along leave before close_notify. */
  override close(): void {
    if (this.complete && this.state === 'open') this.handshake?.beforeApplicationData();
    super.close();
  }

  protected override write(slice: Slice): void {
    this.handshake?.beforeApplicationData();
    super.write(slice);
  }

  private done(negotiated: Negotiated): void {
    this.agreed = negotiated;
    this.complete = true;
    if (this.state === 'handshake') this.becomeOpen();
    // Measured: a request that is read together with Finished is answered first, and the tickets leave with the answer.
    this.host.after(0, () => {
      if (!this.requestPending && this.state === 'open') this.handshake?.beforeApplicationData();
    });
  }

  private fail(failure: HandshakeFailure): void {
    this.breakOff(failure, this.step);
  }
}
