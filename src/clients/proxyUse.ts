import type { HeaderField } from '../model/request';
import { computedField, defaultField } from './headerFields';

/** How a client uses the HTTP proxy that its host is configured with. */
export interface ProxyUse {
  /** The header fields of its CONNECT to `authority`. */
  readonly connectHeaders: (authority: string) => readonly HeaderField[];
  /** What it adds to a request that it sends to the proxy itself. */
  readonly plainHeaders: readonly HeaderField[];
}

/** RFC 9110 §7.2: CONNECT needs Host. */
const host = (authority: string): HeaderField => computedField('Host', authority);

function withAgent(title: string, userAgent: string, proxyConnection?: string): ProxyUse {
  const kept = proxyConnection === undefined ? [] : [defaultField(title, 'Proxy-Connection', proxyConnection)];
  return { connectHeaders: (authority) => [host(authority), defaultField(title, 'User-Agent', userAgent), ...kept], plainHeaders: kept };
}

const HOST_ONLY: ProxyUse = { connectHeaders: (authority) => [host(authority)], plainHeaders: [] };

/**
 * By client, those that honour `http_proxy` and `https_proxy` or the system's settings by themselves. Measured: curl 7.88. The others are
 * assumptions from their documentation, and Python's `requests`, which was measured to write `CONNECT … HTTP/1.0` without fields, writes Host
 * here too. Who is not named (Node's fetch and https, aiohttp, Java's HttpClient) connects to the origin by itself unless its code says otherwise.
 */
const USES: Readonly<Record<string, ProxyUse>> = {
  'curl-7.88': withAgent('curl 7.88', 'curl/7.88.1', 'Keep-Alive'),
  'go-net-http': withAgent('Go net/http', 'Go-http-client/1.1'),
  'chromium-156': HOST_ONLY,
  'python-requests': HOST_ONLY,
  'python-httpx': HOST_ONLY,
  'python-urllib': HOST_ONLY,
  'ruby-net-http': HOST_ONLY,
  'rust-reqwest': HOST_ONLY,
};

/** How the client with that id uses a proxy; undefined: it takes no notice of one. */
export function proxyUse(clientId: string): ProxyUse | undefined {
  return USES[clientId];
}
