import { resolve } from 'node:path';
import { run } from '../../../src/cli/run';

export const GRAMMARS = resolve(__dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm');

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs the command line and keeps what it writes. */
export async function runCli(args: readonly string[], options: { colour?: boolean; grammarFolder?: string } = {}): Promise<Outcome> {
  let out = '';
  let error = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    error: (text: string) => {
      error += text;
    },
    colour: options.colour ?? false,
  };
  const code = await run(args, terminal, options.grammarFolder ?? GRAMMARS);
  return { code, out, error };
}
