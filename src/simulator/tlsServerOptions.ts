import type { ServerTiming } from '../clients/serverProfile';
import type { Conditions } from '../model/conditions';
import type { TLS_GROUP_NAMES } from '../model/switches/tlsSwitches';
import { GROUP } from '../stack/6-presentation/tls/keyExchange';
import type { TlsServerOptions } from '../stack/6-presentation/tls/serverHandshake';
import type { SessionCache } from '../stack/6-presentation/tls/sessionTicket';
import type { VersionRange } from '../stack/6-presentation/tls/versionRange';
import type { CertificateChain } from '../stack/6-presentation/x509/certificateChain';
import { EXAMPLE_CLIENT_ROOT_NAME } from '../stack/6-presentation/x509/certificateChain';
import type { OcspResponse } from '../stack/6-presentation/x509/ocspResponse';
import { SIMULATED_TODAY } from './simulatedToday';

const GROUP_CODES: Readonly<Record<(typeof TLS_GROUP_NAMES)[number], number>> = {
  x25519: GROUP.x25519, 'p-256': GROUP.secp256r1, 'p-384': GROUP.secp384r1, 'p-521': GROUP.secp521r1, x25519mlkem768: GROUP.x25519MlKem768,
};
const DAY_MS = 86_400_000;
/** Invented: an OCSP response is made anew every few days. */
const STAPLE_AGE_MS = DAY_MS;
const STAPLE_LIFETIME_MS = 7 * DAY_MS;

/** How the server's TLS behaves in these conditions. `sessions` lives as long as the server. */
export function tlsServerOptions(conditions: Conditions, chain: CertificateChain, sessions: SessionCache, timing: ServerTiming): TlsServerOptions {
  const { server, cache, fault } = conditions;
  const staple = stapleOf(conditions, chain);
  const wanted = fault === 'tls.client-certificate-required' ? 'required' : server.clientCertificate;
  return {
    versions: versionsOf(conditions),
    alpn: fault === 'tls.no-common-alpn' ? ['wirewalk-example'] : server.http === '1.1' ? ['http/1.1'] : ['h2', 'http/1.1'],
    chain,
    handshakeThinkMs: timing.handshakeMs,
    finishedThinkMs: timing.finishedMs,
    ticketsSent: server.tickets,
    offersEarlyData: cache.tls === '0rtt',
    acceptsEarlyData: cache.tls === '0rtt' && server.earlyData === 'accepted',
    groups: server.groups.split(',').flatMap((name) => (name in GROUP_CODES ? GROUP_CODES[name as keyof typeof GROUP_CODES] : [])),
    // A server that has only what no client offers any more, as under `tls.no-common-cipher`, accepts nothing that the simulation knows.
    ...(fault === 'tls.no-common-cipher' ? { aeads: [] } : server.cipher === 'any' ? {} : { aeads: [server.cipher] }),
    ...(wanted === 'none' ? {} : { clientCertificate: { wanted, authorities: [EXAMPLE_CLIENT_ROOT_NAME] } }),
    ...(staple ? { staple } : {}),
    ...(server.sessionCache === 'on' ? { sessions } : {}),
    ...(fault === 'tls.unrecognized-name' ? { serves: ['other.example'] } : {}),
    ...(fault === 'tls.handshake-timeout' ? { conduct: 'ignore' } : fault === 'tls.closed-early' ? { conduct: 'close' } : {}),
  };
}

/** A server that stops at TLS 1.1, as under `tls.no-common-version`, shares no version that the simulation knows: an empty range. */
function versionsOf({ server, fault }: Conditions): VersionRange {
  return fault === 'tls.no-common-version' ? { min: '1.3', max: '1.2' } : { min: '1.2', max: server.tls };
}

/** The word of the certificate's authority; under `tls.revoked` it is that the certificate is revoked. */
function stapleOf({ server: { ocspStaple }, fault }: Conditions, chain: CertificateChain): OcspResponse | undefined {
  const state = fault === 'tls.revoked' && ocspStaple === 'none' ? 'revoked' : ocspStaple;
  if (state === 'none') return undefined;
  const ageMs = state === 'expired' ? STAPLE_LIFETIME_MS + STAPLE_AGE_MS : STAPLE_AGE_MS;
  const thisUpdateMs = Date.parse(SIMULATED_TODAY) - ageMs;
  const revoked = state === 'revoked' || fault === 'tls.revoked';
  return chain.ocspResponse(revoked ? 'revoked' : 'good', thisUpdateMs, thisUpdateMs + STAPLE_LIFETIME_MS);
}
