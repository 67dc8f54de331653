import type { Node } from '@vscode/tree-sitter-wasm';
import { Evaluator } from '../folding/evaluator';
import { memberOf, unknown, type Value } from '../folding/value';
import { field, parts, sourceOf } from '../syntax/nodeShapes';
import { Budget } from '../syntaxPath';
import type { ParsedText } from '../treeCache';
import type { ForeignValue } from './importedValues';

/** Stands for all that a CommonJS module assigns to `module.exports`. */
export const WHOLE = '=';
const BUDGET = 50_000;
/** Statements of a file that are looked at for what they export. */
const MAX_STATEMENTS = 5000;
const MAX_OCCURRENCES = 200;

/** What a file's own text says about a name, and from which files besides. `value` undefined: the file does not have the name. */
export interface Exported {
  readonly value: Value | undefined;
  readonly importedFrom: readonly string[];
}

/**
 * The value of a name that others may use: an export of a JavaScript module, a top-level name elsewhere, `Class.MEMBER` for a
 * constant of a class. `parsed` is the text with a line end after it, so that its end is in no function. `language`: VS Code's id.
 */
export function exportedValue(parsed: ParsedText, language: string, name: string): Exported {
  const { text, bindings, grammar } = parsed;
  const evaluator = new Evaluator(text, bindings, new Budget(BUDGET), grammar.row.language(), parsed.imports);
  const file = new File(parsed, evaluator);
  const value = /^(?:javascript|typescript)/.test(language) ? file.ofModule(name) : file.ofPackage(name, language);
  return { value, importedFrom: [...evaluator.importedFrom] };
}

class File {
  constructor(
    private readonly parsed: ParsedText,
    private readonly evaluator: Evaluator,
  ) {}

  /** An export of an ECMAScript or CommonJS module. */
  ofModule(name: string): Value | undefined {
    const stars: string[] = [];
    for (const statement of this.statements()) {
      if (statement.type === 'export_statement') {
        const found = this.ofStatement(statement, name, stars);
        if (found) return found;
      }
    }
    for (const module of stars) {
      const found = name === 'default' ? undefined : this.take(this.parsed.imports?.exported(module, name), name);
      if (found) return found;
    }
    return this.ofCommonJs(name);
  }

  /** A top-level name, or a constant of a class. */
  ofPackage(name: string, language: string): Value | undefined {
    const dot = name.lastIndexOf('.');
    if (dot === -1) return this.topLevel(name);
    const className = name.slice(name.lastIndexOf('.', dot - 1) + 1, dot);
    const member = name.slice(dot + 1);
    if (language === 'ruby') return new RegExp(`(?:^|\\n)\\s*(?:module|class)\\s+(?:\\w+::)*${className}\\b`).test(this.parsed.text) ? this.topLevel(member) : undefined;
    return this.classConstant(className, member);
  }

  private ofStatement(statement: Node, name: string, stars: string[]): Value | undefined {
    const { text, imports } = this.parsed;
    const source = field(statement, 'source');
    const module = source && text.slice(source.startIndex + 1, source.endIndex - 1);
    const isDefault = statement.children.some((child) => child?.type === 'default');
    if (isDefault) {
      if (name !== 'default') return undefined;
      const value = field(statement, 'value');
      if (value) return this.evaluator.evaluate(value);
      const declared = field(statement, 'declaration');
      const own = declared && field(declared, 'name');
      return unknown(own ? sourceOf(own, text) : name);
    }
    const clause = parts(statement).find(({ type }) => type === 'export_clause' || type === 'namespace_export');
    if (!clause) {
      if (module !== undefined) stars.push(module);
      const declaration = field(statement, 'declaration');
      return declaration && declares(declaration, name, text) ? (this.topLevel(name) ?? unknown(name)) : undefined;
    }
    if (clause.type === 'namespace_export') {
      const [own] = parts(clause);
      return own && sourceOf(own, text) === name && module !== undefined ? this.take(imports?.module(module), name) : undefined;
    }
    for (const specifier of parts(clause)) {
      const local = field(specifier, 'name');
      const exported = field(specifier, 'alias') ?? local;
      if (!local || !exported || sourceOf(exported, text) !== name) continue;
      const original = sourceOf(local, text);
      return module === undefined ? (this.topLevel(original) ?? unknown(name)) : (this.take(imports?.exported(module, original), name) ?? this.ofLibrary(module, original, name));
    }
    return undefined;
  }

