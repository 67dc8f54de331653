import type { Provenance } from '../../../model/provenance';
import type { HeaderField } from '../../../model/request';
import type { HostServices } from '../../services';
import { cacheControlOf } from './cacheControl';
import { fieldValue, listValues } from './fieldValues';
import { currentAgeSeconds, freshnessOf } from './freshness';
import type { HttpResponse } from './message';
import { isSafe } from './methods';
import { skipSparedSteps } from './sparedSteps';

/** A request as a cache looks at it. */
export interface CachedRequest {
  readonly method: string;
  readonly url: string;
  /** As they are sent. */
  readonly headers: readonly HeaderField[];
}

/** What the cache decided. `validate`: ask the server with these header fields whether the stored response is still current. */
export type CacheDecision =
  | { readonly kind: 'miss' }
  | { readonly kind: 'fresh'; readonly response: HttpResponse }
  | { readonly kind: 'validate'; readonly headers: readonly HeaderField[] };

/** Whose cache it is, and what day it is at the simulation's begin, in ms since 1970. */
export interface CacheOwner {
  readonly title: string;
  /** The client has a cache of its own; otherwise a program around it has one. */
  readonly hasCache: boolean;
  readonly clockStartMs: number;
}

interface StoredResponse {
  readonly response: HttpResponse;
  readonly requestMs: number;
  readonly responseMs: number;
  /** Names in `Vary` with the values that the request had (RFC 9111 §4.1). */
  readonly varying: readonly (readonly [string, string | undefined])[];
}

const FROM_CACHE: Provenance = { kind: 'network', detail: 'the stored response' };
const STEP = { title: 'Look for a stored response', layers: [7], spec: ['RFC 9111 §4'] } as const;

/** A private HTTP cache (RFC 9111), by URL. */
export class ResponseCache {
  private readonly stored = new Map<string, StoredResponse>();
  /** URLs whose response was not stored, and why: for the reason that is shown. */
  private readonly refused = new Map<string, string>();

  constructor(private readonly host: HostServices, private readonly owner: CacheOwner) {}

  /** Decides about a request (RFC 9111 §4). A miss without anything known of the URL says nothing. */
  decide(request: CachedRequest): CacheDecision {
    const { method, url, headers } = request;
    const found = this.stored.get(url);
    const refusal = this.refused.get(url);
    if (!found && refusal === undefined) return { kind: 'miss' };
    const step = this.host.trace.openStep({ id: 'http.cache', ...STEP });
    if (!found) {
      step.skipped(`There is no stored response: ${refusal ?? ''}, so the whole response has to come again. With another Cache-Control it would have been kept.`);
      return { kind: 'miss' };
    }
    if (method !== 'GET' && method !== 'HEAD') {
      step.notApplicable(`A stored response to GET cannot answer ${method}; it would answer a GET.`);
      return { kind: 'miss' };
    }
    const mismatch = found.varying.find(([name, value]) => name === '*' || fieldValue(headers, name) !== value);
    if (mismatch) {
      step.skipped(`The cache holds a response, but it varies by ${mismatch[0]}, and this request has another value there (Vary, RFC 9111 §4.1): the whole response has to come. With the value of the earlier request the stored one would do.`);
      return { kind: 'miss' };
    }
    const own = cacheControlOf(headers);
    if (own.noStore || fieldValue(headers, 'range') !== undefined) {
      step.skipped(`The request itself says ${own.noStore ? 'Cache-Control: no-store' : 'Range'}, so the stored response is not used; without that it would be.`);
      return { kind: 'miss' };
    }
    const { response } = found;
    const of = cacheControlOf(response.headers);
    const { lifetimeSeconds } = freshnessOf(response.status, response.headers);
    const ageSeconds = Math.floor(this.ageSeconds(found));
    const freshForSeconds = Math.floor(Math.min(lifetimeSeconds, own.maxAgeSeconds ?? Number.POSITIVE_INFINITY));
    const age = `it is ${ageSeconds} s old and fresh for ${freshForSeconds} s`;
    const alwaysAsks = of.noCache || own.noCache;
    if (alwaysAsks || ageSeconds >= freshForSeconds) {
      const validators = validatorsOf(response.headers);
      const because = alwaysAsks ? `${of.noCache ? 'it' : 'the request'} says no-cache: it may be used only after the server was asked` : `${age}: the server is asked whether it is still current`;
      if (validators.length === 0) {
        step.skipped(`The cache holds a response without ETag and Last-Modified, and ${age}: nothing can be asked about it, so the whole response has to come; a response with one of them would be asked about.`);
        return { kind: 'miss' };
      }
      step.happens(`The cache holds a response with ${validators[0]?.value ?? ''}, but ${because}.${this.whose()}`);
      return { kind: 'validate', headers: validators };
    }
    const lengthBytes = response.content?.lengthBytes ?? 0;
    step.happens(`The cache holds a response of ${lengthBytes} octets: ${age}, so nothing is sent.${this.whose()}`);
    skipSparedSteps(this.host, url, `A stored response is used: ${age}. Without it, or once it is stale, this step happens.`);
    return { kind: 'fresh', response };
  }

