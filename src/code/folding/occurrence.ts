import type { Node } from '@vscode/tree-sitter-wasm';

/** What declares a name. `kind` is the keyword or construct. */
export interface Binding {
  readonly kind: 'const' | 'let' | 'var' | 'parameter' | 'function' | 'class' | 'enum' | 'import' | 'catch' | 'loop';
  readonly declaredAt: number;
  readonly scopeStart: number;
  readonly scopeEnd: number;
  /** The initializer, or the body of an enum. */
  readonly value?: Node;
  /** For `const { a } = value`: the member that the name stands for; undefined where it is the value itself. */
  readonly member?: string;
  /** For imports: the module, as written. */
  readonly module?: string;
}

/** One appearance of a name, by what it does. */
export type Occurrence =
  | { readonly does: 'declare'; readonly binding: Binding }
  | { readonly does: 'assign' }
  /** Assigns or deletes `name.member`; `*` where the member is not known. */
  | { readonly does: 'change'; readonly member: string }
  /** Calls `name.path.method(…)`. */
  | { readonly does: 'invoke'; readonly path: readonly string[] }
  | { readonly does: 'read' };

const READ: Occurrence = { does: 'read' };
const PATTERNS = new Set([
  'object_pattern', 'array_pattern', 'pair_pattern', 'rest_pattern', 'assignment_pattern', 'object_assignment_pattern',
  'shorthand_property_identifier_pattern',
]);
/** Nodes that are the scope of their parameters and of what `var` declares in them. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  'function_declaration', 'function_expression', 'generator_function', 'generator_function_declaration', 'arrow_function', 'method_definition',
  'function_signature', 'method_signature', 'abstract_method_signature', 'function_type', 'construct_signature', 'call_signature',
]);
const BLOCKS = new Set([
  'program', 'statement_block', 'for_statement', 'for_in_statement', 'switch_body', 'class_static_block', 'catch_clause', ...FUNCTIONS,
]);
const DECLARED: ReadonlyMap<string, Binding['kind']> = new Map([
  ['function_declaration', 'function'], ['generator_function_declaration', 'function'], ['function_signature', 'function'],
  ['class_declaration', 'class'], ['abstract_class_declaration', 'class'], ['enum_declaration', 'enum'], ['internal_module', 'class'],
]);

/** What the identifier at the end of `path` (outermost first) does there. Undefined where it is no use of the variable at all. */
export function classifyOccurrence(path: readonly Node[], text: string): Occurrence | undefined {
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
      return isField('pattern') ? declare('parameter', nearest(path, level - 1, FUNCTIONS)) : READ;
    case 'arrow_function':
      return isField('parameter') ? declare('parameter', parent) : READ;
    case 'catch_clause':
      return isField('parameter') ? declare('catch', parent) : READ;
    case 'for_in_statement':
      if (!isField('left')) return READ;
      return parent.childForFieldName('kind') ? declare('loop', parent) : { does: 'assign' };
    case 'import_clause':
    case 'namespace_import':
      return declare('import', undefined, { module: moduleOf(path, text) });
    case 'import_specifier':
      return isField('alias') || !parent.childForFieldName('alias') ? declare('import', undefined, { module: moduleOf(path, text) }) : undefined;
    case 'function_expression':
    case 'generator_function':
    case 'class':
      return isField('name') ? declare('function', parent) : READ;
    case 'assignment_expression':
    case 'augmented_assignment_expression':
      return isField('left') ? { does: 'assign' } : READ;
    case 'update_expression':
      return { does: 'assign' };
    case 'member_expression':
    case 'subscript_expression':
      return isField('object') ? classifyMember(path, level, text) : READ;
    case 'arguments':
      return classifyArgument(path, level, text);
    default: {
      const kind = DECLARED.get(parent.type);
      if (kind === undefined || !isField('name')) return READ;
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

/** `name.a.b = …`, `delete name.a`, `name.a.set(…)`, or just a read. */
function classifyMember(path: readonly Node[], level: number, text: string): Occurrence {
  const members: string[] = [];
  let at = level;
  for (;;) {
    const parent = path[at - 1];
    if (parent?.type !== 'member_expression' && parent?.type !== 'subscript_expression') break;
    if (parent.childForFieldName('object')?.id !== path[at]?.id) break;
    const property = parent.childForFieldName(parent.type === 'member_expression' ? 'property' : 'index');
    members.push(property && property.type !== 'identifier' ? text.slice(property.startIndex, property.endIndex).replace(/^['"]|['"]$/g, '') : '*');
    at -= 1;
  }
  const user = path[at - 1];
  const whole = path[at];
  const written =
    (/^(?:augmented_)?assignment_expression$/.test(user?.type ?? '') && user?.childForFieldName('left')?.id === whole?.id) ||
    user?.type === 'update_expression' ||
    (user?.type === 'unary_expression' && text.startsWith('delete', user.startIndex));
  if (written) return { does: 'change', member: members[0] ?? '*' };
  if (user?.type === 'call_expression' && user.childForFieldName('function')?.id === whole?.id) return { does: 'invoke', path: members };
  return READ;
}

/** `Object.assign(name, …)` and its kind change the first argument; that other functions do is not assumed. */
function classifyArgument(path: readonly Node[], level: number, text: string): Occurrence {
  const call = path[level - 2];
  const callee = call?.childForFieldName('function');
  if (!callee || path[level - 1]?.firstNamedChild?.id !== path[level]?.id) return READ;
  const name = text.slice(callee.startIndex, Math.min(callee.endIndex, callee.startIndex + 40));
  return /^(?:Object\.(?:assign|definePropert(?:y|ies))|Reflect\.(?:set|defineProperty|deleteProperty))$/.test(name) ? { does: 'change', member: '*' } : READ;
}

function nearest(path: readonly Node[], from: number, types: ReadonlySet<string>): Node | undefined {
  for (let at = from; at >= 0; at -= 1) {
    const node = path[at];
    if (node && types.has(node.type)) return node;
  }
  return undefined;
}

function moduleOf(path: readonly Node[], text: string): string {
  const source = path.find((node) => node.type === 'import_statement')?.childForFieldName('source');
  return source ? text.slice(source.startIndex + 1, source.endIndex - 1) : '';
}
