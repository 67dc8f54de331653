/** One exchange that is captured and predicted. */
export interface Scenario {
  /** Names its digest in `test/fixtures/captures/accuracy`. */
  readonly id: string;
  /** A profile's id with a program in `lab/clientCommands.ts`. */
  readonly client: string;
  readonly protocol: 'TLS 1.3' | 'TLS 1.2' | 'HTTP';
  /** Newest HTTP version that the server offers; absent: 1.1. */
  readonly http?: '1.1' | '2';
  /** Of both ends' addresses; absent: 4. */
  readonly family?: 4 | 6;
  readonly rttMs: number;
  /** Of the wire, each way; absent: as fast as the laboratory's machine. */
  readonly mbps?: number;
  readonly bodyBytes: number;
  /** Absent: `lab.example`. */
  readonly host?: string;
  /** How often the client asks, on one connection, a second apart; absent: once. */
  readonly requests?: number;
  /** What the wire loses, in words and in the form of `path.lossFrames`. */
  readonly lost?: {
    readonly what: string;
    readonly frames: string;
    /** Nothing is lost before the response: its own capture tells the programs' think times. */
    readonly inResponse: boolean;
  };
}

export function hostOf({ host = 'lab.example' }: Scenario): string {
  return host;
}

const CLIENTS = ['curl-7.88', 'node-20-fetch'] as const;
/** One cold exchange each over TLS and without: what differs from the two above is how they look names up, write and close. */
const OTHER_CLIENTS = [
  'python-requests', 'python-httpx', 'python-aiohttp', 'python-urllib', 'go-net-http', 'java-httpclient', 'ruby-net-http', 'php-curl', 'rust-reqwest',
];
const CURL = { client: 'curl-7.88' } as const;
const lost = (id: string, client: Scenario['client'], protocol: Scenario['protocol'], bodyBytes: number, what: string, frames: string, inResponse = false): Scenario =>
  ({ id, client, protocol, rttMs: 50, bodyBytes, lost: { what, frames, inResponse } });

/**
 * Hardware addresses are known beforehand, so the client's first frames are its queries (two from curl, one or two from Node), then SYN,
 * ACK, ClientHello or request.
 */
