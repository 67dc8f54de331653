// Starting other programs and waiting for them.
import { spawn, spawnSync } from 'node:child_process';

/**
 * Runs a program to its end; rejects unless it ends with 0. `quiet` keeps its output for the error message.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} options
 */
export function run(command, args, { cwd, env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    // On Windows npm and code are command files, which only a shell starts.
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit', shell: process.platform === 'win32' });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}.\n${output}`));
    });
  });
}

/** Full path of a program on PATH, or undefined. */
export function findProgram(...names) {
  for (const name of names) {
    const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
    const first = found.stdout?.split(/\r?\n/)[0]?.trim();
    if (found.status === 0 && first) return first;
  }
  return undefined;
}

/** Whether windows can be opened here. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
