import { readAddressBar } from '../../../model/addressBar';
import { SUPPORTED_SCHEMES } from '../../../model/requestUrl';
import type { RequestUrl } from '../../../model/requestUrl';
import { visibleLine } from '../../../model/visibleLine';
import type { HostServices } from '../../services';

const SHOWN_CHARACTERS = 80;

/** Says what a browser takes the text in its address bar for, and what becomes of each part of `url`, which it led to. */
export function enterAddress(host: HostServices, typed: string, url: RequestUrl): void {
  const reading = readAddressBar(typed);
  const text = visibleLine(typed, SHOWN_CHARACTERS);
  const isUrl = reading.kind === 'url';
  const spec = isUrl ? ['WHATWG URL §4.4', 'RFC 9110 §4.2'] : ['WHATWG URL §5.2'];
  const step = host.trace.openStep({ id: 'browser.address', title: `Take "${text}" as ${isUrl ? 'a URL' : 'search terms'}`, layers: [7], spec });
  step.happens(`${isUrl ? urlReason(reading.url === typed.trim(), url) : searchReason(typed, url)} ${partsOf(url)}`);
}

function urlReason(hasScheme: boolean, { scheme, host }: RequestUrl): string {
  if (hasScheme) return 'The text has a scheme, so it is a URL.';
  const why = scheme === 'https'
    ? 'a public name without a port is asked over https first'
    : 'an address of digits, a name that only this network knows, or a port is taken for http, as many such servers have no certificate';
  return `The text has no scheme but names the host ${host}, so it is a URL; ${scheme}:// is put before it: ${why}. With a space in it, it would be search terms.`;
}

function searchReason(typed: string, { host }: RequestUrl): string {
  const why = /\s/.test(typed.trim()) ? 'has spaces' : 'names no host that a browser would go to';
  return `The text has no scheme and ${why}, so it is sent to the search service as the value of q; ${host} is invented. With a scheme such as https:// before it, it would be a URL.`;
}

function partsOf({ scheme, host, port, path, fragment, username, password }: RequestUrl): string {
  const parts = [
    `scheme ${scheme}`,
    ...(username === '' && password === '' ? [] : ['a user name, which stays in the browser until the server asks for it']),
    `host ${host}`,
    `port ${port}${SUPPORTED_SCHEMES.get(scheme) === port ? ' (the scheme\'s own)' : ''}`,
    `path ${visibleLine(path, SHOWN_CHARACTERS)}`,
  ];
  const rest = fragment === '' ? '' : ` The fragment #${visibleLine(fragment, SHOWN_CHARACTERS)} is never sent: the browser keeps it for the page.`;
  return `Parts of the URL: ${parts.join(', ')}.${rest}`;
}
