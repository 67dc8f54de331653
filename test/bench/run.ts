// Prints how long things take and how large they are, beside what was aimed at and beside a peer measured in the same run.
// Reports only: it fails when something cannot be measured, never because it is slow.
import os from 'node:os';
import path from 'node:path';
import { measureActivation } from './activation';
import { bundled } from './bundled';
import type * as Hover from './hover';
import type { Row } from './measure';
import type * as Prediction from './prediction';
import type * as Simulation from './simulation';
import { measureSizes } from './sizes';
import { manyLines, minifiedLine } from './sourceTexts';
import type * as Typing from './typing';

async function main(): Promise<void> {
  console.log(`Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown processor'}\n`);
  const { measurePrediction } = bundled<typeof Prediction>('prediction.ts');
  const { measureSimulation } = bundled<typeof Simulation>('simulation.ts');
  const { measureHover } = bundled<typeof Hover>('hover.ts');
  const grammars = path.resolve(__dirname, '../../node_modules/@vscode/tree-sitter-wasm/wasm');
  const { measureTyping } = bundled<typeof Typing>('typing.ts');
  const large = { what: '20,000 lines of TypeScript', languageId: 'typescript', text: manyLines() };
  const texts = [
    large,
    { what: 'one minified line of 1 MB', languageId: 'javascript', text: minifiedLine() },
  ];
  const rows = [...(await measurePrediction()), ...(await measureSimulation()), ...(await measureHover(grammars, texts)), ...(await measureTyping(grammars, large)), ...measureActivation(), ...measureSizes()];
  const table = [['what', 'measured', 'aim', 'beside'], ...rows.map(cells)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((line) => (line[column] ?? '').length)));
  for (const line of table) console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

function cells({ what, measured, aim, met, peer }: Row): readonly string[] {
  return [what, measured, met === undefined ? aim : `${aim}: ${met ? 'met' : 'MISSED'}`, peer];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
