import type { Conditions } from '../model/conditions';
import type { CertificateChain } from '../stack/6-presentation/x509/certificateChain';
import { EXAMPLE_CLIENT_ROOT_NAME, makeChain } from '../stack/6-presentation/x509/certificateChain';
import type { RandomSource } from '../stack/services';

/** The certificates of the server: for its hosts, valid in the simulated network, unless a fault asks otherwise. */
export function serverChain(hosts: readonly string[], { server, fault }: Conditions, random: RandomSource): CertificateChain {
  return makeChain({
    names: fault === 'tls.wrong-name' ? ['wrong-name.example'] : hosts,
    // An intermediate that is missing has to be there first.
    count: fault === 'tls.missing-intermediate' ? Math.max(2, server.certificates) : server.certificates,
    random,
    keyKind: server.key,
    selfSigned: fault === 'tls.self-signed',
    withoutIntermediates: fault === 'tls.missing-intermediate',
    ...(fault === 'tls.expired' ? { notAfter: '2026-06-01T00:00:00Z' } : {}),
    ...(fault === 'tls.not-yet-valid' ? { notBefore: '2026-08-01T00:00:00Z' } : {}),
    ...(fault === 'tls.unknown-issuer' ? { rootName: 'Unknown Example Root CA' } : {}),
  });
}

/** The client's own certificate, of an authority that the server trusts for clients. */
export function clientChain(random: RandomSource): CertificateChain {
  return makeChain({ role: 'client', names: ['Wirewalk Example Client'], count: 1, random, rootName: EXAMPLE_CLIENT_ROOT_NAME });
}
