import type { HostServices, OpenStep, StreamFailure, Timer } from '../services';

/** A connection that can carry one exchange after the other. */
export interface PooledConnection {
  /** "TCP and TLS 1.3 to 203.0.113.10": for the reason that is shown. */
  readonly description: string;
  readonly encrypted: boolean;
  /** Carries several exchanges at once, each in a stream of its own (RFC 9113 §5). */
  readonly shared: boolean;
  /** One handshake set up transport and TLS, over UDP. */
  readonly overQuic?: boolean;
  /** Whether the peer has closed it, as far as a look at the socket tells; absent: whoever owns it says so at once, or nobody looks. */
  readonly isClosedByPeer?: () => boolean;
  close(): void;
}

/** Someone who wants a connection. One of the two comes once, unless the request for it is withdrawn. */
export interface ConnectionWaiter<Connection> {
  /** `reused`: it has carried an exchange before, so the server may have closed it without our knowing. */
  ready(connection: Connection, reused: boolean): void;
  failed(failure: StreamFailure): void;
}

/** Opens a connection to the origin and tells the pool; what it returns gives that up, and nothing is heard of it any more. */
export type ConnectionOpener<Connection> = (events: { opened(connection: Connection): void; failed(failure: StreamFailure): void; broken(connection: Connection): void }) => () => void;

interface Waiting<Connection> {
  readonly waiter: ConnectionWaiter<Connection>;
  readonly open: ConnectionOpener<Connection>;
  readonly step: OpenStep;
}

interface Entry<Connection> {
  readonly connection: Connection;
  readonly number: number;
  /** Exchanges that it carries now. */
  exchanges: number;
  idle?: { readonly limitMs: number; readonly sinceMs: number; readonly timer?: Timer };
}

/** What the pool knows of one origin. */
interface Origin<Connection> {
  readonly entries: Entry<Connection>[];
  readonly waiting: Waiting<Connection>[];
  opening: number;
  /** Whether its connections carry several exchanges at once; undefined until the first one is open. */
  shares?: boolean;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Keeps connections by origin: hands out idle and shared ones, opens others up to a limit, and lets the rest wait (RFC 9112 §9.3, §9.4). */
export class ConnectionPool<Connection extends PooledConnection> {
  private readonly origins = new Map<string, Origin<Connection>>();
  private opened = 0;
  private readonly givesUp = new Map<ConnectionWaiter<Connection>, () => void>();

  constructor(private readonly host: HostServices, private readonly limitPerOrigin: number) {}

  /**
   * Gives `waiter` a connection to the origin, with the steps that an open one spares. `mayShare`: the client offers a version in which
   * one connection serves all, so that it waits for the first one to say.
   */
  request(origin: string, waiter: ConnectionWaiter<Connection>, open: ConnectionOpener<Connection>, mayShare: boolean): void {
    const state = this.stateOf(origin);
    this.dropClosed(origin, state);
    const found = state.entries.findLast(({ connection, exchanges, idle }) => idle !== undefined || (connection.shared && exchanges > 0));
    if (found) {
      this.spareSteps(origin, found);
      this.use(found);
      return waiter.ready(found.connection, true);
    }
    const busy = state.entries.length + state.opening;
    if (busy >= this.limitPerOrigin || (mayShare && state.opening > 0 && state.shares !== false)) {
      const step = this.host.trace.openStep({ id: 'http.queue', title: `Wait for a connection to ${origin}`, layers: [5], spec: ['RFC 9112 §9.4'] });
      state.waiting.push({ waiter, open, step });
      return;
    }
    this.open(origin, state, waiter, open);
  }

  /** Whoever waits no longer wants a connection. */
  withdraw(waiter: ConnectionWaiter<Connection>): void {
    this.givesUp.get(waiter)?.();
    for (const { waiting } of this.origins.values()) {
      const at = waiting.findIndex((each) => each.waiter === waiter);
      if (at < 0) continue;
      waiting.splice(at, 1)[0]?.step.fails('The request was given up before a connection was free; with more patience it would have got one.');
    }
  }

  /** The exchange is over: hands the connection to who waits, or keeps it for `limitMs`, Infinity for as long as the call lasts. Returns false where that is no time. */
  release(origin: string, connection: Connection, limitMs: number): boolean {
    const state = this.stateOf(origin);
    const entry = state.entries.find((each) => each.connection === connection);
    if (!entry) return false;
    entry.exchanges -= 1;
    if (limitMs <= 0) {
      if (entry.exchanges === 0) this.remove(connection);
      return entry.exchanges > 0;
    }
    if (entry.exchanges > 0) return true;
    const next = connection.shared ? undefined : state.waiting.shift();
    if (next) {
      next.step.happens(`All ${this.limitPerOrigin} connections to ${origin} were in use; #${entry.number} is free again and takes this request.`);
      this.use(entry);
      next.waiter.ready(connection, true);
      return true;
    }
    const close = () => {
      this.remove(connection);
      connection.close();
    };
    entry.idle = { limitMs, sinceMs: this.host.nowMs(), ...(limitMs === Number.POSITIVE_INFINITY ? {} : { timer: this.host.afterInBackground(limitMs, close) }) };
    this.note('up', () => `kept connection #${entry.number} to ${origin} for the next request`);
    return true;
  }

