import type { Node } from '@vscode/tree-sitter-wasm';
import type { ClientRules } from '../libraries/clientRules';
import type { CallExpression, Entry, Expression, NamePiece, Syntax } from '../syntax/expression';
import type { Budget } from '../syntaxPath';
import type { ForeignValue, ImportedValues } from '../workspace/importedValues';
import type { Bindings, ResolvedBinding } from './bindings';
import type { Builtins } from './builtin';
import { applyCall } from './applyCall';
import { applyUses } from './applyUses';
import { callOwnFunction, readOwnGetter } from './ownFunctions';
import { definitionAt, usesBetween } from './definitions';
import { EITHER, either, orElse } from './either';
import { expressionName, withoutSigil } from './expressionName';
import { formatText } from './format';
import { fromJson } from './fromJson';
import { memberOfValue } from './members';
import { evaluateBinary, joinParts, truthiness } from './operators';
import { memberOf, toParts, UNDEFINED, unknown, type ObjectValue, type Part, type Value } from './value';

/** Expressions nested deeper are unknown: recursion here is bounded by this, not by the text. Chains of `+` do not count. */
const MAX_DEPTH = 64;
const ENVIRONMENT = /^(?:process\.env|import\.meta\.env)\./;

/** Values that the rest of a scope may change. */
const CHANGEABLE: ReadonlySet<Value['kind']> = new Set(['object', 'array', 'url', 'query', 'draft']);

/** What a language brings to the evaluation of its expressions. */
export interface EvaluatedLanguage {
  readonly syntax: Syntax;
  readonly builtins: Builtins;
  readonly clients: ClientRules;
}

/**
 * Folds constant expressions, as far as this one text makes them certain. Nothing is executed; what is not certain is an
 * unknown value with a name. One evaluator answers for one request, within its budget.
 */
export class Evaluator {
  private readonly evaluating = new Set<number>();
  /** The other files of the workspace that values came from, as a person names them. */
  readonly importedFrom = new Set<string>();
  private depth = 0;
  /** What the parameters of the functions that are being looked into stand for, by the place of their declaration. */
  private parameters: ReadonlyMap<number, Value> = new Map();

  /** `imports`: what other files give; left out, nothing is known of them. */
  constructor(
    readonly source: string,
    readonly bindings: Bindings,
    readonly budget: Budget,
    readonly language: EvaluatedLanguage,
    readonly imports?: ImportedValues | undefined,
  ) {}

  evaluate(node: Node): Value {
    if (this.depth >= MAX_DEPTH || !this.budget.spend()) return this.unknown(node);
    this.depth += 1;
    try {
      const { node: inner, expression } = this.unwrapped(node);
      return this.evaluateExpression(inner, expression);
    } finally {
      this.depth -= 1;
    }
  }

  /** The value of what a function of the text returns, with what its parameters stand for. Undefined inside of itself. */
  evaluateReturned(returned: Node, given: ReadonlyMap<number, Value>): Value | undefined {
    if (this.evaluating.has(returned.id)) return undefined;
    const outer = this.parameters;
    this.parameters = new Map([...outer, ...given]);
    this.evaluating.add(returned.id);
    try {
      return this.evaluate(returned);
    } finally {
      this.evaluating.delete(returned.id);
      this.parameters = outer;
    }
  }

  read(node: Node): Expression {
    return this.language.syntax.read(node, this.source);
  }

  unknown(node: Node): Value {
    return unknown(expressionName(node, this.source, this.language.syntax));
  }

  sourceOf(node: Node): string {
    return this.source.slice(node.startIndex, node.endIndex);
  }

  /** The value of a variable at a place after its definition, with all that is done to it up to `to`. */
  variableAt(name: string, offset: number, to: number): Value | undefined {
    const resolved = this.bindings.resolve(name, offset, this.budget);
    return resolved && resolved !== 'undeclared' ? this.valueOf(resolved, name, offset, to) : undefined;
  }

