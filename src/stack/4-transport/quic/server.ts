import type { TlsServerOptions } from '../../6-presentation/tls/serverHandshake';
import type { HandshakeCarrier } from '../../6-presentation/tls/handshakeCarrier';
import { keyLogLine } from '../../6-presentation/tls/tls13Secrets';
import { TlsServerHandshake } from '../../6-presentation/tls/tlsServerHandshake';
import { toHex } from '../../fieldWriter';
import { wholeSlice } from '../../payload';
import type { DatagramSocket, HostServices, MultiplexedConnection } from '../../services';
import { QuicConnection } from './connection';
import type { QuicHabits } from './connectionOptions';
import { QuicDatagram } from './datagram';
import type { LongHeader } from './packet';
import { QUIC_VERSION_1 } from './packet';
import { SMALLEST_INITIAL_DATAGRAM_BYTES } from './packetAssembly';
import type { TransportParameter } from './transportParameters';
import { PARAMETER } from './transportParameters';

/** QUIC leaves it to the transport how much early data there may be (RFC 9001 §4.6.1). */
const ANY_EARLY_DATA_BYTES = 0xffffffff;
/** Octets of a Retry token, which mean nothing to the client. */
const TOKEN_BYTES = 48;

export interface QuicServerOptions {
  readonly habits: QuicHabits;
  readonly tls: TlsServerOptions;
  /** Whether a client has to prove its address before anything else (RFC 9000 §8.1.2). */
  readonly retries: boolean;
  /** Initial packet received to Retry written. */
  readonly retryThinkMs: number;
  /** Octets of the largest UDP payload towards an address. */
  readonly mostDatagramBytes: (address: string) => number;
}

type Address = Parameters<DatagramSocket['send']>[1];

/** A QUIC server on a UDP port: finds the connection that a datagram belongs to, or begins one (RFC 9000 §5.2). */
export class QuicServer {
  /** By the connection IDs that clients address, as hexadecimal text. */
  private readonly connections = new Map<string, QuicConnection>();
  /** The connection ID that the client chose first, by the token of the Retry that answered it. */
  private readonly tokens = new Map<string, Uint8Array>();
  /** Connection IDs that a Retry answered. */
  private readonly retried = new Set<string>();

  /** @param accepted sets the connection's handler before anything arrives */
  constructor(private readonly host: HostServices, private readonly socket: DatagramSocket, private readonly options: QuicServerOptions, private readonly accepted: (connection: MultiplexedConnection) => void) {
    socket.keepsWhole = true;
    socket.received = ({ payload }, from) => {
      if (payload instanceof QuicDatagram) this.received(payload, from);
    };
  }

  private received(datagram: QuicDatagram, from: Address): void {
    const header = datagram.packets[0]?.header;
    if (!header) return;
    const known = this.connections.get(toHex(header.destinationConnectionId));
    if (known) return known.received(datagram);
    // Smaller ones are dropped (RFC 9000 §14.1), and so is what belongs to no connection.
    if (header.type !== 'initial' || datagram.lengthBytes < SMALLEST_INITIAL_DATAGRAM_BYTES) return;
    if (this.options.retries && header.token.length === 0) return this.retry(header, from, datagram);
    this.begin(header, from).received(datagram);
  }

  /** Asks for the token back (RFC 9000 §8.1.2). */
  private retry({ sourceConnectionId, destinationConnectionId }: LongHeader, to: Address, { step }: QuicDatagram): void {
    const { random, trace } = this.host;
    // A long ClientHello comes in two datagrams. One answer is enough, and a second one makes Wireshark 4 lose the connection.
    const addressed = toHex(destinationConnectionId);
    if (this.retried.has(addressed)) return;
    this.retried.add(addressed);
    const token = random.bytes(TOKEN_BYTES);
    this.tokens.set(toHex(token), destinationConnectionId);
    const retry = { version: QUIC_VERSION_1, destinationConnectionId: sourceConnectionId, sourceConnectionId: random.bytes(this.options.habits.connectionIdBytes), token, unused: 0 };
    const datagram = new QuicDatagram([], { retry, originalDestinationConnectionId: destinationConnectionId }, step);
    trace.crossing({ layer: 4, direction: 'down', protocol: 'quic', action: 'asked for the token back before anything else', lengthBytes: datagram.lengthBytes });
    this.host.after(this.options.retryThinkMs, () => this.socket.send(wholeSlice(datagram), to));
  }

