import type { Node } from '@vscode/tree-sitter-wasm';
import type { EarlierRequest, FoundRequest } from '../../model/request';
import { AWAIT, STATEMENTS } from '../syntax/course';
import type { Budget } from '../syntaxPath';
import type { ParsedText } from '../treeCache';
import type { PlacedRequest } from './anchor';

/** Statements before a request that are looked at. */
const MOST_STATEMENTS = 12;
const MOST_CHARACTERS = 2000;
/** RFC 9110 §9.2.1: only these may change places without the server noticing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const DECLARES = /^(?:lexical_declaration|variable_declaration|local_declaration_statement|let_declaration|global_statement)$/;
/** Calls that only read what a response holds. */
const READS = /^(?:json|text|blob|bytes|read|arrayBuffer|formData|getBody|ReadAsStringAsync|ReadFromJsonAsync|ReadAsByteArrayAsync|ReadAsStreamAsync|JSON\.parse|loads|unwrap|expect)$/;
/** Plain functions that do nothing but compute. */
const COMPUTES = /^(?:encodeURIComponent|encodeURI|String|Number|URL|URLSearchParams|str|int|quote|quote_plus|urlencode|fetch|axios|got|ky|await|in|of|and|or|not)$/;
/** What can keep the code from going on to the next statement. */
const LEAVES = /\b(?:return|raise|throw|if|for|while|yield|break|continue|try|match|assert|global|nonlocal|del)\b/;
/** A text in quotes into which no value is put. */
const PLAIN_TEXT = /"[^"\\{\n]*"|'[^'\\{\n]*'/g;
const WORD = /(?<![\w$])[A-Za-z_$][\w$]*/g;
const CALLED = /([A-Za-z_$][\w$.]*)\s*!?\(/g;

/** A statement as far as it matters for what comes after it. */
interface Before {
  readonly names: ReadonlySet<string>;
  readonly uses: ReadonlySet<string>;
  readonly request?: FoundRequest;
}

/**
 * Requests that stand before this one in the same run of statements, that the code waits for, and of which it certainly uses nothing.
 * `requestIn`: the request in a stretch of text. Where anything but plain declarations stands between, nothing is certain.
 */
export function needlessWaits(parsed: ParsedText, { start, end, found }: PlacedRequest, budget: Budget, requestIn: (start: number, end: number) => FoundRequest | undefined): readonly EarlierRequest[] {
  const { course, request } = found;
  if (!SAFE.has(request.method) || course?.started || course?.together || course?.inLoop) return [];
  const statement = awaitedStatement(parsed, start, end, budget);
  if (!statement || !isUsed(parsed, statement, start)) return [];
  const own = wordsOf(parsed.text.slice(start, end));
  if (!callsOnly(parsed.text.slice(start, end), true)) return [];
  const before: Before[] = [];
  let node = statement.previousNamedSibling;
  while (node && before.length < MOST_STATEMENTS && budget.spend()) {
    const read = /comment/.test(node.type) ? { names: new Set<string>(), uses: new Set<string>() } : readStatement(parsed, node, requestIn);
    if (!read) break;
    before.unshift(read);
    node = node.previousNamedSibling;
  }
  return before.flatMap(({ request: earlier }, index) => (earlier && !depends(own, before.slice(index)) ? [{ range: earlier.range, method: earlier.request.method, url: earlier.request.url }] : []));
}

/** The statement that the stretch stands in, where it is waited for in it. */
function awaitedStatement({ bindings, grammar }: ParsedText, start: number, end: number, budget: Budget): Node | undefined {
  const path = bindings.pathAt(start, budget) ?? [];
  const { functions } = grammar.row.language().syntax;
  let waits = false;
  for (let at = path.length - 1; at > 0; at -= 1) {
    const node = path[at];
    const parent = path[at - 1];
    if (!node || !parent || functions.has(node.type)) return undefined;
    if (node.endIndex >= end && (AWAIT.test(node.type) || (node.type === 'with_statement' && isAsync(node)))) waits = true;
    if (STATEMENTS.test(parent.type) && node.endIndex >= end) return waits ? node : undefined;
  }
  return undefined;
}

function isAsync(node: Node): boolean {
  return node.firstChild?.type === 'async';
}

/** Whether something is done with the response: a request whose response is left alone is made for what it does. */
function isUsed({ text }: ParsedText, statement: Node, start: number): boolean {
  return DECLARES.test(statement.type) || statement.type === 'with_statement' || /[=(]|\breturn\b/.test(text.slice(statement.startIndex, start));
}

/** A declaration whose value is a request or what one gave; undefined for anything else. */
function readStatement({ text }: ParsedText, node: Node, requestIn: (start: number, end: number) => FoundRequest | undefined): Before | undefined {
  if (node.endIndex - node.startIndex > MOST_CHARACTERS) return undefined;
  const source = text.slice(node.startIndex, node.endIndex);
  const found = requestIn(node.startIndex, node.endIndex);
  const request = found && SAFE.has(found.request.method) && !found.course?.started ? { request: found } : {};
  if (found && !request.request) return undefined;
  if (node.type === 'with_statement') {
    const head = source.indexOf(':\n');
    if (!found || !isAsync(node) || head < 0 || LEAVES.test(source.slice(head)) || !callsOnly(source.slice(head), false)) return undefined;
    const names = [...source.matchAll(/\bas\s+(\w+)|(?:^|\n)\s*(\w+(?:\s*,\s*\w+)*)\s*=(?!=)/g)].flatMap(([, alias = '', assigned = '']) => [alias, ...assigned.split(',')]);
    return { names: new Set(names.map((each) => each.trim()).filter((each) => each !== '')), uses: wordsOf(source), ...request };
  }
  const equals = /(?<![=!<>])=(?![=>])/.exec(source)?.index;
  if (equals === undefined || !(DECLARES.test(node.type) || /^[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*\s*(?::[^=]*)?$/.test(source.slice(0, equals)))) return undefined;
  const value = source.slice(equals + 1);
  if (!callsOnly(value, found !== undefined) || (found && !/\bawait\b/.test(value))) return undefined;
  return { names: wordsOf(source.slice(0, equals)), uses: wordsOf(value), ...request };
}

/** Whether the code calls nothing but what reads or computes; `methods`: and methods of objects, as a client's. */
function callsOnly(source: string, methods: boolean): boolean {
  for (const { 1: called = '', index } of source.matchAll(CALLED)) {
    // The method of a chain that begins with a call stands alone before its parenthesis: `.json(`.
    const isMethod = called.includes('.') || source.charAt(index - 1) === '.';
    if (READS.test(called.slice(called.lastIndexOf('.') + 1)) || READS.test(called) || COMPUTES.test(called) || (methods && isMethod)) continue;
    return false;
  }
  return true;
}

/** Whether something of what the first statement names reaches the words. */
function depends(words: ReadonlySet<string>, [first, ...between]: readonly Before[]): boolean {
  const tainted = new Set(first?.names);
  for (const { names, uses } of between) if ([...uses].some((each) => tainted.has(each))) for (const each of names) tainted.add(each);
  return [...words].some((each) => tainted.has(each));
}

function wordsOf(source: string): ReadonlySet<string> {
  return new Set([...source.replace(PLAIN_TEXT, '').matchAll(WORD)].map(([word]) => word));
}
