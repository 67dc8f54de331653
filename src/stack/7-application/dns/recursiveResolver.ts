import type { DatagramSocket, HostServices } from '../../services';
import { wholeSlice } from '../../payload';
import type { DnsPayload } from './dnsPayload';
import { dnsPayload } from './dnsPayload';
import type { DnsMessage, DnsQuestion } from './message';
import type { AnswerSource, DnsAnswer } from './nameServer';
import { query } from './stubResolver';

interface CachedAnswer {
  readonly answer: DnsAnswer;
  readonly learnedMs: number;
  readonly ttlSeconds: number;
}

/** RFC 1034 §5.3.3: work is bounded, whatever referrals say. */
const MOST_REFERRALS = 10;
const DNS_PORT = 53;

/**
 * A recursive resolver's answers (RFC 1034 §5.3.3): from its cache while they live, else from the authoritative servers,
 * beginning at a root server and following referrals.
 */
export class RecursiveResolver {
  private readonly cache = new Map<string, CachedAnswer>();

  constructor(
    private readonly host: HostServices,
    private readonly openSocket: () => DatagramSocket,
    private readonly rootAddress: string,
  ) {}

  /** Puts an answer into the cache before any packet: a warm cache. */
  remember(question: DnsQuestion, answer: DnsAnswer): void {
    this.cache.set(keyOf(question), { answer, learnedMs: this.host.nowMs(), ttlSeconds: lifetimeSeconds(answer) });
  }

  readonly answer: AnswerSource = (question, respond) => {
    const known = this.cache.get(keyOf(question));
    if (known && (this.host.nowMs() - known.learnedMs) / 1000 < known.ttlSeconds) {
      respond(known.answer);
      return;
    }
    this.ask(question, this.rootAddress, 1, (answer) => {
      this.remember(question, answer);
      respond(answer);
    });
  };

  private ask(question: DnsQuestion, server: string, referral: number, done: (answer: DnsAnswer) => void): void {
    const step = this.host.trace.openStep({
      id: 'dns.referral',
      title: `The resolver asks ${server}`,
      layers: [7],
      spec: ['RFC 1034 §5.3.3'],
    });
    const socket = this.openSocket();
    const id = this.host.random.below(0x10000);
    socket.received = (slice) => {
      const { message } = slice.payload as DnsPayload;
      if (!message.response || message.id !== id) return;
      socket.close();
      const next = message.answers.length === 0 ? glueIn(message) : undefined;
      if (next === undefined || referral === MOST_REFERRALS) {
        step.happens(`The resolver's cache had no answer; ${server} is responsible for the name and gave it.`);
        done({ responseCode: message.responseCode, answers: message.answers, authorities: message.authorities });
        return;
      }
      step.happens(`${server} does not know the address but who knows more: it refers to ${next.zone} at ${next.address}.`);
      this.ask(question, next.address, referral + 1, done);
    };
    socket.send(wholeSlice(dnsPayload(query(id, question.name, question.type, false), step.tag)), { address: server, port: DNS_PORT });
  }
}

/** The zone and the address of a server in a referral's glue (RFC 1034 §4.2.1). */
function glueIn(message: DnsMessage): { readonly zone: string; readonly address: string } | undefined {
  for (const { name: zone, data } of message.authorities) {
    if (data.kind !== 'name') continue;
    const glue = message.additionals.find(({ name, data: { kind } }) => name === data.name && kind === 'a');
    if (glue?.data.kind === 'a') return { zone, address: glue.data.address };
  }
  return undefined;
}

function lifetimeSeconds({ answers, authorities }: DnsAnswer): number {
  return Math.min(...[...answers, ...authorities].map(({ ttlSeconds }) => ttlSeconds), 86_400);
}

function keyOf({ name, type }: DnsQuestion): string {
  return `${type} ${name.toLowerCase()}`;
}
