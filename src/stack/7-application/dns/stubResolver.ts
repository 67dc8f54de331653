import { toUnicodeHost } from '../../../model/unicodeHost';
import type { HostServices, OpenStep, StreamFailure } from '../../services';
import { lookupOutcome } from './lookupOutcome';
import type { CacheEntry, KnownName } from './nameCache';
import { NameCache } from './nameCache';
import { TYPE_HTTPS } from './recordTypes';
import type { AskedRecord, QueryHabits, QueryResults } from './serverQueries';
import { ServerQueries } from './serverQueries';
import type { ServiceRecord } from './serviceRecord';
import { serviceName } from './serviceRecord';

export interface StubResolverOptions {
  /** Who asks, and how long it keeps what it heard: 0 where it has no cache of its own. */
  readonly program: { readonly title: string; readonly cacheMs: number; readonly failureCacheMs: number };
  /** Whether the host keeps answers for all its programs. */
  readonly hostCache: boolean;
  /** Where it keeps them, if another program's resolver has begun; absent: this one is the first. */
  readonly hostNames?: NameCache;
  /** RR types to ask for, in this order: 65 (HTTPS), 1 (A), 28 (AAAA). */
  readonly types: readonly number[];
  /** Names that the hosts file gives addresses. */
  readonly hostsFile: ReadonlyMap<string, readonly string[]>;
  /** Added to names without a dot (resolv.conf(5), `search` with `ndots:1`); undefined: none. */
  readonly searchDomain?: string;
  readonly habits: QueryHabits;
  /** Puts addresses into the order in which they are tried (RFC 6724 §6). */
  readonly sort: (addresses: readonly string[]) => readonly string[];
}

/** A name of a URL, to be turned into addresses. */
export interface WantedName {
  readonly name: string;
  /** It is an address already. */
  readonly literal: boolean;
  readonly port: number;
}

/** What the asker hears: one of `found` and `failed`, once; `more` at most once after `found`. */
export interface LookupEvents {
  found(known: FoundName): void;
  /** Addresses that came after the others, those of `found` among them. */
  more(addresses: readonly string[]): void;
  failed(failure: StreamFailure): void;
}

export interface FoundName {
  /** The one to try first before the others. */
  readonly addresses: readonly string[];
  /** HTTPS records (RFC 9460), best first; none where the asker did not ask for them. */
  readonly services: readonly ServiceRecord[];
}

/** A lookup that has to ask servers. */
interface Lookup {
  readonly wanted: WantedName;
  /** The names that are asked for, one after the other until one exists. */
  readonly candidates: readonly [string, ...string[]];
  /** Which caches did not know. */
  readonly why: string;
  readonly step: OpenStep;
  readonly events: LookupEvents;
}

/** Addresses that a reason names. */
const MOST_SHOWN = 4;

/** Turns a name into addresses as a host does: literal, the program's cache, the host's, hosts file, the configured resolvers (RFC 1034 §5.3.1). */
export class StubResolver {
  /** Of the program. */
  readonly programCache: NameCache;
  /** Of the host, for all its programs. */
  readonly hostCache: NameCache;

  constructor(private readonly host: HostServices, private readonly options: StubResolverOptions) {
    this.programCache = new NameCache(host);
    this.hostCache = options.hostNames ?? new NameCache(host);
  }

  forget(): void {
    this.programCache.forget();
    this.hostCache.forget();
  }

  /** Closes connections to resolvers that are kept for the next lookup. */
  disconnect(): void {
    this.options.habits.transport.disconnect();
  }

  /** Calls `found` at once where no query is needed. */
  lookup(wanted: WantedName, events: LookupEvents): void {
    const { name } = wanted;
    const step = this.host.trace.openStep({
      id: 'dns.lookup',
      title: `Find the address of ${name}`,
      layers: [7],
      spec: ['RFC 1034 §5.3.1', 'RFC 1035 §4.1'],
    });
    if (wanted.literal) {
      step.notApplicable(`${name} is an address already, not a name, which would be looked up.`);
      return events.found({ addresses: [name], services: [] });
    }
    const { program, hostCache } = this.options;
    const entries: readonly (readonly [string, CacheEntry | undefined])[] = [
      [`${program.title}'s own cache`, program.cacheMs > 0 ? this.programCache.find(name) : undefined],
      ['The host\'s DNS cache', hostCache ? this.hostCache.find(name) : undefined],
    ];
    for (const [cache, entry] of entries) if (entry && entry.leftSeconds > 0) return this.fromCache(cache, entry, wanted, step, events);
    const fixed = this.options.hostsFile.get(name.toLowerCase());
    if (fixed !== undefined) {
      step.skipped(`The hosts file gives ${name} the address ${fixed.join(' and ')}, so no server is asked; without that line one would be.`);
      return events.found({ addresses: fixed, services: [] });
    }
    this.ask({ wanted, candidates: this.candidates(name), why: this.whyAsked(name, entries), step, events });
  }

  private fromCache(cache: string, { known, leftSeconds }: CacheEntry, { name }: WantedName, step: OpenStep, events: LookupEvents): void {
    const left = `with ${Math.floor(leftSeconds)} s of its ${known.ttlSeconds} s left; an empty cache would cost a query.`;
    if (known.failure) {
      step.fails(`${cache} remembers that ${name} has no address (${known.origin}), ${left}`);
      return events.failed(known.failure);
    }
    step.skipped(`${cache} has ${known.addresses.join(', ')} (${known.origin}), ${left}`);
    const asksServices = this.options.types.includes(TYPE_HTTPS);
    events.found({ addresses: known.addresses, services: asksServices ? known.services : [] });
  }

