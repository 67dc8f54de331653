import type { HostServices, StreamFailure, Timer } from '../stack/services';
import type { ClientConnection, ConnectorEvents } from './clientConnector';
import type { QuicAttempt } from './quicConnector';

/** How the two kinds of connection are opened, and what is done about the outcome. */
export interface Contestants {
  /** Begins the attempt over QUIC; undefined where the path cannot carry one. */
  readonly quic: (events: ConnectorEvents) => QuicAttempt | undefined;
  readonly tcp: (events: ConnectorEvents) => void;
  readonly quicFailed: () => void;
  /** QUIC was ready before TCP was needed. */
  readonly quicWon: () => void;
}

/** QUIC first, and TCP beside it after a while or once QUIC has failed; the first that is ready is used, as Chromium does. */
export class ConnectionRace {
  private attempt: QuicAttempt | undefined;
  private timer: Timer | undefined;
  private tcpStarted = false;
  private running = 2;
  private settled = false;

  constructor(private readonly services: HostServices, private readonly tcpAfterMs: number, private readonly events: ConnectorEvents, private readonly contestants: Contestants) {}

  start(): void {
    this.attempt = this.contestants.quic(this.eventsOf('quic'));
    if (!this.attempt) {
      this.running -= 1;
      return this.startTcp();
    }
    this.timer = this.services.after(this.tcpAfterMs, () => this.startTcp());
  }

  private startTcp(): void {
    this.timer?.cancel();
    if (this.tcpStarted || this.settled) return;
    this.tcpStarted = true;
    this.contestants.tcp(this.eventsOf('tcp'));
  }

  private eventsOf(kind: 'quic' | 'tcp'): ConnectorEvents {
    return {
      opened: (connection) => this.opened(kind, connection),
      failed: (failure) => this.failed(kind, failure),
      broken: (connection) => this.events.broken(connection),
    };
  }

  private opened(kind: 'quic' | 'tcp', connection: ClientConnection): void {
    if (this.settled) return connection.close();
    this.settled = true;
    this.timer?.cancel();
    if (kind === 'tcp') this.attempt?.abandon('The connection over TCP was ready first; QUIC is left alone; had it been ready first, it would have been used.');
    else if (!this.tcpStarted) this.contestants.quicWon();
    this.events.opened(connection);
  }

  private failed(kind: 'quic' | 'tcp', failure: StreamFailure): void {
    if (kind === 'quic') this.contestants.quicFailed();
    this.running -= 1;
    if (this.settled) return;
    if (kind === 'quic') this.startTcp();
    if (this.running > 0) return;
    this.settled = true;
    this.events.failed(failure);
  }
}
