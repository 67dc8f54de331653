import type { Observation } from '../model/observation';
import { InputError } from '../model/wirewalkError';
import { probeDns } from '../probe/dns/probeDns';
import { probeHttp } from '../probe/http/probeHttp';
import type { DnsTransport, ProbeOptions } from '../probe/probeOptions';
import { probeTls } from '../probe/tls/probeTls';
import { probeHelp, USAGE } from './help';
import { onlyArgument, parseOptions } from './options';
import { printObservation } from './printObservation';
import { commandLineConsent, interruptSignal } from './probeConsent';
import { readCertificates } from './readCertificates';
import type { Terminal } from './terminal';
import { terminalStyle } from './terminal';

const OPTIONS = {
  type: { type: 'string' },
  server: { type: 'string' },
  transport: { type: 'string' },
  trace: { type: 'boolean' },
  root: { type: 'string' },
  address: { type: 'string' },
  ca: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Values = ReturnType<typeof parseOptions<typeof OPTIONS>>['values'];
type OptionName = keyof typeof OPTIONS;

const TRANSPORTS: readonly string[] = ['udp', 'tcp', 'tls', 'https'] satisfies readonly DnsTransport[];

const KINDS: ReadonlyMap<string, { readonly what: string; readonly usage: string; readonly takes: readonly OptionName[]; readonly probe: (target: string, values: Values, common: ProbeOptions) => Promise<Observation> }> = new Map([
  ['dns', { what: 'A name', usage: USAGE.probeDns, takes: ['type', 'server', 'transport', 'trace', 'root'], probe: dns }],
  ['tls', { what: 'A host', usage: USAGE.probeTls, takes: ['address', 'ca'], probe: tls }],
  ['http', { what: 'A URL', usage: USAGE.probeHttp, takes: ['address', 'ca'], probe: http }],
] as const);

/** `wirewalk probe dns|tls|http`: asks a real server, naming first what it contacts. */
export async function probeCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (values.help) {
    terminal.out(probeHelp());
    return;
  }
  const [name = '', ...rest] = positionals;
  const kind = KINDS.get(name);
  if (!kind) throw new InputError(`Expected "probe dns", "probe tls" or "probe http".`);
  const target = onlyArgument(rest, kind.what, kind.usage);
  const foreign = (Object.keys(values) as OptionName[]).find((each) => each !== 'json' && !kind.takes.includes(each));
  if (foreign !== undefined) throw new InputError(`probe ${name} takes no --${foreign}: ${kind.usage}`);

  const interrupt = interruptSignal();
  try {
    const confirm = commandLineConsent(terminal, [target, values.address, values.server, values.root]);
    const observation = await kind.probe(target, values, { confirm, signal: interrupt.signal });
    terminal.out(values.json ? observationJson(observation) : printObservation(observation, terminalStyle(terminal)));
  } finally {
    interrupt.release();
  }
}

/** DESIGN's keys for what a probe prints. */
function observationJson(observation: Observation): string {
  const { target, contacted, steps, findings } = observation;
  return `${JSON.stringify({ target, contacted, steps, observation, findings }, undefined, 2)}\n`;
}

function dns(name: string, values: Values, common: ProbeOptions): Promise<Observation> {
  const { transport } = values;
  if (transport !== undefined && !TRANSPORTS.includes(transport)) {
    throw new InputError(`--transport is one of ${TRANSPORTS.join(', ')}; found "${transport}".`);
  }
  if (values.root !== undefined && values.trace !== true) throw new InputError('--root belongs to --trace.');
  return probeDns({
    ...common,
    name,
    types: values.type?.split(',').map((each) => each.trim()),
    server: values.server,
    transport: transport as DnsTransport | undefined,
    trace: values.trace,
    root: values.root,
  });
}

async function tls(target: string, values: Values, common: ProbeOptions): Promise<Observation> {
  return probeTls({ ...common, target, address: values.address, caPem: await readCertificates(values.ca) });
}

async function http(url: string, values: Values, common: ProbeOptions): Promise<Observation> {
  return probeHttp({ ...common, url, address: values.address, caPem: await readCertificates(values.ca) });
}
