import type { Node } from '@vscode/tree-sitter-wasm';
import type { Budget } from '../syntaxPath';
import type { Bindings, ResolvedBinding } from './bindings';
import { evaluateCall, evaluateNew } from './builtins';
import { expressionName } from './expressionName';
import { parseNumber, unescapeLiteral } from './literals';
import { evaluateBinary, joinParts, truthiness } from './operators';
import { memberOf, text as textValue, toParts, UNDEFINED, unknown, type ObjectValue, type Part, type Value } from './value';

/** Expressions nested deeper are unknown: recursion here is bounded by this, not by the text. Chains of `+` do not count. */
const MAX_DEPTH = 64;
const WRAPPERS = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression']);
const ENVIRONMENT = /^(?:process\.env|import\.meta\.env)\./;
/** Methods that read a URL object or its parameters and leave it as it is. */
const READING_METHODS = /^(?:toString|toJSON|searchParams\.(?:get|getAll|has|toString|entries|keys|values|forEach)|get|getAll|has|entries|keys|values|forEach)$/;

/**
 * Folds constant expressions of JavaScript and TypeScript, as far as this one text makes them certain. Nothing is executed;
 * what is not certain is an unknown value with a name. One evaluator answers for one request, within its budget.
 */
export class Evaluator {
  private readonly evaluating = new Set<number>();
  private depth = 0;

  constructor(
    readonly source: string,
    readonly bindings: Bindings,
    readonly budget: Budget,
  ) {}

  evaluate(node: Node): Value {
    if (this.depth >= MAX_DEPTH || !this.budget.spend()) return this.unknown(node);
    this.depth += 1;
    try {
      return this.evaluateNode(unwrap(node));
    } finally {
      this.depth -= 1;
    }
  }

  unknown(node: Node): Value {
    return unknown(expressionName(node, this.source));
  }

  sourceOf(node: Node): string {
    return this.source.slice(node.startIndex, node.endIndex);
  }

  /** Whether a name is JavaScript's own here, not declared in the file. */
  isGlobal(node: Node, name: string): boolean {
    return node.type === 'identifier' && this.sourceOf(node) === name && this.bindings.resolve(name, node.startIndex, this.budget) === 'undeclared';
  }

  private evaluateNode(node: Node): Value {
    switch (node.type) {
      case 'string': {
        const content = unescapeLiteral(this.source.slice(node.startIndex + 1, node.endIndex - 1), false);
        return content === undefined ? this.unknown(node) : textValue(content);
      }
      case 'template_string':
        return this.evaluateTemplate(node);
      case 'number': {
        const value = parseNumber(this.sourceOf(node));
        return value === undefined ? this.unknown(node) : { kind: 'primitive', value };
      }
      case 'true':
      case 'false':
        return { kind: 'primitive', value: node.type === 'true' };
      case 'null':
        return { kind: 'primitive', value: null };
      case 'undefined':
        return UNDEFINED;
      case 'identifier':
      case 'shorthand_property_identifier':
        return this.evaluateName(node);
      case 'binary_expression':
        return this.evaluateOperators(node);
      case 'unary_expression':
        return this.evaluateUnary(node);
      case 'type_assertion': {
        const inner = node.lastNamedChild;
        return inner ? this.evaluate(inner) : this.unknown(node);
      }
      case 'member_expression':
      case 'subscript_expression':
        return this.evaluateMember(node);
      case 'object':
        return this.evaluateObject(node);
      case 'array':
        return this.evaluateArray(node);
      case 'new_expression':
        return evaluateNew(this, node) ?? this.unknown(node);
      case 'call_expression':
        return evaluateCall(this, node) ?? this.unknown(node);
      default:
        return this.unknown(node);
    }
  }

  private evaluateTemplate(node: Node): Value {
    const parts: Part[] = [];
    let at = node.startIndex + 1;
    for (const child of node.namedChildren) {
      if (child?.type !== 'template_substitution') continue;
      if (!this.budget.spend()) return this.unknown(node);
      const before = unescapeLiteral(this.source.slice(at, child.startIndex), true);
      const inner = child.firstNamedChild;
      if (before === undefined || !inner) return this.unknown(node);
      parts.push(before, ...this.partsOf(inner));
      at = child.endIndex;
    }
    const rest = unescapeLiteral(this.source.slice(at, node.endIndex - 1), true);
    return rest === undefined ? this.unknown(node) : { kind: 'text', parts: joinParts([...parts, rest]) };
  }

  /** What the expression gives inside a string; where it has no certain text, its name. */
  private partsOf(node: Node): readonly Part[] {
    const value = this.evaluate(node);
    if (value.kind === 'query' && !value.parts) return [{ name: expressionName(node, this.source) }];
    return ['text', 'primitive', 'url', 'query', 'json', 'unknown'].includes(value.kind) ? toParts(value) : [{ name: expressionName(node, this.source) }];
  }

