import type { RequestUrl } from '../../../model/requestUrl';
import type { HostServices } from '../../services';
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
  brokenUntilMs: number;
}

/** Alternative services that a client remembers (RFC 7838 §2.2): for HTTP/3 on the origin's own host. */
export class AltSvcStore {
  private readonly known = new Map<string, Known>();

  constructor(private readonly host: HostServices, private readonly clientTitle: string) {}

  /** An alternative was named; that it is broken is not forgotten. */
  remember({ authority }: Pick<RequestUrl, 'authority'>, port: number, lifetimeMs: number): void {
    this.known.set(authority, { port, untilMs: this.host.nowMs() + lifetimeMs, brokenUntilMs: this.known.get(authority)?.brokenUntilMs ?? 0, reason: 'an Alt-Svc field of an earlier response named it' });
  }

  forget(): void {
    this.known.clear();
  }

  /** The alternative that is to be used now for an origin. */
  alternative({ authority }: Pick<RequestUrl, 'authority'>): Http3Alternative | undefined {
    const found = this.known.get(authority);
    const nowMs = this.host.nowMs();
    return found && found.untilMs > nowMs && found.brokenUntilMs <= nowMs ? found : undefined;
  }

  /** It could not be reached: it is left alone for a while (RFC 7838 §2.4). */
  markBroken({ authority }: Pick<RequestUrl, 'authority'>): void {
    const found = this.known.get(authority);
    if (found) found.brokenUntilMs = this.host.nowMs() + BROKEN_MS;
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
    if (!found) return step.notApplicable(`The response names no HTTP/3 service on ${url.host} itself: ${value}.`);
    if (unusable !== undefined) return step.notApplicable(`The response names HTTP/3 on UDP port ${found.port}, but ${unusable}`);
    this.remember(url, found.port, found.maxAgeSeconds * 1000);
    step.happens(`The response says that HTTP/3 is served on UDP port ${found.port} for ${found.maxAgeSeconds} s: ${this.clientTitle} uses it for its next connection to ${url.authority}.`);
  }
}
