import { InputError } from '../model/wirewalkError';
import { plannedContact, systemDnsServers, systemResolverContacts } from './contacts';
import { dnsQuestions } from './dns/questions';
import { planDnsServer } from './dns/server';
import { IANA_ROOT_SERVERS } from './dns/rootServers';
import { parseHttpTarget } from './http/httpTarget';
import type { DnsProbeOptions, HttpProbeOptions, PlannedContact, ProbeOptions, ProbePlan, TlsProbeOptions } from './probeOptions';
import { systemServices } from './systemServices';
import { formatEndpoint, parseAddressTarget, parseHostTarget, type HostTarget } from './target';

/** What `probeDns` would contact. Sends nothing. Rejects with `InputError` for options that cannot be used. */
export function planDns(options: DnsProbeOptions): Promise<ProbePlan> {
  return plan(() => {
    const { name, shown: asked } = dnsQuestions(options.name, options.types);
    if (options.trace === true) {
      if (options.server !== undefined) throw new InputError('A trace begins at the root: name another one as the root, not as the server.');
      if ((options.transport ?? 'udp') !== 'udp') throw new InputError('A trace asks over UDP, as resolvers do; it has no other transport.');
      const roots = traceRoots(options);
      return {
        ...opening(options, `${asked} (from the root)`),
        contacts: roots.map(({ address, port }) => plannedContact(address, port, 'udp', `a root server, asked who serves ${name}`)),
        needsLookup: false,
        notes: [
          'The root server refers to the name servers of the top-level domain and those to the next ones: they are contacted too, at most 20 queries in all.',
          'Name servers at addresses that are not public are asked about first.',
        ],
      };
    }
    const server = planDnsServer(options, options.system ?? systemServices);
    const withSystem = asksSystem(options);
    return {
      ...opening(options, asked),
      contacts: [
        ...(withSystem ? systemResolverContacts(options.system ?? systemServices, name) : []),
        ...(server ? [plannedContact(server.address, server.port, options.transport ?? 'udp', `asked directly for ${asked}`)] : []),
      ],
      needsLookup: false,
      notes: [
        ...(withSystem ? [] : ['The system\'s resolver is not asked, because you named the server to ask.']),
        ...(server ? [] : ['The system is configured with no DNS server; name one to ask it directly.']),
      ],
    };
  });
}

/** What `probeTls` would contact. Sends nothing. Rejects with `InputError` for options that cannot be used. */
export function planTls(options: TlsProbeOptions): Promise<ProbePlan> {
  return plan(() => {
    const target = parseHostTarget(options.target, 443);
    return planConnection(options, target, formatEndpoint(target.host, target.port), 'tls', 'TLS handshake, then closed; nothing else is sent');
  });
}

/** What `probeHttp` would contact. Sends nothing. Rejects with `InputError` for options that cannot be used. */
export function planHttp(options: HttpProbeOptions): Promise<ProbePlan> {
  return plan(() => {
    const { target, shown, transport } = parseHttpTarget(options.url);
    return planConnection(options, target, shown, transport, `one ${options.method ?? 'GET'} request; redirects are shown, not followed`);
  });
}

/** Whether `probeDns` makes the system's own lookup. */
export function asksSystem(options: DnsProbeOptions): boolean {
  return options.systemLookup ?? (options.server === undefined && options.trace !== true);
}

/** The servers that a trace begins with: the given one, or the IANA root servers' addresses. */
export function traceRoots(options: DnsProbeOptions): readonly { readonly address: string; readonly port: number }[] {
  if (options.root === undefined) return IANA_ROOT_SERVERS.map(({ address }) => ({ address, port: 53 }));
  return [parseAddressTarget(options.root, 53, 'The root server')];
}

/** `--address`, checked. Throws `InputError`. */
export function givenAddress(address: string | undefined): string | undefined {
  return address === undefined ? undefined : parseAddressTarget(address, 1, 'The address to connect to').address;
}

function planConnection(
  options: ProbeOptions & { readonly address?: string | undefined }, target: HostTarget, shown: string,
  transport: PlannedContact['transport'], purpose: string,
): ProbePlan {
  const system = options.system ?? systemServices;
  const address = givenAddress(options.address) ?? target.address;
  if (address !== undefined) {
    return { ...opening(options, shown), contacts: [plannedContact(address, target.port, transport, purpose)], needsLookup: false, notes: [] };
  }
  const servers = systemDnsServers(system).map((each) => formatEndpoint(each.address, each.port)).join(', ');
  return {
    ...opening(options, shown),
    contacts: systemResolverContacts(system, target.host),
    needsLookup: true,
    notes: [
      `The system resolver will be asked for ${target.host} (servers: ${servers || 'none configured'}).`,
      'Its answer is shown, with what kind of addresses they are, before anything is sent to them.',
    ],
  };
}

function opening(options: ProbeOptions, target: string): Pick<ProbePlan, 'target' | 'probedFrom'> {
  return { target, probedFrom: options.probedFrom ?? 'this machine' };
}

function plan(make: () => ProbePlan): Promise<ProbePlan> {
  return new Promise((resolve) => resolve(make()));
}
