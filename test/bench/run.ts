// Prints how long things take and how large they are, beside what was aimed at and beside a peer measured in the same run.
// Reports only: it fails when something cannot be measured, never because it is slow.
import os from 'node:os';
import { measureActivation } from './activation';
import { measureHover } from './hover';
import type { Row } from './measure';
import { measurePrediction } from './prediction';
import { measureSizes } from './sizes';

async function main(): Promise<void> {
  console.log(`Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown processor'}\n`);
  const rows = [...(await measurePrediction()), ...(await measureHover()), ...measureActivation(), ...measureSizes()];
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
