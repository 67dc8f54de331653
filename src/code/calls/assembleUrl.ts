import type { ClientDescription } from '../libraries/description';
import { joinParts } from '../folding/operators';
import { queryParts, queryPartsOf } from '../folding/queryParts';
import { resolveUrl } from '../folding/resolveUrl';
import { textOf, toParts, unknown, type Part, type Setting, type Value } from '../folding/value';
import type { Settings } from './assemble';

/** A URL that needs no base: with an authority, or of a scheme that has none. `localhost:80` is none. */
const ABSOLUTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|(?:data|blob|mailto|javascript|about|file|dns|stuns?|turns?|urn|vscode|command|ms-\w+|https?|wss?|ftp):)/i;

/** The URL of the request, in parts, and where the code gives it. */
export function assembleUrl(settings: Settings, description: ClientDescription): { urlParts: readonly Part[]; urlRange: readonly [number, number] | undefined } {
  const url = settings.last('url');
  const whole = wholeUrl(settings, url, description);
  const withPath = appendSegments(whole, settings);
  const parts = appendQuery(withPath, settings);
  return { urlParts: description.templates ? openTemplates(parts) : parts, urlRange: url?.range };
}

/** `{name}` in a known text is a part that the client fills in. */
function openTemplates(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap((part): readonly Part[] => (typeof part === 'string'
    ? part.split(/(\{[\w.]{1,60}(?::[^{}]{0,60})?\})/).map((piece, at) => (at % 2 === 0 ? piece : { name: piece.slice(1, -1).replace(/:.*$/, '') }))
    : [part]));
}

function wholeUrl(settings: Settings, url: Setting | undefined, description: ClientDescription): readonly Part[] {
  const host = settings.last('host') ?? addressOf(settings);
  if (host && !(url && isAbsolute(toParts(url.value)))) return fromHost(settings, host, url, description);
  const given = url ? joinParts(toParts(url.value)) : [];
  const base = settings.last('base');
  const root = settings.last('root');
  if (given.length === 0 && (base ?? root)) return toParts((base ?? root ?? { value: unknown('URL') }).value);
  if (!url) return [{ name: nameOfRequest(settings) ?? 'url' }];
  if (isAbsolute(given) && !(description.scheme === 'dns' && typeof given[0] !== 'string')) return given;
  if (base) return joinBase(toParts(base.value), given);
  if (root) return resolved(given, description.baseIsFolder ? asFolder(toParts(root.value)) : toParts(root.value));
  const scheme = settings.last('scheme');
  return withScheme(given, description, scheme && textOf(scheme.value));
}

/** What the code calls a request that it was handed. */
function nameOfRequest(settings: Settings): string | undefined {
  const value = settings.last('incomplete')?.value;
  return value?.kind === 'unknown' ? value.name : undefined;
}

