import type { Node } from '@vscode/tree-sitter-wasm';
import type { FoundRequest } from '../../model/request';
import { visibleLine } from '../../model/visibleLine';
import { applyCall, applyTo, type ClientCall } from '../folding/applyCall';
import { applyUses } from '../folding/applyUses';
import { Evaluator } from '../folding/evaluator';
import { optionSettings } from '../folding/settingsOf';
import { text as stringValue, type DraftValue, type Setting, type Value } from '../folding/value';
import { describeUrl } from '../sourceUrl';
import type { CallExpression } from '../syntax/expression';
import { Budget } from '../syntaxPath';
import type { ParsedText } from '../treeCache';
import { assemble } from './assemble';
import type { CallReading } from './callReading';
import { clientOrigin } from './clientOrigin';
import { courseOf } from './course';
import { nameClient } from './nameClient';
import { certaintyOf } from './origin';
import { isSent } from './sent';
import { timeoutGiven } from './timeoutGiven';

/** A request with its offsets, for putting several in order. */
export interface PlacedRequest {
  readonly start: number;
  readonly end: number;
  readonly found: FoundRequest;
}

const CALL_BUDGET = 50_000;
const CALLEE_CHARACTERS = 60;
/** Blocks in blocks of one call. */
const MAX_BLOCKS = 4;
/** Files that one request names as the origin of its values. */
const MAX_SOURCES = 8;
const BEFORE_CHARACTERS = 60;
/** What a text is about stands near its beginning. */
const TOP_CHARACTERS = 20_000;
/** How sure it is that the URL is right where parts of it, or its host, are not known. */
const CONFIDENCE_UNKNOWN_PARTS = 0.9;
const CONFIDENCE_UNKNOWN_HOST = 0.5;
/** What makes a call the one that says where its request goes. */
const PLACES: ReadonlySet<string> = new Set(['url', 'host', 'address', 'path']);

/** A chain of calls that begins with the anchor. */
interface Chain {
  readonly top: number;
  readonly draft: DraftValue;
  readonly sent: boolean;
}

/**
 * The request whose address the call at `path[level]` gives, with all that its chain and its variable say besides. Undefined
 * where the call is no client's, or says nothing about an address.
 */
export function readAnchor(parsed: ParsedText, path: readonly Node[], level: number, budget: Budget): PlacedRequest | undefined {
  const { text, bindings, grammar } = parsed;
  const language = grammar.row.language();
  const node = path[level];
  const call = node && language.syntax.read(node, text);
  if (!node || call?.kind !== 'call') return undefined;
  // Each call has a budget of its own, so that one hostile call cannot blind a scan to the others.
  const evaluator = new Evaluator(text, bindings, new Budget(CALL_BUDGET, budget), language, parsed.imports);
  const applied = applyCall(evaluator, call);
  const { client } = applied ?? {};
  if (!client || applied?.value.kind !== 'draft' || !isAnchor(client)) return undefined;
  const where = client.rule.where?.exec(text.slice(0, TOP_CHARACTERS));
  if (client.rule.where && !where) return undefined;
  if (client.rule.notAfter?.test(text.slice(Math.max(0, node.startIndex - BEFORE_CHARACTERS), node.startIndex))) return undefined;
  if (client.rule.onlySent && !isSent(evaluator, path, level, client.rule.onlySent)) return undefined;
  const origin = certaintyOf(evaluator, call, client);
  if (client.rule.tells !== undefined) {
    const settings = toldSettings(evaluator, call, client) ?? client.settings;
    return describe(parsed, evaluator, call, path, level, client, settings, origin, budget);
  }
  const blocked = blockSettings(evaluator, call, client, applied.value);
  const chain = blocked ? { top: level, draft: blocked, sent: true } : followChain(evaluator, path, level, { top: level, draft: applied.value, sent: client.rule.sends ?? false });
  const base = where?.groups?.['base'];
  const known = chain.sent ? chain.draft.settings : variableSettings(evaluator, path, chain);
  const settings: readonly Setting[] = base === undefined ? known : [{ role: 'base', value: stringValue(base), offset: call.argumentsStart }, ...known];
  return describe(parsed, evaluator, call, path, chain.top, client, settings, origin, budget);
}

