import type { Cancellation } from '../cancellation';
import { DocumentParse, type Clock } from '../documentParse';
import { Bindings } from '../folding/bindings';
import { GrammarError, type GrammarLoader } from '../grammarLoader';
import { languageForFile, type CodeLanguage } from '../languages';
import { LineIndex } from '../lineIndex';
import type { ParsedText } from '../treeCache';
import { exportedValue, WHOLE } from './exportedValue';
import { FileImports, type Known } from './fileImports';
import type { ForeignValue, ImportedValues } from './importedValues';
import { MAX_IMPORTED_CHARACTERS } from './importLimits';
import { resolverFor } from './resolvers/resolverFor';
import { settledValue } from './settledValue';
import { ListedFiles, type FileList } from './workspaceFiles';

/** Files that are known at a time; those that were read first are forgotten first. */
const MAX_FILES = 400;
/** Files that one `fill` reads. */
const MAX_READS = 120;
/** How many files after each other a name is followed through. */
const MAX_DEPTH = 8;
/** How often values are evaluated anew because what they are made of became known. Cycles end here. */
const MAX_PASSES = 4;
/** Trees that one `fill` holds at a time. */
const MAX_TREES = 8;
const NO_FILES = new ListedFiles([]);

/** The text of a listed file; undefined where it is too large, not to be read, or gone. */
export type ReadSource = (path: string) => Promise<string | undefined>;

export interface WorkspaceValuesOptions {
  readonly pause?: () => Promise<void>;
  readonly nowMs?: Clock;
}

interface Entry {
  readonly value: ForeignValue | undefined;
  /** Whether it was evaluated before something that it is made of was known. */
  readonly provisional: boolean;
  /** The files that were asked for it. */
  readonly asked: ReadonlySet<string>;
}

/** A file while `fill` runs. */
interface OpenFile {
  readonly text: string;
  readonly language: CodeLanguage;
  parsed?: ParsedText | undefined;
}

/**
 * Values that files of a workspace give each other. `importsOf` answers from what is known and remembers what is asked for in vain;
 * `fill` then reads the files that may have it, in the background. Holds plain values only, no trees.
 */
export class WorkspaceValues {
  private files: FileList = NO_FILES;
  private readonly known = new Map<string, Map<string, Entry>>();
  private wanted = new Map<string, Set<string>>();
  private readonly open = new Map<string, OpenFile | undefined>();
  private running: Promise<unknown> = Promise.resolve();
  /** What changed while `fill` ran, whose values may be of before. */
  private readonly changed = new Set<string>();
  private generation = 0;
  private readCount = 0;
  /** Values found so far. */
  private valueCount = 0;

  constructor(
    private readonly loader: GrammarLoader,
    private readonly read: ReadSource,
    private readonly options: WorkspaceValuesOptions = {},
  ) {}

  /** Files read so far, for watching over what this costs. */
  get filesRead(): number {
    return this.readCount;
  }

  /** Whether something was asked for that nobody has looked for yet. */
  get isWanting(): boolean {
    return this.wanted.size > 0;
  }

  /** The files that may be read from now on. Forgets all values: a new file can change what any name means. */
  use(files: FileList): void {
    this.files = files;
    this.generation += 1;
    this.known.clear();
    this.wanted.clear();
  }

  /** What other files give to a text. Undefined for languages whose files do not find each other. */
  importsOf(path: string, languageId: string, text: string): ImportedValues | undefined {
    return this.askFor(path, languageId, text, (file, name) => this.lookUp(file, name));
  }

  /** Forgets a file that changed, and what came from it. */
  forget(path: string): void {
    this.changed.add(path);
    const gone = new Set([path]);
    for (let size = 0; size !== gone.size; ) {
      size = gone.size;
      for (const [file, entries] of this.known) {
        for (const { asked } of entries.values()) if ([...gone].some((each) => asked.has(each))) gone.add(file);
      }
    }
    for (const each of gone) this.known.delete(each);
  }

  /** Looks for all that was asked for in vain, within limits. Returns whether a value is known that was not before. Calls follow each other. */
  fill(signal?: Cancellation): Promise<boolean> {
    const filled = this.running.then(() => this.fillNow(signal));
    this.running = filled.catch(() => undefined);
    return filled;
  }