  /** resolv.conf(5): a name with fewer dots than `ndots` (1) is tried in the search domain first, one with enough only where it does not exist. */
  private candidates(name: string): readonly [string, ...string[]] {
    const { searchDomain } = this.options;
    // A name with a final dot is whole (RFC 1034 §3.1).
    if (name.endsWith('.')) return [name.slice(0, -1)];
    if (searchDomain === undefined) return [name];
    const within = `${name}.${searchDomain}`;
    return name.includes('.') ? [name, within] : [within, name];
  }

  private whyAsked(name: string, entries: readonly (readonly [string, CacheEntry | undefined])[]): string {
    const { program, hostCache } = this.options;
    const ascii = toUnicodeHost(name) === name ? '' : `${name} is how DNS writes ${toUnicodeHost(name)} (RFC 5891). `;
    const [own, host] = entries.map(([cache, entry]) => (entry
      ? `${cache} had an answer whose ${entry.known.ttlSeconds} s ended ${Math.round(-entry.leftSeconds)} s ago`
      : `${cache} did not know it`)).map((text) => text.replace(/^The host/, 'the host'));
    return `${ascii}${name} was looked for in this order: ${program.cacheMs > 0 ? own : `${program.title} has no cache of its own`}; ${hostCache ? host : 'the host keeps no DNS cache'}; the hosts file has no line for it`;
  }

  private ask(lookup: Lookup): void {
    const { wanted, candidates: [candidate], why, step, events } = lookup;
    const asked = this.options.types.map((type): AskedRecord => ({ type, name: type === TYPE_HTTPS ? serviceName(candidate, wanted.port) : candidate }));
    let usable = false;
    new ServerQueries(this.host, this.options.habits, asked, step, {
      usable: (results, waitedMs) => {
        usable = true;
        const outcome = lookupOutcome(results.responses);
        step.happens(`${why}; ${this.answerText(results)}. The other answers had not come ${waitedMs} ms later, so it went on without them (RFC 8305 §3).`);
        events.found({ addresses: this.options.sort(outcome.addresses), services: outcome.services });
      },
      complete: (results) => {
        const known = this.complete(results, lookup);
        if (known && usable) events.more(known.addresses);
        else if (known) events.found(known);
      },
      failed: (failure) => {
        step.fails(failure.message);
        if (!usable) events.failed(failure);
      },
    }).start();
  }

  /** All answers are there. Returns what they say of the name; undefined where that is no address, or the next candidate is asked. */
  private complete(results: QueryResults, lookup: Lookup): KnownName | undefined {
    const { wanted: { name }, candidates: [candidate, next, ...others], why, step, events } = lookup;
    const outcome = lookupOutcome(results.responses);
    const { addresses: unsorted, services, ttlSeconds } = outcome;
    const origin = `answered by ${results.server}`;
    if (unsorted.length > 0) {
      const known: KnownName = { addresses: this.options.sort(unsorted), services, ttlSeconds, origin };
      this.remember(name, known);
      step.happens(`${why}; ${this.answerText(results)}, valid for ${ttlSeconds} s.`);
      return known;
    }
    if (next !== undefined) {
      this.ask({ ...lookup, candidates: [next, ...others], why: `${why}, and ${candidate} does not exist` });
      return undefined;
    }
    const message = outcome.nonexistent
      ? `The resolver ${results.server} says that ${candidate} does not exist (NXDOMAIN); a record for it in its zone would change that.`
      : `${candidate} exists but has no address of the families that were asked for; an A or AAAA record would change that.`;
    const failure: StreamFailure = { code: 'ENOTFOUND', message };
    this.remember(name, { addresses: [], services: [], ttlSeconds, origin, failure });
    const keptSeconds = Math.min(ttlSeconds, this.host.system.resolver.longestFailureMs / 1000);
    step.fails(keptSeconds > 0 && this.options.hostCache ? `${message} The host's DNS cache keeps that for ${keptSeconds} s (RFC 2308 §5).` : message);
    events.failed(failure);
    return undefined;
  }

  private answerText({ responses, server, troubles }: QueryResults): string {
    const outcome = lookupOutcome(responses);
    const before = troubles.length === 0 ? '' : `${troubles.join(', ')}, so the next one was asked: `;
    const alias = outcome.aliases.length === 0 ? '' : ` by way of ${outcome.aliases.join(' and ')} (CNAME)`;
    const services = outcome.services.length === 0 ? '' : `, and an HTTPS record with ${outcome.services.map(({ alpn }) => alpn.join(' ')).join(' or ')}`;
    const shown = this.options.sort(outcome.addresses);
    const more = shown.length > MOST_SHOWN ? ` and ${shown.length - MOST_SHOWN} more` : '';
    const { manner } = this.options.habits.transport;
    return `${before}the resolver ${server} answered ${manner === '' ? '' : `${manner} `}${shown.slice(0, MOST_SHOWN).join(', ')}${more}${alias}${services}`;
  }

  private remember(name: string, known: KnownName): void {
    const { program, hostCache } = this.options;
    const { longestMs, longestFailureMs } = this.host.system.resolver;
    const ttlSeconds = Math.min(known.ttlSeconds, (known.failure ? longestFailureMs : longestMs) / 1000);
    if (hostCache && ttlSeconds > 0) this.hostCache.remember(name, { ...known, ttlSeconds });
    const programMs = known.failure ? program.failureCacheMs : program.cacheMs;
    if (programMs > 0) this.programCache.remember(name, { ...known, ttlSeconds: programMs / 1000 });
  }
}
