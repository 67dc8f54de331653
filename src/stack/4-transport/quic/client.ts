import { TlsClientHandshake } from '../../6-presentation/tls/tlsClientHandshake';
import type { TlsClientOptions } from '../../6-presentation/tls/tlsClientHandshake';
import type { HandshakeFailure } from '../../6-presentation/tls/tlsStream';
import { wholeSlice } from '../../payload';
import type { DatagramSocket, HostServices, OpenStep, StreamFailure, Timer } from '../../services';
import { QuicConnection } from './connection';
import type { QuicHabits } from './connectionOptions';
import { QuicDatagram } from './datagram';
import type { TransportLimits } from './transportLimits';
import { limitsOf } from './transportLimits';
import type { TransportParameter } from './transportParameters';
import { PARAMETER } from './transportParameters';

/** Of the connection ID that a client invents for the server: at least 8 octets (RFC 9000 §7.2). */
const FIRST_CONNECTION_ID_BYTES = 8;

export interface QuicClientOptions {
  readonly remote: { readonly address: string; readonly port: number };
  readonly habits: QuicHabits;
  /** The TLS handshake; version and transport parameters are QUIC's own matter. */
  readonly tls: Omit<TlsClientOptions, 'versions' | 'transportParameters'>;
  /** Octets of the largest UDP payload that fits the path. */
  readonly mostDatagramBytes: number;
  /** How long the client waits for the handshake before it gives up. */
  readonly handshakeTimeoutMs: number;
  /** Limits of servers by name, for early data (RFC 9000 §7.4.1). */
  readonly remembered: Map<string, TransportLimits>;
}

/** A client's end of a QUIC connection: transport and TLS in one handshake (RFC 9000 §7, RFC 9001). */
export class QuicClient {
  readonly connection: QuicConnection;
  private readonly step: OpenStep;
  private readonly tls: TlsClientHandshake;
  private state: 'handshake' | 'early' | 'open' | 'closed' = 'handshake';
  private retried = false;
  private serverIdKnown = false;
  private timeout: Timer | undefined;

  constructor(private readonly host: HostServices, private readonly socket: DatagramSocket, private readonly options: QuicClientOptions) {
    const { random, trace } = host;
    this.step = trace.openStep({
      id: 'quic.handshake', title: 'Open a QUIC connection: transport and TLS in one handshake', layers: [4, 6], spec: ['RFC 9000 §7', 'RFC 9001 §4'],
    });
    const peerConnectionId = random.bytes(FIRST_CONNECTION_ID_BYTES);
    const ownConnectionId = random.bytes(options.habits.connectionIdBytes);
    this.connection = new QuicConnection(host, {
      side: 'client', habits: options.habits, ownConnectionId, peerConnectionId, initialConnectionId: peerConnectionId, addressValidated: true,
      mostDatagramBytes: options.mostDatagramBytes, step: this.step.tag,
    }, {
      send: (datagram) => socket.send(wholeSlice(datagram), options.remote),
      handshakeReceived: (message) => this.tls.received(message),
      parametersReceived: (parameters) => options.remembered.set(options.tls.serverName, limitsOf(parameters)),
      writable: () => undefined,
      closed: (failure) => this.closed(failure),
    });
    this.tls = new TlsClientHandshake(host, {
      ...options.tls, versions: { min: '1.3', max: '1.3' },
      transportParameters: {
        kind: 'quic_transport_parameters',
        parameters: withOwnConnectionId(options.habits.parameters, ownConnectionId),
      },
    }, this.connection.carrier, {
      isClosed: () => this.state === 'closed',
      earlyDataAllowed: () => this.earlyDataAllowed(),
      sendChangeCipherSpec: () => undefined,
      done: ({ earlyDataAccepted }) => this.done(earlyDataAccepted),
      failed: (failure) => this.failed(failure),
    });
    socket.received = ({ payload }) => {
      if (payload instanceof QuicDatagram) this.received(payload);
    };
    socket.keepsWhole = true;
    socket.undelivered = (failure) => this.refused(failure);
  }