  /** `module.exports = …`, `exports.name = …`. */
  private ofCommonJs(name: string): Value | undefined {
    const { text } = this.parsed;
    let whole: Value | undefined;
    for (const statement of this.statements()) {
      const [assignment] = statement.type === 'expression_statement' ? parts(statement) : [];
      const left = assignment?.type === 'assignment_expression' ? field(assignment, 'left') : undefined;
      const right = assignment && left && field(assignment, 'right');
      if (!left || !right) continue;
      const target = /^(?:module\.)?exports(?:\.(\w+))?$/.exec(sourceOf(left, text));
      if (!target) continue;
      if (target[1] === undefined && sourceOf(left, text) !== 'exports') whole = this.evaluator.evaluate(right);
      else if (target[1] === name) return this.evaluator.evaluate(right);
    }
    if (name === WHOLE || name === 'default') return whole;
    if (whole?.kind === 'object') return whole.members.has(name) ? memberOf(whole, name) : undefined;
    return whole?.kind === 'unknown' ? this.take(whole.member?.(name), name) : undefined;
  }

  /** What a re-export takes from a library (`export { default as http } from 'axios'`). */
  private ofLibrary(module: string, imported: string, name: string): Value {
    const path = module.startsWith('.') ? undefined : this.evaluator.language.clients.importedPath(module, imported, name);
    return unknown(name, path);
  }

  /** The value at the end of the file, where all of its top level has run. */
  private topLevel(name: string): Value | undefined {
    const { bindings, text } = this.parsed;
    const end = text.length - 1;
    const resolved = bindings.resolve(name, end, this.evaluator.budget);
    if (resolved === 'undeclared') return undefined;
    if (!resolved) return unknown(name);
    const { kind } = resolved.binding;
    if (kind === 'import') return this.imported(resolved.binding.module ?? '', resolved.binding.imported, name);
    if (kind === 'class' || kind === 'function') return unknown(name);
    return this.evaluator.variableAt(name, end, Number.POSITIVE_INFINITY) ?? unknown(name);
  }

  private imported(module: string, imported: string | undefined, name: string): Value {
    const { imports } = this.parsed;
    const path = this.evaluator.language.clients.importedPath(module, imported, name);
    return this.take(imported === undefined ? imports?.module(module) : imports?.exported(module, imported), name, path) ?? unknown(name, module.startsWith('.') ? undefined : path);
  }

  private take(given: ForeignValue | undefined, name: string, path?: string): Value | undefined {
    return this.evaluator.foreign(given, name, path);
  }

  /** A field of a class that nothing can assign later. */
  private classConstant(className: string, member: string): Value | undefined {
    const { text, bindings, grammar } = this.parsed;
    const { syntax } = grammar.row.language();
    let seen = 0;
    for (const { index } of text.matchAll(new RegExp(`(?<![\\w$])\\$?${member}(?!\\w)`, 'g'))) {
      seen += 1;
      if (seen > MAX_OCCURRENCES) return undefined;
      const path = bindings.pathAt(index + (text.charAt(index) === '$' ? 1 : 0), this.evaluator.budget);
      const level = path?.findLastIndex(({ type }) => syntax.classes.has(type)) ?? -1;
      const holder = path?.[level - 1];
      const body = path?.[level];
      const leaf = path?.at(-1);
      if (!path || !holder || !body || !leaf || !syntax.field?.(path, text)) continue;
      const named = field(holder, 'name');
      const statement = path[level + 1];
      const isConstant = holder.type.startsWith('interface') || (statement !== undefined && /\b(?:final|const|readonly)\b/.test(text.slice(statement.startIndex, leaf.startIndex)));
      if (!named || sourceOf(named, text) !== className || !isConstant) continue;
      return this.evaluator.fieldAt(member, leaf.startIndex, Number.POSITIVE_INFINITY) ?? unknown(member);
    }
    return undefined;
  }

  private *statements(): Generator<Node> {
    let count = 0;
    for (const statement of this.parsed.tree.rootNode.namedChildren) {
      count += 1;
      if (count > MAX_STATEMENTS) return;
      if (statement) yield statement;
    }
  }
}

/** Whether a declaration declares the name. */
function declares(declaration: Node, name: string, text: string): boolean {
  const own = field(declaration, 'name');
  if (own) return sourceOf(own, text) === name;
  return parts(declaration).some((declarator) => {
    const declared = field(declarator, 'name');
    if (!declared) return false;
    return /pattern$/.test(declared.type) ? new RegExp(`(?<![\\w$])${name.replace(/\$/g, '\\$')}(?![\\w$])`).test(sourceOf(declared, text)) : sourceOf(declared, text) === name;
  });
}
