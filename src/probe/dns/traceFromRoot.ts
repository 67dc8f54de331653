import { recordTypeName } from '../../stack/7-application/dns/recordTypes';
import { toNetworkFailure } from '../networkFailure';
import { traceRoots } from '../plan';
import type { DnsProbeOptions, PlannedContact } from '../probeOptions';
import { absent, seen, type ProbeRun } from '../probeRun';
import { endsTheProbe } from '../resolveTarget';
import { IterativeResolver } from './iterativeResolver';
import type { DnsQuestions } from './questions';

/** Resolves each type from the root down: a step `dns.trace` for each, with its `dns.referral` steps after it. */
export async function traceFromRoot(run: ProbeRun, { name, types }: DnsQuestions, options: DnsProbeOptions, confirmed: readonly PlannedContact[]): Promise<void> {
  const roots = traceRoots(options);
  const resolver = new IterativeResolver(run, roots.map(({ address }) => address), roots[0]?.port ?? 53, confirmed.map((each) => each.addressClass.kind));
  for (const type of types) {
    run.progress(`Tracing ${name} ${recordTypeName(type)} from the root`);
    const step = run.openStep('dns.trace', `Trace ${name} ${recordTypeName(type)} from the root`, [7], ['RFC 1034 §5.3.3']);
    const before = resolver.queries;
    try {
      const found = await resolver.resolve(name, type);
      const queries = resolver.queries - before;
      step.end(found.state, `${found.reason} It took ${queries === 1 ? 'one query' : `${queries} queries`}.`, [
        seen('Queries', queries),
        ...(found.data.length > 0 ? found.data.map((each) => seen(`${recordTypeName(type)} record`, each, found.name)) : [absent(`${recordTypeName(type)} record`, `No ${recordTypeName(type)} record`)]),
      ]);
    } catch (error) {
      const failure = toNetworkFailure(error, name);
      step.end('fails', failure.message, [seen('Queries', resolver.queries - before), seen('Error', failure.code)]);
      if (endsTheProbe(error) || failure.code === 'QUERY_LIMIT') return;
    }
  }
}