  /** Takes note of a response that came in whole, and stores it where that is allowed and of use (RFC 9111 §3, §4.4). */
  learn(request: CachedRequest, response: HttpResponse, requestMs: number): void {
    const { method, url } = request;
    if (!isSafe(method)) {
      // RFC 9111 §4.4: what an unsafe method changed is stored no longer.
      if (response.status < 400) this.stored.delete(url);
      return;
    }
    if (method !== 'GET') return;
    if (response.status === 304) return this.freshen(url, response, requestMs);
    const { noStore } = cacheControlOf(response.headers);
    const says = fieldValue(response.headers, 'cache-control') !== undefined;
    const step = says ? this.host.trace.openStep({ id: 'http.store', title: 'Keep the response for later', layers: [7], spec: ['RFC 9111 §3'] }) : undefined;
    if (noStore || cacheControlOf(request.headers).noStore) {
      this.stored.delete(url);
      this.refused.set(url, 'the earlier response said Cache-Control: no-store');
      return step?.skipped('The response says Cache-Control: no-store, so no cache keeps it; the next request gets the whole response again, and without no-store it would be kept.');
    }
    const { lifetimeSeconds, decidedBy } = freshnessOf(response.status, response.headers);
    if (lifetimeSeconds === 0 && validatorsOf(response.headers).length === 0) {
      return step?.skipped('The response is stale at once and has no ETag or Last-Modified, so keeping it would be of no use.');
    }
    this.put(request, response, requestMs);
    step?.happens(`${decidedBy} makes the response fresh for ${Math.floor(lifetimeSeconds)} s: until then the next request needs no packet, later it asks with a validator.`);
  }

  /** Puts a response here as if it had come `ageSeconds` ago. */
  put(request: CachedRequest, response: HttpResponse, requestMs: number, ageSeconds = 0): void {
    this.refused.delete(request.url);
    const responseMs = this.host.nowMs() - ageSeconds * 1000;
    const varying = listValues(response.headers, 'vary').map((name) => [name.toLowerCase(), fieldValue(request.headers, name.toLowerCase())] as const);
    this.stored.set(request.url, { response, requestMs: requestMs - ageSeconds * 1000, responseMs, varying });
  }

  /** Forgets everything. */
  clear(): void {
    this.stored.clear();
    this.refused.clear();
  }

  /** As if a response that said no-store had come before. */
  refuse(url: string): void {
    this.refused.set(url, 'the earlier response said Cache-Control: no-store');
  }

  /** The stored response that a 304 confirms; undefined where there is none. */
  confirmed(url: string): HttpResponse | undefined {
    return this.stored.get(url)?.response;
  }

  /** RFC 9111 §4.3.4: the fields of the 304 replace those of the stored response, and its age starts again. */
  private freshen(url: string, update: HttpResponse, requestMs: number): void {
    const found = this.stored.get(url);
    if (!found) return;
    const step = this.host.trace.openStep({ id: 'http.revalidated', title: 'Use the stored response again', layers: [7], spec: ['RFC 9111 §4.3.4'] });
    const replaced = update.headers.filter(({ name }) => name.toLowerCase() !== 'content-length').map(({ name }) => name.toLowerCase());
    const kept = found.response.headers.filter(({ name }) => !replaced.includes(name.toLowerCase()));
    const headers = [...kept, ...update.headers.filter(({ name }) => replaced.includes(name.toLowerCase()))];
    const response = { ...found.response, headers };
    this.stored.set(url, { ...found, response, requestMs, responseMs: this.host.nowMs() });
    const { lifetimeSeconds } = freshnessOf(response.status, headers);
    step.happens(`The 304 says that the stored ${response.content?.lengthBytes ?? 0} octets are still current, so no content came; they are fresh for ${Math.floor(lifetimeSeconds)} s from now.`);
  }

  private ageSeconds({ response, requestMs, responseMs }: StoredResponse): number {
    const { clockStartMs } = this.owner;
    return currentAgeSeconds({ headers: response.headers, requestMs, responseMs, nowMs: this.host.nowMs(), clockStartMs });
  }

  private whose(): string {
    return this.owner.hasCache ? '' : ` ${this.owner.title} has no cache of its own: this is one that the program puts around it.`;
  }
}

/** What a conditional request asks with (RFC 9110 §13.1.2, §13.1.3): the entity tag where there is one, else the date of the last change. */
function validatorsOf(headers: readonly HeaderField[]): readonly HeaderField[] {
  const entityTag = fieldValue(headers, 'etag');
  if (entityTag !== undefined) return [{ name: 'If-None-Match', value: entityTag, source: FROM_CACHE }];
  const modified = fieldValue(headers, 'last-modified');
  return modified === undefined ? [] : [{ name: 'If-Modified-Since', value: modified, source: FROM_CACHE }];
}
