import type { ConditionSettings } from '../../model/conditions';
import type { LayerNumber } from '../../model/layer';
import type { Fault } from '../../model/switches/fault';

/** The probe that decides between causes. */
export type DecidingProbe = 'dns' | 'tls';

/** A way in which a request fails, whatever the client calls it. */
export interface ErrorKind {
  readonly id: string;
  /** What happened, as one sentence. */
  readonly title: string;
  /** The layer that failed, and the predicted step that stands for it. */
  readonly layer: LayerNumber;
  readonly stepId: string;
  /** The state of the simulated world in which that step fails so; absent where the simulation has none. */
  readonly fault?: Fault;
  /** What else that takes, or all that it takes. */
  readonly world?: ConditionSettings;
  /** The client to predict for, an id of `src/clients`, where not every client can fail so. */
  readonly client?: string;
  /** It happens to requests without TLS only. */
  readonly cleartext?: true;
  /** What it usually comes from, the most likely first. */
  readonly causes: readonly string[];
  /** Absent where no probe of ours can tell. */
  readonly probe?: DecidingProbe;
  readonly spec?: string;
}

/** The page that asks, where a browser's rule is what fails: visibly invented. */
const EXAMPLE_PAGE = 'https://app.example';

const kind = (each: ErrorKind): ErrorKind => each;

