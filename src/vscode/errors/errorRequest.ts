import type { PanelDiagnosis } from '../../messages';
import type { ReadError } from '../../explain/errorText/readErrorText';
import type { Request } from '../../model/request';
import { requestFromUrl } from '../../model/requestFromUrl';
import { clip } from '../../model/visibleText';
import { visible } from '../hover/inertText';

/** Shown where a message names no host: visibly an example (RFC 2606 §3). */
const EXAMPLE_HOST = 'www.example.com';
/** Ports that speak HTTP without TLS, by habit. */
const PLAIN_PORTS = /:(?:80|3\d{3}|4200|5000|5173|8000|8080|8081|8888)$/;
const LONGEST_WORDS = 120;

/** The request that an error message is about: what it names, else `fallback`, else an example. */
export function requestOf({ target, kind }: ReadError, fallback: Request | undefined): { readonly request: Request; readonly isExample: boolean } {
  const named = target === undefined ? undefined : requestTo(target, kind.layer === 6);
  const found = named ?? fallback;
  const request = found ?? requestFromUrl(`${kind.cleartext ? 'http' : 'https'}://${EXAMPLE_HOST}/`);
  return { request: kind.client === undefined ? request : { ...request, client: kind.client }, isExample: found === undefined };
}

/** What the panel tells of the message. */
export function diagnosisOf({ kind, words }: ReadError, isExample: boolean): PanelDiagnosis {
  const { title, causes, probe, spec } = kind;
  return { words: visible(clip(words, LONGEST_WORDS)), title, causes, isExample, ...(probe === undefined ? {} : { probe }), ...(spec === undefined ? {} : { spec }) };
}

/** Undefined where the text is no URL and no host that a request can go to. */
function requestTo(target: string, encrypted: boolean): Request | undefined {
  const isUrl = /^https?:\/\//i.test(target);
  const scheme = encrypted || !PLAIN_PORTS.test(target) ? 'https' : 'http';
  for (const url of isUrl ? [target] : [`${scheme}://${target}/`, `${scheme}://${bracketed(target)}/`]) {
    try {
      return requestFromUrl(url);
    } catch {
      // The next form, or none: the message may name anything.
    }
  }
  return undefined;
}

/** An IPv6 address as a URL has it; what follows the last colon counts as the port, as Node.js prints it. */
function bracketed(target: string): string {
  const [, address = '', port = ''] = /^(.*):(\d{1,5})$/.exec(target) ?? [];
  return address.includes(':') ? `[${address}]:${port}` : `[${target}]`;
}
