import type { RequestUrl } from '../../../model/requestUrl';
import { parseRequestUrl } from '../../../model/requestUrl';
import type { HostServices } from '../../services';

/** How the client came to know that a host insists on HTTPS. */
export type HstsOrigin = 'learned' | 'preloaded';

/** Hosts that insist on HTTPS (RFC 6797): from a list that ships with the client, or from an earlier response's header field. */
export class HstsStore {
  private readonly hosts = new Map<string, HstsOrigin>();

  constructor(private readonly host: HostServices, private readonly clientTitle: string) {}

  remember(host: string, origin: HstsOrigin): void {
    this.hosts.set(host, origin);
  }

  /** What `upgrade` returns, without a step. */
  upgraded(url: RequestUrl): RequestUrl {
    if (url.scheme === 'https' || url.isAddress || !this.hosts.has(url.host)) return url;
    return parseRequestUrl(url.href.replace(/^http:/, 'https:'));
  }

  /** The URL that is really requested (RFC 6797 §8.3): http becomes https, port 80 becomes 443, other ports stay, addresses stay. */
  upgrade(url: RequestUrl): RequestUrl {
    if (url.scheme === 'https') return url;
    const step = this.host.trace.openStep({ id: 'http.hsts', title: `Look whether ${url.host} insists on HTTPS`, layers: [7], spec: ['RFC 6797 §8.3'] });
    if (url.isAddress) {
      step.notApplicable(`${url.host} is an address; the rule is for names only.`);
      return url;
    }
    const origin = this.hosts.get(url.host);
    if (origin === undefined) {
      step.skipped(`${this.clientTitle} knows of no such rule for ${url.host}, so http stays http; a response over https with Strict-Transport-Security would set one.`);
      return url;
    }
    const upgraded = this.upgraded(url);
    step.happens(
      origin === 'preloaded'
        ? `${url.host} is on the list that ships with the client, so ${url.href} is requested as ${upgraded.href} before any packet.`
        : `An earlier response of ${url.host} had Strict-Transport-Security, so ${url.href} is requested as ${upgraded.href} before any packet.`,
    );
    return upgraded;
  }
}
