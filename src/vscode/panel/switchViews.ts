import type * as vscode from 'vscode';
import type { SwitchView } from '../../messages';
import { CONDITION_SWITCHES } from '../../model/conditions';
import type { ConditionSwitch } from '../../model/switches/conditionSwitch';

/** As in `panelStrings`: the extraction of localisable texts looks at files that import `vscode`. */
type Localizer = Pick<typeof vscode, 'l10n'>;

/** The switches that stand in the panel without opening "All switches". */
const PRIMARY = new Set(['cache.dns', 'cache.connection', 'server.tls', 'path.rttMs']);

/** Every what-if switch with its name and help in the person's language. */
export function switchViews(vscode: Localizer): readonly SwitchView[] {
  const labels = switchLabels(vscode);
  const groups = switchGroups(vscode);
  return CONDITION_SWITCHES.map((each): SwitchView => {
    const group = groups.find(({ owns }) => owns(each.key))?.title ?? '';
    const shown = { key: each.key, group, label: labels[each.key] ?? each.key, help: vscode.l10n.t(each.help), primary: PRIMARY.has(each.key) };
    return { ...shown, ...control(each) };
  });
}

/** The same switch as plain data: a regular expression cannot be posted to a page. */
function control(each: ConditionSwitch) {
  switch (each.type) {
    case 'number':
      return { type: each.type, default: each.default, min: each.min, max: each.max, integer: each.integer, unit: each.unit };
    case 'choice':
      return { type: each.type, default: each.default, choices: each.choices, ...(each.meanings === undefined ? {} : { meanings: each.meanings }) };
    case 'text':
      return { type: each.type, default: each.default, pattern: each.pattern.source, form: each.form };
  }
}

/** The parts of the world that the switches belong to, by the first part of their keys. */
function switchGroups(vscode: Localizer): readonly { readonly title: string; readonly owns: (key: string) => boolean }[] {
  const room = (name: string) => (key: string) => key.startsWith(`${name}.`);
  return [
    { title: vscode.l10n.t('The path'), owns: room('path') },
    { title: vscode.l10n.t('What is remembered'), owns: room('cache') },
    { title: vscode.l10n.t('The client'), owns: room('client') },
    { title: vscode.l10n.t('The page'), owns: room('page') },
    { title: vscode.l10n.t('The server'), owns: room('server') },
    { title: vscode.l10n.t('The resolver'), owns: room('resolver') },
    { title: vscode.l10n.t('The simulation'), owns: () => true },
  ];
}

