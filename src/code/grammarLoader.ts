import type * as TreeSitterModule from '@vscode/tree-sitter-wasm';
import type { Language, Parser } from '@vscode/tree-sitter-wasm';
import { WirewalkError } from '../model/wirewalkError';
import type { GrammarRow } from './grammars';

type TreeSitter = typeof TreeSitterModule;

/** Reads a shipped file by its name (`tree-sitter-javascript.wasm`); rejects where there is none. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** A grammar, or tree-sitter itself, that is missing or damaged. Callers go on with plain URL scanning and say so. */
export class GrammarError extends WirewalkError {
  constructor(readonly file: string, reason: string) {
    super('grammar', `The grammar file ${file} cannot be used: ${reason}.`);
  }
}

/** A grammar ready for use. */
export interface Grammar {
  readonly row: GrammarRow;
  /** A parser of its own for one text; the caller deletes it. */
  newParser(): Parser;
}

/** The octets with which every WebAssembly module begins: `\0asm`, version 1. */
const WASM_START = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const RUNTIME_FILE = 'tree-sitter.wasm';

/** tree-sitter keeps one runtime per process, whoever loads it. Undefined until then, and again after a failure. */
let runtime: Promise<TreeSitter> | undefined;

/** Loads tree-sitter and its grammars on first need, each once. */
export class GrammarLoader {
  private readonly grammars = new Map<string, Promise<Grammar>>();

  constructor(private readonly readFile: ReadFile) {}

  /** Rejects with `GrammarError`; so does every later call for the same grammar, without reading again. */
  load(row: GrammarRow): Promise<Grammar> {
    const known = this.grammars.get(row.file);
    if (known) return known;
    const loading = this.start(row);
    this.grammars.set(row.file, loading);
    return loading;
  }

  private async start(row: GrammarRow): Promise<Grammar> {
    const treeSitter = await this.startRuntime();
    const bytes = await this.readWasm(row.file);
    const language = await attempt(row.file, () => treeSitter.Language.load(bytes));
    return { row, newParser: () => makeParser(treeSitter, language) };
  }

  private async startRuntime(): Promise<TreeSitter> {
    runtime ??= this.readWasm(RUNTIME_FILE).then((wasmBinary) => attempt(RUNTIME_FILE, () => initialize(wasmBinary)));
    try {
      return await runtime;
    } catch (error) {
      runtime = undefined;
      throw error;
    }
  }

  private async readWasm(file: string): Promise<Uint8Array> {
    const bytes = await attempt(file, () => this.readFile(file));
    // Checked here because tree-sitter reads the module's first words without looking.
    if (!WASM_START.every((octet, index) => bytes[index] === octet)) {
      throw new GrammarError(file, `expected a WebAssembly module, found ${bytes.length} octets that do not begin as one`);
    }
    return bytes;
  }
}

/** Imported on first need, so that starting the extension does not evaluate it. */
async function initialize(wasmBinary: Uint8Array): Promise<TreeSitter> {
  const imported: TreeSitter & { default?: TreeSitter } = await import('@vscode/tree-sitter-wasm');
  // It is a UMD module: bundlers give its members, Node's own loader gives them under `default`.
  const treeSitter = imported.default ?? imported;
  // `wasmBinary` is Emscripten's own option; the declarations leave it out.
  const options: { locateFile: (file: string) => string; wasmBinary: Uint8Array } = { locateFile: (file) => file, wasmBinary };
  await treeSitter.Parser.init(options);
  return treeSitter;
}

function makeParser(treeSitter: TreeSitter, language: Language): Parser {
  const parser = new treeSitter.Parser();
  parser.setLanguage(language);
  return parser;
}

async function attempt<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof GrammarError ? error : new GrammarError(file, error instanceof Error ? error.message : String(error));
  }
}

