import { laterOctets } from '../lazyOctets';
import { signedContent } from './certificateVerifyContent';
import { SUPPORTED_VERSIONS } from './handshake/extensions/codeList';
import type { Extension } from './handshake/extensions/extension';
import { flagged } from './handshake/extensions/find';
import { flag } from './handshake/extensions/opaque';
import { EARLY_DATA } from './handshake/extensions/singleValue';
import type { HandshakeMessage } from './handshake/handshakeMessage';
import { HandshakePayload } from './handshake/handshakePayload';
import { SERVER_SOURCES } from './handshake/messageSources';
import type { AnsweredShare } from './keyExchange';
import type { ServerHandshake, ServerHandshakeContext } from './serverHandshake';
import type { SealedSession } from './sessionTicket';
import { SessionTicket } from './sessionTicket';
import { Tls13Secrets } from './tls13Secrets';
import { tls13Protection } from './trafficKeys';
import type { TranscriptHash } from './transcript';
import { VERSION_CODE } from './versionRange';

const ECDSA_SECP256R1_SHA256 = 0x0403;
/** What OpenSSL 3.0 under Node 20 sends. */
const TICKET_BYTES = 240;
const TICKET_LIFETIME_SECONDS = 7200;
const MAX_EARLY_DATA_BYTES = 16_384;

/** A server's TLS 1.3 handshake: its one flight, the client's Finished, tickets (RFC 8446 §2, appendix A.2). */
export class ServerHandshake13 implements ServerHandshake {
  private secrets: Tls13Secrets | undefined;
  private throughClientFinished: TranscriptHash | undefined;
  private ticketsSent = false;
  private readonly earlyDataAccepted: boolean;

  constructor(
    private readonly context: ServerHandshakeContext,
    private readonly share: AnsweredShare,
    private readonly session: SealedSession | undefined,
    /** After a HelloRetryRequest there is no early data, and ChangeCipherSpec went with it. */
    private readonly retried: boolean,
  ) {
    const { hello, options, alpn } = context;
    this.earlyDataAccepted = session !== undefined && !retried && options.acceptsEarlyData === true && session.maxEarlyDataBytes > 0
      && session.alpn === alpn && flagged(hello.extensions, EARLY_DATA);
  }

  get acceptsEarlyData(): boolean {
    return this.earlyDataAccepted;
  }

  /** ServerHello to Finished, in one burst. */
  sendFlight(): void {
    const { records, transcript, suite, hello, host, options } = this.context;
    const extensions: Extension[] = [
      { kind: 'single_value', code: SUPPORTED_VERSIONS, value: VERSION_CODE['1.3'] },
      { kind: 'server_key_share', entry: this.share },
    ];
    if (this.session) extensions.push({ kind: 'psk_choice', index: 0 });
    this.send({
      kind: 'server_hello', legacyVersion: 0x0303, random: host.random.bytes(32), sessionId: hello.sessionId,
      cipherSuite: suite.code, compressionMethod: 0, extensions,
    });
    if (hello.sessionId.length > 0 && !this.retried) this.context.sendChangeCipherSpec();
    const secrets = new Tls13Secrets({
      suite,
      ...(this.session ? { preSharedKey: this.session.secret } : {}),
      sharedSecret: this.share.sharedSecret,
      throughServerHello: transcript.soFar(),
    });
    this.secrets = secrets;
    records.protect(tls13Protection(suite, 'handshake', secrets.serverHandshake));
    this.send({ kind: 'encrypted_extensions', extensions: this.encryptedExtensions() });
    if (!this.session) {
      const entries = options.chain.certificates.map((certificate) => ({ data: certificate.der, certificate, extensions: [] }));
      this.send({ kind: 'certificate', tls13: true, context: new Uint8Array(0), entries });
      const throughCertificate = transcript.soFar();
      const signature = options.chain.sign(() => signedContent('server', throughCertificate(suite.hash)));
      this.send({ kind: 'certificate_verify', algorithm: ECDSA_SECP256R1_SHA256, signature });
    }
    const verifyData = laterOctets(suite.hashBytes, secrets.verifyData(secrets.serverHandshake, transcript.soFar()));
    this.send({ kind: 'finished', verifyData });
    records.protect(tls13Protection(suite, 'application', secrets.application(transcript.soFar()).server));
    if (this.earlyDataAccepted) this.context.opened();
  }

  received(payload: HandshakePayload): void {
    if (payload.message.kind !== 'finished') return;
    const { suite, alpn, transcript } = this.context;
    this.throughClientFinished = transcript.soFar();
    this.context.done({
      version: '1.3', cipherSuite: suite.code, group: this.share.group, resumed: this.session !== undefined,
      earlyDataAccepted: this.earlyDataAccepted, ...(alpn === undefined ? {} : { alpn }),
    });
    if (this.earlyDataAccepted) this.beforeApplicationData();
  }

  /** Sends the tickets, once: before the first application data at the latest. */
  beforeApplicationData(): void {
    if (this.ticketsSent || !this.throughClientFinished || !this.secrets) return;
    this.ticketsSent = true;
    for (let number = 0; number < this.context.options.ticketsSent; number += 1) {
      this.context.records.sendHandshake(this.ticket(number, this.secrets, this.throughClientFinished));
    }
  }

  private ticket(number: number, secrets: Tls13Secrets, throughClientFinished: TranscriptHash): HandshakePayload {
    const { host, options, suite, alpn, step } = this.context;
    const nonce = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, number);
    const maxEarlyDataBytes = options.acceptsEarlyData === true ? (options.maxEarlyDataBytes ?? MAX_EARLY_DATA_BYTES) : 0;
    const ticket = new SessionTicket(host.random.bytes(options.ticketBytes ?? TICKET_BYTES), {
      issuer: options.ticketIssuer ?? host.hostName,
      version: '1.3',
      cipherSuite: suite.code,
      secret: secrets.ticketKey(throughClientFinished, nonce),
      issuedMs: host.nowMs(),
      lifetimeSeconds: TICKET_LIFETIME_SECONDS,
      maxEarlyDataBytes,
      ...(alpn === undefined ? {} : { alpn }),
    });
    const extensions: Extension[] = maxEarlyDataBytes > 0 ? [{ kind: 'single_value', code: EARLY_DATA, value: maxEarlyDataBytes }] : [];
    const ageAdd = host.random.below(2 ** 32);
    return new HandshakePayload(
      { kind: 'new_session_ticket', lifetimeSeconds: TICKET_LIFETIME_SECONDS, ticket, tls13: { ageAdd, nonce, extensions } },
      SERVER_SOURCES, step,
    );
  }

  private encryptedExtensions(): Extension[] {
    const { alpn, options } = this.context;
    const extensions: Extension[] = [];
    if (alpn !== undefined) extensions.push({ kind: 'alpn', protocols: [alpn] });
    extensions.push(...(options.encryptedExtensions ?? []));
    if (this.earlyDataAccepted) extensions.push(flag(EARLY_DATA));
    return extensions;
  }

  private send(message: HandshakeMessage): void {
    const payload = new HandshakePayload(message, SERVER_SOURCES, this.context.step);
    this.context.transcript.add(payload);
    this.context.records.sendHandshake(payload);
  }
}