  /** The same for a field of the own object. */
  fieldAt(name: string, offset: number, to: number): Value | undefined {
    const resolved = this.bindings.resolveField(name, offset, this.budget);
    return resolved && this.valueOf(resolved, name, offset, to);
  }

  /** What `object.a.b` stands for, where the syntax does not hold it as one expression. */
  memberOfNode(object: Node, names: readonly string[]): Value {
    const whole = unknown([this.sourceOf(object), ...names].join('.'));
    const [first = '', ...rest] = names;
    let value = this.fieldOfNode(object, first) ?? memberOfValue(this.evaluate(object), first, 'member');
    for (const name of rest) value = value && memberOfValue(value, name, 'member');
    return !value || value.kind === 'unknown' ? whole : value;
  }

  /** The member where `object` is the own object, or a parameter that a record's type is declared for. */
  private fieldOfNode(object: Node, name: string): Value | undefined {
    const own = this.read(object);
    if (own.kind !== 'name') return undefined;
    if (this.language.syntax.self.has(own.name)) return this.fieldAt(name, object.startIndex, object.startIndex) ?? readOwnGetter(this, name, object.startIndex);
    const field = this.recordFieldAt(own.name, name, object.startIndex);
    return field?.kind === 'unknown' ? unknown(`${own.name}.${name}`, field.path) : field;
  }

  /** The field of a record that a parameter of the record's type stands for: Go's methods declare their own object so. */
  private recordFieldAt(parameter: string, name: string, offset: number): Value | undefined {
    if (!this.language.syntax.recordField) return undefined;
    const owner = this.bindings.resolve(parameter, offset, this.budget);
    if (!owner || owner === 'undeclared' || owner.binding.kind !== 'parameter' || owner.binding.type === undefined) return undefined;
    const resolved = this.bindings.resolveRecordField(owner.binding.type, name, this.budget);
    return resolved && this.valueOf(resolved, name, offset, offset);
  }

  /** The object that entries make; what may be overwritten by members that are not known is not known either. */
  objectOf(entries: readonly Entry[]): ObjectValue {
    const members = new Map<string, () => Value>();
    let complete = true;
    const forget = (): void => {
      complete = false;
      for (const name of members.keys()) members.set(name, () => unknown(name));
    };
    for (const entry of entries) {
      if (!this.budget.spend()) {
        forget();
        break;
      }
      if ('opaque' in entry) {
        const name = entry.opaque;
        if (name === undefined) forget();
        else members.set(name, () => unknown(name));
      } else if ('spread' in entry) {
        const spread = this.evaluate(entry.spread);
        if (spread.kind === 'object') {
          if (!spread.complete) forget();
          for (const [name, member] of spread.members) members.set(name, member);
        } else if (spread.kind !== 'primitive') forget();
      } else {
        const name = typeof entry.key === 'string' ? entry.key : this.keyOf(entry.key);
        if (name === undefined) forget();
        else {
          members.delete(name);
          members.set(name, () => this.evaluate(entry.value));
        }
      }
    }
    return { kind: 'object', members, complete };
  }

  /** The text of an object's key or an index; undefined where it is computed and not known. */
  keyOf(node: Node): string | undefined {
    const value = this.evaluate(node);
    if (value.kind === 'primitive') return String(value.value);
    // A constant that stands for itself (`CURLOPT_URL`).
    if (value.kind === 'unknown' && value.path !== undefined && /^(?:\w+\.)*[A-Z][A-Z0-9_]+$/.test(value.path)) return value.path.replace(/^.*\./, '');
    if (value.kind !== 'text') return undefined;
    const [only = '', ...more] = joinParts(value.parts);
    return typeof only === 'string' && more.length === 0 ? only : undefined;
  }

