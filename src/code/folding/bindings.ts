import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import { classifyUse } from '../syntax/use';
import { LOOP } from '../syntax/course';
import type { Syntax } from '../syntax/expression';
import { SyntaxPaths, type Budget } from '../syntaxPath';
import { NameIndex } from './nameIndex';
import { nearest, type Binding, type Occurrence } from './occurrence';

/** A name that occurs more often is not looked into: in minified text one letter stands for hundreds of variables. */
const MAX_OCCURRENCES = 1000;
const IDENTIFIER_CHARACTER = /[\p{ID_Continue}$\u200c\u200d]/u;
/** By code unit: a short name stands in most words of a text, so that the characters around it are looked at very often. */
const ASCII_IDENTIFIER = Uint8Array.from({ length: 0x80 }, (_, code) => Number(IDENTIFIER_CHARACTER.test(String.fromCharCode(code))));

/** The `functionStart` of what stands in no function. */
export const NO_FUNCTION = -1;

/** Where something stands: which function runs it, and which block decides whether it runs. */
export interface Place {
  readonly offset: number;
  readonly functionStart: number;
  readonly blockStart: number;
  readonly blockEnd: number;
}

/** A declaration with or without a value, or an assignment. */
export interface Definition extends Place {
  readonly value?: Node;
  /** The member of the value that the name stands for. */
  readonly member?: string;
  /** Whether it only assigns. */
  readonly assigns: boolean;
}

/** Something that is done with what a name stands for. */
export interface Use extends Place {
  readonly occurrence: Extract<Occurrence, { does: 'change' | 'invoke' | 'pass' }>;
}

/** What a name refers to, and what the rest of its scope does to it. Definitions and uses in the order of the text. */
export interface ResolvedBinding {
  readonly binding: Binding;
  readonly definitions: readonly Definition[];
  /** Looked for when they are asked for; undefined where there are too many. */
  uses(budget: Budget): readonly Use[] | undefined;
}

interface PlacedOccurrence extends Place {
  readonly occurrence: Occurrence;
}

/** The occurrences of one name in one stretch of text. */
interface Occurrences {
  /** Those that may declare or assign it. */
  readonly placed: readonly PlacedOccurrence[];
  /** The offsets of the others, which use what it stands for. */
  readonly using: readonly number[];
  /** What `placed` declares; few of them do. */
  readonly declared: readonly Binding[];
  readonly described: Map<Binding, ResolvedBinding>;
  used?: readonly PlacedOccurrence[] | undefined;
}