  /**
   * Nobody listens on the port, or the path does not take a datagram of QUIC's least size, which may not be cut (RFC 9000 §14): before the
   * handshake is done that is believed, though anyone could have said so (§14.2.1).
   */
  private refused(failure: StreamFailure): void {
    if ((failure.code === 'ECONNREFUSED' || failure.code === 'EMSGSIZE') && (this.state === 'handshake' || this.state === 'early')) this.connection.giveUp(failure);
  }

  /** What the connection carries, by ALPN. */
  get applicationProtocol(): string | undefined {
    return this.tls.applicationProtocol;
  }

  /** Writes the ClientHello after the client's think time. */
  start(): void {
    this.timeout = this.host.after(this.options.handshakeTimeoutMs, () => this.failed({
      code: 'ERR_QUIC_HANDSHAKE_FAILED', message: `Nothing of the server came within ${this.options.handshakeTimeoutMs / 1000} s: UDP port ${this.options.remote.port} is dropped on the way, or nobody listens there; a server that answers would.`,
    }));
    this.tls.start({ ...this.step, happens: (reason) => this.step.happens(this.reason(reason)) });
  }

  private reason(tls: string): string {
    const retry = this.retried ? ' The server wanted the client\'s address proved first (Retry): one more round trip.' : '';
    return `QUIC version 1 over UDP, which sets up the transport and ${tls}${retry}`;
  }

  private received(datagram: QuicDatagram): void {
    if (datagram.retry) return this.retry(datagram.retry.retry);
    const first = datagram.packets.find(({ header }) => header.type !== '1-rtt')?.header;
    if (first && first.type !== '1-rtt' && !this.serverIdKnown) {
      // From its first packet on the server is addressed as it wants (RFC 9000 §7.2).
      this.serverIdKnown = true;
      this.connection.usePeerConnectionId(first.sourceConnectionId);
    }
    this.connection.received(datagram);
  }

  /** Once, and only before anything else of the server came (RFC 9000 §17.2.5.2). */
  private retry({ token, sourceConnectionId }: { readonly token: Uint8Array; readonly sourceConnectionId: Uint8Array }): void {
    if (this.retried || this.serverIdKnown) return;
    this.retried = true;
    this.connection.beginAgain(token, sourceConnectionId);
  }

  private earlyDataAllowed(): void {
    const limits = this.options.remembered.get(this.options.tls.serverName);
    if (!limits) return;
    this.state = 'early';
    this.connection.allow(limits);
    this.connection.handler.opened();
  }

  private done(earlyDataAccepted: boolean): void {
    this.timeout?.cancel();
    this.connection.handshakeComplete();
    const wasEarly = this.state === 'early';
    this.state = 'open';
    if (wasEarly && !earlyDataAccepted) this.connection.resendEarlyData();
    if (!wasEarly) this.connection.handler.opened();
  }

  private failed(failure: HandshakeFailure): void {
    this.connection.fail(failure);
  }

  private closed(failure: StreamFailure | undefined): void {
    this.timeout?.cancel();
    if (this.state === 'handshake' || this.state === 'early') {
      this.tls.brokenOff(failure ?? { code: 'ECONNRESET', message: 'The connection was closed before the handshake was complete; a peer that kept it open would have completed it.' });
    }
    this.state = 'closed';
    this.socket.close();
  }
}

/** In the place that the program has for it, or last (RFC 9000 §7.3). */
function withOwnConnectionId(parameters: readonly TransportParameter[], octets: Uint8Array): readonly TransportParameter[] {
  const own: TransportParameter = { id: PARAMETER.initialSourceConnectionId, kind: 'octets', octets };
  return parameters.some(({ id }) => id === own.id) ? parameters.map((each) => (each.id === own.id ? own : each)) : [...parameters, own];
}
