import { dockerCommands, makeRecipes, yamlCommands } from './commandLines';
import type { EmbeddedText } from './embeddedText';
import { fencedCode } from './fences';
import { notebookCells } from './notebook';
import { scriptBlocks } from './scripts';

const READERS: Readonly<Record<string, (text: string) => Iterable<EmbeddedText>>> = {
  html: scriptBlocks, vue: scriptBlocks, svelte: scriptBlocks, markdown: fencedCode, ipynb: notebookCells, dockerfile: dockerCommands, yaml: yamlCommands, makefile: makeRecipes,
};
/** More are not read. */
const MAX_TEXTS = 500;

/** The texts in other languages inside a text, in order. Linear in its length. */
export function embeddedTexts(text: string, languageId: string): readonly EmbeddedText[] {
  const found: EmbeddedText[] = [];
  for (const each of READERS[languageId]?.(text) ?? []) {
    found.push(each);
    if (found.length >= MAX_TEXTS) break;
  }
  return found.sort((a, b) => a.start - b.start);
}
