import type { ClientProfile, Http3Layout } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import type { RequestUrl } from '../model/requestUrl';
import type { IpHost } from '../stack/3-network/ipHost';
import { ipHeaderBytes } from '../stack/3-network/ipDatagram';
import { QuicClient } from '../stack/4-transport/quic/client';
import { SMALLEST_INITIAL_DATAGRAM_BYTES } from '../stack/4-transport/quic/packetAssembly';
import type { TransportLimits } from '../stack/4-transport/quic/transportLimits';
import type { TransportParameter } from '../stack/4-transport/quic/transportParameters';
import { UDP_HEADER_BYTES } from '../stack/4-transport/udp/datagram';
import type { UdpEndpoint } from '../stack/4-transport/udp/endpoint';
import { TicketStore } from '../stack/6-presentation/tls/ticketStore';
import { Http3Client } from '../stack/7-application/http3/http3Client';
import { fromHex } from '../stack/fieldWriter';
import type { HostServices } from '../stack/services';
import type { ClientConnection, ConnectorEvents } from './clientConnector';
import { tlsClientOptions } from './tlsClientOptions';

/** An attempt that is under way. */
export interface QuicAttempt {
  /** Another connection was ready first. */
  abandon(reason: string): void;
}

/** Opens QUIC connections as the client's profile says. */
export class QuicConnector {
  readonly tickets = new TicketStore();
  private readonly remembered = new Map<string, TransportLimits>();

  constructor(
    private readonly services: HostServices, private readonly ip: IpHost, private readonly udp: UdpEndpoint, private readonly profile: ClientProfile,
    private readonly conditions: Conditions,
  ) {}

  /** Begins a connection; undefined where the path cannot carry one, which the step says. */
  open(address: string, port: number, url: RequestUrl, layout: Http3Layout, events: ConnectorEvents): QuicAttempt | undefined {
    const mostDatagramBytes = this.ip.mtuBytesTowards(address) - ipHeaderBytes(address) - UDP_HEADER_BYTES;
    if (mostDatagramBytes < SMALLEST_INITIAL_DATAGRAM_BYTES) {
      this.services.trace.openStep({ id: 'quic.handshake', title: 'Open a QUIC connection', layers: [4, 6], spec: ['RFC 9000 §14'] }).notApplicable(
        `QUIC needs UDP payloads of ${SMALLEST_INITIAL_DATAGRAM_BYTES} octets in one piece; this path takes ${mostDatagramBytes}. With a larger MTU this step happens.`,
      );
      return undefined;
    }
    let state: 'waiting' | 'ready' | 'over' = 'waiting';
    const client = new QuicClient(this.services, this.udp.open(), {
      remote: { address, port },
      habits: {
        datagramBytes: layout.datagramBytes, connectionIdBytes: layout.connectionIdBytes, parameters: layout.transportParameters.map(parameterOf),
        handshakeAckDelayMs: layout.handshakeAckDelayMs, numbersInOneRow: layout.numbersInOneRow,
      },
      tls: {
        ...tlsClientOptions(this.profile, this.conditions, url.host, { tickets: this.tickets, certificate: undefined }),
        alpn: ['h3'], hello: layout.tls, beforeFinishedMs: layout.beforeFinishedMs,
      },
      mostDatagramBytes, handshakeTimeoutMs: layout.handshakeTimeoutMs, remembered: this.remembered,
    });
    const http = new Http3Client(this.services, client.connection, { layout, program: this.profile.title, authority: url.authority }, {
      opened: () => this.services.after(layout.beforeRequestMs, () => {
        if (state !== 'waiting') return;
        state = 'ready';
        events.opened(connection);
      }),
      closed: (failure) => {
        const before = state;
        state = 'over';
        if (before === 'waiting') events.failed(failure);
        else if (before === 'ready') events.broken(connection);
      },
    });
    const connection: ClientConnection = { description: `QUIC to ${address}`, encrypted: true, shared: true, overQuic: true, httpVersion: '3', http, close: () => http.close() };
    client.start();
    return { abandon: (reason) => client.connection.abandon({ code: 'ECANCELED', message: reason }) };
  }
}

function parameterOf({ id, value }: Http3Layout['transportParameters'][number]): TransportParameter {
  return typeof value === 'number' ? { id, kind: 'integer', value } : { id, kind: 'octets', octets: fromHex(value) };
}
