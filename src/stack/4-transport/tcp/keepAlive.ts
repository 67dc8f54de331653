import type { HostServices, Timer } from '../../services';

/** Linux net.ipv4.tcp_keepalive_intvl and tcp_keepalive_probes. */
const INTERVAL_MS = 75_000;
const PROBES = 9;

/** Probes an idle connection (RFC 9293 §3.8.4): whether the peer is still there, and so that boxes on the path remember the connection. */
export class KeepAlive {
  private timer: Timer | undefined;
  private unanswered = 0;

  constructor(
    private readonly host: HostServices,
    private readonly idleMs: number,
    private readonly events: {
      /** Whether anything is on the way or waits: then its own timers see to it. */
      isIdle(): boolean;
      probe(): void;
      gaveUp(): void;
    },
  ) {
    this.heard();
  }

  /** A segment came from the peer. */
  heard(): void {
    this.unanswered = 0;
    this.wait(this.idleMs);
  }

  stop(): void {
    this.timer?.cancel();
  }

  private wait(ms: number): void {
    this.timer?.cancel();
    this.timer = this.host.afterInBackground(ms, () => {
      if (!this.events.isIdle()) return this.wait(this.idleMs);
      if (this.unanswered >= PROBES) return this.events.gaveUp();
      this.unanswered++;
      this.events.probe();
      this.wait(INTERVAL_MS);
    });
  }
}
