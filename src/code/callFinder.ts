import type { Node } from '@vscode/tree-sitter-wasm';
import type { FoundRequest } from '../model/request';
import { readAnchor, type PlacedRequest } from './calls/anchor';
import { needlessWaits } from './calls/needless';
import type { GrammarRow } from './grammars';
import { wordOf } from './libraries/clientRules';
import type { Budget } from './syntaxPath';
import type { ParsedText } from './treeCache';

export type { PlacedRequest } from './calls/anchor';

/** Calls around a position that are looked at, innermost first. */
const MAX_ENCLOSING_CALLS = 20;
/** Calls that one chain is followed inwards. */
const MAX_CHAIN = 40;
/** Nodes between a called name and its call. */
const CALLEE_LEVELS = 6;
const NAME = /[A-Za-z_$][\w$-]*/g;

/** Whether anything in the text may be a request or a URL: most files hold neither and cost no parse. */
export function mayHoldRequests(text: string, row: GrammarRow): boolean {
  if (text.includes('://')) return true;
  const words = wordsOf(text, row);
  for (const [name] of text.matchAll(NAME)) if (words.has(name)) return true;
  return false;
}

/**
 * Every call in the text that a client's description knows, in order of the words that mark them. Only the nodes around those
 * words are looked at: walking a whole tree would cost more, and hostile ones are deep.
 */
export function* findCalls(parsed: ParsedText, budget: Budget): Generator<PlacedRequest> {
  const placed: PlacedRequest[] = [];
  const among = (start: number, end: number): FoundRequest | undefined => placed.findLast((each) => start <= each.start && each.end <= end)?.found;
  for (const found of callsBetween(parsed, wordsOf(parsed.text, parsed.grammar.row), 0, parsed.text.length, budget)) {
    placed.push(found);
    yield withCourse(parsed, found, budget, among);
  }
}

function* callsBetween(parsed: ParsedText, words: ReadonlySet<string>, from: number, to: number, budget: Budget): Generator<PlacedRequest> {
  const { text, grammar } = parsed;
  const seen = new Set<number>();
  for (const { 0: name, index: at } of text.slice(from, to).matchAll(NAME)) {
    const index = from + at;
    if (!words.has(name) || !mayBeCall(grammar.row, text, index + name.length)) continue;
    if (budget.isSpent) return;
    const path = parsed.bindings.pathAt(index, budget);
    const level = path && callOfName(parsed, path);
    if (!path || level === undefined) continue;
    const found = readAnchor(parsed, path, level, budget);
    if (!found || seen.has(found.start)) continue;
    seen.add(found.start);
    yield found;
  }
}

/** The words that mark calls: those of the clients, and the names that the text itself gives them. */
function wordsOf(text: string, row: GrammarRow): ReadonlySet<string> {
  const { clients } = row.language();
  const words = new Set(clients.words);
  for (const pattern of row.localNames ?? []) {
    for (const [, names = '', module] of text.matchAll(pattern)) {
      if (module === undefined || clients.hasModule(module)) for (const [name] of names.matchAll(NAME)) words.add(name);
    }
  }
  return words;
}

/** The request that the code around an offset makes: the innermost call, or a chain of calls that it is in. */
export function findCallAt(parsed: ParsedText, offset: number, budget: Budget): PlacedRequest | undefined {
  const path = parsed.bindings.pathAt(offset, budget) ?? [];
  let calls = 0;
  for (let level = path.length - 1; level >= 0 && calls < MAX_ENCLOSING_CALLS; level -= 1) {
    const node = path[level];
    const expression = node && parsed.grammar.row.language().syntax.read(node, parsed.text);
    if (expression?.kind !== 'call') continue;
    calls += 1;
    const found = readAnchor(parsed, path, level, budget) ?? anchorInChain(parsed, expression.object, offset, budget);
    if (found) return withCourse(parsed, found, budget, (start, end) => firstCallIn(parsed, start, end, budget));
  }
  return undefined;
}

function firstCallIn(parsed: ParsedText, start: number, end: number, budget: Budget): FoundRequest | undefined {
  for (const { found } of callsBetween(parsed, parsed.grammar.row.language().clients.words, start, end, budget)) return found;
  return undefined;
}

/** The request with those that the code waits for before it, needlessly. */
function withCourse(parsed: ParsedText, placed: PlacedRequest, budget: Budget, requestIn: (start: number, end: number) => FoundRequest | undefined): PlacedRequest {
  const needless = needlessWaits(parsed, placed, budget, requestIn);
  return needless.length === 0 ? placed : { ...placed, found: { ...placed.found, course: { ...placed.found.course, needless } } };
}

/** The request of a chain whose later call is under the pointer. */
function anchorInChain(parsed: ParsedText, object: Node | undefined, offset: number, budget: Budget): PlacedRequest | undefined {
  const { syntax, clients } = parsed.grammar.row.language();
  let current = object;
  for (let links = 0; current && links < MAX_CHAIN; links += 1) {
    const expression = syntax.read(current, parsed.text);
    if (expression.kind === 'same') {
      current = expression.inner;
      continue;
    }
    if (expression.kind === 'member') {
      current = expression.object;
      continue;
    }
    if (expression.kind !== 'call' || !budget.spend()) return undefined;
    if (clients.words.has(wordOf(expression.name))) {
      const path = parsed.bindings.pathAt(expression.nameNode.startIndex, budget);
      const level = path && callOfName(parsed, path);
      const found = path && level !== undefined ? readAnchor(parsed, path, level, budget) : undefined;
      if (found && found.start <= offset && offset < found.end) return found;
    }
    current = expression.object;
  }
  return undefined;
}

/** The index in `path` of the call whose function's name the path ends with. */
function callOfName(parsed: ParsedText, path: readonly Node[]): number | undefined {
  const leaf = path.at(-1);
  if (!leaf) return undefined;
  for (let level = path.length - 1; level >= Math.max(0, path.length - CALLEE_LEVELS); level -= 1) {
    const node = path[level];
    const expression = node && parsed.grammar.row.language().syntax.read(node, parsed.text);
    if (expression?.kind !== 'call') continue;
    const { startIndex, endIndex } = expression.nameNode;
    return startIndex <= leaf.startIndex && leaf.endIndex <= endIndex ? level : undefined;
  }
  return undefined;
}

function mayBeCall({ callFollows }: GrammarRow, text: string, end: number): boolean {
  if (!callFollows) return true;
  callFollows.lastIndex = end;
  return callFollows.test(text);
}

