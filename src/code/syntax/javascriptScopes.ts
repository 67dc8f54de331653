import type { Node } from '@vscode/tree-sitter-wasm';
import { nearest, type Binding, type Occurrence } from '../folding/occurrence';
import type { Expression } from './expression';
import { classifyUse } from './use';

const READ: Occurrence = { does: 'read' };

type Read = (node: Node, text: string) => Expression;

const PATTERNS = new Set([
  'object_pattern', 'array_pattern', 'pair_pattern', 'rest_pattern', 'assignment_pattern', 'object_assignment_pattern',
  'shorthand_property_identifier_pattern',
]);
/** Nodes that are the scope of their parameters and of what `var` declares in them. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  'function_declaration', 'function_expression', 'generator_function', 'generator_function_declaration', 'arrow_function', 'method_definition',
  'function_signature', 'method_signature', 'abstract_method_signature', 'function_type', 'construct_signature', 'call_signature',
]);
/** Nodes whose statements run together or not at all. */
export const BLOCKS: ReadonlySet<string> = new Set([
  'program', 'statement_block', 'for_statement', 'for_in_statement', 'switch_body', 'class_static_block', 'catch_clause', ...FUNCTIONS,
]);
const DECLARED: ReadonlyMap<string, Binding['kind']> = new Map([
  ['function_declaration', 'function'], ['generator_function_declaration', 'function'], ['function_signature', 'function'],
  ['class_declaration', 'class'], ['abstract_class_declaration', 'class'], ['enum_declaration', 'enum'], ['internal_module', 'class'],
]);

/** What the identifier at the end of `path` (outermost first) does there. Undefined where it is no use of the variable at all. */
export function classifyJavaScript(path: readonly Node[], text: string, read: Read): Occurrence | undefined {
  const leaf = path.at(-1);
  if (!leaf || !/identifier/.test(leaf.type) || leaf.type === 'property_identifier' || leaf.type === 'private_property_identifier') return undefined;
  const level = patternRoot(path);
  const parent = path[level - 1];
  const node = path[level];
  if (!parent || !node) return READ;
  const isField = (name: string): boolean => parent.childForFieldName(name)?.id === node.id;
  const declare = (kind: Binding['kind'], scope: Node | undefined, rest: Partial<Binding> = {}): Occurrence => ({
    does: 'declare',
    binding: { kind, declaredAt: leaf.startIndex, scopeStart: scope?.startIndex ?? 0, scopeEnd: scope?.endIndex ?? text.length, ...rest },
  });
  switch (parent.type) {
    case 'variable_declarator':
      return isField('name') ? declareVariable(path, level, declare, text) : READ;
    case 'formal_parameters':
      return declare('parameter', nearest(path, level - 1, FUNCTIONS));
    case 'required_parameter':
    case 'optional_parameter':
      return isField('pattern') ? declare('parameter', nearest(path, level - 1, FUNCTIONS), typeOf(parent, text)) : READ;
    case 'arrow_function':
      return isField('parameter') ? declare('parameter', parent) : READ;
    case 'catch_clause':
      return isField('parameter') ? declare('catch', parent) : READ;
    case 'for_in_statement':
      if (!isField('left')) return READ;
      return parent.childForFieldName('kind') ? declare('loop', parent) : { does: 'assign' };
    case 'import_clause':
      return declare('import', undefined, { module: moduleOf(path, text), imported: 'default' });
    case 'namespace_import':
      return declare('import', undefined, { module: moduleOf(path, text) });
    case 'import_specifier': {
      const imported = parent.childForFieldName('name');
      const rest = { module: moduleOf(path, text), ...(imported ? { imported: text.slice(imported.startIndex, imported.endIndex) } : {}) };
      return isField('alias') || !parent.childForFieldName('alias') ? declare('import', undefined, rest) : undefined;
    }
    case 'function_expression':
    case 'generator_function':
    case 'class':
      return isField('name') ? declare('function', parent) : READ;
    default: {
      const kind = DECLARED.get(parent.type);
      if (kind === undefined) return classifyChange(path, level, text, read);
      if (!isField('name')) return READ;
      const value = kind === 'enum' ? parent.childForFieldName('body') : null;
      return declare(kind, nearest(path, level - 2, BLOCKS), value ? { value } : {});
    }
  }
}

