import type { HeaderField } from '../model/request';
import { joinParts } from './folding/operators';
import { knownText, showParts, type Part } from './folding/value';
import type { LineIndex } from './lineIndex';
import { describeUrl } from './sourceUrl';
import type { PlacedRequest } from './calls/anchor';
import { nameClient } from './calls/nameClient';

const REQUEST_LINE = /^(?:([A-Z][A-Z-]{1,20})[ \t]+)?(\S.*?)(?:[ \t]+HTTP\/([\d.]+))?[ \t]*$/;
const METHOD_FIRST = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|PATCH|OPTIONS|TRACE|PROPFIND|PURGE|WEBSOCKET|GRAPHQL|[A-Z]{3,12})[ \t]+\S|^https?:\/\//;
const FIELD = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*(.*)$/;
/** Variables in variables in … beyond this are not looked into. */
const MAX_NESTING = 8;

interface Line {
  readonly text: string;
  readonly start: number;
}

/**
 * The requests of a `.http` or `.rest` file, as editors' HTTP clients read it: parted by `###`, with variables of the file
 * (`@name = value`) put in. Files that it names are not read, scripts not run; what they give is unknown.
 */
export function readHttpFile(text: string, lines: LineIndex): PlacedRequest[] {
  const variables = new Map<string, string>();
  const all: Line[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g)) {
    if (match[0] === '' && match.index >= text.length) break;
    all.push({ text: match[1] ?? '', start: match.index });
    const variable = /^@([\w.-]+)\s*=\s*(.*?)\s*$/.exec(match[1] ?? '');
    if (variable?.[1] !== undefined) variables.set(variable[1], variable[2] ?? '');
  }
  const found: PlacedRequest[] = [];
  let block: Line[] = [];
  for (const line of [...all, { text: '###', start: text.length }]) {
    if (!/^###/.test(line.text)) {
      block.push(line);
      continue;
    }
    const request = readBlock(block, variables, lines);
    if (request) found.push(request);
    block = [];
  }
  return found;
}

function readBlock(block: readonly Line[], variables: ReadonlyMap<string, string>, lines: LineIndex): PlacedRequest | undefined {
  const first = block.findIndex(({ text }) => text.trim() !== '' && !/^(?:#|\/\/|@|<|>)/.test(text.trim()));
  const line = block[first];
  const match = line && METHOD_FIRST.test(line.text.trim()) ? REQUEST_LINE.exec(line.text.trim()) : null;
  if (!line || !match) return undefined;
  let target = match[2] ?? '';
  let at = first + 1;
  // A long query goes on in indented lines.
  for (; /^\s+[?&/]/.test(block[at]?.text ?? ''); at += 1) target += block[at]?.text.trim() ?? '';
  const version = match[3] ?? /[ \t]+HTTP\/([\d.]+)$/.exec(target)?.[1];
  target = target.replace(/[ \t]+HTTP\/[\d.]+$/, '');
  const headers: HeaderField[] = [];
  for (; (block[at]?.text.trim() ?? '') !== ''; at += 1) {
    const each = block[at];
    const field = each && !/^(?:#|\/\/)/.test(each.text) ? FIELD.exec(each.text) : null;
    if (each && field?.[1] !== undefined) headers.push({ name: field[1], value: showParts(fill(field[2] ?? '', variables)), source: { kind: 'code', line: lines.positionAt(each.start).line } });
  }
  const rest = block.slice(at + 1).filter(({ text }) => !/^\s*(?:#|\/\/)/.test(text));
  const script = rest.findIndex(({ text }) => /^\s*(?:>|<>)\s/.test(text) || /^\s*>\s*\{%/.test(text));
  const bodyLines = script === -1 ? rest : rest.slice(0, script);
  while (bodyLines.at(-1)?.text.trim() === '') bodyLines.pop();
  const body = bodyOf(bodyLines, variables, headers);
  const urlParts = urlOf(target, headers, variables);
  const described = describeUrl(urlParts);
  const last = bodyLines.at(-1) ?? block[at - 1] ?? line;
  const end = last.start + last.text.length;
  const range = lines.rangeOf(line.start, end);
  const urlStart = line.start + line.text.indexOf(match[2] ?? '');
  return {
    start: line.start,
    end,
    found: {
      kind: 'call',
      range,
      urlRange: lines.rangeOf(urlStart, urlStart + (match[2] ?? '').length),
      request: {
        url: described.url,
        method: match[1] ?? 'GET',
        headers: headers.filter(({ name }) => name.toLowerCase() !== 'host'),
        ...(body ? { body } : {}),
        unknownParts: described.unknownParts,
        ...nameClient('http-file', ''),
        ...(version === undefined ? {} : { httpVersion: version }),
        location: { range },
      },
      callee: 'http',
      confidence: described.hostKnown ? (described.unknownParts.length > 0 ? 0.9 : 1) : 0.5,
      findings: described.findings,
    },
  };
}

/** A path alone is that of the host in the Host field. */
function urlOf(target: string, headers: readonly HeaderField[], variables: ReadonlyMap<string, string>): readonly Part[] {
  const parts = fill(target, variables);
  const host = headers.find(({ name }) => name.toLowerCase() === 'host');
  const [start = ''] = parts;
  if (typeof start === 'string' && start.startsWith('/') && host) return joinParts([`http://`, ...fill(host.value.replace(/\{([^{}]+)\}/g, '{{$1}}'), variables), ...parts]);
  return parts;
}

function bodyOf(lines: readonly Line[], variables: ReadonlyMap<string, string>, headers: readonly HeaderField[]): { text?: string; lengthBytes?: number; mediaType?: string } | undefined {
  if (lines.length === 0) return undefined;
  const mediaType = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  const isFile = lines.some(({ text }) => /^\s*<@?\s*\S/.test(text) && !/^\s*<\w/.test(text));
  const known = isFile ? undefined : knownText(fill(lines.map(({ text }) => text).join('\n'), variables));
  return { ...(known === undefined ? {} : { text: known, lengthBytes: new TextEncoder().encode(known).length }), ...(mediaType === undefined ? {} : { mediaType }) };
}

/** `{{name}}` with the file's own variables put in; others, and what a system gives (`{{$uuid}}`), stay unknown. */
function fill(text: string, variables: ReadonlyMap<string, string>, nesting = 0): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{\{\s*([^{}]{1,80}?)\s*\}\}/g)) {
    parts.push(text.slice(at, match.index));
    const name = match[1] ?? '';
    const value = variables.get(name);
    if (value !== undefined && nesting < MAX_NESTING) parts.push(...fill(value, variables, nesting + 1));
    else parts.push({ name: name.replace(/[^\w.$-]/g, '') || 'expression' });
    at = match.index + match[0].length;
  }
  return joinParts([...parts, text.slice(at)]);
}
