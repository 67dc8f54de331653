import { laterOctets } from '../lazyOctets';
import type { Certificate } from '../x509/certificate';
import { signedContent } from './certificateVerifyContent';
import { certificateRequest, clientCertificateFault, ticketGrowthBytes } from './clientCertificate';
import type { CertificateEntry, CertificateMessage } from './handshake/certificate';
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

/** What OpenSSL 3.0 under Node 20 sends. */
const TICKET_BYTES = 240;
const TICKET_LIFETIME_SECONDS = 7200;
const MAX_EARLY_DATA_BYTES = 16_384;

/** A server's TLS 1.3 handshake: its one flight, the client's Finished, tickets (RFC 8446 §2, appendix A.2). */
export class ServerHandshake13 implements ServerHandshake {
  private secrets: Tls13Secrets | undefined;
  private throughClientFinished: TranscriptHash | undefined;
  private ticketsSent = false;
  private clientLeaf: Certificate | undefined;
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
    const { records, transcript, suite, hello, host, options, scheme } = this.context;
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
    records.protect(tls13Protection(suite, 'handshake', secrets.serverHandshake, 0, secrets.clientHandshake));
    this.send({ kind: 'encrypted_extensions', extensions: this.encryptedExtensions() });
    if (!this.session) {
      if (options.clientCertificate) this.send(certificateRequest(options.clientCertificate, '1.3'));
      this.send({ kind: 'certificate', tls13: true, context: new Uint8Array(0), entries: this.certificateEntries() });
      const throughCertificate = transcript.soFar();
      const signature = options.chain.key.sign(scheme, () => signedContent('server', throughCertificate(suite.hash)));
      this.send({ kind: 'certificate_verify', algorithm: scheme, signature });
    }
    const verifyData = laterOctets(suite.hashBytes, secrets.verifyData(secrets.serverHandshake, transcript.soFar()));
    this.send({ kind: 'finished', verifyData });
    const application = secrets.application(transcript.soFar());
    records.protect(tls13Protection(suite, 'application', application.server, 0, application.client));
    if (this.earlyDataAccepted) this.context.opened();
  }

  /** The chain; the staple belongs to the first certificate (RFC 8446 §4.4.2.1). */
  private certificateEntries(): CertificateEntry[] {
    const { hello, options: { chain, staple } } = this.context;
    const asked = staple !== undefined && hello.extensions?.some(({ kind }) => kind === 'status_request') === true;
    return chain.certificates.map((certificate, index) => ({
      data: certificate.der, certificate, ...(asked && index === 0 ? { extensions: [{ kind: 'ocsp_staple', response: staple.der }], staple } : { extensions: [] }),
    }));
  }

  received({ message }: HandshakePayload): void {
    if (message.kind === 'certificate') return this.clientCertificate(message);
    if (message.kind !== 'finished') return;
    const { suite, alpn, transcript } = this.context;
    this.throughClientFinished = transcript.soFar();
    this.context.done({
      version: '1.3', cipherSuite: suite.code, group: this.share.group, resumed: this.session !== undefined,
      earlyDataAccepted: this.earlyDataAccepted, ...(alpn === undefined ? {} : { alpn }),
    });
    if (this.earlyDataAccepted) this.beforeApplicationData();
  }

  private clientCertificate({ entries }: CertificateMessage): void {
    const { options, failed } = this.context;
    const chain = entries.flatMap(({ certificate }) => certificate ?? []);
    [this.clientLeaf] = chain;
    const fault = options.clientCertificate && clientCertificateFault(chain, options.clientCertificate, '1.3');
    if (fault) failed(fault);
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
    const maxEarlyDataBytes = (options.offersEarlyData ?? options.acceptsEarlyData) === true ? (options.maxEarlyDataBytes ?? MAX_EARLY_DATA_BYTES) : 0;
    const ticketBytes = (options.ticketBytes ?? TICKET_BYTES) + ticketGrowthBytes(this.clientLeaf);
    const ticket = new SessionTicket(host.random.bytes(ticketBytes), {
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