/** Every kind by a short name: the tables of clients' texts name them by it. */
export const ERROR_KINDS = {
  nameNotFound: kind({
    id: 'dns.name-not-found', title: 'The name does not exist, as far as the resolver knows.', layer: 7, stepId: 'dns.lookup', fault: 'dns.nxdomain',
    causes: [
      'The name is misspelt, or a variable in it was empty when the code ran.',
      'The name exists only in another network: a company\'s, a VPN\'s, a cluster\'s or a container\'s own.',
      'The record was removed, or is so new that a negative answer is still cached.',
    ],
    probe: 'dns', spec: 'RFC 1035 §4.1.1',
  }),
  lookupFailed: kind({
    id: 'dns.lookup-failed', title: 'No resolver gave an answer to the name lookup.', layer: 7, stepId: 'dns.lookup', fault: 'dns.timeout',
    causes: [
      'This machine or container has no network, or no resolver that it can reach.',
      'A firewall lets no DNS through, or the VPN changed the resolver.',
      'The resolver answers SERVFAIL: the name\'s own servers are silent, or DNSSEC validation fails.',
    ],
    probe: 'dns', spec: 'RFC 1035 §4.1.1',
  }),
  refused: kind({
    id: 'tcp.refused', title: 'The server\'s host answered the SYN with RST: nothing listens there.', layer: 4, stepId: 'tcp.handshake', fault: 'tcp.refused',
    causes: [
      'The program is not running, or still starting.',
      'It listens on another port, or its container does not publish that port.',
      'It listens on another address: only on 127.0.0.1 or ::1 while the client tries the other one.',
      'A firewall rejects the connection.',
    ],
    probe: 'tls', spec: 'RFC 9293 §3.5.2',
  }),
  connectTimeout: kind({
    id: 'tcp.connect-timeout', title: 'Nobody answered the SYN.', layer: 4, stepId: 'tcp.handshake', fault: 'tcp.timeout',
    causes: [
      'A firewall or a security group drops the packets without a word.',
      'The address is wrong, or its host is down.',
      'The route leads nowhere from this network: a private address, or a VPN that is off.',
      'One address family is broken and the client tries only that one.',
    ],
    probe: 'tls', spec: 'RFC 9293 §3.8.3',
  }),
  unreachable: kind({
    id: 'ip.unreachable', title: 'No route leads to the address.', layer: 3, stepId: 'tcp.handshake', fault: 'ip.no-route',
    causes: [
      'This machine has no network, or none of the address\'s family: IPv6 is often missing in containers.',
      'The route or the gateway is missing: a VPN that is off, an interface that is down.',
      'A router on the way said "unreachable".',
    ],
    probe: 'dns', spec: 'RFC 792, RFC 4443 §3.1',
  }),
  reset: kind({
    id: 'tcp.reset', title: 'The connection broke before the response was complete.', layer: 4, stepId: 'http.response', fault: 'tcp.reset',
    causes: [
      'The server closed an idle connection just as the client used it again: a shorter keep-alive limit than the client\'s.',
      'The server\'s program crashed, restarted, or gave the request up.',
      'A proxy, load balancer or firewall between them cut the connection: its own time or size limit.',
      'The other end does not speak this protocol on this port.',
    ],
    probe: 'tls', spec: 'RFC 9112 §9.5',
  }),
  responseTimeout: kind({
    id: 'http.timeout', title: 'The connection stood, and the response did not come in time.', layer: 7, stepId: 'http.timeout', world: { 'client.timeoutMs': 5000, 'server.thinkMs': 10_000 },
    causes: [
      'The server\'s handler takes longer than the client\'s limit.',
      'The client\'s limit covers name lookup and handshakes too, and they took most of it.',
      'A packet too large for the path gets lost again and again: small answers come, large ones do not.',
    ],
    probe: 'tls',
  }),
  certificateExpired: kind({
    id: 'tls.expired', title: 'The server\'s certificate is out of date.', layer: 6, stepId: 'tls.handshake', fault: 'tls.expired',
    causes: ['The certificate was not renewed, or the server was not restarted with the new one.', 'This machine\'s clock is wrong.', 'One of several servers behind the name still has the old certificate.'],
    probe: 'tls', spec: 'RFC 5280 §4.1.2.5',
  }),
  certificateNotYetValid: kind({
    id: 'tls.not-yet-valid', title: 'The server\'s certificate is not valid yet.', layer: 6, stepId: 'tls.handshake', fault: 'tls.not-yet-valid',
    causes: ['This machine\'s clock is behind.', 'The certificate was issued for a later time.'],
    probe: 'tls', spec: 'RFC 5280 §4.1.2.5',
  }),
  wrongName: kind({
    id: 'tls.wrong-name', title: 'The server\'s certificate is for other names.', layer: 6, stepId: 'tls.handshake', fault: 'tls.wrong-name',
    causes: [
      'The name in the URL is not among the certificate\'s: an alias, an address, a missing "www".',
      'The server chose its default certificate, because it got no or another server name (SNI).',
      'The name leads to another server than is meant: a DNS answer, a hosts file, a proxy that reads along.',
    ],
    probe: 'tls', spec: 'RFC 9525 §6',
  }),
  unknownIssuer: kind({
    id: 'tls.unknown-issuer', title: 'Nobody whom the client trusts has signed the server\'s certificate.', layer: 6, stepId: 'tls.handshake', fault: 'tls.unknown-issuer',
    causes: [
      'A company\'s proxy or virus scanner signs with an authority of its own, which this client does not have.',
      'The server sends no intermediate certificate.',
      'A private authority: its root is not among those that the client trusts.',
      'The client\'s list of authorities is old or missing, as in small container images.',
    ],
    probe: 'tls', spec: 'RFC 5280 §6.1',
  }),
  missingIntermediate: kind({
    id: 'tls.missing-intermediate', title: 'The chain from the server\'s certificate to an authority has a gap.', layer: 6, stepId: 'tls.handshake', fault: 'tls.missing-intermediate',
    causes: ['The server sends only its own certificate; browsers may know the missing one, programs do not.', 'A private authority that the client does not know.'],
    probe: 'tls', spec: 'RFC 8446 §4.4.2',
  }),
  selfSigned: kind({
    id: 'tls.self-signed', title: 'The server\'s certificate is signed by nobody but itself.', layer: 6, stepId: 'tls.handshake', fault: 'tls.self-signed',
    causes: ['A server for development, or a device with the certificate that it made itself.', 'The server fell back to a default certificate: the right one is missing or for another name.'],
    probe: 'tls', spec: 'RFC 5280 §6.1',
  }),
  revoked: kind({
    id: 'tls.revoked', title: 'The server\'s certificate was revoked.', layer: 6, stepId: 'tls.handshake', fault: 'tls.revoked', client: 'chromium-156',
    causes: ['The certificate was replaced, and the server still has the old one.'], probe: 'tls', spec: 'RFC 6960 §2.2',
  }),
  noCommonVersion: kind({
    id: 'tls.no-common-version', title: 'Client and server share no version of TLS.', layer: 6, stepId: 'tls.handshake', fault: 'tls.no-common-version',
    causes: ['The server speaks only versions that the client has given up: TLS 1.0 or 1.1.', 'The client is old, or set to old versions only.'],
    probe: 'tls', spec: 'RFC 8446 §4.2.1',
  }),
  handshakeRefused: kind({
    id: 'tls.handshake-refused', title: 'The server ended the TLS handshake: it found nothing that both accept.', layer: 6, stepId: 'tls.handshake', fault: 'tls.no-common-cipher',
    causes: ['No cipher suite, group or signature algorithm is shared.', 'The server wants a certificate of the client.', 'The server knows no such server name (SNI).'],
    probe: 'tls', spec: 'RFC 8446 §6.2',
  }),
  clientCertificate: kind({
    id: 'tls.client-certificate', title: 'The server wants a certificate of the client, and got none that it accepts.', layer: 6, stepId: 'tls.client-certificate', fault: 'tls.client-certificate-required',
    causes: ['The client was given no certificate and key.', 'The certificate is expired, or from an authority that the server does not accept.'],
    probe: 'tls', spec: 'RFC 8446 §4.3.2',
  }),
  notTls: kind({
    id: 'tls.not-tls', title: 'The other end does not speak TLS on this port.', layer: 6, stepId: 'tls.handshake',
    causes: ['The URL says https, and the port is one for plain HTTP.', 'A proxy answered with a page of its own.', 'A mail or database port, where TLS begins only after a command.'],
    probe: 'tls', spec: 'RFC 8446 §5.1',
  }),
  notHttp: kind({
    id: 'http.malformed', title: 'What came back is no HTTP response.', layer: 7, stepId: 'http.response',
    causes: ['The port belongs to another protocol, or to TLS while the URL says http.', 'The server sent more or less than its header fields announced, or both Content-Length and Transfer-Encoding.', 'A proxy or device between them changes responses.'],
    probe: 'tls', spec: 'RFC 9112 §2.2',
  }),
  tooManyRedirects: kind({
    id: 'http.redirects', title: 'The redirects did not end.', layer: 7, stepId: 'http.redirect', world: { 'server.status': 302, 'server.location': '/' },
    causes: ['Two rules send the client back and forth: http to https at one place, https to http at another.', 'A cookie or a login that every response sets anew is not sent back.'],
    spec: 'RFC 9110 §15.4',
  }),
  cors: kind({
    id: 'http.cors', title: 'The browser keeps the response from the page: the server did not allow its origin.', layer: 7, stepId: 'http.cors', world: { 'client.origin': EXAMPLE_PAGE, 'server.cors': 'absent' }, client: 'chromium-156',
    causes: [
      'The server sends no Access-Control-Allow-Origin for the page\'s origin.',
      'The preflight (OPTIONS) got an error, a redirect or a login page.',
      'The request has credentials, and the server answers "*" or no Access-Control-Allow-Credentials.',
      'The request failed otherwise, and the error response has no CORS fields: look at its status first.',
    ],
    spec: 'Fetch standard §3.2',
  }),
  mixedContent: kind({
    id: 'http.mixed-content', title: 'A page over https may not ask for this over http.', layer: 7, stepId: 'http.mixed-content', cleartext: true, world: { 'client.origin': EXAMPLE_PAGE }, client: 'chromium-156',
    causes: ['A URL in the code still says http.', 'The server behind a proxy does not know that the page came over https, and makes http URLs.'],
    spec: 'Mixed Content §4',
  }),
  rateLimited: kind({
    id: 'http.429', title: 'The server has had enough requests for now.', layer: 7, stepId: 'http.response', fault: 'http.429',
    causes: ['More requests than the server allows in its time span: Retry-After says when the next may come.', 'Many clients share one address or one token.'],
    spec: 'RFC 6585 §4',
  }),
  unavailable: kind({
    id: 'http.503', title: 'The server, or a proxy before it, cannot serve the request now.', layer: 7, stepId: 'http.response', fault: 'http.503',
    causes: ['The program behind the proxy is down, restarting or overloaded.', 'The proxy waited longer for it than its own limit (504).'],
    spec: 'RFC 9110 §15.6',
  }),
  unauthorized: kind({
    id: 'http.401', title: 'The server does not accept the credentials of the request.', layer: 7, stepId: 'http.response', fault: 'http.401',
    causes: ['No token is sent, or not in the form that the server expects.', 'The token has expired, or is for another audience.', 'A redirect to another origin dropped the Authorization field.'],
    spec: 'RFC 9110 §15.5.2',
  }),
  http2: kind({
    id: 'http2.stream', title: 'The server gave up a stream or the whole HTTP/2 connection.', layer: 7, stepId: 'http.response', fault: 'http2.reset', world: { 'server.http': '2' }, client: 'chromium-156',
    causes: ['The server restarts and says GOAWAY.', 'The server cancels what it does not want: a limit of requests, of size or of time.', 'A proxy in between speaks another version behind.'],
    probe: 'tls', spec: 'RFC 9113 §7',
  }),
  proxy: kind({
    id: 'proxy.refused', title: 'The proxy did not make the connection.', layer: 7, stepId: 'proxy.connect', fault: 'proxy.407', world: { 'client.proxy': 'http://proxy.example:3128' }, client: 'curl-7.88',
    causes: ['The proxy wants a user name and password (407).', 'The proxy\'s address in the settings or the environment is wrong, or only right in another network.', 'The proxy may not connect to that host or port.'],
    probe: 'dns', spec: 'RFC 9110 §9.3.6',
  }),
  noLocalAddress: kind({
    id: 'tcp.no-local-address', title: 'The client has no free address or port for the connection.', layer: 4, stepId: 'tcp.handshake',
    causes: ['Too many connections in a short time: closed ones keep their port for a minute (TIME-WAIT). Reuse connections.', 'The code binds to an address that this machine does not have.'],
    spec: 'RFC 9293 §3.6.1',
  }),
} as const satisfies Readonly<Record<string, ErrorKind>>;

export type ErrorKindName = keyof typeof ERROR_KINDS;
