import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GrammarLoader } from '../../src/code/grammarLoader';
import { RequestScanner } from '../../src/code/requestScanner';
import { milliseconds, summarize, workedMs } from './measure';
import type { Row } from './measure';
import type { HoveredText } from './hover';

const EDITS = 1000;
/** Until the engine has compiled the code and the parser's memory has the size that it needs. */
const WARM_EDITS = 100;
const MEGABYTE = 1_000_000;
const AIM_GROWTH_MB = 5;
const PLACES = 20;

/** A thousand edits of a text, after each of which the place of the edit is read as a rest of the cursor reads it. */
export async function measureTyping(grammars: string, { what, languageId, text }: HoveredText): Promise<readonly Row[]> {
  const memories = recordMemories();
  const scanner = new RequestScanner(new GrammarLoader((name) => readFile(resolve(grammars, name))));
  const lines = text.split('\n');
  const reads: number[] = [];
  const edit = async (version: number): Promise<void> => {
    const line = Math.floor(((version % PLACES) / PLACES) * lines.length);
    lines[line] = `${lines[line] ?? ''} `;
    const document = { uri: 'file:///typed', version, languageId, text: lines.join('\n') };
    reads.push(await workedMs(() => scanner.at(document, { line, character: 20 })));
  };
  for (let version = 0; version < WARM_EDITS; version += 1) await edit(version);
  reads.length = 0;
  const before = held(memories);
  for (let version = WARM_EDITS; version < WARM_EDITS + EDITS; version += 1) await edit(version);
  const after = held(memories);
  const { treeCount } = scanner;
  scanner.dispose();
  const read = summarize(reads);
  const [heap, parser] = [after.heap - before.heap, after.parser - before.parser].map((bytes) => bytes / MEGABYTE) as [number, number];
  return [
    { what: `reading the place of an edit again, in ${what}`, measured: `${milliseconds(read.medianMs)} median, ${milliseconds(read.p99Ms)} p99`, aim: '-', met: undefined, peer: 'once after a rest of the cursor; a key by itself only sets timers' },
    {
      what: `memory after ${EDITS} edits of it`, measured: `heap ${heap.toFixed(2)} MB, parser ${parser.toFixed(2)} MB more than ${(before.parser / MEGABYTE).toFixed(0)} MB, ${treeCount} tree held`,
      aim: `< ${AIM_GROWTH_MB} MB`, met: heap + parser < AIM_GROWTH_MB && treeCount === 1 && before.parser > 0, peer: `the text has ${(text.length / MEGABYTE).toFixed(2)} MB`,
    },
  ];
}

/** The memories that WebAssembly modules make from now on; tree-sitter's trees are in one. */
function recordMemories(): readonly WebAssembly.Memory[] {
  const memories: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
  return memories;
}

function held(memories: readonly WebAssembly.Memory[]): { readonly heap: number; readonly parser: number } {
  globalThis.gc?.();
  return { heap: process.memoryUsage().heapUsed, parser: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) };
}
