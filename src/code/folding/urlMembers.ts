import { joinParts } from './operators';
import { originOf } from './resolveUrl';
import { knownText, type Part, type UrlValue } from './value';

/** Members whose setters keep the rest of the URL (WHATWG URL §6.1). */
const COMPONENTS = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const;

/** The URL with something added to its query. */
export function addQuery(value: UrlValue, query: readonly Part[]): UrlValue {
  const parts = joinParts(value.parts);
  const hasQuery = parts.some((part) => typeof part === 'string' && part.includes('?'));
  return { kind: 'url', parts: joinParts([...parts, hasQuery ? '&' : '?', ...query]) };
}

/** The URL after `url.member = given`. Undefined where that has no certain outcome: another member, or a part that is not known. */
export function withUrlMember(url: UrlValue, member: string, given: readonly Part[]): UrlValue | undefined {
  const component = COMPONENTS.find((each) => each === member);
  const [whole, text] = [knownText(url.parts), knownText(given)];
  if (component !== undefined && whole !== undefined && text !== undefined && URL.canParse(whole)) {
    const changed = new URL(whole);
    changed[component] = text;
    return { kind: 'url', parts: [changed.href] };
  }
  if (/^(?:query|search|Query|RawQuery)$/.test(member)) {
    const [start, ...more] = joinParts(given);
    return addQuery({ kind: 'url', parts: splitQuery(url.parts)[0] }, typeof start === 'string' ? [start.replace(/^\?/, ''), ...more] : given);
  }
  if (member !== 'pathname') return undefined;
  const [start] = joinParts(given);
  return { kind: 'url', parts: joinParts([...originOf(url.parts), typeof start === 'string' && start.startsWith('/') ? '' : '/', ...given, ...splitQuery(url.parts)[1]]) };
}

/** What stands before the query, and the query with what follows it. */
function splitQuery(parts: readonly Part[]): readonly [before: readonly Part[], query: readonly Part[]] {
  const at = parts.findIndex((part) => typeof part === 'string' && part.includes('?'));
  const part = parts[at];
  if (typeof part !== 'string') return [parts, []];
  const mark = part.indexOf('?');
  return [[...parts.slice(0, at), part.slice(0, mark)], [part.slice(mark), ...parts.slice(at + 1)]];
}