/** The index in `path` of the outermost pattern around the leaf: what is declared or assigned as a whole. */
function patternRoot(path: readonly Node[]): number {
  let level = path.length - 1;
  while (level > 0) {
    const parent = path[level - 1];
    const node = path[level];
    if (!parent || !node || !PATTERNS.has(parent.type)) break;
    // A default value and a computed key are read, not bound.
    if (parent.childForFieldName('right')?.id === node.id || parent.childForFieldName('key')?.id === node.id) break;
    level -= 1;
  }
  return level;
}

function declareVariable(
  path: readonly Node[],
  level: number,
  declare: (kind: Binding['kind'], scope: Node | undefined, rest?: Partial<Binding>) => Occurrence,
  text: string,
): Occurrence {
  const declarator = path[level - 1];
  const declaration = path[level - 2];
  const value = declarator?.childForFieldName('value') ?? undefined;
  const isVar = declaration?.type === 'variable_declaration';
  const keyword = text.slice(declaration?.startIndex, (declaration?.startIndex ?? 0) + 5);
  const kind = isVar ? 'var' : keyword === 'const' ? 'const' : 'let';
  const scope = nearest(path, level - 2, isVar ? new Set([...FUNCTIONS, 'program']) : BLOCKS);
  const pattern = path[level];
  if (pattern === path.at(-1)) return declare(kind, scope, value ? { value } : {});
  const member = pattern ? destructuredMember(path, level, text) : undefined;
  return declare(kind, scope, value && member !== undefined ? { value, member } : {});
}

/** `{ a }` and `{ b: a }` name a member; defaults, rests and deeper patterns do not have one certain value. */
function destructuredMember(path: readonly Node[], level: number, text: string): string | undefined {
  const leaf = path.at(-1);
  if (path[level]?.type !== 'object_pattern' || !leaf) return undefined;
  if (path.length === level + 2) return text.slice(leaf.startIndex, leaf.endIndex);
  const pair = path[level + 1];
  const key = pair?.type === 'pair_pattern' && path.length === level + 3 ? pair.childForFieldName('key') : null;
  return key?.type === 'property_identifier' ? text.slice(key.startIndex, key.endIndex) : undefined;
}

function moduleOf(path: readonly Node[], text: string): string {
  const source = path.find((node) => node.type === 'import_statement')?.childForFieldName('source');
  return source ? text.slice(source.startIndex + 1, source.endIndex - 1) : '';
}

/** Assignments, deletions, calls of methods; `Object.assign(name, …)` and its kind change their first argument, others are not assumed to. */
function classifyChange(path: readonly Node[], level: number, text: string, read: Read): Occurrence {
  const use = classifyUse(path, level, text, read, javascriptSides);
  if (use.does !== 'pass' || use.index !== 0) return use;
  const name = text.slice(use.call.startIndex, Math.min(use.call.endIndex, use.call.startIndex + 40));
  return /^(?:Object\.(?:assign|definePropert(?:y|ies))|Reflect\.(?:set|defineProperty|deleteProperty))\(/.test(name) ? { does: 'change', path: ['*'] } : use;
}

/** What is written to: by assignment, by `++`, by `delete`. */
export function javascriptSides(node: Node): { left: Node; right: Node | undefined } | undefined {
  switch (node.type) {
    case 'assignment_expression': {
      const left = node.childForFieldName('left');
      return left ? { left, right: node.childForFieldName('right') ?? undefined } : undefined;
    }
    case 'augmented_assignment_expression': {
      const left = node.childForFieldName('left');
      return left ? { left, right: undefined } : undefined;
    }
    case 'update_expression':
    case 'unary_expression': {
      const argument = node.childForFieldName('argument');
      const writes = node.type === 'update_expression' || node.childForFieldName('operator')?.type === 'delete';
      return argument && writes ? { left: argument, right: undefined } : undefined;
    }
    default:
      return undefined;
  }
}

/** The declared type of a parameter or field, without its arguments. */
export function typeOf(node: Node, text: string): { type?: string } {
  const annotation = node.childForFieldName('type')?.firstNamedChild;
  const type = annotation && text.slice(annotation.startIndex, annotation.endIndex).replace(/<[^]*$/, '');
  return type && /^[\w.]{1,60}$/.test(type) ? { type } : {};
}
