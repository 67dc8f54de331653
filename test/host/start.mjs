// Opens the extension on the sample workspace: `npm start`. An installed desktop VS Code, else a downloaded one, else the
// npm-shipped server, whose address is printed.
//
//   --server        use the npm-shipped server even where a desktop VS Code could be used
//   --port N        its port (default: any free one)
//   --no-open       do not open the browser
//   --folder PATH   another folder than test/fixtures/workspace
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { downloadedVsCode, installedVsCode } from './desktop.mjs';
import { findProgram, hasDisplay } from './processes.mjs';
import { startVsCodeServer, windowAddress } from './vsCodeServer.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const USAGE = 'npm start -- [--server] [--port N] [--no-open] [--folder FOLDER]';
const values = readOptions();
const folder = path.resolve(values.folder ?? path.join(root, 'test/fixtures/workspace'));
if (!fs.existsSync(folder)) fail(`There is no folder ${folder}.`);
const port = values.port === undefined ? undefined : Number(values.port);
if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) fail(`--port is a number from 1 to 65535; found "${values.port}".`);

/** Leaves the screen to the code: no welcome page, no chat. */
const QUIET = { 'workbench.startupEditor': 'none', 'workbench.secondarySideBar.defaultVisibility': 'hidden', 'chat.disableAIFeatures': true };

const desktop = values.server ? undefined : installedVsCode() ?? (await downloadedVsCode());
if (desktop) openDesktop(desktop);
else await serve();

function readOptions() {
  try {
    return parseArgs({
      options: { server: { type: 'boolean' }, port: { type: 'string' }, 'no-open': { type: 'boolean' }, folder: { type: 'string' } },
    }).values;
  } catch (error) {
    return fail(`${error.message.split('. ')[0]}. Usage: ${USAGE}`);
  }
}

function openDesktop(command) {
  console.log(`Opening ${folder} in ${command}.`);
  const child = spawn(command, ['--new-window', `--extensionDevelopmentPath=${root}`, folder], { stdio: 'ignore', detached: true, shell: process.platform === 'win32' });
  child.once('error', (error) => fail(`${command} could not be started: ${error.message}`));
  child.unref();
}

async function serve() {
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'wirewalk-start-'));
  process.once('exit', () => fs.rmSync(dataFolder, { recursive: true, force: true }));
  const server = await startVsCodeServer({ port, dataFolder, settings: QUIET }).catch((error) => fail(error.message));
  const address = windowAddress(server.authority, { folder, extensionFolder: root });
  console.log(`\nVS Code with Wirewalk is running. Open this address in a browser on this machine:\n\n  ${address}\n\nPress Ctrl+C to end it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop().then(() => process.exit(0)));
  void server.exited.then((code) => process.exit(code ?? 0));
  if (!values['no-open']) openBrowser(address);
}

function openBrowser(address) {
  if (!hasDisplay()) return;
  const opener = process.platform === 'darwin' ? 'open' : findProgram('xdg-open');
  if (!opener) return;
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
  // The address is on the screen already.
  child.once('error', () => {});
  child.unref();
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
