import { CLIENT_TEXTS } from './clientTexts';
import type { ErrorKind } from './errorKind';
import { ERROR_KINDS } from './errorKind';

/** An error message as far as it is understood. */
export interface ReadError {
  readonly kind: ErrorKind;
  /** The words by which it was recognised, as they stand in the text. */
  readonly words: string;
  /** Where they stand, in UTF-16 code units. */
  readonly start: number;
  /** The URL, or the host with or without a port, that the message names; undefined where it names none. */
  readonly target?: string;
}

/** Longer texts are logs: their last part has what happened last. */
const LONGEST_TEXT = 20_000;
/** As far around the words as their own message is taken to reach. */
const NEAR = 400;

/** `http` and `https` URLs, without the punctuation that ends a sentence. */
const URL_PATTERN = /\bhttps?:\/\/[^\s"'`<>)\]}]{1,2000}[^\s"'`<>)\]},.;:!?]/gi;
/** What a page asks for without TLS, where a message names the page before it. */
const INSECURE_URL = /insecure [a-z ]{1,40}'(http:\/\/[^'\s]{1,2000})'/i;
/** What stands before or around a host in the clients' own messages. */
const HOST_PATTERNS: readonly RegExp[] = [
  /(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET)\s+(\[?[0-9a-z_.:%-]{1,255}\]?)/i,
  /Could ?n[o']t resolve (?:host|proxy):\s*([0-9a-z_.-]{1,255})/i,
  /Failed to connect to\s+([0-9a-z_.:-]{1,255})\s+port\s+(\d{1,5})/i,
  /\bHost:\s*([0-9a-z_.-]{1,255})\. is not in/i,
  /(?:lookup|dial tcp)\s+(?:lookup\s+)?([0-9a-z_.-]{1,255}(?::\d{1,5})?)/i,
  /host=['"]([0-9a-z_.-]{1,255})['"], port=(\d{1,5})/i,
  /(?:not|matches? target host name|doesn't match)\s+'?([0-9a-z_-]{1,63}(?:\.[0-9a-z_-]{1,63}){1,10})'?/i,
  /UnknownHostException:\s*([0-9a-z_.-]{1,255})/i,
  /\(([0-9a-z_-]{1,63}(?:\.[0-9a-z_-]{1,63}){1,10}):(\d{1,5})\)/i,
];

/**
 * What an error message means: the kind whose words it has, and the host that it names. Undefined where nothing in it is known. Takes
 * any text; time is linear in its length.
 */
export function readErrorText(text: string): ReadError | undefined {
  const cut = Math.max(0, text.length - LONGEST_TEXT);
  const looked = text.slice(cut);
  for (const [name, pattern] of CLIENT_TEXTS) {
    const found = pattern.exec(looked);
    if (!found) continue;
    const near = looked.slice(Math.max(0, found.index - NEAR), found.index + found[0].length + NEAR);
    const target = targetIn(near);
    return { kind: ERROR_KINDS[name], words: found[0], start: cut + found.index, ...(target === undefined ? {} : { target }) };
  }
  return undefined;
}

function targetIn(text: string): string | undefined {
  const [, insecure] = INSECURE_URL.exec(text) ?? [];
  if (insecure !== undefined) return insecure;
  const [url] = text.match(URL_PATTERN) ?? [];
  if (url !== undefined) return url;
  for (const pattern of HOST_PATTERNS) {
    const [, host, port] = pattern.exec(text) ?? [];
    if (host === undefined || !/[a-z0-9]/i.test(host)) continue;
    return port === undefined ? host : `${host}:${port}`;
  }
  return undefined;
}
