import type { ConnectHabit } from '../model/clientHabits';
import type { ClientHelloLayout, ClientProfile, ClientTiming } from '../model/clientProfile';
import { nodeWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY, USUAL_REDIRECTS } from './commonHabits';
import { fetchHeaders, fetchRefuses } from './fetchRequest';
import { nodeHttpHeaders } from './nodeHttpRequest';

/** What differs between the Node.js versions. */
export interface NodeMeasurement {
  /** "node-24-fetch". */
  readonly id: string;
  /** "Node.js 24 fetch". */
  readonly title: string;
  readonly evidence: string;
  readonly tls: ClientHelloLayout;
  readonly timing: ClientTiming;
  /** Response complete to the end of a process that has nothing else to do. */
  readonly exitMs: number;
}

/** getaddrinfo with AI_ADDRCONFIG, asked again for every connection. */
const RESOLVER: ClientProfile['resolver'] = { ...GLIBC_RESOLVER, families: 'configured' };

/** `autoSelectFamily` of `net`: an attempt that takes longer is given up for the next address. */
const CONNECT: ConnectHabit = { strategy: 'replace', attemptDelayMs: 250, resolutionDelayMs: Number.POSITIVE_INFINITY, order: 'alternating' };

/** `fetch` of Node.js: undici's global dispatcher. */
export function nodeFetchProfile({ id, title, evidence, tls, timing, exitMs }: NodeMeasurement): ClientProfile {
  return {
    id, title, measured: true, evidence, assumed: [], resolver: RESOLVER, connect: CONNECT, memory: NO_MEMORY, tls, timing, rejectsCertificateWith: 'silence', certificateError: nodeWords,
    http: {
      alpn: ['http/1.1'],
      headers: (request, httpVersion) => fetchHeaders(title, request, httpVersion),
      refuses: fetchRefuses,
      decodes: ['gzip', 'deflate', 'br'],
      // Fetch standard, HTTP-redirect fetch: the twenty-first is a network error. Node asks on before undici has the connection back.
      redirects: { ...USUAL_REDIRECTS, newConnection: true },
      retries: { staleConnection: 'none', newConnection: 'none', connectAttempts: 0, statuses: [] },
      // Measured: 10.6 to 11.3 s and 302 s, checked once in a while; the time between pieces of the body is undici's documented one.
      timeouts: { connectMs: 10_000, connectScope: 'all', connectError: 'UND_ERR_CONNECT_TIMEOUT', responseMs: 300_000, idleReadMs: 300_000 },
      cors: false,
    },
    pool: {
      idleMs: 4000,
      // Measured: 18.0 s for a limit of 20 s, 3.0 s for 5 s, at once for 2 s.
      idleAfterHintMs: (hintMs) => Math.max(hintMs - 2000, 0),
      noticesClose: 'at once',
      connectionsPerOrigin: Number.POSITIVE_INFINITY,
      exitMs,
      closesPolitely: false,
    },
  };
}

/** `http.request` and `https.request` of Node.js with the global agent. */
export function nodeHttpProfile({ id, title, evidence, tls, timing, exitMs }: NodeMeasurement): ClientProfile {
  return {
    id, title, measured: true, evidence, assumed: [], resolver: RESOLVER, connect: CONNECT, memory: NO_MEMORY, tls, timing, rejectsCertificateWith: 'silence', certificateError: nodeWords,
    http: {
      alpn: [],
      headers: (request, httpVersion) => nodeHttpHeaders(title, request, httpVersion),
      decodes: [],
      retries: { staleConnection: 'none', newConnection: 'none', connectAttempts: 0, statuses: [] },
      timeouts: {},
      cors: false,
    },
    pool: {
      idleMs: 5000,
      // Measured: 4.0 s for a limit of 5 s, 1.0 s for 2 s, still 5.0 s for 20 s.
      idleAfterHintMs: (hintMs) => Math.min(5000, Math.max(hintMs - 1000, 0)),
      noticesClose: 'at once',
      connectionsPerOrigin: Number.POSITIVE_INFINITY,
      exitMs,
      closesPolitely: false,
    },
  };
}
