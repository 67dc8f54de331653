import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a client's program needs of the laboratory. */
export interface ClientCommandInputs {
  readonly url: string;
  /** The certificate of the server, which signs itself, in PEM and in a key store of Java's. */
  readonly certificate: string;
  readonly keyStore: string;
  /** How often to ask, on one connection. */
  readonly requests: number;
}

/** A program that sends one GET or several, reads each response and ends, as a short script of the client's users does. */
interface ClientCommand {
  readonly program: string;
  /** Says by its exit code whether this machine can run it; the program itself where absent. */
  readonly probe?: readonly string[];
  readonly options: (inputs: ClientCommandInputs) => readonly string[];
}

const PYTHON = 'python3';
const AIOHTTP = `
import asyncio, sys, aiohttp
async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get(sys.argv[1]) as response:
            await response.read()
asyncio.run(main())`;

const python = (module: string, code: string): ClientCommand => ({
  program: PYTHON, probe: ['-c', `import ${module}`], options: ({ url }) => ['-c', code, url],
});

/** By the id of the profile. Certificates reach those that take no option for them by the environment (`laboratory.ts`). */
export const CLIENT_COMMANDS: Readonly<Record<string, ClientCommand>> = {
  'curl-7.88': {
    program: 'curl', options: ({ url, certificate }) => ['--silent', '--show-error', '--cacert', certificate, '--output', '/dev/null', url],
  },
  'node-20-fetch': { program: process.execPath, options: ({ url, requests }) => [join(__dirname, 'fetch.mjs'), url, String(requests)] },
  'python-requests': python('requests', 'import sys, requests; requests.get(sys.argv[1]).content'),
  'python-httpx': python('httpx', 'import sys, httpx; httpx.get(sys.argv[1]).content'),
  'python-aiohttp': python('aiohttp', AIOHTTP),
  'python-urllib': python('urllib.request', 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).read()'),
  'go-net-http': { program: 'go', probe: ['version'], options: ({ url }) => ['run', join(__dirname, 'get.go'), url] },
  'java-httpclient': {
    program: 'java',
    probe: ['-version'],
    options: ({ url, keyStore }) => [`-Djavax.net.ssl.trustStore=${keyStore}`, '-Djavax.net.ssl.trustStorePassword=changeit', join(__dirname, 'Get.java'), url],
  },
  'ruby-net-http': {
    program: 'ruby', probe: ['-v'], options: ({ url }) => ['-rnet/http', '-e', 'Net::HTTP.get_response(URI(ARGV[0])).body', url],
  },
  'php-curl': {
    program: 'php',
    probe: ['-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
    options: ({ url, certificate }) => [
      '-d', `curl.cainfo=${certificate}`, '-r', '$c = curl_init($argv[1]); curl_setopt($c, CURLOPT_RETURNTRANSFER, true); curl_exec($c);', '--', url,
    ],
  },
  // A program that awaits `reqwest::get(url).await?.bytes()` on Tokio, built beforehand: cargo needs its crates.
  'rust-reqwest': { program: 'reqwest-get', options: ({ url }) => [url] },
};

/** Whether this machine can run the client's program. */
export function canRun(client: string): boolean {
  const command = CLIENT_COMMANDS[client];
  if (!command) return false;
  const { status, error } = spawnSync(command.program, command.probe ?? ['--version'], { stdio: 'ignore' });
  return error === undefined && (command.probe === undefined || status === 0);
}
