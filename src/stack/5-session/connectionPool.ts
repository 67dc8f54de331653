import type { HostServices, Timer } from '../services';

/** A connection that can carry one exchange after the other. */
export interface PooledConnection {
  /** "TCP and TLS 1.3 to 203.0.113.10": for the reason that is shown. */
  readonly description: string;
  readonly encrypted: boolean;
  close(): void;
}

interface Idle<Connection> {
  readonly connection: Connection;
  readonly limitMs: number;
  readonly number: number;
  readonly sinceMs: number;
  readonly timer: Timer;
}

/** Keeps idle connections by origin for the next request (RFC 9112 §9.3). */
export class ConnectionPool<Connection extends PooledConnection> {
  private readonly idle = new Map<string, Idle<Connection>[]>();
  private readonly numbers = new Map<Connection, number>();
  private opened = 0;

  constructor(private readonly host: HostServices) {}

  /** An idle connection to the origin, with the steps that it spares; undefined where there is none. */
  take(origin: string): Connection | undefined {
    const found = this.idle.get(origin)?.pop();
    if (!found) return undefined;
    found.timer.cancel();
    this.note('down', () => `took connection #${found.number} to ${origin} again`);
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
    const reason = `Connection #${found.number} to ${origin} (${found.connection.description}) is open: idle ${seconds(this.host.nowMs() - found.sinceMs)} of ${seconds(found.limitMs)}. Once it is closed, this step happens again.`;
    const skip = (id: string, title: string, layer: 4 | 6 | 7, spec: string) =>
      this.host.trace.openStep({ id, title, layers: [layer], spec: [spec] }).skipped(reason);
    skip('dns.lookup', 'Find the address of the host', 7, 'RFC 1034 §5.3.1');
    skip('tcp.handshake', 'Open a TCP connection', 4, 'RFC 9112 §9.3');
    if (found.connection.encrypted) skip('tls.handshake', 'Agree on keys and check the certificate', 6, 'RFC 8446 §2');
    return found.connection;
  }

  /** A new connection, so that later reasons can name it. */
  add(connection: Connection): void {
    const number = ++this.opened;
    this.numbers.set(connection, number);
    this.note('down', () => `began to use connection #${number} (${connection.description})`);
  }

  /** The exchange is over: keeps the connection for `limitMs`. Returns false where that is no time. */
  release(origin: string, connection: Connection, limitMs: number): boolean {
    if (limitMs <= 0) return false;
    const entry: Idle<Connection> = {
      connection,
      limitMs,
      number: this.numbers.get(connection) ?? 0,
      sinceMs: this.host.nowMs(),
      timer: this.host.afterInBackground(limitMs, () => {
        this.remove(connection);
        connection.close();
      }),
    };
    this.idle.set(origin, [...(this.idle.get(origin) ?? []), entry]);
    this.note('up', () => `kept connection #${entry.number} to ${origin} for the next request`);
    return true;
  }

  private note(direction: 'down' | 'up', action: () => string): void {
    this.host.trace.crossing({ layer: 5, direction, protocol: 'connection', action, lengthBytes: 0 });
  }

  /** The connection broke or was closed by the peer. */
  remove(connection: Connection): void {
    this.numbers.delete(connection);
    for (const [origin, entries] of this.idle) {
      const left = entries.filter((entry) => entry.connection !== connection);
      for (const entry of entries) if (entry.connection === connection) entry.timer.cancel();
      if (left.length > 0) this.idle.set(origin, left);
      else this.idle.delete(origin);
    }
  }

  /** The process ends: every idle connection is closed. */
  closeAll(): void {
    const all = [...this.idle.values()].flat();
    this.idle.clear();
    for (const { connection, timer } of all) {
      timer.cancel();
      connection.close();
    }
  }
}
