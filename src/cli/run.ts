import type { ReadFile } from '../code/grammarLoader';
import { visibleLine } from '../model/visibleLine';
import { InputError, WirewalkError } from '../model/wirewalkError';
import { generalHelp } from './help';
import type { Terminal } from './terminal';

type Command = (args: readonly string[], terminal: Terminal, readGrammar: ReadFile) => Promise<void>;

/** Loaded when it is run: a scan needs no simulator, a prediction no parser. */
const COMMANDS = new Map<string, () => Promise<Command>>([
  ['explain', async () => (await import('./explainCommand')).explainCommand],
  ['scan', async () => (await import('./scanCommand')).scanCommand],
  ['probe', async () => (await import('./probeCommand')).probeCommand],
  ['compare', async () => (await import('./compareCommand')).compareCommand],
]);

/** Exit code for input that cannot be used, and for everything else that goes wrong. */
export const EXIT_ERROR = 2;

/**
 * Runs the command line; `readGrammar` reads tree-sitter and its grammars. Returns the exit code; whatever happens, standard error
 * gets a sentence and never a stack trace.
 */
export async function run(args: readonly string[], terminal: Terminal, readGrammar: ReadFile): Promise<number> {
  try {
    const [name, ...rest] = args;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      terminal.out(generalHelp());
      return 0;
    }
    const load = COMMANDS.get(name);
    if (!load) throw new InputError(`There is no command "${visibleLine(name, 80)}". There are: ${[...COMMANDS.keys()].join(', ')}.`);
    const command = await load();
    await command(rest, terminal, readGrammar);
    return 0;
  } catch (error) {
    terminal.error(`wirewalk: ${problem(error)}\n`);
    return EXIT_ERROR;
  }
}

function problem(error: unknown): string {
  if (error instanceof WirewalkError) return visibleLine(error.message);
  return `Something went wrong that should not: ${visibleLine(error instanceof Error ? error.message : String(error), 400)}`;
}