  private evaluateName(node: Node): Value {
    const name = this.sourceOf(node);
    const resolved = this.bindings.resolve(name, node.startIndex, this.budget);
    if (resolved === 'undeclared') {
      if (name === 'undefined') return UNDEFINED;
      return name === 'NaN' || name === 'Infinity' ? { kind: 'primitive', value: Number(name) } : unknown(name);
    }
    if (!resolved || resolved.reassigned || !resolved.binding.value) return unknown(name);
    const { value: initializer, member, kind } = resolved.binding;
    // `const a = b, b = a` and a declaration that mentions itself have no value to find.
    if (this.evaluating.has(initializer.id)) return unknown(name);
    this.evaluating.add(initializer.id);
    try {
      const whole = kind === 'enum' ? this.evaluateEnum(initializer) : this.evaluate(initializer);
      const value = member === undefined ? whole : whole.kind === 'object' ? memberOf(whole, member) : unknown(name);
      return withChanges(value, resolved, name);
    } finally {
      this.evaluating.delete(initializer.id);
    }
  }

  private evaluateEnum(body: Node): Value {
    const members = new Map<string, () => Value>();
    let next: number | undefined = 0;
    for (const child of body.namedChildren) {
      if (!child || child.type === 'comment') continue;
      const name = child.type === 'enum_assignment' ? child.childForFieldName('name') : child;
      const initializer = child.type === 'enum_assignment' ? child.childForFieldName('value') : null;
      if (!name) continue;
      const value: Value = initializer ? this.evaluate(initializer) : next === undefined ? this.unknown(name) : { kind: 'primitive', value: next };
      next = value.kind === 'primitive' && typeof value.value === 'number' ? value.value + 1 : undefined;
      members.set(this.keyOf(name) ?? '', () => value);
    }
    return { kind: 'object', members, complete: true };
  }

  /** Left-nested chains (`a + b + c …`) in a loop: they are as deep as they are long. */
  private evaluateOperators(node: Node): Value {
    const chain: { operator: string; right: Node }[] = [];
    let first = node;
    while (first.type === 'binary_expression') {
      const left = first.childForFieldName('left');
      const right = first.childForFieldName('right');
      const operator = first.childForFieldName('operator');
      if (!left || !right || !operator || !this.budget.spend()) return this.unknown(node);
      chain.push({ operator: operator.type, right });
      first = unwrap(left);
    }
    let value = this.evaluate(first);
    for (let at = chain.length - 1; at >= 0; at -= 1) {
      const link = chain[at];
      if (!link) break;
      const combined = evaluateBinary(link.operator, value, () => this.evaluate(link.right));
      // `setting ?? 'default'` goes by the name of the setting.
      const keepsName = value.kind === 'unknown' && (link.operator === '??' || link.operator === '||');
      value = combined ?? (keepsName ? value : unknown('expression'));
    }
    return value;
  }

  private evaluateUnary(node: Node): Value {
    const argument = node.childForFieldName('argument');
    if (!argument) return this.unknown(node);
    const value = this.evaluate(argument);
    switch (node.childForFieldName('operator')?.type) {
      case '!': {
        const truth = truthiness(value);
        return truth === undefined ? this.unknown(node) : { kind: 'primitive', value: !truth };
      }
      case '-':
        return value.kind === 'primitive' && (typeof value.value === 'number' || typeof value.value === 'bigint')
          ? { kind: 'primitive', value: -value.value }
          : this.unknown(node);
      case '+':
        return value.kind === 'primitive' && typeof value.value === 'number' ? value : this.unknown(node);
      case 'void':
        return UNDEFINED;
      default:
        return this.unknown(node);
    }
  }

  private evaluateMember(node: Node): Value {
    const objectNode = node.childForFieldName('object');
    const propertyNode = node.childForFieldName(node.type === 'member_expression' ? 'property' : 'index');
    if (!objectNode || !propertyNode) return this.unknown(node);
    const object = this.evaluate(objectNode);
    const property = node.type === 'member_expression' ? this.sourceOf(propertyNode) : this.textOfKey(propertyNode);
    if (property === undefined) return this.unknown(node);
    if (object.kind === 'object') {
      const member = memberOf(object, property);
      // What a member takes from the environment is best known by that name.
      if (member.kind === 'unknown') return ENVIRONMENT.test(member.name) ? member : this.unknown(node);
      // A member that is not there may be one that every object has.
      return object.members.has(property) ? member : this.unknown(node);
    }
    if (object.kind === 'array') return object.items[/^\d+$/.test(property) ? Number(property) : -1] ?? this.unknown(node);
    if (object.kind === 'url' && property === 'href') return { kind: 'text', parts: object.parts };
    return this.unknown(node);
  }