  private evaluateExpression(node: Node, expression: Expression): Value {
    switch (expression.kind) {
      case 'text':
        return this.evaluateText(expression.pieces, node);
      case 'primitive':
        return { kind: 'primitive', value: expression.value };
      case 'name':
        return this.evaluateName(expression.name, node);
      case 'binary':
        return this.evaluateOperators(node, expression);
      case 'unary':
        return this.evaluateUnary(node, expression.operator, expression.operand);
      case 'member':
      case 'index':
        return this.evaluateMember(node, expression);
      case 'object':
        return expression.type === undefined ? this.objectOf(expression.entries) : this.typedObject(expression.type, expression.entries, node);
      case 'array':
        return this.evaluateArray(expression);
      case 'call':
        return this.evaluateCall(node, expression);
      case 'format':
        return formatText(expression.style, expression.template, expression.args, this) ?? this.unknown(node);
      case 'json':
        return fromJson(expression.value);
      default:
        return this.unknown(node);
    }
  }

  private evaluateCall(node: Node, call: CallExpression): Value {
    return applyCall(this, call)?.value ?? callOwnFunction(this, call) ?? this.unknown(node);
  }

  /** A struct or class that is made by naming its fields. */
  private typedObject(type: string, entries: readonly Entry[], node: Node): Value {
    const object = this.objectOf(entries);
    return this.language.clients.construct(type, object, node.startIndex) ?? object;
  }

  private evaluateText(pieces: readonly (string | Node | NamePiece)[], node: Node): Value {
    const given: Part[] = [];
    for (const piece of pieces) {
      if (typeof piece === 'string') given.push(piece);
      else if (this.budget.spend()) given.push(...this.partsOf(piece));
      else return this.unknown(node);
    }
    return { kind: 'text', parts: joinParts(given) };
  }

  /** What the expression gives inside a string; where it has no certain text, its name. */
  partsOf(node: Node | NamePiece): readonly Part[] {
    if ('at' in node) return this.textParts(this.evaluateName(node.name, node.at), { name: node.name });
    return this.textParts(this.evaluate(node), { name: expressionName(node, this.source, this.language.syntax) });
  }

  private textParts(value: Value, name: Part): readonly Part[] {
    if (value.kind === 'query' && !value.parts) return [name];
    return ['text', 'primitive', 'url', 'query', 'json', 'unknown'].includes(value.kind) ? toParts(value) : [name];
  }

  /** What a name stands for where it is written. */
  evaluateName(name: string, node: Node): Value {
    const { builtins, syntax } = this.language;
    if (syntax.self.has(name)) return unknown(name);
    const path = builtins.canonical(name);
    const shown = withoutSigil(name, syntax);
    const resolved = this.bindings.resolve(name, node.startIndex, this.budget);
    if (resolved === 'undeclared') return this.constantAt(path) ?? this.foreign(this.imports?.global(path), shown, path) ?? unknown(shown, path);
    if (!resolved) return unknown(shown);
    const { binding } = resolved;
    if (binding.kind === 'import') {
      const { module = '' } = binding;
      const imported = this.language.clients.importedPath(module, binding.imported, name);
      const given = binding.imported === undefined ? this.imports?.module(module) : this.imports?.exported(module, binding.imported);
      return (imported === undefined ? undefined : this.constantAt(imported)) ?? this.foreign(given, name, imported) ?? unknown(name, imported);
    }
    if (binding.kind === 'class') return unknown(shown, path);
    const given = binding.kind === 'parameter' && resolved.definitions.length <= 1 ? this.parameters.get(binding.declaredAt) : undefined;
    if (given) return given;
    return this.valueOf(resolved, name, node.startIndex, node.startIndex) ?? unknown(shown);
  }

  /** A value of another file under the name that it has here. Settings of the environment keep the name that they have there. */
  foreign(given: ForeignValue | undefined, name: string, path?: string): Value | undefined {
    if (!given) return undefined;
    const { value, files } = given;
    if (value.kind === 'unknown') return ENVIRONMENT.test(value.name) ? value : { ...value, ...unknown(name, value.path ?? path) };
    for (const file of files) this.importedFrom.add(file);
    return value;
  }

