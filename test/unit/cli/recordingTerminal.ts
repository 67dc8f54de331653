import { run } from '../../../src/cli/run';
import type { ReadFile } from '../../../src/code/grammarLoader';
import { readGrammar } from '../code/grammars';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs the command line and keeps what it writes. */
export async function runCli(args: readonly string[], options: { colour?: boolean; readGrammar?: ReadFile } = {}): Promise<Outcome> {
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
  const code = await run(args, terminal, options.readGrammar ?? readGrammar);
  return { code, out, error };
}
