import { NGTCP2_SERVER } from '../clients/http3ServerProfile';
import type { Conditions } from '../model/conditions';
import { ipHeaderBytes } from '../stack/3-network/ipDatagram';
import { QuicServer } from '../stack/4-transport/quic/server';
import { UDP_HEADER_BYTES } from '../stack/4-transport/udp/datagram';
import type { TlsServerOptions } from '../stack/6-presentation/tls/serverHandshake';
import type { RequestHandler } from '../stack/7-application/http/exchange';
import { Http3Server } from '../stack/7-application/http3/http3Server';
import type { EndHost } from './endHost';

/** Whether the server speaks HTTP/3: it offers it, and TLS 1.3, without which there is no QUIC (RFC 9001 §4.2). */
export function servesHttp3({ server, fault }: Conditions): boolean {
  return server.http === '3' && server.tls === '1.3' && fault !== 'tls.no-common-version';
}

/** The server program on UDP ports: HTTP/3 on each of them. */
export function startQuicServer(host: EndHost, ports: readonly number[], tls: TlsServerOptions, conditions: Conditions, handler: RequestHandler): void {
  for (const port of new Set(ports)) {
    const socket = host.udp.open(port);
    // Something drops what comes to these ports, without a word.
    if (conditions.fault === 'quic.blocked') continue;
    new QuicServer(host.services, socket, {
      habits: NGTCP2_SERVER.quic,
      tls: { ...tls, alpn: ['h3'], ticketsSent: 1 },
      retries: conditions.server.quicRetry === 'on',
      retryThinkMs: NGTCP2_SERVER.retryMs,
      mostDatagramBytes: (address) => host.ip.mtuBytesTowards(address) - ipHeaderBytes(address) - UDP_HEADER_BYTES,
    }, (connection) => {
      new Http3Server(host.services, connection, NGTCP2_SERVER.http, handler);
    });
  }
}
