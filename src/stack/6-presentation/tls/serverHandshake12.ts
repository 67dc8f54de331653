import { toHex } from '../../fieldWriter';
import { laterOctets } from '../lazyOctets';
import { once } from '../once';
import type { Certificate } from '../x509/certificate';
import type { OcspResponse } from '../x509/ocspResponse';
import { certificateRequest, clientCertificateFault, ticketGrowthBytes } from './clientCertificate';
import type { CertificateMessage } from './handshake/certificate';
import { EC_POINT_FORMATS } from './handshake/extensions/codeList';
import type { Extension } from './handshake/extensions/extension';
import { extensionCode } from './handshake/extensions/extension';
import { flagged } from './handshake/extensions/find';
import { EXTENDED_MASTER_SECRET, flag, SESSION_TICKET } from './handshake/extensions/opaque';
import { STATUS_REQUEST } from './handshake/extensions/statusRequest';
import { FIRST_HANDSHAKE, RENEGOTIATION_INFO } from './handshake/extensions/vector';
import type { HandshakeMessage } from './handshake/handshakeMessage';
import { HandshakePayload } from './handshake/handshakePayload';
import { SERVER_SOURCES } from './handshake/messageSources';
import { DOWNGRADE_TO_TLS12 } from './handshake/serverHello';
import { serverEcdhParameters } from './handshake/serverKeyExchange';
import type { OfferedShare } from './keyExchange';
import { offerShare } from './keyExchange';
import type { ServerHandshake, ServerHandshakeContext } from './serverHandshake';
import type { SealedSession } from './sessionTicket';
import { SessionTicket } from './sessionTicket';
import { masterSecret12, Tls12Secrets, VERIFY_DATA_BYTES } from './tls12Secrets';

const EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;
/** What OpenSSL 3.0 under Node 20 sends. */
const TICKET_BYTES = 192;
const TICKET_LIFETIME_SECONDS = 7200;

/** A server's TLS 1.2 handshake (RFC 5246 §7.3, RFC 8422; resumed: RFC 5077 §3.1). */
export class ServerHandshake12 implements ServerHandshake {
  private readonly serverRandom: Uint8Array;
  private readonly share: OfferedShare | undefined;
  private readonly wantsTicket: boolean;
  private readonly extendedMasterSecret: boolean;
  private readonly sessionId: Uint8Array;
  /** The OCSP response, where the client asks for one. */
  private readonly staple: OcspResponse | undefined;
  private clientLeaf: Certificate | undefined;
  private secrets: Tls12Secrets | undefined;

  constructor(
    private readonly context: ServerHandshakeContext,
    group: number,
    private readonly session: SealedSession | undefined,
  ) {
    const { hello, host, options } = context;
    this.serverRandom = host.random.bytes(32);
    const fallsBack = options.versions.max === '1.3';
    if (fallsBack) this.serverRandom.set(DOWNGRADE_TO_TLS12, 32 - DOWNGRADE_TO_TLS12.length);
    this.share = session ? undefined : offerShare(group, host.random);
    this.extendedMasterSecret = flagged(hello.extensions, EXTENDED_MASTER_SECRET);
    this.wantsTicket = !session && options.ticketsSent > 0 && this.offers(SESSION_TICKET);
    this.sessionId = session ? hello.sessionId : this.wantsTicket ? new Uint8Array(0) : host.random.bytes(32);
    this.staple = session || !hello.extensions?.some(({ kind }) => kind === 'status_request') ? undefined : options.staple;
  }

  /** ServerHello to ServerHelloDone; of a resumed session to Finished. */
  sendFlight(): void {
    const { suite, hello, options, scheme } = this.context;
    this.send({
      kind: 'server_hello', legacyVersion: 0x0303, random: this.serverRandom, sessionId: this.sessionId,
      cipherSuite: suite.code, compressionMethod: 0, extensions: this.extensions(),
    });
    if (this.session) return this.sendFinished(this.begin(this.session.secret));
    const { share } = this;
    if (!share) return;
    const entries = options.chain.certificates.map((certificate) => ({ data: certificate.der, certificate, extensions: [] }));
    this.send({ kind: 'certificate', tls13: false, context: new Uint8Array(0), entries });
    const { staple } = this;
    if (staple) this.send({ kind: 'certificate_status', response: staple.der, staple });
    const signature = options.chain.key.sign(scheme, () =>
      Uint8Array.of(...hello.random, ...this.serverRandom, ...serverEcdhParameters(share.group, share.keyExchange.octets())));
    this.send({ kind: 'server_key_exchange', group: share.group, publicKey: share.keyExchange, algorithm: scheme, signature });
    if (options.clientCertificate) this.send(certificateRequest(options.clientCertificate, '1.2'));
    this.send({ kind: 'server_hello_done' });
  }

