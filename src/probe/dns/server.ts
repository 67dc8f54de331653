import { InputError } from '../../model/wirewalkError';
import { systemDnsServers } from '../contacts';
import type { DnsProbeOptions, DnsTransport } from '../probeOptions';
import type { SystemServices } from '../systemServices';
import { visibleLine } from '../../model/visibleLine';
import { parseAddressTarget, parseHostTarget } from '../target';

/** A DNS server to ask and how. */
export interface DnsServer {
  readonly address: string;
  readonly port: number;
  readonly transport: DnsTransport;
  /** What the certificate of a TLS or HTTPS server has to be for. */
  readonly serverName: string;
  readonly dohPath: string;
}

/** RFC 1035 §4.2, RFC 7858 §3.1, RFC 8484 (port of https). */
const PORTS: Readonly<Record<DnsTransport, number>> = { udp: 53, tcp: 53, tls: 853, https: 443 };

/** The server of these options; undefined where none is named and the system has none. Throws `InputError`. */
export function planDnsServer(options: DnsProbeOptions, system: SystemServices): DnsServer | undefined {
  const transport = options.transport ?? 'udp';
  const named = options.server === undefined ? undefined : parseAddressTarget(options.server, PORTS[transport], 'The DNS server');
  const dohPath = options.dohPath ?? '/dns-query';
  if (!/^\/[\x21-\x7e]{0,1000}$/.test(dohPath)) throw new InputError(`The path of a DoH server begins with / and has no spaces; found "${visibleLine(dohPath, 80)}".`);
  const serverName = options.serverName === undefined ? undefined : parseHostTarget(options.serverName, 443).host;
  const [first] = systemDnsServers(system);
  if (named === undefined && first === undefined) return undefined;
  const address = named?.address ?? first?.address ?? '';
  const clear = transport === 'udp' || transport === 'tcp';
  return {
    address,
    // A port that the system has for clear DNS says nothing about the encrypted one.
    port: named?.port ?? (clear ? first?.port ?? PORTS[transport] : PORTS[transport]),
    transport,
    serverName: serverName ?? address,
    dohPath,
  };
}
