import type { HostServices, Timer } from '../../services';

/** How long a whole call may take, whatever it waits for. When the time is up, `expired` hears it once. */
export class Deadline {
  private timer: Timer | undefined;
  /** What the call waits for now, in words: "for the response". */
  phase = 'to begin';

  constructor(private readonly host: HostServices, private readonly limitMs: number, private readonly whose: string) {}

  start(expired: () => void): void {
    if (!Number.isFinite(this.limitMs)) return;
    this.timer = this.host.after(this.limitMs, () => {
      this.host.trace.openStep({ id: 'http.timeout', title: 'Give the request up', layers: [7], spec: ['RFC 9110 §15.5.9'] })
        .fails(`${this.limitMs} ms have passed (${this.whose}) and the client still waits ${this.phase}, so it gives up and closes. What the server does with the request goes on all the same; with a longer limit the client would go on waiting.`);
      expired();
    });
  }

  stop(): void {
    this.timer?.cancel();
  }
}