  received({ message }: HandshakePayload): void {
    const { context, share } = this;
    if (message.kind === 'certificate') return this.clientCertificate(message);
    if (message.kind === 'client_key_exchange' && share) {
      const extended = this.extendedMasterSecret ? context.transcript.soFar() : undefined;
      const randoms = { client: context.hello.random, server: this.serverRandom };
      this.begin(once(() => masterSecret12(context.suite.hash, share.sharedSecret(message.publicKey.octets()), randoms, extended)));
    }
    const { secrets } = this;
    if (message.kind !== 'finished' || !secrets) return;
    if (this.session) return this.finish();
    context.host.after(context.options.finishedThinkMs ?? 0, () => {
      if (context.isClosed()) return;
      if (this.wantsTicket) this.send({ kind: 'new_session_ticket', lifetimeSeconds: TICKET_LIFETIME_SECONDS, ticket: this.ticket(secrets) });
      this.sendFinished(secrets);
      if (!this.wantsTicket) context.options.sessions?.set(toHex(this.sessionId), this.sealed(secrets));
      this.finish();
    });
  }

  private finish(): void {
    const { context, share } = this;
    context.done({
      version: '1.2', cipherSuite: context.suite.code, resumed: this.session !== undefined, earlyDataAccepted: false,
      ...(share ? { group: share.group } : {}), ...(context.alpn === undefined ? {} : { alpn: context.alpn }),
    });
  }

  private clientCertificate({ entries }: CertificateMessage): void {
    const { options, failed } = this.context;
    const chain = entries.flatMap(({ certificate }) => certificate ?? []);
    [this.clientLeaf] = chain;
    const fault = options.clientCertificate && clientCertificateFault(chain, options.clientCertificate, '1.2');
    if (fault) failed(fault);
  }

  beforeApplicationData(): void {
    // TLS 1.2 sends its ticket within the handshake.
  }

  private begin(masterSecret: () => Uint8Array): Tls12Secrets {
    this.secrets = new Tls12Secrets(this.context.suite, masterSecret, { client: this.context.hello.random, server: this.serverRandom });
    return this.secrets;
  }

  private sendFinished(secrets: Tls12Secrets): void {
    this.context.sendChangeCipherSpec();
    this.context.records.protect(secrets.protection('server'));
    const verifyData = laterOctets(VERIFY_DATA_BYTES, secrets.verifyData('server', this.context.transcript.soFar()));
    this.send({ kind: 'finished', verifyData });
  }

  private ticket(secrets: Tls12Secrets): SessionTicket {
    return new SessionTicket(this.context.host.random.bytes(TICKET_BYTES + ticketGrowthBytes(this.clientLeaf)), this.sealed(secrets));
  }

  private sealed(secrets: Tls12Secrets): SealedSession {
    const { host, options, suite, alpn } = this.context;
    return {
      issuer: options.ticketIssuer ?? host.hostName, version: '1.2', cipherSuite: suite.code, secret: secrets.masterSecret,
      issuedMs: host.nowMs(), lifetimeSeconds: TICKET_LIFETIME_SECONDS, maxEarlyDataBytes: 0, ...(alpn === undefined ? {} : { alpn }),
    };
  }

  /** In OpenSSL's order. */
  private extensions(): Extension[] {
    const { hello, alpn } = this.context;
    const extensions: Extension[] = [];
    if (hello.cipherSuites.includes(EMPTY_RENEGOTIATION_INFO_SCSV) || this.offers(RENEGOTIATION_INFO)) {
      extensions.push(FIRST_HANDSHAKE);
    }
    if (this.offers(EC_POINT_FORMATS)) extensions.push({ kind: 'code_list', code: EC_POINT_FORMATS, values: [0, 1, 2] });
    if (this.wantsTicket) extensions.push(flag(SESSION_TICKET));
    if (this.staple) extensions.push(flag(STATUS_REQUEST));
    if (alpn !== undefined) extensions.push({ kind: 'alpn', protocols: [alpn] });
    if (this.extendedMasterSecret) extensions.push(flag(EXTENDED_MASTER_SECRET));
    return extensions;
  }

  private offers(code: number): boolean {
    return this.context.hello.extensions?.some((extension) => extensionCode(extension) === code) ?? false;
  }

  private send(message: HandshakeMessage): void {
    const payload = new HandshakePayload(message, SERVER_SOURCES, this.context.step);
    this.context.transcript.add(payload);
    this.context.records.sendHandshake(payload);
  }
}
