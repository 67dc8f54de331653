import type { StepTag } from '../../payload';
import type { HostServices, OpenStep, Timer } from '../../services';

/** Linux net.ipv4.tcp_keepalive_intvl and tcp_keepalive_probes. */
const INTERVAL_MS = 75_000;
const PROBES = 9;

/** Probes an idle connection (RFC 9293 §3.8.4): whether the peer is still there, and so that boxes on the path remember the connection. */
export class KeepAlive {
  private timer: Timer | undefined;
  private unanswered = 0;
  private step: OpenStep | undefined;

  constructor(
    private readonly host: HostServices,
    private readonly idleMs: number,
    private readonly events: {
      /** Whether anything is on the way or waits: then its own timers see to it. */
      isIdle(): boolean;
      probe(step: StepTag): void;
      gaveUp(): void;
    },
  ) {
    this.heard();
  }

  /** A segment came from the peer. */
  heard(): void {
    this.step?.happens(`Nothing had come for ${(this.idleMs / 1000).toPrecision(3)} s, the limit that the program set with TCP_KEEPIDLE; the peer answered probe ${this.unanswered}.`);
    this.step = undefined;
    this.unanswered = 0;
    this.wait(this.idleMs);
  }

  stop(): void {
    this.step?.fails(`The peer answered none of ${this.unanswered} probes; one answer would have kept the connection.`);
    this.step = undefined;
    this.timer?.cancel();
  }

  private wait(ms: number): void {
    this.timer?.cancel();
    this.timer = this.host.afterInBackground(ms, () => {
      if (!this.events.isIdle()) return this.wait(this.idleMs);
      if (this.unanswered >= PROBES) return this.events.gaveUp();
      this.unanswered++;
      this.step ??= this.host.trace.openStep({ id: 'tcp.keep-alive', title: 'Probe the idle connection', layers: [4], spec: ['RFC 9293 §3.8.4'] });
      this.events.probe(this.step.tag);
      this.wait(INTERVAL_MS);
    });
  }
}
