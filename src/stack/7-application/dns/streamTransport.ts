import { wholeSlice } from '../../payload';
import type { ByteStream, HostServices, OpenStep, StreamFailure, Timer } from '../../services';
import { dnsStreamPayload, dnsStreamReader } from './dnsStreamPayload';
import type { DnsConversation, DnsTransport, DnsTransportEvents } from './dnsTransport';
import type { DnsMessage } from './message';

/** Opens a connection to a DNS server. `within`: the lookup that its steps belong to, asked at each. */
export type OpenDnsStream = (serverAddress: string, within: () => OpenStep | undefined) => ByteStream;

export interface StreamTransportOptions {
  /** "over TCP". */
  readonly manner: string;
  /** How long an idle connection is kept for the next lookup (RFC 7766 §6.2.3); 0: it is closed with the lookup. */
  readonly idleMs: number;
}

interface Connection {
  readonly stream: ByteStream;
  readonly serverAddress: string;
  openedMs: number;
  opened: boolean;
  /** What waits for the connection to open. */
  waiting: (() => void)[];
  /** By query identifier (RFC 7766 §6.2.1.1: answers come in any order). */
  readonly asked: Map<number, DnsTransportEvents>;
  /** The conversations that need it. */
  readonly users: Set<DnsTransportEvents>;
  idle: Timer | undefined;
}

/** DNS over a byte stream, TCP (RFC 7766) or TLS (RFC 7858): each message after its length, queries of one lookup in one write. */
export class StreamDnsTransport implements DnsTransport {
  readonly manner: string;
  readonly truncates = false;
  private readonly idleMs: number;
  private connection: Connection | undefined;
  /** The lookup that uses the connection now. */
  private current: OpenStep | undefined;

  constructor(private readonly host: HostServices, private readonly connect: OpenDnsStream, { manner, idleMs }: StreamTransportOptions) {
    this.manner = manner;
    this.idleMs = idleMs;
  }

  open(serverAddress: string, step: OpenStep, events: DnsTransportEvents): DnsConversation {
    this.current = step;
    const connection = this.connectionTo(serverAddress, step);
    connection.users.add(events);
    const own = new Set<number>();
    return {
      send: (queries) => {
        const write = () => {
          for (const query of queries) {
            own.add(query.id);
            connection.asked.set(query.id, events);
            this.write(connection, query, step);
          }
        };
        if (connection.opened) write();
        else connection.waiting.push(write);
      },
      close: () => {
        for (const id of own) connection.asked.delete(id);
        if (connection.users.delete(events) && connection.users.size === 0 && connection === this.connection) this.leave(connection);
      },
    };
  }

  disconnect(): void {
    if (this.connection?.users.size === 0) this.end(this.connection);
  }

  private write({ stream, serverAddress }: Connection, query: DnsMessage, step: OpenStep): void {
    const payload = dnsStreamPayload(query, step.tag);
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'dns', action: () => `asked ${serverAddress} ${this.manner}: ${payload.summary}`, lengthBytes: payload.lengthBytes });
    stream.send(wholeSlice(payload));
  }

  private connectionTo(serverAddress: string, step: OpenStep): Connection {
    const open = this.connection;
    if (open?.serverAddress === serverAddress) {
      open.idle?.cancel();
      if (open.opened) this.explainOpen(open, step);
      return open;
    }
    open?.stream.close();
    const stream = this.connect(serverAddress, () => this.current);
    const connection: Connection = { stream, serverAddress, openedMs: this.host.nowMs(), opened: false, waiting: [], asked: new Map(), users: new Set(), idle: undefined };
    this.connection = connection;
    const over = (failure: StreamFailure) => this.over(connection, failure);
    stream.handler = {
      opened: () => {
        connection.opened = true;
        connection.openedMs = this.host.nowMs();
        for (const write of connection.waiting.splice(0)) write();
      },
      received: dnsStreamReader(({ message }) => {
        if (!message.response) return;
        const events = connection.asked.get(message.id);
        connection.asked.delete(message.id);
        events?.answered(message);
      }),
      ended: () => over({ code: 'ECONNRESET', message: `${serverAddress} closed the connection before it had answered.` }),
      failed: over,
    };
    return connection;
  }

  private explainOpen({ serverAddress, openedMs }: Connection, step: OpenStep): void {
    this.host.trace.openStep({ id: 'dns.connection', title: `Reach ${serverAddress} ${this.manner}`, layers: [5], spec: ['RFC 7766 §6.2.1'], parent: step })
      .skipped(`The connection to ${serverAddress} is open from an earlier lookup ${((this.host.nowMs() - openedMs) / 1000).toFixed(1)} s ago, so no handshake is needed; once it is closed, after ${this.idleMs / 1000} s without a query, the next lookup would open another.`);
  }

  private leave(connection: Connection): void {
    if (this.idleMs === 0) this.end(connection);
    else connection.idle = this.host.afterInBackground(this.idleMs, () => this.end(connection));
  }

  private end(connection: Connection): void {
    connection.idle?.cancel();
    if (this.connection === connection) this.connection = undefined;
    connection.stream.close();
  }

  private over(connection: Connection, failure: StreamFailure): void {
    connection.idle?.cancel();
    if (this.connection === connection) this.connection = undefined;
    const users = [...connection.users];
    connection.users.clear();
    connection.asked.clear();
    connection.stream.close();
    for (const events of users) events.failed(failure);
  }
}
