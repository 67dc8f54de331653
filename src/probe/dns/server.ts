import { systemDnsServers } from '../contacts';
import type { DnsProbeOptions, DnsTransport } from '../probeOptions';
import type { SystemServices } from '../systemServices';
import { parseAddressTarget } from '../target';

/** A DNS server to ask and how. */
export interface DnsServer {
  readonly address: string;
  readonly port: number;
  readonly transport: DnsTransport;
  /** What the certificate of a TLS or HTTPS server has to be for. */
  readonly serverName: string;
  readonly caPem?: string;
  readonly dohPath: string;
}

/** RFC 1035 §4.2, RFC 7858 §3.1, RFC 8484 (port of https). */
const PORTS: Readonly<Record<DnsTransport, number>> = { udp: 53, tcp: 53, tls: 853, https: 443 };

/** The server of these options; undefined where none is named and the system has none. Throws `InputError`. */
export function planDnsServer(options: DnsProbeOptions, system: SystemServices): DnsServer | undefined {
  const transport = options.transport ?? 'udp';
  const named = options.server === undefined ? undefined : parseAddressTarget(options.server, PORTS[transport], 'The DNS server');
  const [first] = systemDnsServers(system);
  if (named === undefined && first === undefined) return undefined;
  const address = named?.address ?? first?.address ?? '';
  const clear = transport === 'udp' || transport === 'tcp';
  return {
    address,
    // A port that the system has for clear DNS says nothing about the encrypted one.
    port: named?.port ?? (clear ? first?.port ?? PORTS[transport] : PORTS[transport]),
    transport,
    serverName: options.serverName ?? address,
    ...(options.caPem === undefined ? {} : { caPem: options.caPem }),
    dohPath: options.dohPath ?? '/dns-query',
  };
}
