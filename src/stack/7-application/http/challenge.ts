import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64 } from '../../base64';
import { toHex } from '../../fieldWriter';
import { splitOutsideQuotes, unquoted } from './fieldValues';

/** A user name and password. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** What a server asks for in WWW-Authenticate or Proxy-Authenticate (RFC 9110 §11.3), as far as it can be answered. */
export type Challenge =
  | { readonly scheme: 'basic'; readonly realm: string }
  /** RFC 7616 with `algorithm=SHA-256` and `qop=auth`. */
  | { readonly scheme: 'digest'; readonly realm: string; readonly nonce: string };

/** The request that a digest is for, and what its sender adds. */
export interface DigestInputs {
  readonly method: string;
  /** The request target. */
  readonly uri: string;
  /** How many requests the client has sent with this nonce, this one included. */
  readonly count: number;
  readonly clientNonce: string;
}

/** A challenge as the value of its header field. */
export function challengeText(challenge: Challenge): string {
  return challenge.scheme === 'basic' ? `Basic realm="${challenge.realm}"` : `Digest realm="${challenge.realm}", qop="auth", algorithm=SHA-256, nonce="${challenge.nonce}"`;
}

/** The challenge in a header field's value; undefined where there is none that can be answered. Takes any text; time is linear in its length. */
export function parseChallenge(value: string): Challenge | undefined {
  const [, scheme = '', rest = ''] = /^\s*([A-Za-z]+)\s+([^]*)$/.exec(value) ?? [];
  const parameters = parametersOf(rest);
  const realm = parameters.get('realm') ?? '';
  if (scheme.toLowerCase() === 'basic') return { scheme: 'basic', realm };
  const nonce = parameters.get('nonce');
  if (scheme.toLowerCase() !== 'digest' || nonce === undefined || parameters.get('algorithm')?.toUpperCase() !== 'SHA-256') return undefined;
  const offersAuth = (parameters.get('qop') ?? '').split(',').some((each) => each.trim() === 'auth');
  return offersAuth ? { scheme: 'digest', realm, nonce } : undefined;
}

/** The value of Authorization for the Basic scheme (RFC 7617 §2): user name and password in base64, which hides nothing. */
export function basicAuthorization({ user, password }: Credentials): string {
  return `Basic ${toBase64(new TextEncoder().encode(`${user}:${password}`))}`;
}

/** The value of Authorization for the Digest scheme (RFC 7616 §3.4): proves that the sender knows the password without sending it. */
export function digestAuthorization(credentials: Credentials, { realm, nonce }: Extract<Challenge, { scheme: 'digest' }>, inputs: DigestInputs): string {
  const count = inputs.count.toString(16).padStart(8, '0');
  const response = digestResponse(credentials, { realm, nonce, count, clientNonce: inputs.clientNonce, uri: inputs.uri }, inputs.method);
  return `Digest username="${credentials.user}", realm="${realm}", uri="${inputs.uri}", algorithm=SHA-256, nonce="${nonce}", nc=${count}, cnonce="${inputs.clientNonce}", qop=auth, response="${response}"`;
}

/** Whether an Authorization value answers the challenge for a request of that method and target. */
export function isAnswer(value: string | undefined, challenge: Challenge, credentials: Credentials, request: { readonly method: string; readonly uri: string }): boolean {
  if (value === undefined) return false;
  if (challenge.scheme === 'basic') return value === basicAuthorization(credentials);
  const parameters = parametersOf(/^Digest\s+([^]*)$/i.exec(value)?.[1] ?? '');
  const given = (name: string) => parameters.get(name) ?? '';
  if (given('username') !== credentials.user || given('nonce') !== challenge.nonce || given('uri') !== request.uri) return false;
  const expected = digestResponse(credentials, { ...challenge, count: given('nc'), clientNonce: given('cnonce'), uri: request.uri }, request.method);
  return given('response') === expected;
}

interface DigestParts {
  readonly realm: string;
  readonly nonce: string;
  readonly count: string;
  readonly clientNonce: string;
  readonly uri: string;
}

/** RFC 7616 §3.4.1 to §3.4.3. */
function digestResponse({ user, password }: Credentials, { realm, nonce, count, clientNonce, uri }: DigestParts, method: string): string {
  return hash(`${hash(`${user}:${realm}:${password}`)}:${nonce}:${count}:${clientNonce}:auth:${hash(`${method}:${uri}`)}`);
}

function hash(text: string): string {
  return toHex(sha256(new TextEncoder().encode(text)));
}

/** Names in lower case, quoted values without their quotes. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  return new Map(splitOutsideQuotes(text, ',').flatMap((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [] : [[part.slice(0, at).trim().toLowerCase(), unquoted(part.slice(at + 1).trim())] as const];
  }));
}
