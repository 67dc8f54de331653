import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GrammarLoader } from '../../../src/code/grammarLoader';

/** Reads grammars where npm puts them. */
export async function readGrammar(name: string): Promise<Uint8Array> {
  const folder = name === 'tree-sitter-kotlin.wasm' ? '@tree-sitter-grammars/tree-sitter-kotlin' : '@vscode/tree-sitter-wasm/wasm';
  return readFile(path.join(__dirname, '../../../node_modules', folder, name));
}

/** A loader that is shared by the tests, as tree-sitter itself is by a process. */
export const loader = new GrammarLoader(readGrammar);
