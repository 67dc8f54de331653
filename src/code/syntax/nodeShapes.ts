import type { Node } from '@vscode/tree-sitter-wasm';
import type { Argument, Expression } from './expression';

/** Reads one type of node. */
export type Shape = (node: Node, text: string) => Expression;
/** How the node types of a language are read. */
export type ShapeTable = ReadonlyMap<string, Shape>;

export const OTHER: Expression = { kind: 'other' };
const COMMENT = /comment$/;

/** Reads nodes by a table; all that it does not list are `other`. */
export function readBy(table: ShapeTable): Shape {
  return (node, text) => table.get(node.type)?.(node, text) ?? OTHER;
}

export function sourceOf(node: Node, text: string): string {
  return text.slice(node.startIndex, node.endIndex);
}

/** The named children that are no comments. */
export function parts(node: Node): Node[] {
  return node.namedChildren.filter((child): child is Node => child !== null && !COMMENT.test(child.type));
}

export function field(node: Node, name: string): Node | undefined {
  return node.childForFieldName(name) ?? undefined;
}

/** A name: the whole text of the node. */
export const name: Shape = (node, text) => ({ kind: 'name', name: sourceOf(node, text) });

export function constant(value: boolean | null | undefined): Shape {
  return () => ({ kind: 'primitive', value });
}

/** A number as C-like languages write it: with separators, suffixes and other bases. */
export const number: Shape = (node, text) => {
  const plain = sourceOf(node, text).replace(/(?<=\d)[_'](?=[\da-fA-F])/g, '').replace(/(?<=^(?!0[xX])[\d.eE+-]*)(?:[fFdDmM]|[uUlL]+|[iu](?:8|16|32|64|128|size)|f(?:32|64))$/, '').replace(/(?<=^0[xX][\da-fA-F]+)[uUlL]+$/, '');
  const value = /^0\d/.test(plain) ? Number.NaN : Number(plain);
  return Number.isNaN(value) || plain === '' ? OTHER : { kind: 'primitive', value };
};

export function member(objectField: string, nameField: string): Shape {
  return (node, text) => {
    const object = field(node, objectField);
    const property = field(node, nameField);
    return object && property ? { kind: 'member', object, name: sourceOf(property, text) } : OTHER;
  };
}

export function index(objectField: string, indexField: string): Shape {
  return (node) => {
    const object = field(node, objectField);
    return object ? { kind: 'index', object, index: unwrapIndex(field(node, indexField)) } : OTHER;
  };
}

export function binary(leftField = 'left', rightField = 'right'): Shape {
  return (node, text) => {
    const left = field(node, leftField);
    const right = field(node, rightField);
    if (!left || !right) return OTHER;
    const operator = field(node, 'operator');
    return { kind: 'binary', operator: operator ? sourceOf(operator, text) : text.slice(left.endIndex, right.startIndex).trim(), left, right };
  };
}

/** The value of one child: by field, or else the last named one. */
export function same(fieldName?: string): Shape {
  return (node) => {
    const inner = (fieldName === undefined ? undefined : field(node, fieldName)) ?? parts(node).at(-1);
    return inner ? { kind: 'same', inner } : OTHER;
  };
}

/** The value of the first named child. */
export const first: Shape = (node) => {
  const [inner] = parts(node);
  return inner ? { kind: 'same', inner } : OTHER;
};

/** All children as items. */
export const list: Shape = (node) => ({ kind: 'array', items: parts(node).map((value) => ({ value })), complete: true });

/** Literals that stand side by side. */
export const adjacent: Shape = (node) => ({ kind: 'text', pieces: parts(node) });

/** Arguments as their nodes, each wrapped in a node of its own in some grammars. */
export function plainArguments(args: Node | undefined): Argument[] {
  return args ? parts(args).map((value) => ({ value })) : [];
}

function unwrapIndex(node: Node | undefined): Node | undefined {
  if (node?.type !== 'bracketed_argument_list' && node?.type !== 'argument') return node;
  return unwrapIndex(parts(node).at(-1));
}