  private valueOf(resolved: ResolvedBinding, written: string, offset: number, to: number): Value | undefined {
    const { syntax } = this.language;
    const name = withoutSigil(written, syntax);
    const place = this.bindings.placeAt(offset, this.budget);
    const definition = place && definitionAt(resolved, place, syntax.followsAssignments);
    const { kind, type } = resolved.binding;
    // Given in several places, a field of a client's type is that client all the same.
    if (!definition) return kind === 'field' && type !== undefined ? this.objectOfType(type, resolved.binding.declaredAt) : undefined;
    if (syntax.followsAssignments && kind !== 'field' && this.bindings.isChangedInLoop(name, definition, offset, this.budget)) return undefined;
    const initializer = definition.value;
    let value: Value | undefined;
    if (initializer) {
      // `const a = b, b = a` and a declaration that mentions itself have no value to find.
      if (this.evaluating.has(initializer.id)) return unknown(name);
      this.evaluating.add(initializer.id);
      try {
        const whole = kind === 'enum' ? this.evaluateEnum(initializer) : this.evaluate(initializer);
        value = definition.member === undefined ? whole : this.memberNamed(whole, definition.member, name);
      } finally {
        this.evaluating.delete(initializer.id);
      }
    }
    if ((!value || value.kind === 'unknown') && type !== undefined) value = this.objectOfType(type, resolved.binding.declaredAt) ?? value;
    if (!value) return undefined;
    // What is done to the value may mention it; that has no value to find either.
    const guard = -1 - definition.offset;
    if (this.evaluating.has(guard)) return value;
    this.evaluating.add(guard);
    try {
      // Texts and numbers do not change; what is used too often to follow is not certain, a client all the same one.
      if (!CHANGEABLE.has(value.kind)) return value;
      const uses = usesBetween(resolved, definition, to, this.budget);
      if (!uses) return value.kind === 'draft' ? value : unknown(name);
      return applyUses(this, value, uses, { name, functionStart: definition.functionStart, offset });
    } finally {
      this.evaluating.delete(guard);
    }
  }

  /** An object of a type as a declaration names it: by what its first word is imported as, or by itself. */
  private objectOfType(type: string, offset: number): Value | undefined {
    const { clients } = this.language;
    const [first = '', separator = '', ...rest] = type.split(/(\.|::)/);
    const resolved = this.bindings.resolve(first, offset, this.budget);
    const module = resolved && resolved !== 'undeclared' && resolved.binding.kind === 'import' ? resolved.binding : undefined;
    const imported = module && clients.importedPath(module.module ?? '', module.imported, first);
    return (imported === undefined ? undefined : clients.declared(imported + separator + rest.join(''))) ?? clients.declared(type);
  }

  private memberNamed(whole: Value, member: string, name: string): Value {
    if (whole.kind === 'object') return memberOf(whole, member);
    const foreign = whole.kind === 'unknown' ? this.foreign(whole.member?.(member), name) : undefined;
    if (foreign) return foreign;
    return whole.kind === 'unknown' && whole.path !== undefined ? unknown(name, `${whole.path}.${member}`) : unknown(name);
  }

  private evaluateEnum(body: Node): Value {
    const expression = this.read(body);
    if (expression.kind !== 'object') return this.unknown(body);
    const members = new Map<string, () => Value>();
    let next: number | undefined = 0;
    for (const entry of expression.entries) {
      if ('spread' in entry) continue;
      const name = 'opaque' in entry ? entry.opaque : typeof entry.key === 'string' ? entry.key : this.keyOf(entry.key);
      if (name === undefined) continue;
      const value: Value = 'key' in entry ? this.evaluate(entry.value) : next === undefined ? unknown(name) : { kind: 'primitive', value: next };
      next = value.kind === 'primitive' && typeof value.value === 'number' ? value.value + 1 : undefined;
      members.set(name, () => value);
    }
    return { kind: 'object', members, complete: true };
  }

