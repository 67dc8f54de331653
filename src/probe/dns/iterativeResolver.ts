import { isIPv4 } from 'node:net';
import type { ObservedValue } from '../../model/observation';
import { recordTypeName, TYPE_A } from '../../stack/7-application/dns/recordTypes';
import { plannedContact } from '../contacts';
import { NetworkFailure, toNetworkFailure } from '../networkFailure';
import type { AddressKind } from '../addressClass';
import { absent, seen, type ProbeRun } from '../probeRun';
import { endsTheProbe } from '../resolveTarget';
import { visibleLine } from '../../model/visibleLine';
import { formatEndpoint } from '../target';
import { describeAnswer, summarizeAnswer, type AnswerSummary } from './describeAnswer';
import { DnsClient, type DnsAnswer } from './dnsClient';
import { isSameName, isWithin } from './question';
import { directionOf, type Direction, type ReferredServer } from './referral';

/** Servers of one zone that are tried before giving up. */
const ATTEMPTS_PER_ZONE = 3;
/** How deep the search for a name server's address may lead to further such searches. */
const GLUELESS_DEPTH = 2;

/**
 * Asks authoritative servers from the root down, as a resolver does (RFC 1034 §5.3.3), with the whole name at every step. Keeps the
 * delegations that it learns. At most `limits.traceQueries` queries go out, whatever the servers say.
 */
export class IterativeResolver {
  readonly #run: ProbeRun;
  readonly #port: number;
  readonly #zones = new Map<string, readonly ReferredServer[]>();
  readonly #allowedKinds: Set<AddressKind>;
  /** Names being resolved now: meeting one again is a cycle. */
  readonly #active: string[] = [];
  #queries = 0;

  /** `allowedKinds`: what kinds of address the person has agreed to; public ones are always among them. */
  constructor(run: ProbeRun, roots: readonly string[], port: number, allowedKinds: readonly AddressKind[]) {
    this.#run = run;
    this.#port = port;
    this.#zones.set('.', roots.map((address) => ({ name: 'the root', addresses: [address] })));
    this.#allowedKinds = new Set<AddressKind>(['public', ...allowedKinds]);
  }

  get queries(): number {
    return this.#queries;
  }

  /** The end of the way for this name and type, aliases followed. Rejects with `NetworkFailure` that says where it broke off. */
  async resolve(name: string, type: number, depth = 0): Promise<AnswerSummary & { readonly name: string }> {
    const passed = [name];
    for (let current = name; ;) {
      const found = await this.#descend(current, type, depth);
      if ('data' in found) return { ...found, name: current };
      if (passed.some((each) => isSameName(each, found.target))) {
        throw new NetworkFailure('ALIAS_LOOP', `The aliases form a loop: ${visibleLine([...passed, found.target].join(' → '), 500)}.`);
      }
      passed.push(found.target);
      if (passed.length > this.#run.limits.aliases + 1) {
        throw new NetworkFailure('ALIAS_LOOP', `More than ${this.#run.limits.aliases} aliases follow one another: ${visibleLine(passed.join(' → '), 500)}.`);
      }
      current = found.target;
    }
  }

  /** From the deepest known zone to the answer, or to an alias that leads out. */
  async #descend(name: string, type: number, depth: number): Promise<AnswerSummary | { readonly target: string }> {
    const key = `${name.toLowerCase()} ${type}`;
    if (this.#active.includes(key)) throw new NetworkFailure('CYCLE', `To find ${visibleLine(name, 300)}, ${visibleLine(name, 300)} would have to be known already: its name servers depend on each other.`);
    this.#active.push(key);
    try {
      for (let zone = this.#deepestZone(name); ;) {
        const { answer, direction } = await this.#askZone(zone, name, type, depth);
        if (direction.kind === 'referral') {
          zone = direction.zone.toLowerCase();
          this.#zones.set(zone, direction.servers);
        } else if (direction.kind === 'alias') {
          return { target: direction.target };
        } else {
          return summarizeAnswer(name, type, answer.message, this.#run.limits.aliases);
        }
      }
    } finally {
      this.#active.pop();
    }
  }

  #deepestZone(name: string): string {
    return [...this.#zones.keys()].filter((zone) => isWithin(name, zone)).sort((one, other) => other.length - one.length)[0] ?? '.';
  }

  /** The first useful answer of the zone's servers. */
  async #askZone(zone: string, name: string, type: number, depth: number): Promise<{ readonly answer: DnsAnswer; readonly direction: Direction }> {
    let attempts = 0;
    let last = 'none of its servers has a usable address';
    for (const server of this.#withGlueFirst(zone)) {
      const addresses = server.addresses.length > 0 ? server.addresses : await this.#findAddress(server.name, depth);
      for (const address of preferIpv4(addresses).slice(0, 2)) {
        if (attempts++ >= ATTEMPTS_PER_ZONE) break;
        const result = await this.#askServer(zone, server.name, address, name, type);
        if (typeof result !== 'string') return result;
        last = result;
      }
    }
    throw new NetworkFailure('LAME', `The way ends at the zone ${visibleLine(zone, 300)}: ${last}`);
  }

