import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Argument, Expression } from './expression';
import { field, OTHER, sourceOf } from './nodeShapes';

/** Rust's macros have tokens for arguments: those that make texts, lists and JSON are read from them. */
export function readMacro(node: Node, text: string): Expression {
  const macro = field(node, 'macro');
  const tokens = node.namedChildren.find((child) => child?.type === 'token_tree');
  if (!macro || !tokens) return OTHER;
  switch (sourceOf(macro, text).replace(/^.*::/, '')) {
    case 'format':
    case 'concat':
      return readFormat(tokens, text);
    case 'json':
      return readJson(sourceOf(tokens, text).slice(1, -1));
    case 'vec':
      return { kind: 'array', items: readPairs(tokens), complete: true };
    default:
      return OTHER;
  }
}

function readFormat(tokens: Node, text: string): Expression {
  const [template, ...rest] = splitTokens(tokens);
  const [literal] = template ?? [];
  if (!literal || !/string_literal/.test(literal.type)) return OTHER;
  const source = sourceOf(literal, text);
  const args = rest.flatMap((group): Argument[] => {
    const [start, ...more] = group;
    if (!start) return [];
    // `name = value`
    const equals = more[0]?.type === '=' ? more[1] : undefined;
    const value = equals ?? (start.type === '&' ? (more[0] ?? start) : start);
    const whole = group.length === 1 || equals || (start.type === '&' && more.length === 1) ? value : start;
    const members = membersOf(group, text);
    return [{ ...(members ?? { value: whole }), ...(equals ? { name: sourceOf(start, text) } : {}) }];
  });
  const plain = source.startsWith('r') ? source.replace(/^r#*"|"#*$/g, '') : unescapeC(source.slice(1, -1));
  return { kind: 'format', style: 'braces', template: plain, args };
}

/** `a.b.c` in tokens, where the argument is nothing else. */
function membersOf(group: readonly Node[], text: string): Pick<Argument, 'value' | 'members'> | undefined {
  const [object, ...behind] = group.filter(({ type }, at) => at > 0 || type !== '&');
  if (!object || behind.length < 2 || behind.length % 2 === 1 || !behind.every(({ type }, at) => type === (at % 2 === 0 ? '.' : 'identifier'))) return undefined;
  return { value: object, members: behind.filter((_, at) => at % 2 === 1).map((each) => sourceOf(each, text)) };
}

/** Token trees of `vec![("a", "b")]` as their nodes. */
function readPairs(tokens: Node): Argument[] {
  return splitTokens(tokens).flatMap(([start, ...more]) => (start && more.length === 0 ? [{ value: start }] : []));
}

/** The tokens between commas. */
function splitTokens(tokens: Node): Node[][] {
  const groups: Node[][] = [[]];
  for (const child of tokens.children.slice(1, -1)) {
    if (!child) continue;
    if (child.type === ',') groups.push([]);
    else groups.at(-1)?.push(child);
  }
  return groups.filter((group) => group.length > 0);
}

function readJson(source: string): Expression {
  try {
    const value: unknown = JSON.parse(source.replace(/,(\s*[}\]])/g, '$1'));
    return { kind: 'json', value };
  } catch {
    return OTHER;
  }
}
