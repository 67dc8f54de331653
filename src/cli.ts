import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { EXIT_ERROR, run } from './cli/run';
import { visibleLine } from './model/visibleLine';

process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // A reader that stops early (`| head`) is no error.
  if (code === 'EPIPE') process.exit(0);
  process.stderr.write(`wirewalk: The report cannot be written: ${code === 'ENOSPC' ? 'no space is left' : visibleLine(message, 200)}.\n`);
  process.exit(EXIT_ERROR);
});
// Where the sentence cannot be written, the exit code still tells.
process.stderr.on('error', () => undefined);

const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  error: (text: string) => void process.stderr.write(text),
  colour,
};

// The build puts the grammars beside this file, compressed.
const readGrammar = async (name: string): Promise<Uint8Array> => promisify(brotliDecompress)(await readFile(join(__dirname, 'grammars', `${name}.br`)));

void run(process.argv.slice(2), terminal, readGrammar).then((code) => {
  process.exitCode = code;
});
