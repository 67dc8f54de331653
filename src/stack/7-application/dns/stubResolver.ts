import type { DatagramSocket, HostServices, OpenStep, StreamFailure, Timer } from '../../services';
import { familyOf } from '../../3-network/ipDatagram';
import { wholeSlice } from '../../payload';
import type { DnsPayload } from './dnsPayload';
import { dnsPayload } from './dnsPayload';
import type { DnsMessage } from './message';

/** Opens a UDP socket on an ephemeral port. */
export type OpenSocket = () => DatagramSocket;

export interface StubResolverOptions {
  readonly resolverAddress: string;
  /** RR types to ask for, in this order: 1 (A), 28 (AAAA). */
  readonly types: readonly number[];
  /** Names that the hosts file gives addresses. */
  readonly hostsFile: ReadonlyMap<string, readonly string[]>;
}

interface CachedAnswer {
  readonly addresses: readonly string[];
  readonly learnedMs: number;
  readonly ttlSeconds: number;
  /** "answered by 192.0.2.53". */
  readonly origin: string;
}

interface Lookup {
  readonly name: string;
  readonly step: OpenStep;
  readonly socket: DatagramSocket;
  /** Query identifier to RR type, of what is not answered yet. */
  readonly outstanding: Map<number, number>;
  readonly addresses: string[];
  ttlSeconds: number;
  responseCode: number;
  attempts: number;
  timer: Timer | undefined;
  readonly done: (addresses: readonly string[]) => void;
  readonly failed: (failure: StreamFailure) => void;
}

/** glibc's defaults (resolv.conf(5)): five seconds a query, two attempts. */
const TIMEOUT_MS = 5000;
const ATTEMPTS = 2;
const DNS_PORT = 53;

/** Turns a name into addresses as a host does: literal, hosts file, its cache, then the configured resolver (RFC 1034 §5.3.1). */
export class StubResolver {
  private readonly cache = new Map<string, CachedAnswer>();

  constructor(
    private readonly host: HostServices,
    private readonly openSocket: OpenSocket,
    private readonly options: StubResolverOptions,
  ) {}

  /** Puts an answer into the cache before any packet: a warm cache. */
  remember(name: string, addresses: readonly string[], ttlSeconds: number, origin: string): void {
    this.cache.set(name, { addresses, learnedMs: this.host.nowMs(), ttlSeconds, origin });
  }

  forget(): void {
    this.cache.clear();
  }

  /** Calls `done` with the addresses, the one to try first before the others, at once where no query is needed, or `failed`. `literal`: the host is an address already. */
  lookup(name: string, literal: boolean, done: (addresses: readonly string[]) => void, failed: (failure: StreamFailure) => void): void {
    const step = this.host.trace.openStep({
      id: 'dns.lookup',
      title: `Find the address of ${name}`,
      layers: [7],
      spec: ['RFC 1034 §5.3.1', 'RFC 1035 §4.1'],
    });
    if (literal) {
      step.notApplicable(`${name} is an address already, not a name.`);
      return done([name]);
    }
    const fixed = this.options.hostsFile.get(name);
    if (fixed !== undefined) {
      step.skipped(`The hosts file gives ${name} the address ${fixed.join(' and ')}, so no server is asked.`);
      return done(fixed);
    }
    const known = this.cache.get(name);
    const leftSeconds = known ? known.ttlSeconds - (this.host.nowMs() - known.learnedMs) / 1000 : 0;
    if (known && leftSeconds > 0) {
      step.skipped(`The host's DNS cache has ${known.addresses.join(', ')} (${known.origin}), with ${Math.floor(leftSeconds)} s of its ${known.ttlSeconds} s left; an empty cache would cost a query.`);
      return done(known.addresses);
    }
    const lookup: Lookup = {
      name, step, done, failed,
      socket: this.openSocket(),
      outstanding: new Map(),
      addresses: [],
      ttlSeconds: Infinity,
      responseCode: 0,
      attempts: 0,
      timer: undefined,
    };
    lookup.socket.received = (slice) => this.received(lookup, slice.payload as DnsPayload);
    for (const type of this.options.types) lookup.outstanding.set(this.host.random.below(0x10000), type);
    this.ask(lookup);
  }

  private ask(lookup: Lookup): void {
    if (lookup.attempts === ATTEMPTS) {
      this.fail(lookup, 'EAI_AGAIN', `The resolver ${this.options.resolverAddress} answered none of ${ATTEMPTS} queries within ${TIMEOUT_MS / 1000} s each.`);
      return;
    }
    lookup.attempts++;
    for (const [id, type] of lookup.outstanding) {
      const payload = dnsPayload(query(id, lookup.name, type), lookup.step.tag);
      this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'dns', action: () => `asked ${this.options.resolverAddress}: ${payload.summary}`, lengthBytes: payload.lengthBytes });
      lookup.socket.send(wholeSlice(payload), { address: this.options.resolverAddress, port: DNS_PORT });
    }
    lookup.timer = this.host.after(TIMEOUT_MS, () => this.ask(lookup));
  }

  private received(lookup: Lookup, payload: DnsPayload): void {
    const { message } = payload;
    if (!message.response || !lookup.outstanding.delete(message.id)) return;
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'dns', action: () => `read the answer: ${payload.summary}`, lengthBytes: payload.lengthBytes });
    if (message.responseCode !== 0) lookup.responseCode = message.responseCode;
    for (const record of message.answers) {
      if (record.data.kind !== 'a' && record.data.kind !== 'aaaa') continue;
      lookup.addresses.push(record.data.address);
      lookup.ttlSeconds = Math.min(lookup.ttlSeconds, record.ttlSeconds);
    }
    if (lookup.outstanding.size === 0) this.finish(lookup);
  }

  private finish(lookup: Lookup): void {
    lookup.timer?.cancel();
    const { resolverAddress } = this.options;
    if (lookup.responseCode === 3) return this.fail(lookup, 'ENOTFOUND', `The resolver ${resolverAddress} says that ${lookup.name} does not exist (NXDOMAIN).`);
    if (lookup.responseCode === 2) return this.fail(lookup, 'EAI_AGAIN', `The resolver ${resolverAddress} could not find out (SERVFAIL).`);
    // RFC 6724 §2.1: the default policy table prefers IPv6. Sorting keeps the order within a family.
    lookup.addresses.sort((a, b) => familyOf(b) - familyOf(a));
    if (lookup.addresses.length === 0) return this.fail(lookup, 'ENOTFOUND', `${lookup.name} exists but has no address of the families that were asked for.`);
    lookup.socket.close();
    lookup.step.happens(`${lookup.name} was in no cache of this host; the resolver ${resolverAddress} answered ${lookup.addresses.join(', ')}, valid for ${lookup.ttlSeconds} s.`);
    this.remember(lookup.name, lookup.addresses, lookup.ttlSeconds, `answered by ${resolverAddress}`);
    lookup.done(lookup.addresses);
  }

  private fail(lookup: Lookup, code: string, message: string): void {
    lookup.timer?.cancel();
    lookup.socket.close();
    lookup.step.fails(message);
    lookup.failed({ code, message });
  }
}

/** A query as a stub resolver sends it: recursion desired, one question (RFC 1035 §4.1). */
export function query(id: number, name: string, type: number, recursionDesired = true): DnsMessage {
  return {
    id,
    response: false,
    opcode: 0,
    authoritative: false,
    truncated: false,
    recursionDesired,
    recursionAvailable: false,
    authenticData: false,
    checkingDisabled: false,
    responseCode: 0,
    questions: [{ name, type, class: 1 }],
    answers: [],
    authorities: [],
    additionals: [],
  };
}