export const SCENARIOS: readonly Scenario[] = [
  ...CLIENTS.flatMap((client) => [20, 50, 100].flatMap((rttMs) =>
    [512, 4096, 60_000].map((bodyBytes): Scenario => ({ id: `${client}-tls13-rtt${rttMs}-${bodyBytes}`, client, protocol: 'TLS 1.3', rttMs, bodyBytes })))),
  ...CLIENTS.flatMap((client) => [50, 100].map((rttMs): Scenario => ({ id: `${client}-tls12-rtt${rttMs}-4096`, client, protocol: 'TLS 1.2', rttMs, bodyBytes: 4096 }))),
  ...CLIENTS.map((client): Scenario => ({ id: `${client}-http-rtt50-4096`, client, protocol: 'HTTP', rttMs: 50, bodyBytes: 4096 })),
  ...OTHER_CLIENTS.flatMap((client) => (['TLS 1.3', 'HTTP'] as const).map((protocol): Scenario =>
    ({ id: `${client}-${protocol === 'HTTP' ? 'http' : 'tls13'}-rtt50-4096`, client, protocol, rttMs: 50, bodyBytes: 4096 }))),
  ...[20, 50, 100].map((rttMs): Scenario => ({ id: `curl-7.88-http-rtt${rttMs}-60000`, ...CURL, protocol: 'HTTP', rttMs, bodyBytes: 60_000 })),
  { id: 'curl-7.88-http-rtt50-600000', ...CURL, protocol: 'HTTP', rttMs: 50, bodyBytes: 600_000 },
  { id: 'curl-7.88-http-rtt200-200000', ...CURL, protocol: 'HTTP', rttMs: 200, bodyBytes: 200_000 },
  { id: 'curl-7.88-http-rtt50-200000-10mbps', ...CURL, protocol: 'HTTP', rttMs: 50, mbps: 10, bodyBytes: 200_000 },
  { id: 'curl-7.88-http-rtt30-60000-2mbps', ...CURL, protocol: 'HTTP', rttMs: 30, mbps: 2, bodyBytes: 60_000 },
  { id: 'curl-7.88-tls13-rtt80-200000-10mbps', ...CURL, protocol: 'TLS 1.3', rttMs: 80, mbps: 10, bodyBytes: 200_000 },
  { id: 'node-20-fetch-tls13-rtt200-20000', client: 'node-20-fetch', protocol: 'TLS 1.3', rttMs: 200, bodyBytes: 20_000 },
  { id: 'curl-7.88-tls13-ipv6-rtt50-20000', ...CURL, protocol: 'TLS 1.3', family: 6, rttMs: 50, bodyBytes: 20_000 },
  { id: 'curl-7.88-http-ipv6-rtt70-60000', ...CURL, protocol: 'HTTP', family: 6, rttMs: 70, bodyBytes: 60_000 },
  { id: 'curl-7.88-tls13-long-name-rtt50-4096', ...CURL, protocol: 'TLS 1.3', rttMs: 50, bodyBytes: 4096, host: 'a-rather-long-name-of-a-shop.department.example' },
  { id: 'curl-7.88-http2-rtt50-20000', ...CURL, protocol: 'TLS 1.3', http: '2', rttMs: 50, bodyBytes: 20_000 },
  { id: 'node-20-fetch-http-two-rtt50-20000', client: 'node-20-fetch', protocol: 'HTTP', rttMs: 50, bodyBytes: 20_000, requests: 2 },
  lost('curl-7.88-tls13-lost-syn', 'curl-7.88', 'TLS 1.3', 512, 'SYN', 'c2s:3'),
  lost('curl-7.88-tls13-lost-syn-ack', 'curl-7.88', 'TLS 1.3', 512, 'SYN-ACK', 's2c:3'),
  lost('curl-7.88-tls13-lost-client-hello', 'curl-7.88', 'TLS 1.3', 512, 'ClientHello', 'c2s:5'),
  lost('curl-7.88-tls13-lost-server-flight', 'curl-7.88', 'TLS 1.3', 512, 'server\'s TLS flight', 's2c:5'),
  lost('curl-7.88-tls13-lost-finished', 'curl-7.88', 'TLS 1.3', 512, 'Finished', 'c2s:7'),
  lost('curl-7.88-tls13-lost-request', 'curl-7.88', 'TLS 1.3', 512, 'request', 'c2s:8'),
  lost('curl-7.88-http-lost-request', 'curl-7.88', 'HTTP', 4096, 'request', 'c2s:5'),
  lost('curl-7.88-http-lost-thrice', 'curl-7.88', 'HTTP', 4096, 'request three times', 'c2s:5,c2s:6,c2s:7'),
  lost('curl-7.88-http-lost-first', 'curl-7.88', 'HTTP', 60_000, 'first segment', 's2c:5', true),
  lost('curl-7.88-http-lost-middle', 'curl-7.88', 'HTTP', 60_000, 'segment in the middle', 's2c:20', true),
  lost('curl-7.88-http-lost-two', 'curl-7.88', 'HTTP', 60_000, 'two segments of one flight', 's2c:18,s2c:22', true),
  lost('curl-7.88-http-lost-third-flight', 'curl-7.88', 'HTTP', 60_000, 'segment of the third flight', 's2c:38', true),
  lost('curl-7.88-http-lost-tail', 'curl-7.88', 'HTTP', 60_000, 'last segment', 's2c:46', true),
  lost('curl-7.88-http-lost-acks', 'curl-7.88', 'HTTP', 60_000, 'three acknowledgments', 'c2s:7,c2s:8,c2s:9', true),
  lost('curl-7.88-http-lost-three', 'curl-7.88', 'HTTP', 600_000, 'three segments of two flights', 's2c:20,s2c:60,s2c:61', true),
];