  private async fillNow(signal?: Cancellation): Promise<boolean> {
    this.changed.clear();
    const provisional: [file: string, name: string][] = [];
    let reads = MAX_READS;
    const before = this.valueCount;
    try {
      for (let depth = 0; this.wanted.size > 0; depth += 1) {
        const batch = this.wanted;
        this.wanted = new Map();
        if (depth >= MAX_DEPTH) break;
        for (const [file, names] of batch) {
          if (signal?.aborted || reads <= 0) return this.valueCount > before;
          reads -= 1;
          for (const name of names) if (await this.evaluate(file, name)) provisional.unshift([file, name]);
        }
      }
      for (let pass = 0; pass < MAX_PASSES && provisional.length > 0; pass += 1) {
        for (const [file, name] of provisional.splice(0)) {
          if (signal?.aborted) return this.valueCount > before;
          if (await this.evaluate(file, name)) provisional.push([file, name]);
        }
      }
      // What goes round in a circle, or on for too long, has no value to find.
      for (const [file, name] of provisional.splice(0)) {
        const entries = this.known.get(file);
        entries?.set(name, { value: undefined, provisional: false, asked: entries.get(name)?.asked ?? new Set() });
      }
      this.wanted.clear();
      return this.valueCount > before;
    } finally {
      for (const entries of this.known.values()) for (const [name, { provisional: isOpen }] of entries) if (isOpen) entries.delete(name);
      for (const each of this.open.values()) each?.parsed?.tree.delete();
      this.open.clear();
      for (const each of [...this.changed]) this.forget(each);
    }
  }

  private lookUp(file: string, name: string): Known {
    const entry = this.known.get(file)?.get(name);
    if (!entry) {
      const names = this.wanted.get(file);
      if (names) names.add(name);
      else this.wanted.set(file, new Set([name]));
    }
    return entry;
  }

  private askFor(path: string, languageId: string, text: string, lookUp: (file: string, name: string) => Known): ImportedValues | undefined {
    const resolver = resolverFor(languageId);
    return resolver && new FileImports({ path, text, files: this.files }, resolver, lookUp);
  }

  /** Evaluates one name of a file. Returns whether something that it is made of was not known. */
  private async evaluate(file: string, name: string): Promise<boolean> {
    const { generation } = this;
    const opened = await this.opened(file);
    const parsed = opened && mayHave(opened.text, name) ? await this.parsed(opened) : undefined;
    if (!opened || !parsed) {
      this.remember(file, name, { value: undefined, provisional: false, asked: new Set() }, generation);
      return false;
    }
    const languageId = opened.language.id;
    const asked = new Set<string>();
    let provisional = false;
    const imports = this.askFor(file, languageId, parsed.text, (other, wanted) => {
      asked.add(other);
      // A file that asks itself goes round in a circle.
      const entry = other === file && wanted === name ? { value: undefined, provisional: false } : this.lookUp(other, wanted);
      if (!entry || this.known.get(other)?.get(wanted)?.provisional === true) provisional = true;
      return entry;
    });
    const { value, importedFrom } = exportedValue({ ...parsed, imports }, languageId, name);
    const label = this.files.label(file);
    const settled = value && settledValue(value, name, { file: label, lineAt: (offset) => parsed.lines.positionAt(offset).line });
    this.remember(file, name, { value: settled && { value: settled, files: [label, ...importedFrom] }, provisional, asked }, generation);
    return provisional;
  }

  private remember(file: string, name: string, entry: Entry, generation: number): void {
    if (generation !== this.generation) return;
    if (entry.value) this.valueCount += 1;
    const entries = this.known.get(file) ?? new Map<string, Entry>();
    entries.set(name, entry);
    this.known.set(file, entries);
    const [oldest] = this.known.keys();
    if (this.known.size > MAX_FILES && oldest !== undefined) this.known.delete(oldest);
  }

  private async opened(file: string): Promise<OpenFile | undefined> {
    if (this.open.has(file)) return this.open.get(file);
    const language = languageForFile(file);
    let text: string | undefined;
    if (this.files.has(file) && language.grammar && resolverFor(language.id)) {
      text = await this.read(file);
      this.readCount += 1;
    }
    const opened = text === undefined || text.length > MAX_IMPORTED_CHARACTERS ? undefined : { text, language };
    this.open.set(file, opened);
    return opened;
  }

  private async parsed(opened: OpenFile): Promise<ParsedText | undefined> {
    if (opened.parsed) return opened.parsed;
    const row = opened.language.grammar;
    const grammar = await (row && this.loader.load(row).catch((error: unknown) => {
      if (error instanceof GrammarError) return undefined;
      throw error;
    }));
    if (!grammar) return undefined;
    // The last line end is outside of every function, so that all of the file has run there.
    const text = `${opened.text}\n`;
    const parse = new DocumentParse(grammar, text, undefined, this.options.nowMs);
    while (parse.step()) await this.options.pause?.();
    const { tree } = parse;
    if (!tree) return undefined;
    for (const other of [...this.open.values()].filter((each) => each?.parsed).slice(0, 1 - MAX_TREES)) {
      other?.parsed?.tree.delete();
      if (other) other.parsed = undefined;
    }
    opened.parsed = { text, lines: new LineIndex(text), tree, bindings: new Bindings(tree, text, grammar.row.language().syntax), grammar };
    return opened.parsed;
  }
}

/** Whether a text may give a name at all: spares most files their parse. */
function mayHave(text: string, name: string): boolean {
  if (name === WHOLE) return text.includes('exports');
  if (name === 'default') return /\bdefault\b|\bexports\b/.test(text);
  return text.includes(name.slice(name.lastIndexOf('.') + 1)) || /\b(?:export|import)\s*\*|\bexports\b/.test(text);
}
