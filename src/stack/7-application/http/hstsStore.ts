import type { RequestUrl } from '../../../model/requestUrl';
import { securedUrl } from '../../../model/requestUrl';
import { visibleLine } from '../../../model/visibleLine';
import type { HostServices } from '../../services';
import { splitOutsideQuotes } from './fieldValues';

/** How the client came to know that a host insists on HTTPS. */
export type HstsOrigin = 'learned' | 'preloaded';

/** Whose list it is. */
export interface HstsClient {
  readonly title: string;
  /** Remembers what responses say (RFC 6797 §8). */
  readonly learns: boolean;
}

/** Hosts that insist on HTTPS (RFC 6797): from a list that ships with the client, or from an earlier response's header field. */
export class HstsStore {
  private readonly hosts = new Map<string, { readonly origin: HstsOrigin; readonly includesSubdomains: boolean; readonly untilMs: number }>();

  constructor(private readonly host: HostServices, private readonly client: HstsClient) {}

  /** Takes note of `Strict-Transport-Security` (RFC 6797 §8.1); says nothing where the response has none. */
  learn(url: RequestUrl, value: string | undefined): void {
    if (value === undefined) return;
    const step = this.host.trace.openStep({ id: 'http.hsts-learn', title: `Remember whether ${url.host} insists on HTTPS`, layers: [7], spec: ['RFC 6797 §8.1'] });
    const policy = parseStrictTransportSecurity(value);
    if (!this.client.learns) return step.skipped(`${this.client.title} keeps no list of hosts that insist on HTTPS; a browser would remember it.`);
    if (url.scheme !== 'https') return step.skipped('The response came over http, where anybody on the way could have added the field, so it is ignored (RFC 6797 §8.1); over https it would count.');
    if (url.isAddress) return step.notApplicable(`${url.host} is an address; the rule is for names only, and for a name it would count.`);
    if (!policy) return step.skipped(`"${visibleLine(value, 60)}" has no valid max-age, so it is ignored; with one it would count.`);
    if (policy.maxAgeSeconds === 0) {
      this.hosts.delete(url.host);
      return step.happens('max-age=0 deletes the rule.');
    }
    const includesSubdomains = policy.includesSubdomains;
    this.hosts.set(url.host, { origin: 'learned', includesSubdomains, untilMs: this.host.nowMs() + policy.maxAgeSeconds * 1000 });
    step.happens(`For ${policy.maxAgeSeconds} s every http URL of ${url.host}${includesSubdomains ? ' and of names below it' : ''} is requested over https.`);
  }

  /** Forgets everything. */
  clear(): void {
    this.hosts.clear();
  }

  remember(host: string, origin: HstsOrigin): void {
    this.hosts.set(host, { origin, includesSubdomains: origin === 'preloaded', untilMs: Number.POSITIVE_INFINITY });
  }

  /** What `upgrade` returns, without a step. */
  upgraded(url: RequestUrl): RequestUrl {
    if (url.scheme === 'https' || url.isAddress || !this.ruleFor(url.host)) return url;
    return securedUrl(url);
  }

  /** The URL that is really requested (RFC 6797 §8.3): http becomes https, port 80 becomes 443, other ports stay, addresses stay. */
  upgrade(url: RequestUrl): RequestUrl {
    if (url.scheme === 'https') return url;
    const step = this.host.trace.openStep({ id: 'http.hsts', title: `Look whether ${url.host} insists on HTTPS`, layers: [7], spec: ['RFC 6797 §8.3'] });
    if (url.isAddress) {
      step.notApplicable(`${url.host} is an address; the rule is for names only, and for a name it would count.`);
      return url;
    }
    const rule = this.ruleFor(url.host);
    if (rule === undefined) {
      step.skipped(`${this.client.title} knows of no such rule for ${url.host}, so http stays http; a response over https with Strict-Transport-Security would set one.`);
      return url;
    }
    const upgraded = this.upgraded(url);
    step.happens(
      rule.origin === 'preloaded'
        ? `${url.host} is on the list that ships with the client, so ${url.href} is requested as ${upgraded.href} before any packet.`
        : `An earlier response of ${url.host} had Strict-Transport-Security, so ${url.href} is requested as ${upgraded.href} before any packet.`,
    );
    return upgraded;
  }

  /** RFC 6797 §8.2: the host itself, or a name above it whose rule is for names below it too. */
  private ruleFor(host: string): { readonly origin: HstsOrigin } | undefined {
    const labels = host.split('.');
    for (let skipped = 0; skipped < labels.length; skipped++) {
      const rule = this.hosts.get(labels.slice(skipped).join('.'));
      if (rule && rule.untilMs > this.host.nowMs() && (skipped === 0 || rule.includesSubdomains)) return rule;
    }
    return undefined;
  }
}

/** The directives of `Strict-Transport-Security`; undefined without a valid `max-age` (RFC 6797 §6.1). */
function parseStrictTransportSecurity(value: string): { readonly maxAgeSeconds: number; readonly includesSubdomains: boolean } | undefined {
  const directives = splitOutsideQuotes(value, ';').map((directive) => directive.toLowerCase());
  const maxAge = directives.map((directive) => /^max-age\s*=\s*"?(\d+)"?$/.exec(directive)?.[1]).filter((seconds) => seconds !== undefined);
  const [seconds] = maxAge;
  if (seconds === undefined || maxAge.length > 1) return undefined;
  return { maxAgeSeconds: Number(seconds), includesSubdomains: directives.includes('includesubdomains') };
}