  #withGlueFirst(zone: string): readonly ReferredServer[] {
    const servers = this.#zones.get(zone) ?? [];
    const withoutGlue = servers.filter((each) => each.addresses.length === 0);
    return [...servers.filter((each) => each.addresses.length > 0), ...withoutGlue.slice(0, 2)];
  }

  /** The address of a name server for which no glue came. Empty when it cannot be found: the next server is tried. */
  async #findAddress(name: string, depth: number): Promise<readonly string[]> {
    if (depth >= GLUELESS_DEPTH) return [];
    try {
      return (await this.resolve(name, TYPE_A, depth + 1)).data;
    } catch (error) {
      if (endsTheProbe(error) || (error instanceof NetworkFailure && error.code === 'QUERY_LIMIT')) throw error;
      return [];
    }
  }

  /** One query with its step `dns.referral`; a string says why its answer was of no use. */
  async #askServer(
    zone: string, serverName: string, address: string, name: string, type: number,
  ): Promise<{ readonly answer: DnsAnswer; readonly direction: Direction } | string> {
    const { limits } = this.#run;
    if (this.#queries >= limits.traceQueries) {
      throw new NetworkFailure('QUERY_LIMIT', `The trace was ended after ${limits.traceQueries} queries, its limit: these servers lead on and on.`);
    }
    if (!(await this.#allowed(address, serverName))) return `${address} was not contacted.`;
    this.#queries++;
    const endpoint = formatEndpoint(address, this.#port);
    const who = `${visibleLine(serverName, 300)} (${endpoint})`;
    const step = this.#run.openStep('dns.referral', `Ask ${who} for ${visibleLine(name, 300)} ${recordTypeName(type)}`, [7, 4], ['RFC 1034 §5.3.3']);
    try {
      const client = new DnsClient(this.#run, { address, port: this.#port, transport: 'udp', serverName: address, dohPath: '' });
      // A server that is down is no reason to give up: another one of the zone may answer.
      const answer = await client.ask(name, type, false);
      const direction = directionOf(answer.message, name, type, zone, limits.aliases);
      step.end(direction.kind === 'lame' ? 'fails' : 'happens', explain(direction, name, type, answer, limits.aliases), [
        seen('Zone', visibleLine(zone, 300)), seen('Name server', visibleLine(serverName, 300)),
        ...describeDirection(direction), ...describeAnswer(name, type, endpoint, answer, limits.aliases),
      ]);
      return direction.kind === 'lame' ? `${who}: ${visibleLine(direction.why, 300)}.` : { answer, direction };
    } catch (error) {
      const failure = toNetworkFailure(error, endpoint);
      step.end('fails', failure.message, [seen('Zone', visibleLine(zone, 300)), seen('Name server', visibleLine(serverName, 300)), seen('Error', failure.code)]);
      if (endsTheProbe(error)) throw failure;
      return failure.message;
    }
  }

  async #allowed(address: string, serverName: string): Promise<boolean> {
    const contact = plannedContact(address, this.#port, 'udp', `name server ${visibleLine(serverName, 200)}, to which the trace was referred`);
    const { kind } = contact.addressClass;
    if (['multicast', 'broadcast', 'unspecified'].includes(kind)) return false;
    return this.#allowedKinds.has(kind) || this.#run.confirm([contact]);
  }
}

function preferIpv4(addresses: readonly string[]): readonly string[] {
  return [...addresses.filter((each) => isIPv4(each)), ...addresses.filter((each) => !isIPv4(each))];
}

function explain(direction: Direction, name: string, type: number, answer: DnsAnswer, aliasLimit: number): string {
  switch (direction.kind) {
    case 'referral': return `It does not know, and refers to the ${direction.servers.length === 1 ? 'name server' : `${direction.servers.length} name servers`} of ${visibleLine(direction.zone, 300)}.`;
    case 'alias': return `${visibleLine(name, 300)} is an alias of ${visibleLine(direction.target, 300)}, which is asked for next.`;
    case 'lame': return `The answer was not used: ${visibleLine(direction.why, 400)}.`;
    case 'answer': return summarizeAnswer(name, type, answer.message, aliasLimit).reason;
  }
}

function describeDirection(direction: Direction): readonly ObservedValue[] {
  if (direction.kind !== 'referral') return [];
  return [
    ...direction.servers.map((server) => seen('Refers to', visibleLine(server.name, 300), server.addresses.length > 0 ? `glue: ${server.addresses.join(', ')}` : 'no glue that can be used')),
    direction.ignoredGlue.length > 0
      ? seen('Glue ignored', visibleLine(direction.ignoredGlue.slice(0, 5).join('; '), 500), 'it is outside the zone that the server speaks for', 'RFC 5452 §6')
      : absent('Glue ignored', 'No glue had to be ignored'),
  ];
}

