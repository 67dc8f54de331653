import type { Conditions } from '../model/conditions';
import type { CertificateChain } from '../stack/6-presentation/x509/certificateChain';
import { makeChain } from '../stack/6-presentation/x509/certificateChain';
import type { RandomSource } from '../stack/services';

/** The certificates of the server: for its hosts, valid in the simulated network, unless a fault asks otherwise. */
export function serverChain(hosts: readonly string[], { server, fault }: Conditions, random: RandomSource): CertificateChain {
  return makeChain({
    names: fault === 'tls.wrong-name' ? ['wrong-name.example'] : hosts,
    count: server.certificates,
    random,
    ...(fault === 'tls.expired' ? { notAfter: '2026-06-01T00:00:00Z' } : {}),
    ...(fault === 'tls.unknown-issuer' ? { rootName: 'Unknown Example Root CA' } : {}),
  });
}
