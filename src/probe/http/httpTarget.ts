import { maskUrl } from '../../model/masking';
import { InputError } from '../../model/wirewalkError';
import { visibleLine } from '../../model/visibleLine';
import { parseHostTarget, type HostTarget } from '../target';

/** A URL as an HTTP probe uses it. */
export interface HttpTarget {
  readonly target: HostTarget;
  readonly transport: 'tcp' | 'tls';
  /** Path and query, as in the request line. */
  readonly requestTarget: string;
  /** The Host field: without the scheme's default port (RFC 9110 §4.2.3). */
  readonly host: string;
  /** For display: without credentials and fragment, secrets masked. */
  readonly shown: string;
  readonly hasCredentials: boolean;
}

const URL_LIMIT = 8192;

/** Throws `InputError` for what is no http: or https: URL. */
export function parseHttpTarget(text: string): HttpTarget {
  const trimmed = text.trim();
  if (trimmed.length > URL_LIMIT) throw new InputError(`A URL to probe has at most ${URL_LIMIT} characters; found ${trimmed.length}.`);
  if (!URL.canParse(trimmed)) throw new InputError(`Expected an absolute http: or https: URL, found "${visibleLine(maskUrl(trimmed), 80)}".`);
  const url = new URL(trimmed);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new InputError(`Only http: and https: URLs can be probed; found the scheme "${visibleLine(url.protocol, 40)}".`);
  }
  if (url.port === '0') throw new InputError('A port is a whole number from 1 to 65535; found "0".');
  const secure = url.protocol === 'https:';
  const defaultPort = secure ? 443 : 80;
  const target = parseHostTarget(url.host, defaultPort);
  const bare = new URL(url.href);
  bare.username = '';
  bare.password = '';
  bare.hash = '';
  return {
    target,
    transport: secure ? 'tls' : 'tcp',
    requestTarget: `${url.pathname}${url.search}`,
    host: url.host,
    shown: visibleLine(maskUrl(bare.href), 500),
    hasCredentials: url.username !== '' || url.password !== '',
  };
}
