import type { RequestUrl } from '../../../model/requestUrl';
import type { HostServices } from '../../services';
import type { ServiceRecord } from '../dns/serviceRecord';
import { parseAltSvc } from './altSvc';

/** ALPN of HTTP/3 (RFC 9114 §3.1). */
const HTTP3 = 'h3';
/** Chromium's first wait before it tries a broken alternative again. */
const BROKEN_MS = 300_000;

/** Where an origin can be reached over HTTP/3. */
export interface Http3Alternative {
  readonly port: number;
  /** How the client knows: for the reason that is shown. */
  readonly reason: string;
}

interface Known extends Http3Alternative {
  readonly untilMs: number;
}

/** Alternative services that a client remembers (RFC 7838 §2.2): for HTTP/3 on the origin's own host. */
export class AltSvcStore {
  private readonly known = new Map<string, Known>();
  /** Until when an origin's alternative is left alone, in ms. */
  private readonly broken = new Map<string, number>();

  constructor(private readonly host: HostServices, private readonly clientTitle: string) {}

  /** An alternative was named; that it is broken is not forgotten. */
  remember({ authority }: Pick<RequestUrl, 'authority'>, port: number, lifetimeMs: number): void {
    this.known.set(authority, { port, untilMs: this.host.nowMs() + lifetimeMs, reason: 'an Alt-Svc field of an earlier response named it' });
  }

  forget(): void {
    this.known.clear();
    this.broken.clear();
  }

  /** The alternative that is to be used now for an origin: one that is remembered, or what the HTTPS records of its name say (RFC 9460 §9.3). */
  alternative({ authority, host, port }: Pick<RequestUrl, 'authority' | 'host' | 'port'>, services: readonly ServiceRecord[] = []): Http3Alternative | undefined {
    const nowMs = this.host.nowMs();
    if ((this.broken.get(authority) ?? 0) > nowMs) return undefined;
    const found = this.known.get(authority);
    if (found && found.untilMs > nowMs) return found;
    const [service] = services;
    if (service?.alpn.includes(HTTP3) !== true || service.priority === 0 || service.target !== '.') return undefined;
    return { port: service.port ?? port, reason: `the HTTPS record of ${host} has ${HTTP3} among its protocols (${service.alpn.join(', ')})` };
  }

  /** It could not be reached: it is left alone for a while (RFC 7838 §2.4). */
  markBroken({ authority }: Pick<RequestUrl, 'authority'>): void {
    this.broken.set(authority, this.host.nowMs() + BROKEN_MS);
  }

  /** A response over TLS named alternatives. `usable`: why this client makes no use of them; undefined where it does. */
  learn(url: RequestUrl, value: string, unusable: string | undefined): void {
    const step = this.host.trace.openStep({ id: 'http.altSvc', title: 'Learn where else the origin is served', layers: [7], spec: ['RFC 7838 §3'] });
    const parsed = parseAltSvc(value);
    if (parsed === 'clear') {
      this.known.delete(url.authority);
      return step.happens('The response says "clear": all alternatives of this origin are forgotten.');
    }
    const found = parsed.find(({ protocol, host }) => protocol === HTTP3 && (host === '' || host === url.host));
    if (!found) return step.notApplicable(`The response names no HTTP/3 service on ${url.host} itself: ${value}. One with h3 on this host would be used.`);
    if (unusable !== undefined) return step.notApplicable(`The response names HTTP/3 on UDP port ${found.port}, but ${unusable}`);
    this.remember(url, found.port, found.maxAgeSeconds * 1000);
    step.happens(`The response says that HTTP/3 is served on UDP port ${found.port} for ${found.maxAgeSeconds} s: ${this.clientTitle} uses it for its next connection to ${url.authority}.`);
  }
}
