import type { StepTag } from '../../payload';
import type { HostServices } from '../../services';
import { ALERT } from './alert';
import type { ClientHello } from './handshake/clientHello';
import { SUPPORTED_VERSIONS } from './handshake/extensions/codeList';
import { HandshakePayload } from './handshake/handshakePayload';
import { SERVER_SOURCES } from './handshake/messageSources';
import { HELLO_RETRY_REQUEST_RANDOM } from './handshake/serverHello';
import type { HandshakeCarrier } from './handshakeCarrier';
import { answerShare, GROUP } from './keyExchange';
import type { Negotiated } from './negotiated';
import type { GroupChoice } from './serverChoice';
import { checkName, chooseAlpn, chooseGroup, chooseScheme, chooseSuite, chooseVersion } from './serverChoice';
import type { ServerHandshake, ServerHandshakeContext, TlsServerOptions } from './serverHandshake';
import { ServerHandshake12 } from './serverHandshake12';
import { ServerHandshake13 } from './serverHandshake13';
import { resumableSession } from './serverResumption';
import type { HandshakeFailure } from './tlsStream';
import { Transcript } from './transcript';
import { VERSION_CODE } from './versionRange';

/** Hybrid groups exist only for TLS 1.3. */
const FIRST_GROUP_OF_TLS13 = 0x0100;
const NODE_GROUPS = [GROUP.x25519, GROUP.secp256r1];

/** What the owner of a server's handshake hears of it. */
export interface ServerHandshakeEvents {
  /** The connection ended: nothing is sent any more. */
  readonly isClosed: () => boolean;
  /** The client's early data are accepted, or not: before the own flight leaves. */
  readonly earlyDataDecided: (accepted: boolean) => void;
  /** Data may go both ways before the client's Finished has come. */
  readonly opened: () => void;
  /** Where the carrier has ChangeCipherSpec (RFC 8446 appendix D.4). */
  readonly sendChangeCipherSpec: (step: StepTag | undefined) => void;
  readonly done: (negotiated: Negotiated) => void;
  readonly failed: (failure: HandshakeFailure) => void;
}

/** A server's handshake (RFC 8446 §2, RFC 5246 §7.3), whatever carries its messages. */
export class TlsServerHandshake {
  private readonly transcript = new Transcript();
  private handshake: ServerHandshake | undefined;
  private agreed: Negotiated | undefined;
  private retried = false;
  private step: StepTag | undefined;
  private protocolChosen: string | undefined;

  constructor(
    private readonly host: HostServices, private readonly options: TlsServerOptions,
    private readonly records: HandshakeCarrier, private readonly events: ServerHandshakeEvents,
  ) {}

  /** The client's step; undefined before its hello has come. */
  get stepTag(): StepTag | undefined {
    return this.step;
  }

  /** What was agreed on; undefined before the handshake is done. */
  get negotiated(): Negotiated | undefined {
    return this.agreed;
  }

  /** What the connection carries, by ALPN: known when it opens, with early data before the handshake is done. */
  get applicationProtocol(): string | undefined {
    return this.protocolChosen;
  }

  /** Whether the client's early data are taken; undefined before that is decided. */
  get acceptsEarlyData(): boolean | undefined {
    return this.handshake && this.handshake instanceof ServerHandshake13 && this.handshake.acceptsEarlyData;
  }

  /** What goes before the first application data: session tickets. */
  beforeApplicationData(): void {
    this.handshake?.beforeApplicationData();
  }

  /** A whole message arrived. */
  received(payload: HandshakePayload): void {
    const { message } = payload;
    this.transcript.add(payload);
    if (message.kind !== 'client_hello') {
      if (this.handshake) this.handshake.received(payload);
      else this.events.failed({ code: 'ERR_SSL_UNEXPECTED_MESSAGE', alert: ALERT.unexpectedMessage, message: `Expected a ClientHello, received ${payload.summary}.` });
      return;
    }
    this.step = payload.step;
    if (this.options.conduct === 'ignore') return;
    this.host.after(this.options.handshakeThinkMs, () => {
      if (!this.events.isClosed()) this.answer(message);
    });
  }

  private answer(hello: ClientHello): void {
    if (this.options.conduct === 'close') {
      return this.events.failed({ code: 'ECONNRESET', message: 'The server closes the connection instead of answering the ClientHello.' });
    }
    const version = chooseVersion(hello, this.options.versions);
    if ('failure' in version) return this.events.failed(version.failure);
    const unknownName = checkName(hello, this.options.serves);
    if (unknownName) return this.events.failed(unknownName);
    const { aeads, chain: { key } } = this.options;
    const suite = chooseSuite(hello, version.chosen, key, aeads);
    if ('failure' in suite) return this.events.failed(suite.failure);
    const scheme = chooseScheme(hello, version.chosen, key);
    if ('failure' in scheme) return this.events.failed(scheme.failure);
    const alpn = chooseAlpn(hello, this.options.alpn);
    if ('failure' in alpn) return this.events.failed(alpn.failure);
    this.protocolChosen = alpn.chosen;
    const groups = this.options.groups ?? NODE_GROUPS;
    const group = chooseGroup(hello, version.chosen === '1.2' ? groups.filter((each) => each < FIRST_GROUP_OF_TLS13) : groups);
    if ('failure' in group) return this.events.failed(group.failure);
    const context: ServerHandshakeContext = {
      host: this.host, records: this.records, transcript: this.transcript, options: this.options, hello,
      suite: suite.chosen, scheme: scheme.chosen, alpn: alpn.chosen, step: this.step,
      sendChangeCipherSpec: () => this.events.sendChangeCipherSpec(this.step),
      isClosed: () => this.events.isClosed(),
      opened: () => this.events.opened(),
      done: (negotiated) => {
        this.agreed = negotiated;
        this.events.done(negotiated);
      },
      failed: (failure) => this.events.failed(failure),
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
    this.events.earlyDataDecided(handshake.acceptsEarlyData);
    handshake.sendFlight();
  }

  private resumable({ hello, suite }: ServerHandshakeContext): ReturnType<typeof resumableSession> {
    const { ticketIssuer, acceptsTickets, sessions } = this.options;
    return resumableSession(hello, suite, {
      issuer: ticketIssuer ?? this.host.hostName, accepts: acceptsTickets !== false, nowMs: this.host.nowMs(), sessions,
    });
  }

  /** Asks for a key share of a group that both support (RFC 8446 §4.1.4). */
  private retry({ hello, suite }: ServerHandshakeContext, group: number): void {
    if (this.retried) {
      return this.events.failed({ code: 'ERR_SSL_BAD_KEY_SHARE', alert: ALERT.illegalParameter, message: 'The second ClientHello has no share of the group asked for.' });
    }
    this.retried = true;
    this.events.earlyDataDecided(false);
    this.transcript.replaceFirstByHash(suite.hash);
    const request = new HandshakePayload({
      kind: 'server_hello', legacyVersion: VERSION_CODE['1.2'], random: HELLO_RETRY_REQUEST_RANDOM, sessionId: hello.sessionId,
      cipherSuite: suite.code, compressionMethod: 0,
      extensions: [{ kind: 'single_value', code: SUPPORTED_VERSIONS, value: VERSION_CODE['1.3'] }, { kind: 'retry_group', group }],
    }, SERVER_SOURCES, this.step);
    this.transcript.add(request);
    this.records.sendHandshake(request);
    if (hello.sessionId.length > 0) this.events.sendChangeCipherSpec(this.step);
  }
}
