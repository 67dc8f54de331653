import type { HostServices, OpenStep } from '../../services';
import type { DnsTransport } from './dnsTransport';
import type { DnsEdns, DnsMessage, DnsQuestion, DnsRecord } from './message';
import type { AnswerSource, DnsAnswer } from './nameServer';
import { negativeLifeSeconds } from './negativeAnswer';
import { query } from './query';
import { CLASS_IN, TYPE_A, TYPE_CNAME, TYPE_NS, TYPE_RRSIG } from './recordTypes';
import { responseCodeName } from './responseCodes';

export interface RecursiveResolverOptions {
  readonly transport: DnsTransport;
  /** Where an answer did not fit a datagram. */
  readonly afterTruncation: DnsTransport;
  readonly rootAddress: string;
  /** Tells each server only as many labels as it needs (RFC 9156). */
  readonly minimisesNames: boolean;
}

interface CachedAnswer {
  readonly answer: DnsAnswer;
  readonly learnedMs: number;
  readonly ttlSeconds: number;
}

/** Who is responsible for a zone, and where it is reached. */
interface Delegation {
  readonly zone: string;
  readonly address: string;
  readonly untilMs: number;
}

/** What one question of a client may still cost: hostile zones could refer for ever. */
interface Budget {
  queriesLeft: number;
}

/** RFC 1034 §5.3.3: work is bounded, whatever referrals and aliases say. */
const MOST_QUERIES = 30;
const SERVFAIL: DnsAnswer = { responseCode: 2, answers: [], authorities: [] };
const RESOLVER_EDNS: DnsEdns = { udpPayloadBytes: 1232, version: 0, dnssecOk: true, options: [] };
/** RFC 2308 §5 suggests an upper limit for negative answers; resolvers have one for all. */
const LONGEST_LIFE_SECONDS = 86_400;

/**
 * A recursive resolver's answers (RFC 1034 §5.3.3): from its cache while they live, else from the authoritative servers,
 * beginning at the nearest one that it knows, at last a root server, and following referrals and aliases.
 */
export class RecursiveResolver {
  private readonly cache = new Map<string, CachedAnswer>();
  private readonly delegations = new Map<string, Delegation>();

  constructor(
    private readonly host: HostServices,
    private readonly options: RecursiveResolverOptions,
  ) {}

  /** Puts an answer into the cache, `ageSeconds` old. */
  remember(question: DnsQuestion, answer: DnsAnswer, ageSeconds = 0): void {
    this.cache.set(keyOf(question), { answer, learnedMs: this.host.nowMs() - ageSeconds * 1000, ttlSeconds: lifetimeSeconds(answer) });
  }

  /** Makes it know who is responsible for a zone. */
  rememberDelegation(zone: string, address: string, ttlSeconds: number): void {
    this.delegations.set(zone.toLowerCase(), { zone, address, untilMs: this.host.nowMs() + ttlSeconds * 1000 });
  }

  readonly answer: AnswerSource = (question, respond) => {
    this.find(question, { queriesLeft: MOST_QUERIES }, (answer) => respond(question.dnssecOk ? answer : withoutSignatures(answer)));
  };

  private find(question: DnsQuestion, budget: Budget, done: (answer: DnsAnswer) => void): void {
    const known = this.cache.get(keyOf(question));
    const ageSeconds = known ? (this.host.nowMs() - known.learnedMs) / 1000 : 0;
    if (known && ageSeconds < known.ttlSeconds) return done(aged(known.answer, Math.floor(ageSeconds)));
    this.ask(question, this.nearest(question.name), budget, (answer) => {
      // RFC 2308 §7.1: a failure is not kept as an answer.
      if (answer.responseCode === 0 || answer.responseCode === 3) this.remember(question, answer);
      done(answer);
    });
  }

  /** The delegation with the most labels of the name (RFC 1034 §5.3.3 step 2). */
  private nearest(name: string): Delegation {
    const labels = name.toLowerCase().split('.');
    for (let first = 0; first < labels.length; first++) {
      const known = this.delegations.get(labels.slice(first).join('.'));
      if (known && known.untilMs > this.host.nowMs()) return known;
    }
    return { zone: '.', address: this.options.rootAddress, untilMs: Number.POSITIVE_INFINITY };
  }

  private ask(question: DnsQuestion, server: Delegation, budget: Budget, done: (answer: DnsAnswer) => void, labels = labelsOf(server.zone) + 1): void {
    if (budget.queriesLeft === 0) return done(SERVFAIL);
    budget.queriesLeft -= 1;
    const { address } = server;
    const step = this.host.trace.openStep({
      id: 'dns.referral',
      title: `The resolver asks ${address}`,
      layers: [7],
      spec: ['RFC 1034 §5.3.3'],
    });
    const asked = this.options.minimisesNames && labels < labelsOf(question.name) ? { ...question, name: lastLabels(question.name, labels), type: TYPE_A } : question;
    this.exchange(address, asked, step, this.options.transport, (message) => {
      const whole = asked === question;
      const referral = referralIn(message, server.zone);
      if (referral) {
        const hidden = whole ? '' : ` It was asked for ${asked.name} only (RFC 9156).`;
        step.happens(`${address} does not know the address but who knows more: it refers to ${referral.zone} at ${referral.address ?? `${referral.server}, whose address it does not have`}.${hidden}`);
        return this.follow(question, referral, budget, done);
      }
      if (!message.authoritative) {
        step.fails(`${address} is said to be responsible for ${server.zone} but has no authority for ${asked.name} (${responseCodeName(message.responseCode)}): the delegation is lame. A server that holds the zone would answer.`);
        return done(SERVFAIL);
      }
      if (!whole && message.responseCode === 0) {
        step.happens(`${address} is responsible for ${asked.name}, which is no zone of its own, so the next label is told it as well (RFC 9156 §3).`);
        return this.ask(question, server, budget, done, labels + 1);
      }
      step.happens(`The resolver's cache had no answer; ${address} is responsible for the name and gave it.`);
      this.followAlias(question, answerIn(message), budget, done);
    });
  }

