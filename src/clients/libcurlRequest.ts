import type { ConnectHabit, RedirectHabit } from '../model/clientHabits';
import type { Http2Layout } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { USUAL_REDIRECTS } from './commonHabits';
import {
  asHttp2Fields, basicCredentials, computedField, contentBytes, defaultField, findField, hasField, withoutFields,
} from './headerFields';

/** CURLOPT_HAPPY_EYEBALLS_TIMEOUT_MS. */
export const LIBCURL_CONNECT: ConnectHabit = {
  strategy: 'race', attemptDelayMs: 200, resolutionDelayMs: Number.POSITIVE_INFINITY, order: 'resolver',
};

/** libcurl 7.88 where CURLOPT_FOLLOWLOCATION (--location) has it follow: a method that the code names stays, and loses its content. */
export const LIBCURL_REDIRECTS: RedirectHabit = {
  ...USUAL_REDIRECTS,
  becomesGet: { 301: 'POST', 302: 'POST', 303: 'POST' },
  keepsContent: '307 and 308',
  dropsAcrossOrigins: ['authorization', 'cookie'],
};

/** What libcurl's nghttp2 begins with. */
export const LIBCURL_HTTP2: Http2Layout = {
  settings: [{ id: 3, value: 100 }, { id: 4, value: 33_554_432 }, { id: 2, value: 0 }],
  windowIncrementBytes: 33_488_897,
  pseudoHeaders: [':method', ':path', ':scheme', ':authority'],
  indexing: 'nghttp2',
};

/** A longer body waits for "100 Continue" (RFC 9110 §10.1.1). */
const EXPECT_ABOVE_BYTES = 1_048_576;

/** The program around libcurl, as the reader knows it, and how it names itself to servers: curl does, PHP does not. */
export interface CurlProgram {
  readonly title: string;
  readonly userAgent?: string;
}

/**
 * The header fields of libcurl, the code's own (`-H`, CURLOPT_HTTPHEADER) merged in: Host, Authorization from the URL's userinfo,
 * User-Agent and Accept, then the given ones in their order, then length and type of a body. A given field replaces libcurl's and takes
 * the given place; one with an empty value removes it (`-H 'Accept:'`).
 */
export function curlHeaders({ title, userAgent }: CurlProgram, request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const given = request.headers;
  const host = findField(given, 'host');
  const fields: HeaderField[] = [];
  if (!host) fields.push(computedField('Host', parseRequestUrl(request.url).authority));
  else if (host.value !== '') fields.push({ ...host, name: 'Host' });
  const credentials = basicCredentials(request.url);
  if (credentials !== undefined && !hasField(given, 'authorization')) fields.push(computedField('Authorization', credentials));
  if (userAgent !== undefined && !hasField(given, 'user-agent')) fields.push(defaultField(title, 'User-Agent', userAgent));
  if (!hasField(given, 'accept')) fields.push(defaultField(title, 'Accept', '*/*'));
  const sent = withoutFields(given, 'host').filter(({ value }) => value !== '');
  fields.push(...sent);
  const length = contentBytes(request);
  if (length !== undefined) fields.push(...contentFields(title, given, length, httpVersion));
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** What `-d` and CURLOPT_POSTFIELDS add. */
function contentFields(title: string, given: readonly HeaderField[], length: number, httpVersion: '1.1' | '2'): HeaderField[] {
  const fields: HeaderField[] = [];
  const framed = hasField(given, 'transfer-encoding') || hasField(given, 'content-length');
  if (!framed) fields.push(computedField('Content-Length', String(length)));
  if (!hasField(given, 'content-type')) fields.push(defaultField(title, 'Content-Type', 'application/x-www-form-urlencoded'));
  if (httpVersion === '1.1' && length > EXPECT_ABOVE_BYTES && !hasField(given, 'expect')) {
    fields.push(defaultField(title, 'Expect', '100-continue'));
  }
  return fields;
}