function switchLabels(vscode: Localizer): Readonly<Record<string, string>> {
  return {
    'path.rttMs': vscode.l10n.t('Round-trip time'),
    'path.mbps': vscode.l10n.t('Bandwidth'),
    'path.mtu': vscode.l10n.t('MTU'),
    'path.hops': vscode.l10n.t('Routers on the path'),
    'path.lossFrames': vscode.l10n.t('Lost frames'),
    'path.lossPercent': vscode.l10n.t('Loss by chance'),
    'path.reorderFrames': vscode.l10n.t('Overtaken frames'),
    'path.narrowMtu': vscode.l10n.t('MTU of the narrowest link'),
    'path.narrowHop': vscode.l10n.t('Router before the narrowest link'),
    'path.icmp': vscode.l10n.t('ICMP errors'),
    'path.mssClamping': vscode.l10n.t('MSS lowered by the router'),
    'path.natPorts': vscode.l10n.t('Ports of the NAT router'),
    'path.vlan': vscode.l10n.t('VLAN of the client\'s link'),
    'path.priority': vscode.l10n.t('Priority in the VLAN tag'),
    'path.padding': vscode.l10n.t('Padding of short frames'),
    'path.corruptFrames': vscode.l10n.t('Damaged frames'),
    'path.duplicateFrames': vscode.l10n.t('Doubled frames'),
    'path.proxyRttMs': vscode.l10n.t('Round-trip time to the proxy'),
    'client.proxy': vscode.l10n.t('HTTP proxy'),
    'cache.arp': vscode.l10n.t('Gateway address cached (ARP)'),
    'cache.dns': vscode.l10n.t('DNS answer cached'),
    'cache.resolver': vscode.l10n.t('Resolver has the answer'),
    'cache.hsts': vscode.l10n.t('HSTS known'),
    'cache.http': vscode.l10n.t('Stored response'),
    'cache.tls': vscode.l10n.t('TLS session'),
    'cache.connection': vscode.l10n.t('Connection open'),
    'cache.altSvc': vscode.l10n.t('HTTP/3 known (Alt-Svc)'),
    'cache.programDns': vscode.l10n.t('DNS answer cached by the program'),
    'cache.resolverConnection': vscode.l10n.t('Connection to the resolver'),
    'client.ip': vscode.l10n.t('Client address families'),
    'client.os': vscode.l10n.t('Client operating system'),
    'client.hostsFile': vscode.l10n.t('Hosts file'),
    'client.dnsCache': vscode.l10n.t('DNS cache of the system'),
    'client.searchDomain': vscode.l10n.t('Search domain'),
    'client.readMbps': vscode.l10n.t('Speed of the reading program'),
    'client.receiveBufferBytes': vscode.l10n.t('Receive buffer'),
    'client.tcpKeepAliveMs': vscode.l10n.t('TCP keep-alive after'),
    'client.pauseMs': vscode.l10n.t('Time between two runs'),
    'client.certificate': vscode.l10n.t('Client certificate'),
    'cache.cookies': vscode.l10n.t('Cookie known'),
    'cache.preflight': vscode.l10n.t('CORS preflight remembered'),
    'client.origin': vscode.l10n.t('Origin of the page'),
    'client.credentials': vscode.l10n.t('Credentials mode'),
    'client.token': vscode.l10n.t('Bearer token'),
    'client.password': vscode.l10n.t('User name and password'),
    'client.proxyPassword': vscode.l10n.t('Password for the proxy'),
    'client.redirects': vscode.l10n.t('Redirects'),
    'client.retries': vscode.l10n.t('Repetitions by the program'),
    'client.retryBackoffMs': vscode.l10n.t('Wait before a repetition'),
    'client.timeoutMs': vscode.l10n.t('Timeout of the program'),
    'client.windowBytes': vscode.l10n.t('HTTP/2 stream window'),
    'client.mtu': vscode.l10n.t('MTU of the client\'s link'),
    'client.ttl': vscode.l10n.t('Time to live'),
    'client.route': vscode.l10n.t('Client\'s route'),
    'server.tls': vscode.l10n.t('TLS version'),
    'server.groups': vscode.l10n.t('TLS key exchange groups'),
    'server.cipher': vscode.l10n.t('TLS encryption'),
    'server.key': vscode.l10n.t('Kind of certificate key'),
    'server.ocspStaple': vscode.l10n.t('OCSP staple'),
    'server.clientCertificate': vscode.l10n.t('Client certificate wanted'),
    'server.tickets': vscode.l10n.t('TLS session tickets'),
    'server.sessionCache': vscode.l10n.t('TLS 1.2 sessions remembered'),
    'server.earlyData': vscode.l10n.t('TLS early data'),
    'server.http': vscode.l10n.t('HTTP version'),
    'server.quicRetry': vscode.l10n.t('QUIC address check (Retry)'),
    'server.certificates': vscode.l10n.t('Certificates sent'),
    'server.thinkMs': vscode.l10n.t('Server think time'),
    'server.status': vscode.l10n.t('Response status'),
    'server.bodyBytes': vscode.l10n.t('Response length'),
    'server.location': vscode.l10n.t('Redirect to'),
    'server.addressCount': vscode.l10n.t('Addresses of the name'),
    'server.alias': vscode.l10n.t('Alias of (CNAME)'),
    'server.httpsRecord': vscode.l10n.t('HTTPS record'),
    'server.delegation': vscode.l10n.t('Delegation of the zone'),
    'server.ttlSeconds': vscode.l10n.t('Time to live of DNS records'),
    'server.framing': vscode.l10n.t('End of the response'),
    'server.coding': vscode.l10n.t('Content coding'),
    'server.compressionRatio': vscode.l10n.t('Compression ratio'),
    'server.contentType': vscode.l10n.t('Content-Type'),
    'server.cacheControl': vscode.l10n.t('Cache-Control'),
    'server.vary': vscode.l10n.t('Vary'),
    'server.hsts': vscode.l10n.t('Strict-Transport-Security'),
    'server.setCookie': vscode.l10n.t('Set-Cookie'),
    'server.cors': vscode.l10n.t('Answer to other origins (CORS)'),
    'server.corsMaxAge': vscode.l10n.t('Lifetime of a preflight answer'),
    'server.retryAfter': vscode.l10n.t('Retry-After'),
    'server.failures': vscode.l10n.t('Requests that fail'),
    'server.earlyHints': vscode.l10n.t('Early Hints (103)'),
    'server.keepAliveMs': vscode.l10n.t('Idle connections kept'),
    'server.authentication': vscode.l10n.t('Authentication wanted'),
    'server.maxStreams': vscode.l10n.t('HTTP/2 streams allowed'),
    'server.webSocket': vscode.l10n.t('WebSocket handshake'),
    'page.subresources': vscode.l10n.t('What the page needs'),
    'resolver.rttMs': vscode.l10n.t('Round-trip time to the resolver'),
    'resolver.upstreamRttMs': vscode.l10n.t('Round-trip time behind the resolver'),
    'resolver.servers': vscode.l10n.t('Resolvers configured'),
    'resolver.transport': vscode.l10n.t('DNS transport'),
    'resolver.edns': vscode.l10n.t('EDNS payload size'),
    'resolver.dnssec': vscode.l10n.t('DNSSEC signatures asked for'),
    'resolver.qnameMinimisation': vscode.l10n.t('QNAME minimisation'),
    fault: vscode.l10n.t('Fault'),
    observe: vscode.l10n.t('Observed link'),
    seed: vscode.l10n.t('Seed'),
  };
}
