import type { ClientProfile } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import type { TicketStore } from '../stack/6-presentation/tls/ticketStore';
import type { TlsClientOptions } from '../stack/6-presentation/tls/tlsClientHandshake';
import type { CertificateChain } from '../stack/6-presentation/x509/certificateChain';
import { SIMULATED_TODAY } from './simulatedToday';

/** How the client's TLS behaves: as its profile says, with the tickets and the certificate that it has. */
export function tlsClientOptions(
  { timing, http, tls, tlsHabit, rejectsCertificateWith = 'alert', certificateError }: ClientProfile, conditions: Conditions, serverName: string,
  state: { readonly tickets: TicketStore; readonly certificate: CertificateChain | undefined },
): TlsClientOptions {
  return {
    serverName,
    alpn: http.alpn,
    hello: tls,
    versions: { min: '1.2', max: '1.3' },
    beforeClientHelloMs: timing.beforeClientHelloMs,
    beforeFinishedMs: timing.beforeFinishedMs,
    changeCipherSpecLeadMs: timing.changeCipherSpecLeadMs ?? 0,
    recordPaddingBytes: tlsHabit?.recordPaddingBytes ?? 0,
    tickets: state.tickets,
    earlyData: conditions.cache.tls === '0rtt',
    today: SIMULATED_TODAY,
    rejectsCertificateWith,
    checksStaple: tlsHabit?.checksStaple === true,
    falseStart: tlsHabit?.falseStart === true,
    ...(certificateError ? { certificateError } : {}),
    ...(state.certificate ? { certificate: state.certificate } : {}),
  };
}

/**
 * How long the client gives a TLS handshake that begins at `openedMs`, when it began to connect at `startedMs`: its limit for
 * handshakes, or what is left of that for the whole connection. Undefined: no limit.
 */
export function handshakeTimeLimit({ http: { timeouts: { tlsMs, connectMs } } }: ClientProfile, startedMs: number): (openedMs: number) => number | undefined {
  return (openedMs) => tlsMs ?? (connectMs === undefined ? undefined : Math.max(0, connectMs - (openedMs - startedMs)));
}
