import type { Observation } from '../../model/observation';
import { recordTypeName, TYPE_A, TYPE_AAAA } from '../../stack/7-application/dns/recordTypes';
import { toNetworkFailure } from '../networkFailure';
import { asksSystem, planDns } from '../plan';
import type { DnsProbeOptions } from '../probeOptions';
import { observe, seen, type ProbeRun } from '../probeRun';
import { confirmed } from '../resolveTarget';
import { systemServices } from '../systemServices';
import { formatEndpoint } from '../target';
import { probeContext } from '../tls/probeContext';
import { compareLookups } from './compareLookups';
import { describeAnswer, summarizeAnswer } from './describeAnswer';
import { DnsClient } from './dnsClient';
import { dnsQuestions, type DnsQuestions } from './questions';
import { planDnsServer, type DnsServer } from './server';
import { lookUpWithSystem } from './systemLookup';
import { traceFromRoot } from './traceFromRoot';

/**
 * Asks the DNS about a name: the system's own lookup (step `dns.system-lookup`) beside a direct query for each type (steps
 * `dns.lookup`), or, with `trace`, the way from the root (steps `dns.trace` and `dns.referral`). Direct queries are made and read
 * by this project's own codec.
 *
 * Rejects with `InputError` for options that cannot be used; everything that a network or a server does is in the observation.
 */
export async function probeDns(options: DnsProbeOptions): Promise<Observation> {
  const plan = await planDns(options);
  const questions = dnsQuestions(options.name, options.types);
  const server = options.trace === true ? undefined : planDnsServer(options, options.system ?? systemServices);
  const context = server && (server.transport === 'tls' || server.transport === 'https') ? probeContext(options.caPem) : undefined;
  return observe(options, plan.target, async (run) => {
    if (plan.contacts.length > 0 && !(await confirmed(run, plan.contacts))) return;
    if (options.trace === true) {
      await traceFromRoot(run, questions, options, plan.contacts);
      return;
    }
    const [system, direct] = await Promise.all([
      askSystem(run, questions, options),
      askServer(run, questions, server, server && new DnsClient(run, server, context)),
    ]);
    if (system !== 'not asked') for (const finding of compareLookups(system, direct)) run.finding(finding);
  });
}

async function askSystem(run: ProbeRun, { name, types }: DnsQuestions, options: DnsProbeOptions): Promise<readonly string[] | undefined | 'not asked'> {
  const wantsAddresses = types.includes(TYPE_A) || types.includes(TYPE_AAAA);
  if (asksSystem(options) && wantsAddresses) return lookUpWithSystem(run, name);
  run.openStep('dns.system-lookup', `Ask the system for ${name}`, [7], []).end(
    wantsAddresses ? 'skipped' : 'not-applicable',
    wantsAddresses ? 'You named the server to ask, so the system\'s resolver was not told the name.' : 'The system\'s lookup gives addresses only, and other records were asked for.',
    [],
  );
  return 'not asked';
}

/** One step for each type; the map holds the data of those that were answered. */
async function askServer(
  run: ProbeRun, { name, types }: DnsQuestions, server: DnsServer | undefined, client: DnsClient | undefined,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const answered = new Map<number, readonly string[]>();
  if (!server || !client) {
    run.openStep('dns.lookup', `Ask a DNS server for ${name}`, [7], []).end('skipped', 'The system is configured with no DNS server; name one to ask it directly.', []);
    return answered;
  }
  const endpoint = formatEndpoint(server.address, server.port);
  run.progress(`Asking ${endpoint} for ${name}`);
  await Promise.all(types.map(async (type) => {
    const step = run.openStep('dns.lookup', `Ask ${endpoint} for ${name} ${recordTypeName(type)}`, server.transport === 'udp' ? [7, 4] : [7], ['RFC 1035 §4']);
    try {
      const answer = await client.ask(name, type, true);
      const { state, reason, data } = summarizeAnswer(name, type, answer.message, run.limits.aliases);
      if (answer.message.responseCode === 0 || answer.message.responseCode === 3) answered.set(type, data);
      step.end(state, reason, describeAnswer(name, type, endpoint, answer, run.limits.aliases));
    } catch (error) {
      const failure = toNetworkFailure(error, endpoint);
      step.end('fails', failure.message, [seen('Resolver', endpoint), seen('Transport', server.transport), seen('Error', failure.code)]);
    }
  }));
  return answered;
}