  /** Left-nested chains (`a + b + c …`) in a loop: they are as deep as they are long. */
  private evaluateOperators(node: Node, outermost: Extract<Expression, { kind: 'binary' }>): Value {
    const chain: { operator: string; right: Node }[] = [];
    let current: { node: Node; expression: Expression } = { node, expression: outermost };
    while (current.expression.kind === 'binary') {
      const { operator, left, right } = current.expression;
      if (!this.budget.spend()) return this.unknown(node);
      chain.push({ operator, right });
      current = this.unwrapped(left);
    }
    let value = this.evaluate(current.node);
    for (let at = chain.length - 1; at >= 0; at -= 1) {
      const link = chain[at];
      if (!link) break;
      if (link.operator === EITHER) {
        value = either(value, this.evaluate(link.right), this.language.clients) ?? unknown('expression');
        continue;
      }
      const own = this.language.builtins.operators?.get(link.operator);
      const combined = own ? own(value, () => this.evaluate(link.right)) : evaluateBinary(link.operator, value, () => this.evaluate(link.right));
      // `setting ?? 'default'` goes by the name of the setting.
      const keepsName = value.kind === 'unknown' && /^(?:\?\?|\|\||or|\?:)$/.test(link.operator);
      value = combined ?? (keepsName ? orElse(value, this.evaluate(link.right), this.language.clients) : unknown('expression'));
    }
    return value;
  }

  private evaluateUnary(node: Node, operator: string, operand: Node): Value {
    const value = this.evaluate(operand);
    switch (operator) {
      case '!':
      case 'not': {
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

  private evaluateMember(node: Node, expression: Extract<Expression, { kind: 'member' | 'index' }>): Value {
    if (expression.kind === 'member') {
      const field = this.fieldOfNode(expression.object, expression.name);
      if (field) return field;
    }
    const property = expression.kind === 'member' ? expression.name : expression.index && this.keyOf(expression.index);
    if (property === undefined) return this.unknown(node);
    const object = this.evaluate(expression.object);
    if (object.kind === 'unknown' && object.member && expression.kind === 'member') {
      const foreign = this.foreign(object.member(property), expressionName(node, this.source, this.language.syntax), object.path === undefined ? undefined : `${object.path}.${property}`);
      if (foreign) return foreign;
    }
    const value = memberOfValue(object, property, expression.kind);
    // What a member takes from the environment is best known by that name.
    if (value?.kind === 'unknown') return ENVIRONMENT.test(value.name) ? value : unknown(expressionName(node, this.source, this.language.syntax), value.path);
    if (value) return value;
    const path = object.kind === 'unknown' && object.path !== undefined && expression.kind === 'member' ? this.language.builtins.canonical(`${object.path}.${property}`) : undefined;
    const named = expressionName(node, this.source, this.language.syntax);
    return path === undefined ? unknown(named) : (this.constantAt(path) ?? this.foreign(this.imports?.global(path), named, path) ?? unknown(named, path));
  }

  private constantAt(path: string): Value | undefined {
    const { builtins } = this.language;
    return builtins.constants.get(path) ?? builtins.constant?.(path);
  }

  private evaluateArray({ items, complete }: Extract<Expression, { kind: 'array' }>): Value {
    const values: Value[] = [];
    for (const { value, spread } of items) {
      if (spread || !this.budget.spend()) return { kind: 'array', items: values, complete: false };
      values.push(this.evaluate(value));
    }
    return { kind: 'array', items: values, complete };
  }

  /** The expression inside parentheses and type annotations, which leave its value as it is. */
  unwrapped(node: Node): { node: Node; expression: Expression } {
    let current = node;
    let expression = this.read(current);
    while (expression.kind === 'same' && this.budget.spend()) {
      current = expression.inner;
      expression = this.read(current);
    }
    return { node: current, expression };
  }
}