function isAnchor({ rule, own }: ClientCall): boolean {
  if (rule.anchors === false || rule.runs !== undefined) return false;
  if (rule.anchors === true) return true;
  if (rule.anchors === 'given') return own.some(({ role, value }) => role === 'request' && !(value.kind === 'draft' && value.settings.some((inner) => PLACES.has(inner.role))));
  return own.some(({ role, value }) => PLACES.has(role) || (role === 'request' && value.kind === 'draft' && value.settings.some((inner) => PLACES.has(inner.role))));
}

/** What is said to the object before and after the call, where the call only tells its object the address. */
function toldSettings(evaluator: Evaluator, call: CallExpression, { rule }: ClientCall): readonly Setting[] | undefined {
  const subject = typeof rule.tells === 'number' ? call.args[rule.tells]?.value : call.object;
  const expression = subject && evaluator.unwrapped(subject);
  if (!subject || !expression) return undefined;
  const { syntax } = evaluator.language;
  let value: Value | undefined;
  if (expression.expression.kind === 'name') value = evaluator.variableAt(expression.expression.name, subject.startIndex, Number.POSITIVE_INFINITY);
  else if (expression.expression.kind === 'member' && syntax.self.has(evaluator.sourceOf(expression.expression.object))) {
    value = evaluator.fieldAt(expression.expression.name, subject.startIndex, Number.POSITIVE_INFINITY);
  }
  return value?.kind === 'draft' && value.settings.some(({ role }) => PLACES.has(role)) ? value.settings : undefined;
}

/** What the block of the call says about its parameter (Ruby), or about the object that it runs for (Kotlin). */
function blockSettings(evaluator: Evaluator, call: CallExpression, { rule }: ClientCall, draft: DraftValue): DraftValue | undefined {
  if (!rule.block || !call.block) return undefined;
  const parameter = call.block.childForFieldName('parameters')?.firstNamedChild;
  if (!parameter) return ownSettings(evaluator, call.block, { ...draft, type: rule.makes ?? draft.type });
  const name = evaluator.sourceOf(parameter);
  const resolved = evaluator.bindings.resolve(name, parameter.endIndex, evaluator.budget);
  const place = evaluator.bindings.placeAt(parameter.startIndex, evaluator.budget);
  if (!resolved || resolved === 'undeclared' || !place) return undefined;
  const inside = applyUses(evaluator, { ...draft, type: rule.makes ?? draft.type }, resolved.uses(evaluator.budget) ?? [], { name, functionStart: place.functionStart, offset: call.block.endIndex - 1 });
  return inside.kind === 'draft' ? inside : undefined;
}

/** What the statements of a block say where they name no object: `post(url) { header(…) }`. */
function ownSettings(evaluator: Evaluator, block: Node, draft: DraftValue, nesting = 0): DraftValue {
  const { clients, syntax } = evaluator.language;
  let current = draft;
  for (const statement of block.namedChildren) {
    if (!statement || !evaluator.budget.spend()) break;
    const { expression } = evaluator.unwrapped(statement);
    const sides = syntax.sides(statement);
    if (sides?.right) {
      const role = clients.property(`${draft.type}.${evaluator.sourceOf(sides.left)}`);
      if (role !== undefined) current = { ...current, settings: [...current.settings, ...optionSettings(role, evaluator.evaluate(sides.right), statement.startIndex)] };
    }
    if (expression.kind !== 'call' || (expression.object && !syntax.self.has(evaluator.sourceOf(expression.object)))) continue;
    const applied = applyTo(evaluator, current, `${draft.type}.${expression.name}`, expression);
    if (applied) current = { ...current, settings: applied.settings };
    // `headers { append(…) }` speaks of the same request.
    if (applied?.rule.block && expression.block && nesting < MAX_BLOCKS) current = ownSettings(evaluator, expression.block, current, nesting + 1);
  }
  return current;
}