  private evaluateObject(node: Node): ObjectValue {
    const members = new Map<string, () => Value>();
    let complete = true;
    // What may be overwritten by members that are not known is not known either.
    const forget = (): void => {
      complete = false;
      for (const name of members.keys()) members.set(name, () => unknown(name));
    };
    for (const child of node.namedChildren) {
      if (!child || child.type === 'comment') continue;
      if (!this.budget.spend()) {
        forget();
        break;
      }
      if (child.type === 'shorthand_property_identifier') members.set(this.sourceOf(child), () => this.evaluate(child));
      else if (child.type === 'pair') {
        const key = child.childForFieldName('key');
        const value = child.childForFieldName('value');
        const name = key ? this.keyOf(key) : undefined;
        if (name === undefined || !value) forget();
        else {
          members.delete(name);
          members.set(name, () => this.evaluate(value));
        }
      } else if (child.type === 'spread_element') {
        const spread = child.firstNamedChild ? this.evaluate(child.firstNamedChild) : UNDEFINED;
        if (spread.kind === 'object') {
          if (!spread.complete) forget();
          for (const [name, member] of spread.members) members.set(name, member);
        } else if (spread.kind !== 'primitive') forget();
      } else if (child.type === 'method_definition') {
        const key = child.childForFieldName('name');
        const name = key ? this.keyOf(key) : undefined;
        if (name !== undefined) members.set(name, () => this.unknown(child));
      } else forget();
    }
    return { kind: 'object', members, complete };
  }

  private evaluateArray(node: Node): Value {
    const items: Value[] = [];
    for (const child of node.namedChildren) {
      if (!child || child.type === 'comment') continue;
      if (child.type === 'spread_element' || !this.budget.spend()) return { kind: 'array', items, complete: false };
      items.push(this.evaluate(child));
    }
    // `[, a]` has a hole before `a`; holes have no node of their own.
    const commas = node.children.filter((child) => child?.type === ',').length;
    return { kind: 'array', items, complete: commas <= items.length };
  }

  /** The text of an object's key; undefined where it is computed and not known. */
  private keyOf(key: Node): string | undefined {
    switch (key.type) {
      case 'property_identifier':
        return this.sourceOf(key);
      case 'computed_property_name':
        return key.firstNamedChild ? this.textOfKey(key.firstNamedChild) : undefined;
      default:
        return this.textOfKey(key);
    }
  }

  private textOfKey(node: Node): string | undefined {
    const value = this.evaluate(node);
    if (value.kind === 'primitive') return String(value.value);
    if (value.kind !== 'text') return undefined;
    const [only = '', ...more] = joinParts(value.parts);
    return typeof only === 'string' && more.length === 0 ? only : undefined;
  }
}

/** The value as the rest of the scope leaves it: members that are assigned somewhere are not certain any more. */
function withChanges(value: Value, { changedMembers, invoked }: ResolvedBinding, name: string): Value {
  const calls = [...invoked].filter((path) => !READING_METHODS.test(path));
  switch (value.kind) {
    case 'object': {
      if (changedMembers.size === 0) return value;
      if (changedMembers.has('*')) return unknown(name);
      const members = new Map(value.members);
      for (const member of changedMembers) members.set(member, () => unknown(`${name}.${member}`));
      return { kind: 'object', members, complete: value.complete };
    }
    case 'array':
      return changedMembers.size > 0 || calls.some((path) => /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/.test(path)) ? unknown(name) : value;
    case 'url': {
      if (changedMembers.size > 0) return unknown(name);
      if (!calls.some((path) => path.startsWith('searchParams.'))) return value;
      // Parameters are added, so the query is open; everything before it stands.
      const parts = joinParts(value.parts);
      const hasQuery = parts.some((part) => typeof part === 'string' && part.includes('?'));
      return { kind: 'url', parts: [...parts, hasQuery ? '&' : '?', { name: `${name}.searchParams` }] };
    }
    case 'query':
      return calls.length > 0 ? { kind: 'query', parts: undefined } : value;
    case 'headers':
    case 'form':
      return calls.length > 0 && value.kind === 'headers' ? unknown(name) : value;
    default:
      return value;
  }
}

/** The expression inside parentheses and type annotations, which leave its value as it is. */
function unwrap(node: Node): Node {
  let current = node;
  while (WRAPPERS.has(current.type)) {
    const inner = current.namedChildren.find((child) => child && child.type !== 'comment');
    if (!inner) break;
    current = inner;
  }
  return current;
}
