import type { Node } from '@vscode/tree-sitter-wasm';
import type { Syntax } from '../syntax/expression';

const MAX_CHARACTERS = 60;
/** Member chains longer than this are not spelled out. */
const MAX_LINKS = 8;

/**
 * What to call an expression whose value is not known: `host`, `config.host`, `process.env.API`, `getHost()`. Expressions
 * that have no short name are called `expression`.
 */
export function expressionName(node: Node, text: string, syntax: Syntax): string {
  let current = node;
  let suffix = '';
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const expression = syntax.read(current, text);
    switch (expression.kind) {
      case 'name':
        return short(`${withoutSigil(expression.name, syntax)}${suffix}`);
      case 'same':
        current = expression.inner;
        break;
      case 'member':
        suffix = `.${expression.name}${suffix}`;
        current = expression.object;
        break;
      case 'index':
        suffix = `[${expression.index ? short(sourceOf(expression.index, text)).replace(/^(['"])(.*)\1$/, '$2') : ''}]${suffix}`;
        current = expression.object;
        break;
      case 'call':
        suffix = `${expression.object && expression.name !== '()' ? `.${expression.name}` : ''}()${suffix}`;
        if (!expression.object) return short(`${expression.name}${suffix}`);
        current = expression.object;
        break;
      default:
        // A tagged template: what it is tagged with says what it gives.
        if (current.type !== 'call_expression' || !current.firstNamedChild) return 'expression';
        suffix = `()${suffix}`;
        current = current.firstNamedChild;
    }
  }
  return 'expression';
}

/** The name of a variable without the mark that all variables of its language have. */
export function withoutSigil(name: string, { sigil }: Syntax): string {
  return sigil !== undefined && name.startsWith(sigil) && name.length > sigil.length ? name.slice(sigil.length) : name;
}

function sourceOf(node: Node, text: string): string {
  return text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + MAX_CHARACTERS + 1));
}

/** Braces would end the placeholder; anything but plain characters does not belong in a name. */
function short(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_$.()[\]@-]/gu, '');
  return plain === '' || plain.length > MAX_CHARACTERS ? 'expression' : plain;
}
