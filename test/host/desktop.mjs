// Desktop copies of VS Code: one that is installed, else the one that test-electron downloads.
import fs from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { findProgram, hasDisplay } from './processes.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** The command line of an installed desktop VS Code, or undefined. Inside a remote window `code` is another program. */
export function installedVsCode() {
  if (!hasDisplay() || process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  const command = findProgram('code', 'code-insiders', 'codium');
  if (command) return command;
  const mac = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
  return fs.existsSync(mac) ? mac : undefined;
}

/** The program itself behind that command line, which test-electron needs to wait for; undefined where it is not where it usually is. */
export function installedExecutable() {
  const command = installedVsCode();
  if (!command) return undefined;
  const bin = path.dirname(fs.realpathSync(command));
  const candidates = [path.join(bin, '../code'), path.join(bin, '../code-insiders'), path.join(bin, '../codium'), path.join(bin, '../Code.exe'), path.resolve(bin, '../../../MacOS/Electron')];
  return candidates.find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
}

/** The executable of a downloaded VS Code, or undefined where the download is not reachable or no window can be opened. */
export async function downloadedVsCode(log = console.log) {
  if (!hasDisplay() || !(await answers('https://update.code.visualstudio.com/api/releases/stable'))) return undefined;
  try {
    return await downloadAndUnzipVSCode({ cachePath: path.join(root, '.vscode-test'), version: 'stable' });
  } catch (error) {
    log(`VS Code could not be downloaded: ${error.message}`);
    return undefined;
  }
}

/** Asked first, because the downloader itself retries for minutes where there is no network. */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