/** axios and its kind put one slash between base and path, whatever both have. */
function joinBase(base: readonly Part[], path: readonly Part[]): readonly Part[] {
  const before = [...joinParts(base)];
  const after = [...joinParts(path)];
  const last = before.at(-1);
  if (typeof last === 'string') before[before.length - 1] = last.replace(/\/+$/, '');
  const [first] = after;
  if (typeof first === 'string' && /^[?#]/.test(first)) return joinParts([...before, ...after]);
  if (typeof first === 'string') after[0] = first.replace(/^\/+/, '');
  return joinParts([...before, '/', ...after]);
}

/** A base with a slash at the end of its path. */
function asFolder(base: readonly Part[]): readonly Part[] {
  const last = base.at(-1);
  return typeof last === 'string' && /[?#]|\/$/.test(last) ? base : joinParts([...base, '/']);
}

function resolved(path: readonly Part[], base: readonly Part[]): readonly Part[] {
  const value = resolveUrl(path, base);
  return value.kind === 'url' ? value.parts : joinBase(base, path);
}

/** Clients that take a URL without a scheme put theirs before it. */
function withScheme(given: readonly Part[], { scheme }: ClientDescription, named: string | undefined): readonly Part[] {
  const [start = ''] = given;
  if (!scheme || (typeof start === 'string' && /^\//.test(start))) return given;
  if (/^(?:dns|stun|turn)$/.test(scheme)) return joinParts([`${scheme}:`, ...given]);
  return typeof start === 'string' ? joinParts([`${named ?? scheme}://`, ...given]) : given;
}

function fromHost(settings: Settings, host: Setting, url: Setting | undefined, description: ClientDescription): readonly Part[] {
  const scheme = settings.last('scheme');
  const port = settings.last('port') ?? addressOf(settings, 1);
  const path = settings.last('path') ?? url;
  const secure = settings.last('secure');
  const encrypted = secure?.value.kind === 'primitive' && Boolean(secure.value.value);
  const named = scheme ? textOf(scheme.value)?.replace(/:$/, '') : encrypted ? 'https' : description.scheme;
  const given = toParts(host.value);
  // An address of IPv6 stands in brackets (RFC 3986 §3.2.2).
  const authority = given.map((part) => (typeof part === 'string' && /^[0-9a-f]*:[0-9a-f:.]+$/i.test(part) && given.length === 1 ? `[${part}]` : part));
  // `hostname: 'api.example.com:8443'`, or a host that is a URL already.
  const [before] = joinParts(authority);
  const start: readonly Part[] = typeof before === 'string' && ABSOLUTE.test(before) ? [] : [`${named ?? 'http'}://`];
  const written = port && textOf(port.value);
  const known = port && !(port.value.kind === 'primitive' && !port.value.value);
  const portParts: readonly Part[] = known ? [':', ...(written === undefined ? toParts(port.value) : [written])] : [];
  const tail = path && !isNothing(path.value) ? toParts(path.value) : [];
  const [first = ''] = joinParts(tail);
  const slash = tail.length > 0 && !(typeof first === 'string' && /^[/?#]/.test(first)) && typeof first === 'string' ? '/' : '';
  return joinParts([...start, ...authority, ...portParts, slash, ...tail]);
}

/** The host or the port of a pair of both. */
function addressOf(settings: Settings, part = 0): Setting | undefined {
  const address = settings.last('address');
  if (address?.value.kind !== 'array') return part === 0 ? address : undefined;
  const value = address.value.items[part];
  return value && { ...address, value };
}

function appendSegments(parts: readonly Part[], settings: Settings): readonly Part[] {
  let whole = parts;
  for (const { value } of settings.of('segment')) {
    for (const item of value.kind === 'array' ? value.items : [value]) whole = joinBase(whole, toParts(item));
  }
  return whole;
}

/** Parameters go behind the query that is there, before a fragment. */
function appendQuery(parts: readonly Part[], settings: Settings): readonly Part[] {
  let whole = joinParts(parts);
  for (const { role, value, name, conditional } of settings.of('query', 'queryPair')) {
    if (isNothing(value) && role === 'query') continue;
    const query = conditional ? [{ name: 'query' }] : role === 'query' ? queryOf(value) : queryPartsOf([[(name && textOf(name)) ?? 'name', value]]);
    if (query?.length === 0) continue;
    const hash = whole.findIndex((part) => typeof part === 'string' && part.includes('#'));
    const fragment = whole[hash];
    const before = typeof fragment === 'string' ? [...whole.slice(0, hash), fragment.slice(0, fragment.indexOf('#'))] : whole;
    const after = typeof fragment === 'string' ? [fragment.slice(fragment.indexOf('#')), ...whole.slice(hash + 1)] : [];
    const last = before.at(-1);
    const open = before.some((part) => typeof part === 'string' && part.includes('?'));
    const mark = !open ? '?' : typeof last === 'string' && /[?&]$/.test(last) ? '' : '&';
    whole = joinParts([...before, mark, ...(query ?? [{ name: value.kind === 'unknown' ? value.name : 'query' }]), ...after]);
  }
  return whole;
}

function queryOf(value: Value): readonly Part[] | undefined {
  if (value.kind === 'draft') {
    const inner = value.settings.filter(({ role }) => role === 'query' || role === 'queryPair').map((setting) => (setting.role === 'queryPair' ? queryPartsOf([[(setting.name && textOf(setting.name)) ?? 'name', setting.value]]) : queryOf(setting.value)));
    return inner.some((each) => each === undefined) ? undefined : joinParts(inner.flatMap((each, index) => [index > 0 ? '&' : '', ...(each ?? [])]));
  }
  if (value.kind === 'text') return value.parts.length > 0 && typeof value.parts[0] === 'string' ? [value.parts[0].replace(/^\?/, ''), ...value.parts.slice(1)] : value.parts;
  const object = value.kind === 'object' ? withoutNothing(value) : value;
  return queryParts(object);
}

/** Clients leave out parameters that are null or undefined. */
function withoutNothing(value: Extract<Value, { kind: 'object' }>): Value {
  const members = new Map([...value.members].filter(([, member]) => !isNothing(member())));
  return { kind: 'object', members, complete: value.complete };
}

function isAbsolute(parts: readonly Part[]): boolean {
  const [start = ''] = joinParts(parts);
  return typeof start !== 'string' || ABSOLUTE.test(start);
}

function isNothing(value: Value): boolean {
  return value.kind === 'primitive' && (value.value === undefined || value.value === null);
}
