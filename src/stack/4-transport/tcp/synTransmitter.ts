import type { HostServices, Timer } from '../../services';
import { kernelTimerMs, TICK_MS, timerSlotMs } from './kernelTimer';

/** Sends SYN or SYN-ACK, and again until the peer answers (RFC 9293 §3.8.3): first in equal intervals where the system does so, then in doubling ones. */
export class SynTransmitter {
  /** How many were sent. */
  transmissions = 0;
  /** When the last one was. */
  sentMs = 0;
  private timer: Timer | undefined;

  constructor(private readonly host: HostServices, private readonly active: boolean, private readonly events: { send(): void; gaveUp(): void }) {}

  /** Sends the first, or one more at once because the peer asked again. `firedSlotMs`: of the timer that fires now. */
  send(firedSlotMs = 0): void {
    const { synRetries, synLinearRetries, initialRtoMs } = this.host.system.tcp;
    const linear = this.active ? synLinearRetries : 0;
    if (this.transmissions > synRetries + linear) return this.events.gaveUp();
    this.transmissions++;
    this.sentMs = this.host.nowMs();
    this.events.send();
    this.timer?.cancel();
    const timeoutMs = initialRtoMs * 2 ** Math.max(0, this.transmissions - 1 - linear);
    const waitMs = kernelTimerMs(timeoutMs, firedSlotMs);
    // Where the SYN-ACK is lost, both ends wait as long: measured, the client's SYN is there before the server's timer fires.
    this.timer = this.host.after(this.active ? waitMs : waitMs + TICK_MS, () => this.send(timerSlotMs(timeoutMs)));
  }

  stop(): void {
    this.timer?.cancel();
  }
}
