import type { Node, QueryMatch } from '@vscode/tree-sitter-wasm';
import type { FoundRequest } from '../model/request';
import { visibleLine } from '../model/visibleLine';
import { CALL_READERS, type CallReading } from './calls/callReaders';
import { Evaluator } from './folding/evaluator';
import { describeUrl } from './sourceUrl';
import { Budget, pathAt } from './syntaxPath';
import type { ParsedText } from './treeCache';

/** A request with its offsets, for putting several in order. */
export interface PlacedRequest {
  readonly start: number;
  readonly end: number;
  readonly found: FoundRequest;
}

/** Calls around a position that are looked at, innermost first. */
const MAX_ENCLOSING_CALLS = 20;
const CALL_BUDGET = 50_000;
const CALLEE_CHARACTERS = 60;
/** How sure it is that the URL is right where parts of it, or its host, are not known. */
const CONFIDENCE_UNKNOWN_PARTS = 0.9;
const CONFIDENCE_UNKNOWN_HOST = 0.5;

/**
 * Every call in the text that the language's query knows, in order of the words that mark them. The query runs at the nodes
 * around those words only: over a whole tree its cost grows with the square of the nesting.
 */
export function* findCalls(parsed: ParsedText, budget: Budget): Generator<PlacedRequest> {
  const { text, tree, grammar } = parsed;
  const seen = new Set<number>();
  for (const word of grammar.row.words) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      if (budget.isSpent) return;
      const path = pathAt(tree, at, budget);
      if (!path) continue;
      const call = path.findLast((node) => grammar.row.callTypes.includes(node.type));
      if (!call || seen.has(call.id)) continue;
      seen.add(call.id);
      const found = readCallAt(parsed, call, budget);
      if (found) yield found;
    }
  }
}

/** The innermost call around an offset. */
export function findCallAt(parsed: ParsedText, offset: number, budget: Budget): PlacedRequest | undefined {
  const path = pathAt(parsed.tree, offset, budget) ?? [];
  const calls = path.filter((node) => parsed.grammar.row.callTypes.includes(node.type)).reverse();
  for (const call of calls.slice(0, MAX_ENCLOSING_CALLS)) {
    const found = readCallAt(parsed, call, budget);
    if (found) return found;
  }
  return undefined;
}

function readCallAt(parsed: ParsedText, call: Node, budget: Budget): PlacedRequest | undefined {
  // Only patterns rooted at this very node: its arguments are not searched.
  for (const match of parsed.grammar.query.matches(call, { maxStartDepth: 0 })) {
    if (captureOf(match, 'call')?.id !== call.id) continue;
    const found = readCall(parsed, match, call, budget);
    if (found) return found;
  }
  return undefined;
}

function readCall(parsed: ParsedText, match: QueryMatch, call: Node, budget: Budget): PlacedRequest | undefined {
  const callee = captureOf(match, 'callee');
  const args = captureOf(match, 'arguments');
  const reader = CALL_READERS.get(match.setProperties?.api ?? '');
  if (!callee || !args || !reader) return undefined;
  const { text, lines, bindings } = parsed;
  // Each call has a budget of its own, so that one hostile call cannot blind a scan to the others.
  const evaluator = new Evaluator(text, bindings, new Budget(CALL_BUDGET, budget));
  const reading = reader({ callee, arguments: args }, evaluator, (offset) => lines.positionAt(offset).line);
  return reading && { start: call.startIndex, end: call.endIndex, found: describeCall(parsed, call, callee, reading) };
}

function describeCall({ text, lines }: ParsedText, call: Node, callee: Node, reading: CallReading): FoundRequest {
  const described = describeUrl(reading.urlParts);
  const range = lines.rangeOf(call.startIndex, call.endIndex);
  const quoted = reading.urlNode.type === 'string' || reading.urlNode.type === 'template_string' ? 1 : 0;
  const certainty = described.hostKnown ? (described.unknownParts.length > 0 ? CONFIDENCE_UNKNOWN_PARTS : 1) : CONFIDENCE_UNKNOWN_HOST;
  return {
    kind: 'call',
    range,
    urlRange: lines.rangeOf(reading.urlNode.startIndex + quoted, reading.urlNode.endIndex - quoted),
    request: {
      url: described.url,
      method: reading.method,
      headers: reading.headers,
      ...(reading.body === undefined ? {} : { body: reading.body }),
      unknownParts: described.unknownParts,
      ...(reading.client === undefined ? {} : { client: reading.client }),
      ...(reading.timeoutMs === undefined ? {} : { timeoutMs: reading.timeoutMs }),
      location: { range },
    },
    callee: visibleLine(text.slice(callee.startIndex, callee.endIndex), CALLEE_CHARACTERS),
    confidence: Math.round(reading.certainty * certainty * 100) / 100,
    findings: [...described.findings, ...reading.findings],
  };
}

function captureOf(match: QueryMatch, name: string): Node | undefined {
  return match.captures.find((capture) => capture.name === name)?.node;
}
