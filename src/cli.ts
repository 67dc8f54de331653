import { join } from 'node:path';
import { run } from './cli/run';

// A reader that stops early (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  error: (text: string) => void process.stderr.write(text),
  colour,
};

// The build puts the grammars beside this file.
void run(process.argv.slice(2), terminal, join(__dirname, 'grammars')).then((code) => {
  process.exitCode = code;
});