  private begin(header: LongHeader, to: Address): QuicConnection {
    const { habits, tls: tlsOptions, mostDatagramBytes } = this.options;
    const original = this.tokens.get(toHex(header.token));
    const ownConnectionId = this.host.random.bytes(habits.connectionIdBytes);
    const ids = [header.destinationConnectionId, ownConnectionId].map(toHex);
    const handshake: { tls?: TlsServerHandshake; clientRandom: Uint8Array } = { clientRandom: new Uint8Array(0) };
    const connection: QuicConnection = new QuicConnection(this.host, {
      side: 'server', habits, ownConnectionId, peerConnectionId: header.sourceConnectionId, initialConnectionId: header.destinationConnectionId,
      addressValidated: original !== undefined, mostDatagramBytes: mostDatagramBytes(to.address),
    }, {
      send: (datagram) => this.socket.send(wholeSlice(datagram), to),
      handshakeReceived: (message) => {
        if (message.message.kind === 'client_hello') handshake.clientRandom = message.message.random;
        handshake.tls?.received(message);
      },
      parametersReceived: () => undefined,
      writable: () => connection.handler.opened(),
      closed: () => {
        for (const id of ids) this.connections.delete(id);
      },
    });
    for (const id of ids) this.connections.set(id, connection);
    const tls = new TlsServerHandshake(this.host, {
      ...tlsOptions, versions: { min: '1.3', max: '1.3' }, maxEarlyDataBytes: ANY_EARLY_DATA_BYTES,
      encryptedExtensions: [{ kind: 'quic_transport_parameters', parameters: this.parameters(header.destinationConnectionId, ownConnectionId, original) }],
    }, this.logging(connection.carrier, () => handshake.clientRandom), {
      isClosed: () => !this.connections.has(ids[1] ?? ''),
      earlyDataDecided: (accepted) => {
        if (accepted) connection.acceptEarlyData();
      },
      opened: () => undefined,
      sendChangeCipherSpec: () => undefined,
      done: () => {
        connection.handshakeComplete();
        tls.beforeApplicationData();
      },
      failed: (failure) => connection.fail(failure),
    });
    handshake.tls = tls;
    this.accepted(connection);
    return connection;
  }

  /** The carrier, with what the server knows in the key log: a client that never saw its flight does not know them. */
  private logging(carrier: HandshakeCarrier, clientRandom: () => Uint8Array): HandshakeCarrier {
    return {
      ...carrier,
      protect: (protection) => {
        const { epoch, traffic } = protection;
        const label = epoch === 'handshake' ? 'HANDSHAKE_TRAFFIC_SECRET' : 'TRAFFIC_SECRET_0';
        for (const [side, secret] of [['CLIENT', traffic?.peerSecret], ['SERVER', traffic?.secret]] as const) {
          if (secret) this.host.trace.secret(keyLogLine(`${side}_${label}`, clientRandom(), secret));
        }
        carrier.protect(protection);
      },
    };
  }

  /** What binds the handshake to the connection IDs in use (RFC 9000 §7.3), then what is the same for all. */
  private parameters(addressed: Uint8Array, own: Uint8Array, original: Uint8Array | undefined): readonly TransportParameter[] {
    return [
      { id: PARAMETER.originalDestinationConnectionId, kind: 'octets', octets: original ?? addressed },
      ...(original ? [{ id: PARAMETER.retrySourceConnectionId, kind: 'octets', octets: addressed } as const] : []),
      { id: PARAMETER.initialSourceConnectionId, kind: 'octets', octets: own },
      ...this.options.habits.parameters,
    ];
  }
}