  /** The connection broke or was closed by the peer. */
  remove(connection: Connection): void {
    for (const [origin, state] of this.origins) {
      const at = state.entries.findIndex((entry) => entry.connection === connection);
      if (at < 0) continue;
      state.entries.splice(at, 1)[0]?.idle?.timer?.cancel();
      this.openForWaiting(origin, state);
    }
  }

  /** The process ends: every idle connection is closed. */
  closeAll(): void {
    const idle = [...this.origins.values()].flatMap(({ entries }) => entries.filter((entry) => entry.idle));
    for (const { connection } of idle) {
      this.remove(connection);
      connection.close();
    }
  }

  /** A program that looks at an idle connection before it takes it finds out that the server has closed it (RFC 9112 §9.5). */
  private dropClosed(origin: string, { entries }: Origin<Connection>): void {
    for (const { connection, number } of entries.filter(({ idle, connection: { isClosedByPeer } }) => idle !== undefined && isClosedByPeer?.() === true)) {
      this.note('down', () => `found that the server had closed connection #${number} to ${origin}`);
      this.remove(connection);
      connection.close();
    }
  }

  private open(origin: string, state: Origin<Connection>, waiter: ConnectionWaiter<Connection>, open: ConnectionOpener<Connection>): void {
    state.opening += 1;
    const arrived = () => {
      state.opening -= 1;
      this.givesUp.delete(waiter);
    };
    const cancel = open({
      opened: (connection) => {
        arrived();
        state.shares = connection.shared;
        const entry: Entry<Connection> = { connection, number: ++this.opened, exchanges: 0 };
        state.entries.push(entry);
        this.note('down', () => `began to use connection #${entry.number} (${connection.description})`);
        this.use(entry);
        waiter.ready(connection, false);
        if (connection.shared) this.shareWithWaiting(origin, state, entry);
        else this.openForWaiting(origin, state);
      },
      failed: (failure) => {
        arrived();
        waiter.failed(failure);
        this.openForWaiting(origin, state);
      },
      broken: (connection) => this.remove(connection),
    });
    this.givesUp.set(waiter, () => {
      arrived();
      cancel();
      this.openForWaiting(origin, state);
    });
  }

  private shareWithWaiting(origin: string, state: Origin<Connection>, entry: Entry<Connection>): void {
    for (const { waiter, step } of state.waiting.splice(0)) {
      step.happens(`Connection #${entry.number} to ${origin} was being opened; it speaks a version that carries all requests at once, so this one goes along in it.`);
      this.use(entry);
      waiter.ready(entry.connection, true);
    }
  }

  private openForWaiting(origin: string, state: Origin<Connection>): void {
    while (state.waiting.length > 0 && state.entries.length + state.opening < this.limitPerOrigin) {
      const next = state.waiting.shift();
      if (!next) return;
      next.step.happens(`Another connection to ${origin} may be opened: ${state.entries.length + state.opening} of ${this.limitPerOrigin} are in use, and each carries one request at a time.`);
      this.open(origin, state, next.waiter, next.open);
    }
  }

  private use(entry: Entry<Connection>): void {
    entry.idle?.timer?.cancel();
    delete entry.idle;
    entry.exchanges += 1;
  }

  private spareSteps(origin: string, { connection, number, idle }: Entry<Connection>): void {
    this.note('down', () => `took connection #${number} to ${origin} again`);
    const limit = idle?.limitMs === Number.POSITIVE_INFINITY ? 'and kept until the call ends' : idle?.limitMs === Number.MAX_VALUE ? 'and kept until the server closes it' : `of ${seconds(idle?.limitMs ?? 0)}`;
    const state = idle ? `idle ${seconds(this.host.nowMs() - idle.sinceMs)} ${limit}` : 'it carries several requests at once';
    const reason = `Connection #${number} to ${origin} (${connection.description}) is open: ${state}. Once it is closed, this step happens again.`;
    const skip = (id: string, title: string, layer: 4 | 6 | 7, spec: string) =>
      this.host.trace.openStep({ id, title, layers: [layer], spec: [spec] }).skipped(reason);
    skip('dns.lookup', 'Find the address of the host', 7, 'RFC 1034 §5.3.1');
    if (connection.overQuic) return skip('quic.handshake', 'Open a QUIC connection: transport and TLS in one handshake', 4, 'RFC 9114 §3.3');
    skip('tcp.handshake', 'Open a TCP connection', 4, 'RFC 9112 §9.3');
    if (connection.encrypted) skip('tls.handshake', 'Agree on keys and check the certificate', 6, 'RFC 8446 §2');
  }

  private note(direction: 'down' | 'up', action: () => string): void {
    this.host.trace.crossing({ layer: 5, direction, protocol: 'connection', action, lengthBytes: 0 });
  }

  private stateOf(origin: string): Origin<Connection> {
    const state = this.origins.get(origin) ?? { entries: [], waiting: [], opening: 0 };
    this.origins.set(origin, state);
    return state;
  }
}
