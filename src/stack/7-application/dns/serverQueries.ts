import type { HostServices, OpenStep, StreamFailure, Timer } from '../../services';
import type { DnsConversation, DnsTransport } from './dnsTransport';
import type { DnsEdns, DnsMessage } from './message';
import { dnsMessageBytes } from './messageCodec';
import { query } from './query';
import { TYPE_A, TYPE_AAAA } from './recordTypes';
import { responseCodeName } from './responseCodes';

/** What to ask of a name: an RR type, and the name that it is asked of where that is another one. */
export interface AskedRecord {
  readonly type: number;
  readonly name: string;
}

/** How the host's resolver asks its servers. */
export interface QueryHabits {
  /** Addresses, in the order in which they are asked. */
  readonly servers: readonly [string, ...string[]];
  readonly transport: DnsTransport;
  /** Where an answer did not fit a datagram (RFC 7766 §5). */
  readonly afterTruncation: DnsTransport;
  /** Whether all queries are asked again after a truncated answer, as getaddrinfo does, or only that one. */
  readonly repeatsAllAfterTruncation: boolean;
  readonly timeoutMs: number;
  /** How often the list of servers is gone through. */
  readonly attempts: number;
  /** How long a usable A answer waits for AAAA (RFC 8305 §3); Infinity: until it comes or fails. */
  readonly resolutionDelayMs: number;
  readonly edns?: DnsEdns;
}

/** How the queries ended. */
export interface QueryResults {
  /** In the order in which they arrived. */
  readonly responses: readonly DnsMessage[];
  /** Who gave the last one. */
  readonly server: string;
  /** Servers that were asked in vain before, each with what happened: one sentence a piece. */
  readonly troubles: readonly string[];
}

export interface QueryEvents {
  /** There are addresses to begin with, but not all answers; comes at most once, before `complete`. */
  usable(results: QueryResults, waitedMs: number): void;
  complete(results: QueryResults): void;
  failed(failure: StreamFailure): void;
}

/** After these another server may know more; getaddrinfo goes on to it. */
const UNHELPFUL_CODES = [2, 4, 5];
/** Chromium waits so long for the HTTPS record once addresses are known, as a share of what they took; assumed. */
const SERVICE_SHARE = 0.2;
const SERVICE_LEAST_MS = 5;
const SERVICE_MOST_MS = 50;

/** The queries of one lookup: to one server after the other until every one is answered (resolv.conf(5), RFC 1035 §4.2, §7.3). */
export class ServerQueries {
  private readonly responses: DnsMessage[] = [];
  private readonly troubles: string[] = [];
  private outstanding: DnsMessage[] = [];
  private queries: readonly DnsMessage[] | undefined;
  private conversations: DnsConversation[] = [];
  private timer: Timer | undefined;
  private usableTimer: Timer | undefined;
  private startedMs = 0;
  /** Counts through all servers of all attempts. */
  private turn = 0;
  private unhelpful: string | undefined;
  private state: 'asking' | 'usable' | 'over' = 'asking';

  constructor(
    private readonly host: HostServices,
    private readonly habits: QueryHabits,
    private readonly asked: readonly AskedRecord[],
    private readonly step: OpenStep,
    private readonly events: QueryEvents,
  ) {}

  start(): void {
    this.startedMs = this.host.nowMs();
    this.converse(this.habits.transport);
  }

  private get server(): string {
    const { servers } = this.habits;
    return servers[this.turn % servers.length] ?? servers[0];
  }

  private converse(transport: DnsTransport, send?: readonly DnsMessage[]): void {
    this.closeConversations();
    this.timer?.cancel();
    const conversation = transport.open(this.server, this.step, {
      answered: (response) => this.answered(response, transport),
      failed: (failure) => this.unanswered(failure.message),
    });
    this.conversations.push(conversation);
    this.queries ??= this.asked.map(({ type, name }) => query(this.host.random.below(0x10000), name, type, this.habits.edns ? { edns: this.habits.edns } : {}));
    if (this.turn === 0 && send === undefined) this.outstanding = [...this.queries];
    conversation.send(send ?? this.outstanding);
    this.timer = this.host.after(this.timeoutMs(), () => this.unanswered(`did not answer within ${this.timeoutMs() / 1000} s`));
  }

  /** Measured on glibc 2.36: with several servers the later ones get longer, divided by how many there are, in whole seconds. */
  private timeoutMs(): number {
    const { servers: { length }, timeoutMs } = this.habits;
    const place = this.turn % length;
    return place === 0 ? timeoutMs : Math.max(Math.floor((timeoutMs * 2 ** place) / length / 1000), 1) * 1000;
  }

