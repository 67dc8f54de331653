import { visibleLine } from '../../../model/visibleLine';

/** How the end of a message's content is found (RFC 9112 §6.3). */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly lengthBytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }
  /** The sender contradicts itself, so where the message ends cannot be trusted. */
  | { readonly kind: 'invalid' };

type Start =
  | { readonly kind: 'request' }
  | { readonly kind: 'response'; readonly status: number; readonly requestMethod?: string | undefined };

/**
 * The framing that start line and header fields give, by RFC 9112 §6.3. Contradictions that request smuggling lives on are added to
 * `anomalies`.
 */
export function bodyFraming(
  start: Start, headers: readonly { readonly name: string; readonly value: string }[], anomalies: Set<string>,
): BodyFraming {
  const values = (name: string): readonly string[] =>
    headers.filter((field) => field.name.toLowerCase() === name).flatMap((field) => field.value.split(',').map((value) => value.trim()));
  const lengths = values('content-length');
  const codings = values('transfer-encoding').map((coding) => coding.toLowerCase()).filter((coding) => coding !== '');
  if (lengths.length > 1) anomalies.add(`There are several Content-Length values: ${visibleLine(lengths.slice(0, 4).join(', '), 100)} (RFC 9112 §6.3).`);
  if (lengths.length > 0 && codings.length > 0) anomalies.add('There are both Transfer-Encoding and Content-Length, as in request smuggling (RFC 9112 §6.1).');
  if (codings.filter((coding) => coding === 'chunked').length > 1) anomalies.add('The chunked coding is applied more than once (RFC 9112 §6.1).');

  if (start.kind === 'response' && hasNoContent(start.status, start.requestMethod)) return { kind: 'none' };
  if (codings.length > 0) {
    if (codings.at(-1) === 'chunked') return { kind: 'chunked' };
    anomalies.add('The last transfer coding is not chunked (RFC 9112 §6.3).');
    return start.kind === 'request' ? { kind: 'invalid' } : { kind: 'until-close' };
  }
  const [length] = lengths;
  if (length === undefined) return { kind: start.kind === 'request' ? 'none' : 'until-close' };
  const lengthBytes = /^\d{1,16}$/.test(length) ? Number(length) : Number.NaN;
  if (!Number.isSafeInteger(lengthBytes)) {
    anomalies.add(`The Content-Length "${visibleLine(length, 40)}" is not a length that can be (RFC 9110 §8.6).`);
    return { kind: 'invalid' };
  }
  if (lengths.some((each) => each !== length)) return { kind: 'invalid' };
  return { kind: 'length', lengthBytes };
}

/** RFC 9110 §6.4.1. */
function hasNoContent(status: number, requestMethod: string | undefined): boolean {
  return requestMethod === 'HEAD' || status < 200 || status === 204 || status === 304 || (requestMethod === 'CONNECT' && status < 300);
}
