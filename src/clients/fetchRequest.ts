import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { asHttp2Fields, computedField, contentBytes, defaultField, findField, hasField, isNamed, withoutFields } from './headerFields';

/** Methods that announce an empty body (RFC 9110 §8.6); undici compares them as they are written. */
const METHODS_WITH_CONTENT = ['POST', 'PUT', 'PATCH'];

/** Names that fetch or undici sets itself, whatever the code says. */
const REPLACED_FIELDS = ['host', 'connection', 'content-length', 'keep-alive'];

/**
 * The header fields of Node's `fetch` (undici), the code's own merged in: Host and Connection first, then the code's in their
 * order with repeated names joined, then what fetch adds, the length last. The same in Node.js 20, 22 and 24.
 * Fetch standard §4.5 (HTTP-network-or-cache fetch) and §5.3 (a body's Content-Type).
 */
export function fetchHeaders(client: string, request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const { authority, scheme } = parseRequestUrl(request.url);
  const own = joined(withoutFields(request.headers, ...REPLACED_FIELDS));
  const connection = findField(request.headers, 'connection');
  const closes = request.method === 'HEAD' || connection?.value.toLowerCase() === 'close';
  const fields: HeaderField[] = [
    computedField('host', authority),
    { ...defaultField(client, 'connection', closes ? 'close' : 'keep-alive'), ...(closes && connection ? { source: connection.source } : {}) },
    // The mode is fetch's to say: a value of the code's keeps its place only.
    ...own.map((field) => (isNamed(field, 'sec-fetch-mode') ? defaultField(client, 'sec-fetch-mode', 'cors') : field)),
  ];
  const add = (name: string, value: string) => {
    if (!hasField(fields, name)) fields.push(defaultField(client, name, value));
  };
  const mediaType = request.body && (request.body.mediaType ?? (request.body.text === undefined ? undefined : 'text/plain;charset=UTF-8'));
  if (mediaType !== undefined) add('content-type', mediaType);
  add('accept', '*/*');
  add('accept-language', '*');
  add('sec-fetch-mode', 'cors');
  add('user-agent', 'node');
  add('accept-encoding', hasField(fields, 'range') ? 'identity' : scheme === 'https' ? 'br, gzip, deflate' : 'gzip, deflate');
  const length = contentBytes(request) ?? (METHODS_WITH_CONTENT.includes(request.method) ? 0 : undefined);
  if (length !== undefined) fields.push(computedField('content-length', String(length)));
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** Repeated names as one field (RFC 9110 §5.3; cookies with "; ", RFC 6265 §5.4), at the place and in the writing of the first. */
function joined(fields: readonly HeaderField[]): HeaderField[] {
  const byName = new Map<string, HeaderField>();
  for (const field of fields) {
    const key = field.name.toLowerCase();
    const before = byName.get(key);
    byName.set(key, before ? { ...before, value: `${before.value}${key === 'cookie' ? '; ' : ', '}${field.value}` } : field);
  }
  return [...byName.values()];
}

/** Ports that fetch does not connect to (Fetch standard §2.9), as Node.js 20 and 24 answered "bad port" for 1 to 11000. */
const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117,
  119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
  989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);
const FORBIDDEN_METHODS = ['CONNECT', 'TRACE', 'TRACK'];
const UNSUPPORTED_FIELDS = ['transfer-encoding', 'expect', 'upgrade', 'keep-alive'];

/** Why `fetch` throws for this request; undefined where it sends it. */
export function fetchRefuses(request: Request): string | undefined {
  const { username, password, port } = parseRequestUrl(request.url);
  if (username !== '' || password !== '') {
    return 'fetch throws a TypeError for a URL with a user name or password; an Authorization field instead would be sent (Fetch standard §5.4).';
  }
  if (FORBIDDEN_METHODS.includes(request.method.toUpperCase())) {
    return `fetch throws a TypeError for the method ${request.method.toUpperCase()} (Fetch standard §2.2.1); any other would be sent.`;
  }
  if (request.body && ['GET', 'HEAD'].includes(request.method)) {
    return `fetch throws a TypeError for a ${request.method} request with a body (Fetch standard §5.4); without one it would be sent.`;
  }
  if (BLOCKED_PORTS.has(port)) return `fetch blocks port ${port}, which belongs to another protocol (Fetch standard §2.9); another port would be asked.`;
  const unsupported = request.headers.find(({ name }) => UNSUPPORTED_FIELDS.includes(name.toLowerCase()));
  if (unsupported) return `fetch in Node.js throws for the header field ${unsupported.name}, which only the client itself may set; without it the request would be sent.`;
  const announced = findField(request.headers, 'content-length')?.value;
  const length = contentBytes(request);
  if (announced !== undefined && request.body?.text !== undefined && Number(announced) !== length) {
    return `fetch in Node.js throws where Content-Length (${announced}) is not the length of the body (${length}).`;
  }
  return undefined;
}
