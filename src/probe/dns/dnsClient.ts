import type { SecureContext } from 'node:tls';
import type { ObservedValue } from '../../model/observation';
import type { DnsMessage } from '../../stack/7-application/dns/message';
import { plannedContact } from '../contacts';
import { NetworkFailure } from '../networkFailure';
import type { DnsTransport } from '../probeOptions';
import { absent, seen, type ProbeRun } from '../probeRun';
import { connectFirst } from '../tcp/connect';
import { formatEndpoint } from '../target';
import { establishTls } from '../tls/establishTls';
import { MeteredStream } from '../tls/meteredStream';
import { DohExchange } from './dohExchange';
import { makeQuery, type DnsQuery } from './question';
import type { DnsServer } from './server';
import { StreamExchange, type StreamAnswer } from './streamExchange';
import { askOverUdp } from './udpExchange';

/** An answer and how it came. */
export interface DnsAnswer {
  readonly message: DnsMessage;
  readonly warnings: readonly string[];
  /** The transport that the answer came over: `tcp` after truncation. */
  readonly transport: DnsTransport;
  readonly queryBytes: number;
  readonly responseBytes: number;
  readonly durationMs: number;
  /** Retries, ignored datagrams, fallbacks. */
  readonly notes: readonly ObservedValue[];
}

/** Response codes of servers that stumble over EDNS: FORMERR, NOTIMP, BADVERS (RFC 6891 §7). */
const EDNS_TROUBLE = new Set([1, 4, 16]);

/** Asks one server, over the transport that it was made for. Connections are made once and shared by all questions. */
export class DnsClient {
  readonly #run: ProbeRun;
  readonly #server: DnsServer;
  readonly #context: SecureContext | undefined;
  readonly #ids = new Set<number>();
  #stream: Promise<{ ask(query: DnsQuery): Promise<StreamAnswer> }> | undefined;

  /** `context` is needed for `tls` and `https`. */
  constructor(run: ProbeRun, server: DnsServer, context?: SecureContext) {
    this.#run = run;
    this.#server = server;
    this.#context = context;
  }

  /** Rejects with `NetworkFailure`. */
  async ask(name: string, type: number, recursionDesired: boolean): Promise<DnsAnswer> {
    const answer = await this.#askOnce(name, type, recursionDesired, true);
    if (answer.message.edns || !EDNS_TROUBLE.has(answer.message.responseCode)) return answer;
    const again = await this.#askOnce(name, type, recursionDesired, false);
    return { ...again, notes: [...again.notes, seen('EDNS refused', answer.message.responseCode, 'the server did not understand EDNS; it was asked again without', 'RFC 6891 §7')] };
  }

  async #askOnce(name: string, type: number, recursionDesired: boolean, edns: boolean): Promise<DnsAnswer> {
    const query = this.#query(name, type, recursionDesired, edns);
    if (this.#server.transport !== 'udp') return this.#askStream(query, this.#server.transport, []);
    const answer = await askOverUdp(this.#run, this.#server, query);
    const notes: ObservedValue[] = [...answer.ignored].map(([reason, count]) =>
      seen('Datagrams ignored', count, `${reason}: it was no answer to the query, as when someone tries to forge one`, 'RFC 5452 §9.1'));
    if (answer.queriesSent > 1) notes.push(seen('Queries sent', answer.queriesSent, 'the first one, or its answer, was lost'));
    if (!answer.message.truncated) {
      return { ...answer, transport: 'udp', queryBytes: query.bytes.length, notes };
    }
    notes.push(seen('Truncated over UDP', answer.responseBytes, 'octets did not hold the answer; asked again over TCP', 'RFC 7766 §5'));
    return this.#askStream(this.#query(name, type, recursionDesired, edns), 'tcp', notes);
  }

  async #askStream(query: DnsQuery, transport: DnsTransport, notes: readonly ObservedValue[]): Promise<DnsAnswer> {
    this.#stream ??= this.#open(transport);
    const answer = await (await this.#stream).ask(query);
    const inClear = transport === 'tcp' ? [] : [absent('Clear text', 'Nothing was sent in clear: an encrypted transport does not fall back', 'RFC 8310 §5')];
    return { ...answer, transport, queryBytes: query.bytes.length, notes: [...notes, ...inClear] };
  }

  /** IDs differ within one connection, so that answers find their queries; DoH uses 0 for the sake of caches (RFC 8484 §4.1). */
  #query(name: string, type: number, recursionDesired: boolean, edns: boolean): DnsQuery {
    if (this.#server.transport === 'https') return makeQuery(name, type, { recursionDesired, edns, id: 0 });
    for (;;) {
      const query = makeQuery(name, type, { recursionDesired, edns });
      if (this.#ids.has(query.message.id)) continue;
      this.#ids.add(query.message.id);
      return query;
    }
  }

  async #open(transport: DnsTransport): Promise<{ ask(query: DnsQuery): Promise<StreamAnswer> }> {
    const { address, port, serverName } = this.#server;
    const endpoint = formatEndpoint(address, port);
    const secure = transport === 'tls' || transport === 'https';
    const connection = await connectFirst(this.#run, [plannedContact(address, port, secure ? transport : 'tcp', 'DNS over a connection')]);
    if (!connection) throw new NetworkFailure('NO_CONNECTION', `${endpoint} was not asked: no connection could be made.`);
    if (!secure) return new StreamExchange(this.#run, this.#run.own(new MeteredStream(connection.socket, this.#run.limits.receivedBytes)), endpoint);
    if (!this.#context) throw new NetworkFailure('NO_CONNECTION', `${endpoint} was not asked: there is no TLS context.`);
    const session = await establishTls(this.#run, connection, {
      host: serverName, alpn: transport === 'tls' ? ['dot'] : ['http/1.1'], context: this.#context, waitForTickets: false,
    });
    if (!session) throw new NetworkFailure('NO_CONNECTION', `${endpoint} was not asked: the TLS handshake failed, and there is no falling back to clear text.`);
    if (!session.trusted) {
      throw new NetworkFailure('CERTIFICATE', `${endpoint} was not asked: its certificate does not verify for ${serverName}, and there is no falling back to clear text (RFC 8310 §5).`);
    }
    return transport === 'tls' ? new StreamExchange(this.#run, session.socket, endpoint) : new DohExchange(this.#run, session.socket, this.#server);
  }
}
