import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { asHttp2Fields, basicCredentials, computedField, contentBytes, defaultField, hasField } from './headerFields';

/** Methods for which Node expects no content: it announces none, and no length of one that is written all the same. */
const METHODS_WITHOUT_CONTENT = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

/**
 * The header fields of Node's `http.request` and `https.request`: the code's own first, as written and repeated as given, then
 * Host, Authorization from the URL's userinfo, Connection and the length. The same in Node.js 20, 22 and 24. A body is taken as
 * given to `end()`; one that is written in pieces goes out chunked (RFC 9112 §7.1), which the request does not tell.
 */
export function nodeHttpHeaders(client: string, request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const fields: HeaderField[] = [...request.headers];
  if (!hasField(fields, 'host')) fields.push(computedField('Host', parseRequestUrl(request.url).authority));
  const credentials = basicCredentials(request.url);
  if (credentials !== undefined && !hasField(fields, 'authorization')) fields.push(computedField('Authorization', credentials));
  if (!hasField(fields, 'connection')) fields.push(defaultField(client, 'Connection', 'keep-alive'));
  const framed = hasField(fields, 'content-length') || hasField(fields, 'transfer-encoding');
  if (!framed && !METHODS_WITHOUT_CONTENT.includes(request.method.toUpperCase())) {
    fields.push(computedField('Content-Length', String(contentBytes(request) ?? 0)));
  }
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}