/** Operators before and marks after a name that is certainly only read: `+ name;`, `${name}`. Spares most names a look at the tree. */
const BEFORE_READ = /(?:\$\{|[^+]\+|[^=!<>:]=|[/%?|])\s*$/;
const AFTER_READ = /^\s*[;)},`]/;
/** What stands behind a name only where it is an operand, whatever is before it. */
const READ_BEHIND = /^\s*(?:\+[^+=]|-[^-=>]|%[^=]|[=!]==?|&&[^=]|\|\|[^=])/;
/** What stands behind a name that is certainly not declared here: a member, an index, or the arguments of a call without a type or keyword before it. */
const MEMBER_BEHIND = /^\s*(?:\?\.|\.[^.]|->|::|\[)/;
const CALL_BEHIND = /^\s*\(/;
const DECLARING_WORD = /(?<![\w$])(?!(?:new|await|return|yield|throw|case|and|or|not|in|of|is|else|typeof|void|delete|then|do|puts|echo|print)\s)[\w$>*&\]?]+[ \t*&]+$/;

/** `name = …`, `name += …`, `name++`, `a, b = …`, `--name`. */
const CHANGED_BEHIND = /^\s*(?:\+\+|--|(?:\*\*|\/\/|<<|>>|\|\||&&|\?\?|[-+*/%.|&^])?=(?![=>~]))/;
const SEVERAL_CHANGED = /^\s*(?:,\s*[\w$]+\s*){1,4}=(?!=)/;
const UPDATED_BEFORE = /(?:\+\+|--)\s*\$?$/;
/** What stands before the name of an argument: `f(url=url)`. */
const NAMED_ARGUMENT = /[(,]\s*$/;

/**
 * Finds what a name means at a place in one text. Works from the occurrences of that one name, which a text search finds
 * quickly, in the innermost function first and outwards from there, so that little else of a large file is looked at; answers
 * are kept for the life of the tree.
 */
export class Bindings {
  private readonly occurrences = new Map<string, Occurrences | undefined>();
  private readonly fields = new Map<string, ResolvedBinding | undefined>();

  private readonly paths: SyntaxPaths;
  private readonly index: NameIndex | undefined;

  /** `indexed`: whether all names are looked up, as in a scan, so that listing their places once pays. */
  constructor(
    tree: Tree,
    private readonly text: string,
    private readonly syntax: Syntax,
    indexed = false,
  ) {
    this.paths = new SyntaxPaths(tree);
    this.index = indexed ? new NameIndex(text) : undefined;
  }

  /** The nodes that contain an offset, outermost first. */
  pathAt(offset: number, budget: Budget): Node[] | undefined {
    return this.paths.at(offset, budget);
  }

  /** Where an offset stands; undefined where the text is nested too deep. */
  placeAt(offset: number, budget: Budget): Place | undefined {
    const path = this.paths.at(offset, budget);
    return path && this.placeOf(path, offset);
  }

  /**
   * The declaration that `name` refers to at `offset`. `undeclared`: the file has none, so it is a global. Undefined: not
   * certain (declared twice, too many occurrences, nested too deep).
   */
  resolve(name: string, offset: number, budget: Budget): ResolvedBinding | 'undeclared' | undefined {
    // Code with errors in it can have names without a character.
    if (name === '') return undefined;
    const path = this.paths.at(offset, budget);
    if (!path) return undefined;
    const functions = path.filter((node) => this.syntax.functions.has(node.type)).reverse();
    for (const { startIndex, endIndex } of [...functions, { startIndex: 0, endIndex: this.text.length }]) {
      const found = this.find(name, startIndex, endIndex, budget);
      if (!found) return undefined;
      const binding = this.visibleAt(found, offset);
      if (!binding) return undefined;
      // A `var` is visible in its whole function, and so is found there; a function's own name is outside of it.
      if (binding !== 'undeclared' && binding.scopeStart >= startIndex && binding.scopeEnd <= endIndex) {
        const described = this.describe(found, binding);
        return binding.kind === 'field' ? this.withOwnAssignments(described, name, offset, budget) : described;
      }
    }
    return 'undeclared';
  }

  /** The field of the class around `offset`, by its declaration and by what is assigned to it. Undefined where there is none. */
  resolveField(name: string, offset: number, budget: Budget): ResolvedBinding | undefined {
    if (name === '') return undefined;
    const path = this.paths.at(offset, budget);
    const record = path && this.syntax.ownRecord?.(path, this.text);
    if (record !== undefined) return this.resolveRecordField(record, name, budget);
    const holder = path && nearest(path, path.length - 1, this.syntax.classes);
    const from = holder?.startIndex ?? 0;
    const to = holder?.endIndex ?? this.text.length;
    return this.knownField(`${from} ${name}`, budget, () => this.searchField(name, from, to, budget));
  }

  /** Whether a loop around `offset`, which does not define the name anew in each round, changes it: what was defined before holds in the first round only. */
  isChangedInLoop(name: string, definition: Definition, offset: number, budget: Budget): boolean {
    for (const loop of this.paths.at(offset, budget) ?? []) {
      if (!LOOP.test(loop.type)) continue;
      const body = loop.childForFieldName('body') ?? loop.lastNamedChild ?? loop;
      if (body.startIndex <= definition.offset && definition.offset < body.endIndex) continue;
      for (const at of this.offsetsOf(name, loop.startIndex, loop.endIndex)) {
        if (at !== definition.offset && this.isChangedAt(at, name.length)) return true;
      }
    }
    return false;
  }

  private isChangedAt(at: number, length: number): boolean {
    const before = this.text.slice(Math.max(0, at - 40), at);
    const behind = this.text.slice(at + length, at + length + 40);
    if (this.syntax.commands !== true && UPDATED_BEFORE.test(before)) return true;
    if (/(?:[.:@]|->)\s*$/.test(before)) return false;
    return CHANGED_BEHIND.test(behind) ? !NAMED_ARGUMENT.test(before) : SEVERAL_CHANGED.test(behind) && /(?:^|[\n;{])\s*$/.test(before);
  }

  /** The methods of that name in the class around `offset`; functions of the text where there is none. */
  methodsNamed(name: string, offset: number, budget: Budget): readonly Node[] {
    const path = this.paths.at(offset, budget);
    const holder = path && nearest(path, path.length - 1, this.syntax.classes);
    const found: Node[] = [];
    let count = 0;
    for (const at of this.offsetsOf(name, holder?.startIndex ?? 0, holder?.endIndex ?? this.text.length)) {
      count += 1;
      const named = count > MAX_OCCURRENCES ? undefined : this.paths.at(at, budget);
      if (!named) return [];
      const [method, leaf] = named.slice(-2);
      if (method && leaf && this.syntax.functions.has(method.type) && method.childForFieldName('name')?.id === leaf.id) found.push(method);
    }
    return found;
  }

  /** A field by its bare name: what is assigned to it as a member of the own object counts too. */
  private withOwnAssignments(field: ResolvedBinding, name: string, offset: number, budget: Budget): ResolvedBinding {
    const assigned = this.resolveField(name, offset, budget)?.definitions.filter(({ assigns }) => assigns) ?? [];
    return assigned.length === 0 ? field : { ...field, definitions: [...field.definitions, ...assigned].sort((a, b) => a.offset - b.offset) };
  }

  /** The field of a record, by its declaration, by the records that are made and by what is assigned to it anywhere in the text. */
  resolveRecordField(record: string, name: string, budget: Budget): ResolvedBinding | undefined {
    return this.knownField(`${record}.${name}`, budget, () => this.searchField(name, 0, this.text.length, budget, record));
  }

  private knownField(key: string, budget: Budget, search: () => ResolvedBinding | undefined): ResolvedBinding | undefined {
    if (this.fields.has(key)) return this.fields.get(key);
    const found = search();
    if (!budget.isSpent) this.fields.set(key, found);
    return found;
  }

  private find(name: string, from: number, to: number, budget: Budget): Occurrences | undefined {
    const key = `${from} ${to} ${name}`;
    if (this.occurrences.has(key)) return this.occurrences.get(key);
    const found = this.search(name, from, to, budget);
    // An answer that only the budget cut short may be found with the next one.
    if (found !== 'over-budget') this.occurrences.set(key, found);
    return found === 'over-budget' ? undefined : found;
  }

  private search(name: string, from: number, to: number, budget: Budget): Occurrences | undefined | 'over-budget' {
    const candidates: number[] = [];
    const using: number[] = [];
    for (const at of this.offsetsOf(name, from, to)) {
      if (this.isPlainRead(at, name.length)) continue;
      if (this.isPlainUse(at, name.length)) using.push(at);
      else if (candidates.push(at) > MAX_OCCURRENCES) return undefined;
    }
    const placed: PlacedOccurrence[] = [];
    for (const at of candidates) {
      if (this.isReadInTree(at, budget)) {
        using.push(at);
        continue;
      }
      const path = this.paths.at(at, budget);
      if (!path) return 'over-budget';
      const occurrence = this.syntax.classify(path, this.text);
      if (occurrence) placed.push({ ...this.placeOf(path, at), occurrence });
    }
    return { placed, using, declared: placed.flatMap(({ occurrence }) => declaredBy(occurrence) ?? []), described: new Map() };
  }

  /** All that uses the name's value; undefined where that is too much to look at. */
  private usesOf(found: Occurrences, budget: Budget): readonly PlacedOccurrence[] | undefined {
    if (found.used) return found.used;
    if (found.using.length > MAX_OCCURRENCES) return undefined;
    const used: PlacedOccurrence[] = [];
    for (const at of found.using) {
      const path = this.paths.at(at, budget);
      if (!path) return undefined;
      const occurrence = this.syntax.classify(path, this.text);
      if (occurrence) used.push({ ...this.placeOf(path, at), occurrence });
    }
    found.used = [...found.placed.filter(({ occurrence }) => isUse(occurrence)), ...used].sort((a, b) => a.offset - b.offset);
    return found.used;
  }

  private searchField(name: string, from: number, to: number, budget: Budget, record?: string): ResolvedBinding | undefined {
    const definitions: Definition[] = [];
    const uses: Use[] = [];
    let type: string | undefined;
    let count = 0;
    for (const at of this.offsetsOf(name, from, to)) {
      count += 1;
      const path = count > MAX_OCCURRENCES ? undefined : this.paths.at(at, budget);
      if (!path) return undefined;
      const declared = record === undefined ? this.syntax.field?.(path, this.text) : this.recordField(path, record);
      if (declared) {
        type ??= declared.type;
        definitions.push({ ...this.placeOf(path, at), ...(declared.value ? { value: declared.value } : {}), assigns: record !== undefined && declared.value !== undefined });
        continue;
      }
      const level = this.memberLevel(path, record === undefined);
      if (level === undefined) continue;
      const occurrence = classifyUse(path, level, this.text, (node, text) => this.syntax.read(node, text), (node) => this.syntax.sides(node));
      if (occurrence.does === 'assign') definitions.push({ ...this.placeOf(path, at), ...(occurrence.value ? { value: occurrence.value } : {}), assigns: true });
      else if (isUse(occurrence)) uses.push({ ...this.placeOf(path, at), occurrence });
    }
    if (definitions.length === 0) return undefined;
    const binding: Binding = { kind: 'field', declaredAt: definitions[0]?.offset ?? from, scopeStart: from, scopeEnd: to, ...(type === undefined ? {} : { type }) };
    return { binding, definitions, uses: () => uses };
  }

  private recordField(path: readonly Node[], record: string): { readonly value?: Node; readonly type?: string } | undefined {
    const said = this.syntax.recordField?.(path, this.text);
    return said?.record === record ? said : undefined;
  }

  /** The index of `this.name`, or of a member of anything, in a path that ends with that name. */
  private memberLevel(path: readonly Node[], ownOnly: boolean): number | undefined {
    for (let level = path.length - 1; level >= Math.max(0, path.length - 3); level -= 1) {
      const node = path[level];
      const expression = node && this.syntax.read(node, this.text);
      if (expression?.kind !== 'member' || expression.object.endIndex > (path.at(-1)?.startIndex ?? 0)) continue;
      if (!ownOnly || this.syntax.self.has(this.text.slice(expression.object.startIndex, expression.object.endIndex))) return level;
    }
    return undefined;
  }

  private *offsetsOf(name: string, from: number, to: number): Generator<number> {
    const listed = this.index?.between(name, from, to);
    if (listed) {
      for (const at of listed) if (!this.isPartOfLongerName(at, name.length)) yield at;
      return;
    }
    for (let at = this.text.indexOf(name, from); at !== -1 && at < to; at = this.text.indexOf(name, at + name.length)) {
      if (!this.isPartOfLongerName(at, name.length)) yield at;
    }
  }

  private placeOf(path: readonly Node[], offset: number): Place {
    const block = nearest(path, path.length - 1, this.syntax.blocks);
    const owner = nearest(path, path.length - 1, this.syntax.functions);
    return { offset, functionStart: owner?.startIndex ?? NO_FUNCTION, blockStart: block?.startIndex ?? 0, blockEnd: block?.endIndex ?? this.text.length };
  }

  private isPlainRead(at: number, length: number): boolean {
    const behind = this.text.slice(at + length, at + length + 4);
    return READ_BEHIND.test(behind) || (AFTER_READ.test(behind) && BEFORE_READ.test(this.text.slice(Math.max(0, at - 4), at)));
  }

  /** Whether the node around the name says that it is only used there: two looks at the tree instead of one for each level. */
  private isReadInTree(at: number, budget: Budget): boolean {
    const { reading } = this.syntax;
    const around = reading && budget.spend() ? this.paths.leafAt(at)?.parent : undefined;
    return around ? (reading?.has(around.type) ?? false) : false;
  }

  /** Whether the name is certainly not declared or assigned here: `name.member`, `name(…)`. */
  private isPlainUse(at: number, length: number): boolean {
    const behind = this.text.slice(at + length, at + length + 4);
    if (MEMBER_BEHIND.test(behind)) return true;
    return CALL_BEHIND.test(behind) && !DECLARING_WORD.test(this.text.slice(Math.max(0, at - 24), at));
  }

  private isPartOfLongerName(at: number, length: number): boolean {
    // `@name` and `$name` are searched with their mark.
    return (this.isIdentifierAt(at - 1) && this.text.charAt(at - 1) !== this.syntax.sigil && this.isIdentifierAt(at)) || this.isIdentifierAt(at + length);
  }

  private isIdentifierAt(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code < 0x80 ? ASCII_IDENTIFIER[code] === 1 : IDENTIFIER_CHARACTER.test(this.text.charAt(at));
  }

  private describe(found: Occurrences, binding: Binding): ResolvedBinding {
    const known = found.described.get(binding);
    if (known) return known;
    const definitions: Definition[] = [];
    for (const { occurrence, ...place } of found.placed) {
      if (occurrence.does === 'read' || isUse(occurrence)) continue;
      const own = declaredBy(occurrence);
      const same = own && own.scopeStart === binding.scopeStart && own.scopeEnd === binding.scopeEnd;
      if (own ? !same : this.visibleAt(found, place.offset) !== binding) continue;
      if (occurrence.does === 'declare') {
        const { value, member } = occurrence.binding;
        definitions.push({ ...place, ...(value ? { value } : {}), ...(member === undefined ? {} : { member }), assigns: false });
      } else if (occurrence.does === 'assign') definitions.push({ ...place, ...(occurrence.value ? { value: occurrence.value } : {}), assigns: true });
    }
    const uses = (budget: Budget): readonly Use[] | undefined => this.usesOf(found, budget)?.flatMap(({ occurrence, ...place }): Use[] => (
      isUse(occurrence) && this.visibleAt(found, place.offset) === binding ? [{ ...place, occurrence }] : []
    ));
    const described = { binding, definitions, uses };
    found.described.set(binding, described);
    return described;
  }

  /** The innermost declaration whose scope holds the offset; undefined where two are equally near and only one may be. */
  private visibleAt({ declared }: Occurrences, offset: number): Binding | 'undeclared' | undefined {
    let best: Binding | undefined;
    let tied = false;
    for (const binding of declared) {
      if (offset < binding.scopeStart || offset >= binding.scopeEnd) continue;
      const size = binding.scopeEnd - binding.scopeStart;
      const bestSize = best ? best.scopeEnd - best.scopeStart : Number.POSITIVE_INFINITY;
      if (size < bestSize) {
        best = binding;
        tied = false;
      } else if (size === bestSize) tied = true;
    }
    return tied && !this.syntax.followsAssignments ? undefined : (best ?? 'undeclared');
  }
}

function declaredBy(occurrence: Occurrence): Binding | undefined {
  if (occurrence.does === 'declare') return occurrence.binding;
  return occurrence.does === 'assign' ? occurrence.declares : undefined;
}

function isUse(occurrence: Occurrence): occurrence is Use['occurrence'] {
  return occurrence.does === 'change' || occurrence.does === 'invoke' || occurrence.does === 'pass';
}
