import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestCapture } from '../../conformance/captureDigest';
import type { DigestedPacket } from '../../conformance/captureDigest';
import type { Scenario } from '../scenario';
import { hostOf } from '../scenario';
import { CLIENT_COMMANDS } from './clientCommands';

/** TEST-NET-2 (RFC 5737) and the documentation prefix of RFC 3849: these addresses exist in the two namespaces only, and no route leads out of them. */
const ENDS = {
  client: { addresses: { 4: '198.51.100.1', 6: '2001:db8::1' }, hardware: '02:00:00:00:00:01' },
  server: { addresses: { 4: '198.51.100.2', 6: '2001:db8::2' }, hardware: '02:00:00:00:00:02' },
};
const NETWORKS = { 4: { prefix: '198.51.100.0/24', bits: 24 }, 6: { prefix: '2001:db8::/64', bits: 64 } };
const DEADLINE_MS = 30_000;

/** What the laboratory needs and this machine does not have, in words; empty where it can work. */
export function missingMeans(): readonly string[] {
  const program = (name: string) => spawnSync(name, ['--help'], { stdio: 'ignore' }).error === undefined;
  return [
    ...(process.platform === 'linux' && process.getuid?.() === 0 ? [] : ['root on Linux']),
    ...(existsSync('/dev/net/tun') ? [] : ['/dev/net/tun']),
    ...['ip', 'tshark', 'python3', 'openssl'].filter((name) => !program(name)),
  ];
}

/** Runs a program to its end; throws with its own words when it fails. */
function command(program: string, ...options: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${options.join(' ')}: ${error?.message ?? stderr}`);
}

/** Two namespaces for one exchange, taken down by `close`. */
export class Laboratory {
  private readonly directory = mkdtempSync(join(tmpdir(), 'wirewalk-lab-'));
  private readonly names = { client: `wwc${process.pid}`, server: `wws${process.pid}` };
  private readonly running: ChildProcess[] = [];
  private readonly files = {
    certificate: join(this.directory, 'certificate.pem'), key: join(this.directory, 'key.pem'), keyStore: join(this.directory, 'certificate.jks'),
  };

  /** Carries out one exchange between the real programs; the packets that the client's host saw. */
  async run(scenario: Scenario): Promise<readonly DigestedPacket[]> {
    await this.build(scenario);
    const capture = join(this.directory, 'capture.pcapng');
    const tshark = await this.start('client', 'Capturing on', 'tshark', ['-q', '-i', 'tap0', '-w', capture]);
    // tshark says that it captures a moment before it does.
    await pause(400);
    const url = `${scenario.protocol === 'HTTP' ? 'http' : 'https'}://${hostOf(scenario)}/${scenario.bodyBytes}`;
    const client = CLIENT_COMMANDS[scenario.client];
    if (!client) throw new Error(`There is no program for ${scenario.client}.`);
    const { certificate, keyStore } = this.files;
    if (scenario.client.startsWith('java')) command('keytool', '-importcert', '-noprompt', '-file', certificate, '-keystore', keyStore, '-storepass', 'changeit');
    await this.ended(this.spawn('client', client.program, ...client.options({ url, certificate, keyStore, requests: scenario.requests ?? 1 })));
    await pause(4 * scenario.rttMs + 300);
    tshark.kill('SIGINT');
    await this.ended(tshark);
    return digestCapture(capture);
  }

  /** Ends what was started and removes namespaces and files. */
  close(): void {
    for (const process of this.running) process.kill('SIGKILL');
    for (const name of Object.values(this.names)) {
      spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
      rmSync(`/etc/netns/${name}`, { recursive: true, force: true });
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async build(scenario: Scenario): Promise<void> {
    const { rttMs, mbps, lost, protocol, family = 4, http = '1.1' } = scenario;
    const { client, server } = this.names;
    const serverAddress = ENDS.server.addresses[family];
    for (const name of [client, server]) {
      command('ip', 'netns', 'add', name);
      const quiet = family === 6 ? ['accept_ra=0', 'accept_dad=0', 'addr_gen_mode=1'] : ['disable_ipv6=1'];
      for (const each of quiet) spawnSync('ip', ['netns', 'exec', name, 'sysctl', '-qw', `net.ipv6.conf.default.${each}`], { stdio: 'ignore' });
    }
    mkdirSync(`/etc/netns/${client}`, { recursive: true });
    writeFileSync(`/etc/netns/${client}/resolv.conf`, `nameserver ${serverAddress}\n`);
    const wire = ['--delay-ms', String(rttMs / 2), '--mbps', String(mbps ?? 0), '--lose', lost?.frames ?? ''];
    await this.start(undefined, 'ready', 'python3', [join(__dirname, 'relay.py'), client, server, ...wire]);
    const { prefix, bits } = NETWORKS[family];
    for (const [side, other] of [['client', 'server'], ['server', 'client']] as const) {
      const inside = ['-n', this.names[side]];
      command('ip', ...inside, 'link', 'set', 'lo', 'up');
      command('ip', ...inside, 'link', 'set', 'tap0', 'address', ENDS[side].hardware, 'up');
      command('ip', ...inside, 'address', 'add', `${ENDS[side].addresses[family]}/${bits}`, 'dev', 'tap0', ...(family === 6 ? ['nodad'] : []));
      // Linux's default, whatever this machine has chosen: a namespace may not set it for itself, but a route may name it.
      // The kernel's own route to the network is replaced: beside one of a lower metric ours would do nothing.
      const own = family === 4 ? ['src', ENDS[side].addresses[4]] : ['metric', '256'];
      command('ip', ...inside, `-${family}`, 'route', family === 4 ? 'change' : 'replace', prefix, 'dev', 'tap0', ...own, 'congctl', 'cubic');
      command('ip', ...inside, 'neighbour', 'replace', ENDS[other].addresses[family], 'lladdr', ENDS[other].hardware, 'nud', 'permanent', 'dev', 'tap0');
    }
    const { certificate, key } = this.files;
    const host = hostOf(scenario);
    command('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-keyout', key, '-out', certificate, '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`);
    await this.start('server', 'ready', process.execPath, [
      join(__dirname, 'origin.mjs'), serverAddress, certificate, key, protocol === 'TLS 1.2' ? '1.2' : '1.3', http,
    ]);
  }

  private spawn(side: 'client' | 'server' | undefined, program: string, ...options: readonly string[]): ChildProcess {
    const { certificate } = this.files;
    const [first, rest] = side ? ['ip', ['netns', 'exec', this.names[side], program, ...options]] : [program, options];
    const child = spawn(first, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env, NODE_EXTRA_CA_CERTS: certificate, SSL_CERT_FILE: certificate, REQUESTS_CA_BUNDLE: certificate, NODE_OPTIONS: '', no_proxy: '*',
      },
    });
    this.running.push(child);
    return child;
  }

  /** Starts a program and waits until it says `sign`. */
  private async start(side: 'client' | 'server' | undefined, sign: string, program: string, options: readonly string[]): Promise<ChildProcess> {
    const child = this.spawn(side, program, ...options);
    await new Promise<void>((resolve, reject) => {
      let said = '';
      const late = setTimeout(() => reject(new Error(`${program} did not say "${sign}": ${said}`)), DEADLINE_MS);
      const listen = (text: Buffer) => {
        said += text.toString();
        if (!said.includes(sign)) return;
        clearTimeout(late);
        resolve();
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', () => {
        clearTimeout(late);
        reject(new Error(`${program} ended: ${said}`));
      });
    });
    return child;
  }

  private async ended(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
