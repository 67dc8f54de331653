import { clientProfile } from '../clients/clientProfiles';
import { DEFAULT_CLIENT_ID } from '../clients/defaultClient';
import { compareWithObservation } from '../explain/compareWithObservation';
import { explain } from '../explain/explain';
import { makeConditions } from '../model/conditions';
import { maskRequest } from '../model/maskRequest';
import type { ComparedStep, Observation, ObservedStep } from '../model/observation';
import { requestFromUrl } from '../model/requestFromUrl';
import { parseRequestUrl } from '../model/requestUrl';
import { visibleLine } from '../model/visibleLine';
import { InputError } from '../model/wirewalkError';
import { probeDns } from '../probe/dns/probeDns';
import { probeHttp } from '../probe/http/probeHttp';
import type { ProbeOptions } from '../probe/probeOptions';
import { predict } from '../simulator/predict';
import { calibratedSettings } from './calibration';
import { compareHelp, USAGE } from './help';
import { onlyArgument, parseOptions } from './options';
import { commandLineConsent, interruptSignal } from './probeConsent';
import { readCertificates } from './readCertificates';
import type { Style, Terminal } from './terminal';
import { terminalStyle } from './terminal';

const OPTIONS = {
  address: { type: 'string' },
  ca: { type: 'string' },
  server: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** A compared step as it is printed in JSON: the keys of a probe's step, with the prediction and the verdict beside them. */
type ReportedStep = ObservedStep & Pick<ComparedStep, 'predicted' | 'verdict' | 'explanation'>;

/** `wirewalk compare`: probes a real server, predicts the same request under the measured times, and lays both side by side. */
export async function compareCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (values.help) {
    terminal.out(compareHelp());
    return;
  }
  const url = parseRequestUrl(onlyArgument(positionals, 'A URL', USAGE.compare)).href;
  const caPem = await readCertificates(values.ca);
  const interrupt = interruptSignal();
  try {
    const confirm = commandLineConsent(terminal, [url, values.address, values.server]);
    const observation = await observe(url, { address: values.address, server: values.server, caPem }, { confirm, signal: interrupt.signal });
    const conditions = makeConditions(calibratedSettings(observation));
    const client = clientProfile(DEFAULT_CLIENT_ID);
    const [trace] = predict(maskRequest(requestFromUrl(url)), { conditions, client });
    if (!trace) throw new InputError('The request could not be predicted.');
    const steps = compareWithObservation(explain(trace, { conditions, client, detail: 'steps' }), observation);
    if (values.json) {
      const { target, contacted, findings } = observation;
      terminal.out(`${JSON.stringify({ target, contacted, steps: steps.map((step) => reported(step, observation)), observation, findings }, undefined, 2)}\n`);
    } else {
      terminal.out(printComparison(observation, steps, terminalStyle(terminal)));
    }
  } finally {
    interrupt.release();
  }
}

/** What happens when the URL is requested; with `server`, that DNS server is asked for the address instead of the system. */
async function observe(
  url: string,
  { address, server, caPem }: { readonly address: string | undefined; readonly server: string | undefined; readonly caPem: string | undefined },
  common: ProbeOptions,
): Promise<Observation> {
  const { host, isAddress } = parseRequestUrl(url);
  if (server === undefined || isAddress) return probeHttp({ ...common, url, address, caPem });
  const lookup = await probeDns({ ...common, name: host, server });
  const found = lookup.steps.flatMap(({ id, observed }) => (id === 'dns.lookup' ? observed : [])).find(({ name, present }) => present && /^(?:A|AAAA) record$/.test(name));
  const connectTo = address ?? (found === undefined ? undefined : String(found.value));
  if (connectTo === undefined) return lookup;
  const exchange = await probeHttp({ ...common, url, address: connectTo, caPem });
  const began = Date.parse(exchange.startedAt) - Date.parse(lookup.startedAt);
  return {
    ...exchange,
    startedAt: lookup.startedAt,
    contacted: [...new Set([...lookup.contacted, ...exchange.contacted])],
    steps: [
      ...lookup.steps,
      ...exchange.steps.filter(({ id }) => id !== 'dns.lookup').map((step) => ({ ...step, startMs: step.startMs + began, endMs: step.endMs + began })),
    ],
    findings: [...lookup.findings, ...exchange.findings],
  };
}

/** Times of a step that was not observed are 0. */
function reported({ id, title, predicted, observed, verdict, explanation }: ComparedStep, observation: Observation): ReportedStep {
  const seen = observation.steps.filter((step) => step.id === id);
  const [first] = seen;
  return {
    id,
    title,
    state: observed?.state ?? 'not-applicable',
    reason: observed?.reason ?? explanation,
    layers: first?.layers ?? [],
    startMs: first?.startMs ?? 0,
    endMs: seen.at(-1)?.endMs ?? 0,
    spec: first?.spec ?? [],
    observed: seen.flatMap((step) => step.observed),
    ...(predicted === undefined ? {} : { predicted }),
    verdict,
    explanation,
  };
}

function printComparison(observation: Observation, steps: readonly ComparedStep[], style: Style): string {
  const side = (name: string, each: ComparedStep['predicted']): string =>
    each === undefined ? style.dim(`${name}: -`) : `${name}: ${each.state}, ${each.durationMs.toFixed(1)} ms`;
  const lines = steps.map((step) => {
    const verdict = step.verdict === 'agrees' ? style.good(step.verdict) : style.notable(step.verdict);
    return [
      `${style.bold(visibleLine(step.title))}  ${verdict}  ${style.dim(step.id)}`,
      `  ${side('predicted', step.predicted)} | ${side('observed', step.observed)}`,
      ...(step.explanation === '' ? [] : [`  ${visibleLine(step.explanation)}`]),
    ].join('\n');
  });
  const findings = observation.findings.map(({ severity, message }) => `${style.notable(severity)}: ${visibleLine(message)}`);
  return `${[style.bold(visibleLine(observation.target, 400)), ...lines, ...findings].join('\n\n')}\n`;
}