  private answered(response: DnsMessage, transport: DnsTransport): void {
    const answers = this.outstanding.find(({ id, questions: [question] }) => id === response.id && question?.type === response.questions[0]?.type);
    if (!answers || this.state === 'over') return;
    const lengthBytes = dnsMessageBytes(response);
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'dns', action: () => `read the answer of ${this.server}: ${responseCodeName(response.responseCode)}`, lengthBytes });
    if (response.truncated && transport.truncates) return this.truncated(answers);
    this.outstanding = this.outstanding.filter((each) => each !== answers);
    if (UNHELPFUL_CODES.includes(response.responseCode)) this.unhelpful = responseCodeName(response.responseCode);
    else this.responses.push(response);
    if (this.outstanding.length > 0) return this.considerUsable();
    if (this.unhelpful === undefined || this.hasAddresses()) return this.finish();
    this.troubles.push(`${this.server} answered ${this.unhelpful}`);
    this.next();
  }

  private truncated(answered: DnsMessage): void {
    const { afterTruncation, edns, repeatsAllAfterTruncation } = this.habits;
    this.host.trace.openStep({
      id: 'dns.truncated', title: 'Ask again where answers have no limit', layers: [7], spec: ['RFC 7766 §5', 'RFC 2181 §9'], parent: this.step,
    }).happens(`The answer does not fit into ${edns?.udpPayloadBytes ?? 512} octets of UDP (${edns ? 'what the query announced' : 'no OPT record announced more'}), so ${this.server} cut it off and set TC: the query goes out again ${afterTruncation.manner}.`);
    if (repeatsAllAfterTruncation) {
      this.responses.length = 0;
      this.outstanding = [...(this.queries ?? [])];
      return this.converse(afterTruncation, this.outstanding);
    }
    const conversation = afterTruncation.open(this.server, this.step, {
      answered: (response) => {
        conversation.close();
        this.answered(response, afterTruncation);
      },
      failed: (failure) => this.unanswered(failure.message),
    });
    this.conversations.push(conversation);
    conversation.send([answered]);
  }

  private hasAddresses(): boolean {
    return this.responses.some(({ answers }) => answers.some(({ data: { kind } }) => kind === 'a' || kind === 'aaaa'));
  }

  /** RFC 8305 §3: AAAA answers are used at once, A answers after a short wait for AAAA. */
  private considerUsable(): void {
    if (this.state !== 'asking' || !this.hasAddresses()) return;
    const waiting = this.outstanding.map(({ questions: [question] }) => question?.type);
    const forAddresses = waiting.some((type) => type === TYPE_A || type === TYPE_AAAA);
    const { resolutionDelayMs } = this.habits;
    if (forAddresses && resolutionDelayMs === Number.POSITIVE_INFINITY) return;
    const tookMs = this.host.nowMs() - this.startedMs;
    const waitMs = !forAddresses ? Math.min(Math.max(tookMs * SERVICE_SHARE, SERVICE_LEAST_MS), SERVICE_MOST_MS) : waiting.includes(TYPE_AAAA) ? resolutionDelayMs : 0;
    this.usableTimer?.cancel();
    this.usableTimer = this.host.after(waitMs, () => {
      if (this.state !== 'asking') return;
      this.state = 'usable';
      this.events.usable(this.results(), waitMs);
    });
  }

  private unanswered(trouble: string): void {
    if (this.state === 'over') return;
    this.troubles.push(trouble.startsWith(this.server) ? trouble.replace(/\.$/, '') : `${this.server} ${trouble}`);
    this.next();
  }

  private next(): void {
    const { servers, attempts, transport } = this.habits;
    this.turn += 1;
    this.unhelpful = undefined;
    if (this.turn < servers.length * attempts) {
      const answeredTypes = this.responses.map(({ questions: [question] }) => question?.type);
      this.outstanding = (this.queries ?? []).filter(({ questions: [question] }) => !answeredTypes.includes(question?.type));
      return this.converse(transport, this.outstanding);
    }
    if (this.hasAddresses()) return this.finish();
    this.turn -= 1;
    this.end();
    this.events.failed({ code: 'EAI_AGAIN', message: this.whyNothing() });
  }

  private whyNothing(): string {
    const { servers, attempts, timeoutMs } = this.habits;
    const [first = ''] = this.troubles;
    if (servers.length === 1 && this.troubles.every((trouble) => trouble === first)) {
      const code = /answered (\w+)$/.exec(first)?.[1];
      if (code !== undefined) return `The resolver ${this.server} could not find out (${code}), the ${attempts === 2 ? 'second' : 'last'} time as well; a resolver that can reach the name's own servers would find out.`;
      if (first.includes('did not answer')) return `The resolver ${this.server} answered none of ${attempts} queries within ${timeoutMs / 1000} s each; a single answer in that time would have been enough.`;
    }
    return `No resolver had an answer: ${this.troubles.map((trouble) => trouble.replace(/\.$/, '')).join('; ')}. A single resolver that answers would have been enough.`;
  }

  private results(): QueryResults {
    return { responses: [...this.responses], server: this.server, troubles: [...this.troubles] };
  }

  private finish(): void {
    const results = this.results();
    this.end();
    this.events.complete(results);
  }

  private end(): void {
    this.state = 'over';
    this.timer?.cancel();
    this.usableTimer?.cancel();
    this.closeConversations();
  }

  private closeConversations(): void {
    for (const conversation of this.conversations.splice(0)) conversation.close();
  }
}
