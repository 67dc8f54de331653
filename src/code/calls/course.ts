import type { Node } from '@vscode/tree-sitter-wasm';
import type { CallCourse, TextRange } from '../../model/request';
import { AFTERWARDS, AWAIT, BRANCH, DECIDED_BY, GATHERS, LOOP, PER_ELEMENT, STARTS } from '../syntax/course';
import type { ParsedText } from '../treeCache';

/** Characters of a name that is shown. */
const NAME_CHARACTERS = 60;
/** Characters of what is called that are compared with known names. */
const CALLEE_CHARACTERS = 40;
/** Languages in which a call gives a promise at once, so that only `await` waits for it. */
const PROMISES: ReadonlySet<string> = new Set(['javascript']);

/** Where the call at `path[top]` stands in the course of the code. `languages`: of its client. */
export function courseOf(parsed: ParsedText, path: readonly Node[], top: number, languages: readonly string[]): CallCourse {
  const { syntax } = parsed.grammar.row.language();
  const course: { -readonly [Key in keyof CallCourse]: CallCourse[Key] } = {};
  let waits = !languages.some((each) => PROMISES.has(each));
  /** The language and its library wait where they are: a callback of theirs is waited for if what it is handed to is. */
  let inCallback = false;
  for (let at = top; at >= 0; at -= 1) {
    const node = path[at];
    const inner = path[at + 1];
    if (!node) continue;
    if (at < top) {
      if (AWAIT.test(node.type)) waits = true;
      if (STARTS.test(node.type)) course.started = true;
      if (LOOP.test(node.type) && !decides(node, inner)) course.inLoop = true;
      if ((BRANCH.test(node.type) && !decides(node, inner)) || shortCircuits(parsed, node, inner)) course.conditional = true;
      const gather = calleeOf(parsed, node, inner);
      if (gather !== undefined && GATHERS.test(gather)) course.together ??= parsed.lines.rangeOf(node.startIndex, node.endIndex);
    }
    if (!syntax.functions.has(node.type)) continue;
    const handedTo = calleeAround(parsed, path, at);
    const each = handedTo !== undefined && PER_ELEMENT.test(handedTo);
    const isAfterwards = handedTo !== undefined && AFTERWARDS.test(handedTo);
    if (isAfterwards) course.follows = true;
    const isExpression = node.childForFieldName('body') !== null && !/block|body/.test(node.childForFieldName('body')?.type ?? '');
    if (!each && !isAfterwards && !(isExpression && handedTo !== undefined)) {
      course.functionRange = rangeOf(parsed, node);
      const name = nameOf(parsed, path, at);
      if (name !== undefined) course.functionName = name;
      break;
    }
    if (each) course.inLoop = true;
    // What an iteration waits for does not hold up the others: `ids.map(async (id) => await …)`.
    if (each && !/forEach$|^each$/.test(handedTo)) waits = !languages.some((language) => PROMISES.has(language));
    inCallback = true;
  }
  if (course.together !== undefined) return course;
  if (!waits && !inCallback) course.started = true;
  return course;
}

/** Whether the part of a branch or loop is looked at in any case. */
function decides(node: Node, inner: Node | undefined): boolean {
  return inner !== undefined && DECIDED_BY.some((field) => node.childForFieldName(field)?.id === inner.id);
}

/** Whether the right side of `&&`, `||` or `??` runs only if the left one asks for it. */
function shortCircuits({ text }: ParsedText, node: Node, inner: Node | undefined): boolean {
  if (node.type !== 'binary_expression' || !inner) return false;
  const left = node.childForFieldName('left');
  return left !== null && left.id !== inner.id && /&&|\|\||\?\?/.test(text.slice(left.endIndex, inner.startIndex));
}

/** What is called by a call that `inner` is an argument of. */
function calleeOf({ text, grammar }: ParsedText, node: Node, inner: Node | undefined): string | undefined {
  const expression = grammar.row.language().syntax.read(node, text);
  if (expression.kind !== 'call' || !inner || inner.startIndex < expression.nameNode.endIndex) return undefined;
  const start = expression.object?.startIndex ?? expression.nameNode.startIndex;
  const end = expression.nameNode.endIndex;
  // Of a long chain only the last name counts.
  return end - start > CALLEE_CHARACTERS ? `.${expression.name}` : text.slice(start, end).replace(/\s+/g, '');
}

/** What the function at `path[at]` is handed to. */
function calleeAround(parsed: ParsedText, path: readonly Node[], at: number): string | undefined {
  for (let outer = at - 1; outer >= Math.max(0, at - 3); outer -= 1) {
    const node = path[outer];
    const callee = node && calleeOf(parsed, node, path[outer + 1]);
    if (callee !== undefined) return callee;
  }
  return undefined;
}

function rangeOf({ lines }: ParsedText, { startIndex, endIndex }: Node): TextRange {
  return lines.rangeOf(startIndex, endIndex);
}

/** Its own name, or that of the variable, field or member that it is the value of. */
function nameOf({ text }: ParsedText, path: readonly Node[], at: number): string | undefined {
  const node = path[at];
  const own = node?.childForFieldName('name') ?? declaratorOf(node);
  const holder = path[at - 1];
  const named = own ?? (/declarator|assignment|pair|field_definition|property/.test(holder?.type ?? '') ? holder?.childForFieldName('name') ?? holder?.childForFieldName('key') ?? holder?.childForFieldName('property') ?? holder?.childForFieldName('left') : undefined);
  const name = named ? text.slice(named.startIndex, named.endIndex) : undefined;
  return name !== undefined && name.length <= NAME_CHARACTERS && /^[\w$.#:!?-]+$/.test(name) ? name : undefined;
}

/** C and C++ hold a function's name in its declarator. */
function declaratorOf(node: Node | undefined): Node | null {
  return node?.childForFieldName('declarator')?.childForFieldName('declarator') ?? null;
}