/** The calls that are chained to the anchor: `anchor().header(…).send()`. */
function followChain(evaluator: Evaluator, path: readonly Node[], level: number, start: Chain): Chain {
  let chain = start;
  if (chain.sent) return chain;
  for (let at = level - 1; at >= 0; at -= 1) {
    const node = path[at];
    const inner = [path[at + 1]?.id, path[at + 2]?.id];
    const expression = node && evaluator.read(node);
    if (!expression) break;
    if (expression.kind === 'same' || (expression.kind === 'member' && inner.includes(expression.object.id))) continue;
    if (expression.kind !== 'call' || !expression.object || !inner.includes(expression.object.id)) break;
    const next = applyTo(evaluator, chain.draft, `${chain.draft.type}.${expression.name}`, expression);
    if (!next) continue;
    chain = { top: at, draft: { kind: 'draft', type: next.rule.makes ?? chain.draft.type, settings: next.settings }, sent: next.rule.sends ?? false };
    if (chain.sent) break;
  }
  return chain;
}

/** What is said later to the variable that the chain is assigned to. */
function variableSettings(evaluator: Evaluator, path: readonly Node[], { top, draft }: Chain): readonly Setting[] {
  const { syntax } = evaluator.language;
  for (let at = top - 1; at >= 0; at -= 1) {
    const node = path[at];
    const inner = path[at + 1];
    if (!node || !inner) break;
    const sides = syntax.sides(node);
    if (sides?.right && sides.right.startIndex <= inner.startIndex && inner.endIndex <= sides.right.endIndex) {
      const { expression } = evaluator.unwrapped(sides.left);
      const value = expression.kind === 'name'
        ? evaluator.variableAt(expression.name, node.endIndex, Number.POSITIVE_INFINITY)
        : expression.kind === 'member' ? evaluator.fieldAt(expression.name, node.endIndex, Number.POSITIVE_INFINITY) : undefined;
      return value?.kind === 'draft' && value.settings.length >= draft.settings.length ? value.settings : draft.settings;
    }
    if (evaluator.read(node).kind !== 'same') break;
  }
  return draft.settings;
}

function describe(
  parsed: ParsedText,
  { importedFrom }: Evaluator,
  call: CallExpression,
  path: readonly Node[],
  top: number,
  client: ClientCall,
  settings: readonly Setting[],
  origin: ReturnType<typeof certaintyOf>,
  budget: Budget,
): PlacedRequest {
  const { lines, text } = parsed;
  const node = path[top] ?? parsed.tree.rootNode;
  const assembled = assemble(settings, client.description, (offset) => lines.positionAt(offset).line);
  const { connectionReuse, ...made } = assembled.connectionReuse === 'pool' ? clientOrigin(parsed, call.nameNode.startIndex, settings, budget) : {};
  const reading: CallReading = { ...assembled, ...(connectionReuse === undefined ? {} : { connectionReuse }), ...timeoutGiven(client, settings, assembled), certainty: origin.certainty * (client.rule.certainty ?? 1) };
  const { urlParts, urlRange, certainty, findings, ...rest } = reading;
  const described = describeUrl(urlParts);
  const range = lines.rangeOf(node.startIndex, node.endIndex);
  const [urlStart, urlEnd] = urlRange && urlRange[0] >= node.startIndex && urlRange[1] <= node.endIndex ? urlRange : [call.nameNode.startIndex, call.nameNode.endIndex];
  const sure = described.hostKnown ? (described.unknownParts.length > 0 ? CONFIDENCE_UNKNOWN_PARTS : 1) : CONFIDENCE_UNKNOWN_HOST;
  const course = { ...courseOf(parsed, path, top, client.description.languages), ...made };
  const found: FoundRequest = {
    kind: 'call',
    range,
    urlRange: lines.rangeOf(urlStart, urlEnd),
    request: { url: described.url, ...rest, unknownParts: described.unknownParts, ...nameClient(client.description.client, text), location: { range }, ...(importedFrom.size > 0 ? { importedFrom: [...importedFrom].slice(0, MAX_SOURCES) } : {}) },
    callee: visibleLine(text.slice(call.object?.startIndex ?? call.nameNode.startIndex, call.nameNode.endIndex), CALLEE_CHARACTERS),
    confidence: Math.round(certainty * sure * 100) / 100,
    findings: [...described.findings, ...origin.findings, ...findings],
    ...(Object.keys(course).length === 0 ? {} : { course }),
  };
  return { start: node.startIndex, end: node.endIndex, found };
}
