import type { Node } from '@vscode/tree-sitter-wasm';
import type { CallCourse, Request } from '../../model/request';
import type { Setting } from '../folding/value';
import { NO_FUNCTION } from '../folding/bindings';
import { LOOP } from '../syntax/course';
import type { Budget } from '../syntaxPath';
import type { ParsedText } from '../treeCache';

/** Nodes between the making of a client and what it is assigned to. */
const LEVELS = 16;
/** A name that occurs more often in one function is not looked into. */
const MAX_USES = 50;
/** Members by which a client sends that are not requests by themselves. */
const SENDERS = /^(?:Do|send|sendAsync|Send|SendAsync|newCall|execute|Execute|ExecuteAsync|request|exchange)$/;

/** What is known of the client that a call goes through. */
interface ClientOrigin extends Pick<CallCourse, 'clientMadeAt' | 'clientMadeInLoop'>, Pick<Request, 'connectionReuse'> {}

/**
 * Whether the client of a call outlives it. One that is made in the same function for this one request, or anew in the loop that the
 * call is in, does not; one that is made elsewhere, used for more or handed on does.
 */
export function clientOrigin(parsed: ParsedText, callOffset: number, settings: readonly Setting[], budget: Budget): ClientOrigin {
  const madeAt = makingOf(settings);
  if (madeAt === undefined) return {};
  const made = parsed.bindings.placeAt(madeAt, budget);
  const used = parsed.bindings.placeAt(callOffset, budget);
  const path = parsed.bindings.pathAt(madeAt, budget);
  if (!made || !used || !path) return {};
  const clientMadeAt = parsed.lines.positionAt(madeAt);
  if (made.functionStart !== used.functionStart) return { clientMadeAt };
  const inLoop = path.some((node) => LOOP.test(node.type) && node.startIndex >= made.functionStart && node.startIndex <= callOffset && callOffset < node.endIndex && isBodyOf(node, madeAt));
  const perCall = inLoop || (made.functionStart !== NO_FUNCTION && servesOne(parsed, path, madeAt));
  return { clientMadeAt, ...(inLoop ? { clientMadeInLoop: true as const } : {}), ...(perCall ? { connectionReuse: 'per-call' as const } : {}) };
}

/** Where the last client, session or agent of the settings is made; undefined where that is not in this text. */
function makingOf(settings: readonly Setting[]): number | undefined {
  const agent = settings.findLast(({ role }) => role === 'agent');
  if (!agent) return undefined;
  if (agent.value.kind === 'draft') return makingOf(agent.value.settings);
  return agent.value.kind === 'primitive' && agent.value.value === true && !agent.origin ? agent.offset : undefined;
}

/** What a loop goes over is made once, what stands in its body each time. */
function isBodyOf(loop: Node, offset: number): boolean {
  const body = loop.childForFieldName('body');
  return body !== null && body.startIndex <= offset && offset < body.endIndex;
}

/** Whether the client, made at the offset, is used for one request only and stays in its function. */
function servesOne(parsed: ParsedText, path: readonly Node[], madeAt: number): boolean {
  const { text, grammar } = parsed;
  const { syntax, clients } = grammar.row.language();
  const owner = path.findLast((node) => syntax.functions.has(node.type));
  if (!owner) return false;
  const variable = variableOf(parsed, path, madeAt);
  if (variable === undefined) return true;
  if (variable === 'not-a-name') return false;
  let sent = 0;
  let uses = 0;
  for (const { 0: found, index } of text.slice(madeAt, owner.endIndex).matchAll(new RegExp(`(?<![\\w$.])${escaped(variable)}(?![\\w$])`, 'g'))) {
    uses += 1;
    if (uses > MAX_USES) return false;
    const behind = text.slice(madeAt + index + found.length, madeAt + index + found.length + 60);
    // The place where it gets its name.
    if (/^\s*:\s*$|^\s*:\s*\n/.test(behind.slice(0, 3)) && /\bas\s+$/.test(text.slice(Math.max(0, madeAt + index - 6), madeAt + index))) continue;
    const member = /^\s*(?:\?\.|\.|->|::)\s*([\w$]+)/.exec(behind)?.[1];
    if (member === undefined) return false;
    if (clients.words.has(member) || SENDERS.test(member)) sent += 1;
  }
  return sent <= 1;
}

/** The variable that what is made at the end of the path is assigned to; undefined where it has none and is used at once. */
function variableOf({ text, grammar }: ParsedText, path: readonly Node[], madeAt: number): string | undefined {
  const { syntax } = grammar.row.language();
  for (let at = path.length - 1; at >= Math.max(0, path.length - LEVELS); at -= 1) {
    const node = path[at];
    if (!node) continue;
    if (node.type === 'as_pattern') {
      const alias = node.childForFieldName('alias');
      return alias ? asName(text.slice(alias.startIndex, alias.endIndex)) : 'not-a-name';
    }
    const sides = syntax.sides(node);
    if (sides?.right) return asName(text.slice(sides.left.startIndex, sides.left.endIndex));
    if (node.startIndex < madeAt && /^(?:return|argument|pair$|keyword_argument)/.test(node.type)) return 'not-a-name';
    if (/statement$|declaration$/.test(node.type)) return undefined;
  }
  return 'not-a-name';
}

/** A plain local variable; a field, or several names, are none. */
function asName(source: string): string {
  const name = source.trim().replace(/^(?:mut|var|let)\s+/, '');
  return /^[A-Za-z_]\w*$/.test(name) ? name : 'not-a-name';
}

function escaped(name: string): string {
  return name.replace(/[$]/g, '\\$&');
}
