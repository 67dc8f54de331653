import { readAddressBar } from './addressBar';
import type { HeaderField, Request } from './request';
import { parseRequestUrl } from './requestUrl';
import { visibleLine } from './visibleLine';
import { InputError } from './wirewalkError';

/** What a person may add to a URL that was typed or chosen. */
export interface RequestParts {
  /** Default GET. */
  readonly method?: string;
  readonly headers?: readonly HeaderField[];
  /** Text of the request's content. */
  readonly content?: string;
  /** Whether it was typed into a browser's address bar, which takes search terms too (see `readAddressBar`). Default: no. */
  readonly addressBar?: boolean;
}

/** A request for a URL that a person gave. Throws `InputError` where nothing could be sent for it (see `parseRequestUrl`). */
export function requestFromUrl(typed: string, parts: RequestParts = {}): Request {
  const { method = 'GET', headers = [], content, addressBar = false } = parts;
  checkToken(method, 'A method');
  const text = typed.trim();
  const asked = addressBar && text !== '' ? readAddressBar(text).url : text;
  const url = parseRequestUrl(asked);
  if (/[{}]/.test(url.host)) throw new InputError(`The host "${shown(url.host)}" is a placeholder: name the host to predict for.`);
  return {
    url: url.href,
    ...(asked === text ? {} : { typed: text }),
    method,
    headers,
    ...(content === undefined ? {} : { body: { text: content, lengthBytes: new TextEncoder().encode(content).length } }),
    unknownParts: [],
  };
}

/** `Name: value` as it was typed (RFC 9110 §5). Throws `InputError`. */
export function parseHeaderField(typed: string): HeaderField {
  const colon = typed.indexOf(':');
  // The rest may be a secret whose colon was forgotten.
  if (colon < 0) throw new InputError(`A header field is written "Name: value"; found no colon after "${shown(typed.trim().split(/\s/, 1)[0] ?? '')}".`);
  const name = typed.slice(0, colon);
  const value = typed.slice(colon + 1).trim();
  checkToken(name, 'The name of a header field');
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw new InputError(`The value of the header field ${name} holds a character that HTTP does not allow, such as a line break.`);
  }
  return { name, value, source: { kind: 'code' } };
}

/** RFC 9110 §5.6.2. */
function checkToken(text: string, what: string): void {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/.test(text)) {
    throw new InputError(`${what} is made of letters, digits and the marks !#$%&'*+.^_\`|~-; found "${shown(text)}".`);
  }
}

function shown(text: string): string {
  return visibleLine(text, 80);
}
