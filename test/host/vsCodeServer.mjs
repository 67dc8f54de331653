// A real VS Code from npm: the server that the package code-server carries, with the workbench in a browser and the extension
// host in Node. For machines where neither a desktop VS Code nor its download is at hand.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './processes.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const CODE_SERVER_VERSION = '4.139.1';
/** What that server runs on; its native modules are replaced, so any 24 does. */
const NODE_MAJOR = '24';

/** The caches of VS Code copies, the one that test-electron uses too. */
const cacheFolder = path.join(root, '.vscode-test');

/**
 * Installs the server once into `.vscode-test/` and returns where it is. Nothing is compiled and no install script runs: the
 * two native modules without which the extension host does not start have stand-ins in plain JavaScript.
 */
async function installVsCodeServer(log = console.log) {
  const folder = path.join(cacheFolder, `code-server-${CODE_SERVER_VERSION}`);
  const server = path.join(folder, 'node_modules/code-server/lib/vscode');
  const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const node = path.join(folder, 'node_modules', nodePackage, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  const done = path.join(folder, 'installed');
  if (fs.existsSync(done)) return { node, server };

  log(`Installing VS Code ${CODE_SERVER_VERSION} (server) from npm into ${path.relative(root, folder)}, once …`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, ['install', `code-server@${CODE_SERVER_VERSION}`, `${nodePackage}@${NODE_MAJOR}`]);
  await npm(server, ['install', '--omit=dev']);
  for (const [name, main] of [['native-watchdog', 'index.js'], ['spdlog', 'index.js']]) {
    fs.copyFileSync(path.join(import.meta.dirname, 'stand-ins', `${name}.cjs`), path.join(server, 'node_modules/@vscode', name, main));
  }
  fs.writeFileSync(done, '');
  return { node, server };
}

/** npm with the options that matter said out loud, so that no one's configuration changes what is installed. */
async function npm(folder, args) {
  const options = [
    '--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--no-global', '--no-dry-run',
    '--install-strategy=hoisted', '--no-engine-strict', '--legacy-peer-deps', '--include=optional', '--loglevel=error',
  ];
  // `npm start` and `npm test` tell their children about this project through the environment.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_(local_prefix|global_prefix|prefix|omit|include))/i.test(name)),
  );
  await run('npm', [...args, ...options], { cwd: folder, env, quiet: true });
}

/** A TCP port that is free now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts the server on loopback. `dataFolder` receives settings, logs and state. Resolves when it accepts connections.
 * @param {{ port?: number, dataFolder: string, trustEverything?: boolean, env?: Record<string, string>, settings?: object }} options
 */
export async function startVsCodeServer({ port, dataFolder, trustEverything = false, env = {}, settings = {} }) {
  const { node, server } = await installVsCodeServer();
  const chosen = port ?? (await freePort());
  const user = path.join(dataFolder, 'user');
  const machineSettings = path.join(user, 'Machine');
  fs.mkdirSync(machineSettings, { recursive: true });
  fs.writeFileSync(path.join(machineSettings, 'settings.json'), JSON.stringify(settings, null, 2));
  const child = spawn(
    node,
    [
      path.join(server, 'out/server-main.js'),
      '--host', '127.0.0.1', '--port', String(chosen), '--without-connection-token', '--accept-server-license-terms',
      // Without it the server ignores the payload that names the extension under development.
      '--enable-smoke-test-driver',
      '--server-data-dir', path.join(dataFolder, 'server'), '--user-data-dir', user,
      '--extensions-dir', path.join(dataFolder, 'extensions'), '--telemetry-level', 'off',
      ...(trustEverything ? ['--disable-workspace-trust'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` } },
  );
  let output = '';
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve, reject) => {
    const listen = (chunk) => {
      output = (output + chunk).slice(-20_000);
      if (output.includes('Extension host agent listening')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    exited.then((code) => reject(new Error(`The VS Code server ended with code ${code} before it listened:\n${output}`)));
  });
  return {
    authority: `127.0.0.1:${chosen}`,
    exited,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The address of a window on `folder` with the extension in `extensionFolder` under development; `tests` is a module with `run()`. */
export function windowAddress(authority, { folder, extensionFolder, tests }) {
  const remote = (file) => `vscode-remote://${authority}${pathToFileURL(file).pathname}`;
  const payload = [['extensionDevelopmentPath', remote(extensionFolder)], ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']];
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  return `http://${authority}/?folder=${encodeURIComponent(decodeURIComponent(pathToFileURL(folder).pathname))}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
