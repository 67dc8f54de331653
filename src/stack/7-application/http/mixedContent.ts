import type { RequestUrl } from '../../../model/requestUrl';
import { parseRequestUrl } from '../../../model/requestUrl';
import type { HostServices } from '../../services';

/** What a browser does with an http URL that an https page asks for. */
export type MixedContentKind = 'blockable' | 'upgradeable';

/**
 * The URL that may be asked for from a page of `origin`, or undefined where the browser blocks it (Mixed Content §5): scripts, styles
 * and `fetch` are blocked, images are asked for over https instead. Says nothing where page or URL are not concerned.
 */
export function checkMixedContent(host: HostServices, url: RequestUrl, origin: string, kind: MixedContentKind): RequestUrl | undefined {
  if (!origin.startsWith('https:') || url.scheme === 'https') return url;
  const step = host.trace.openStep({ id: 'http.mixed-content', title: `Look whether a page over https may ask for ${url.href}`, layers: [7], spec: ['Mixed Content §4'] });
  if (url.host === 'localhost' || url.host.endsWith('.localhost') || url.host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(url.host)) {
    step.skipped(`${url.host} is this machine itself, which counts as secure; another host would have to be asked over https.`);
    return url;
  }
  if (kind === 'upgradeable' && !url.isAddress) {
    const upgraded = parseRequestUrl(url.href.replace(/^http:/, 'https:'));
    step.happens(`The page came over https, so the browser asks for ${upgraded.href} instead.`);
    return upgraded;
  }
  step.fails(`The page came over https, so a request over http is blocked before any packet: whoever is on the way could change the answer. Over https it would be sent.`);
  return undefined;
}
