import type { HostServices } from '../../services';

/** A stored response (RFC 9111 §3), as far as a decision about it needs. */
export interface StoredResponse {
  readonly status: number;
  /** Age when it was put here. */
  readonly ageSeconds: number;
  /** From Cache-Control max-age. */
  readonly freshnessSeconds: number;
  readonly entityTag: string;
  readonly lengthBytes: number;
}

/** What the cache decided. `validate`: ask the server whether `entityTag` is still current. */
export type CacheDecision =
  | { readonly kind: 'miss' }
  | { readonly kind: 'fresh' }
  | { readonly kind: 'validate'; readonly entityTag: string };

/** The steps that a response from the cache spares. */
const SPARED: readonly { readonly id: string; readonly title: string; readonly layer: 4 | 6 | 7; readonly spec: string; readonly encryptedOnly?: boolean }[] = [
  { id: 'dns.lookup', title: 'Find the address of the host', layer: 7, spec: 'RFC 1034 §5.3.1' },
  { id: 'tcp.handshake', title: 'Open a TCP connection', layer: 4, spec: 'RFC 9293 §3.5' },
  { id: 'tls.handshake', title: 'Agree on keys and check the certificate', layer: 6, spec: 'RFC 8446 §2', encryptedOnly: true },
  { id: 'http.request', title: 'Send the request', layer: 7, spec: 'RFC 9110 §9' },
];

/** A private HTTP cache (RFC 9111), by URL. */
export class ResponseCache {
  private readonly stored = new Map<string, StoredResponse & { readonly storedMs: number }>();

  constructor(private readonly host: HostServices) {}

  store(url: string, response: StoredResponse): void {
    this.stored.set(url, { ...response, storedMs: this.host.nowMs() });
  }

  /** Decides about a request (RFC 9111 §4). Only GET and HEAD are answered from here; a miss without any stored response says nothing. */
  decide(method: string, url: string): CacheDecision {
    const found = this.stored.get(url);
    if (!found) return { kind: 'miss' };
    const step = this.host.trace.openStep({ id: 'http.cache', title: 'Look for a stored response', layers: [7], spec: ['RFC 9111 §4'] });
    if (method !== 'GET' && method !== 'HEAD') {
      step.notApplicable(`A stored response to GET cannot answer ${method}.`);
      return { kind: 'miss' };
    }
    const ageSeconds = Math.floor(found.ageSeconds + (this.host.nowMs() - found.storedMs) / 1000);
    const age = `it is ${ageSeconds} s old and fresh for ${found.freshnessSeconds} s`;
    if (ageSeconds >= found.freshnessSeconds) {
      step.happens(`The cache holds a response with ${found.entityTag}, but ${age}: the server is asked whether it is still current.`);
      return { kind: 'validate', entityTag: found.entityTag };
    }
    step.happens(`The cache holds a response of ${found.lengthBytes} octets: ${age}, so nothing is sent.`);
    const reason = `A stored response is used: ${age}. Without it, or once it is stale, this step happens.`;
    for (const { id, title, layer, spec, encryptedOnly } of SPARED) {
      if (encryptedOnly && !url.startsWith('https:')) continue;
      this.host.trace.openStep({ id, title, layers: [layer], spec: [spec] }).skipped(reason);
    }
    return { kind: 'fresh' };
  }
}
