import type { Node } from '@vscode/tree-sitter-wasm';

const MAX_CHARACTERS = 60;
/** Member chains longer than this are not spelled out. */
const MAX_LINKS = 8;
const WRAPPERS = new Set(['parenthesized_expression', 'await_expression', 'non_null_expression', 'as_expression', 'satisfies_expression']);

/**
 * What to call an expression whose value is not known: `host`, `config.host`, `process.env.API`, `getHost()`. Expressions
 * that have no short name are called `expression`.
 */
export function expressionName(node: Node, text: string): string {
  let current = unwrap(node);
  let suffix = '';
  for (let links = 0; links < MAX_LINKS; links += 1) {
    switch (current.type) {
      case 'identifier':
      case 'shorthand_property_identifier':
      case 'this':
        return short(`${sourceOf(current, text)}${suffix}`);
      case 'member_expression': {
        const property = current.childForFieldName('property');
        const object = current.childForFieldName('object');
        if (!property || !object) return 'expression';
        suffix = `.${sourceOf(property, text)}${suffix}`;
        current = unwrap(object);
        break;
      }
      case 'subscript_expression': {
        const index = current.childForFieldName('index');
        const object = current.childForFieldName('object');
        if (!index || !object) return 'expression';
        suffix = `[${short(sourceOf(index, text)).replace(/^(['"])(.*)\1$/, '$2')}]${suffix}`;
        current = unwrap(object);
        break;
      }
      case 'call_expression': {
        const callee = current.childForFieldName('function');
        if (!callee) return 'expression';
        suffix = `()${suffix}`;
        current = unwrap(callee);
        break;
      }
      default:
        return 'expression';
    }
  }
  return 'expression';
}

function unwrap(node: Node): Node {
  let current = node;
  for (let depth = 0; depth < MAX_LINKS && WRAPPERS.has(current.type); depth += 1) {
    const inner = current.firstNamedChild;
    if (!inner) break;
    current = inner;
  }
  return current;
}

function sourceOf(node: Node, text: string): string {
  return text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + MAX_CHARACTERS + 1));
}

/** Braces would end the placeholder; anything but plain characters does not belong in a name. */
function short(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_$.()[\]@-]/gu, '');
  return plain === '' || plain.length > MAX_CHARACTERS ? 'expression' : plain;
}