  /** One question to one server, over UDP or where that is too small over TCP. */
  private exchange(address: string, { name, type }: DnsQuestion, step: OpenStep, transport: DnsTransport, done: (message: DnsMessage) => void): void {
    const conversation = transport.open(address, step, {
      answered: (message) => {
        if (message.id !== id) return;
        conversation.close();
        if (message.truncated && transport.truncates) this.exchange(address, { name, type, class: CLASS_IN }, step, this.options.afterTruncation, done);
        else done(message);
      },
      failed: () => {
        conversation.close();
        done({ ...asked, response: true, responseCode: SERVFAIL.responseCode });
      },
    });
    const id = this.host.random.below(0x10000);
    const asked = query(id, name, type, { recursionDesired: false, edns: RESOLVER_EDNS });
    conversation.send([asked]);
  }

  /** Goes on at the server that a referral names, whose address may have to be found first (RFC 1034 §5.3.3 step 4b). */
  private follow(question: DnsQuestion, { zone, server, address, ttlSeconds }: Referral, budget: Budget, done: (answer: DnsAnswer) => void): void {
    const goOn = (found: string) => {
      this.rememberDelegation(zone, found, ttlSeconds);
      this.ask(question, { zone, address: found, untilMs: 0 }, budget, done);
    };
    if (address !== undefined) return goOn(address);
    this.find({ name: server, type: TYPE_A, class: CLASS_IN }, budget, ({ answers }) => {
      const found = answers.flatMap(({ data }) => (data.kind === 'a' ? [data.address] : []))[0];
      if (found === undefined) done(SERVFAIL);
      else goOn(found);
    });
  }

  /** RFC 1034 §5.3.3 step 4c: an alias whose target the server did not answer for is looked up itself. */
  private followAlias(question: DnsQuestion, answer: DnsAnswer, budget: Budget, done: (answer: DnsAnswer) => void): void {
    const last = answer.answers.findLast(({ type }) => type === TYPE_CNAME);
    const target = last?.data.kind === 'name' ? last.data.name : undefined;
    if (target === undefined || question.type === TYPE_CNAME || answer.answers.some(({ type }) => type === question.type)) return done(answer);
    this.find({ ...question, name: target }, budget, (rest) => done({ ...rest, answers: [...answer.answers, ...rest.answers] }));
  }
}

interface Referral {
  readonly zone: string;
  readonly server: string;
  /** Of the server, where the referral has it as glue (RFC 1034 §4.2.1). */
  readonly address: string | undefined;
  readonly ttlSeconds: number;
}

/** A referral to a zone below the one that was asked; one that leads nowhere nearer is none. */
function referralIn(message: DnsMessage, askedZone: string): Referral | undefined {
  if (message.authoritative || message.responseCode !== 0 || message.answers.length > 0) return undefined;
  for (const { name: zone, type, data, ttlSeconds } of message.authorities) {
    if (type !== TYPE_NS || data.kind !== 'name' || labelsOf(zone) <= labelsOf(askedZone)) continue;
    const glue = message.additionals.find(({ name, data: { kind } }) => name === data.name && kind === 'a');
    return { zone, server: data.name, address: glue?.data.kind === 'a' ? glue.data.address : undefined, ttlSeconds };
  }
  return undefined;
}

function answerIn({ responseCode, answers, authorities }: DnsMessage): DnsAnswer {
  return { responseCode, answers, authorities };
}

function lifetimeSeconds(answer: DnsAnswer): number {
  const lives = answer.answers.map(({ ttlSeconds }) => ttlSeconds);
  return Math.min(...lives, ...(answer.authorities.some(({ data }) => data.kind === 'soa') ? [negativeLifeSeconds(answer)] : []), LONGEST_LIFE_SECONDS);
}

/** RFC 1035 §3.2.1: what is left of each record's time. */
function aged(answer: DnsAnswer, ageSeconds: number): DnsAnswer {
  if (ageSeconds === 0) return answer;
  const older = (records: readonly DnsRecord[]) => records.map((record) => ({ ...record, ttlSeconds: Math.max(record.ttlSeconds - ageSeconds, 0) }));
  return { ...answer, answers: older(answer.answers), authorities: older(answer.authorities) };
}

/** RFC 4035 §3.2.1: signatures go only to who asked for them. */
function withoutSignatures(answer: DnsAnswer): DnsAnswer {
  const plain = (records: readonly DnsRecord[]) => records.filter(({ type }) => type !== TYPE_RRSIG);
  return { ...answer, answers: plain(answer.answers), authorities: plain(answer.authorities) };
}

function keyOf({ name, type }: DnsQuestion): string {
  return `${type} ${name.toLowerCase()}`;
}

function labelsOf(name: string): number {
  return name === '.' ? 0 : name.split('.').length;
}

function lastLabels(name: string, count: number): string {
  return name.split('.').slice(-count).join('.');
}
