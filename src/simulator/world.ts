import { LINUX } from '../clients/operatingSystems/linux';
import type { SystemProfile } from '../model/systemProfile';
import type { HostServices, RandomSource } from '../stack/services';
import { EventQueue } from './eventQueue';
import type { LinkWorld } from './link';
import { SeededRandom } from './seededRandom';
import { HostTrace, RunRecorder } from './traceRecorder';

/** Time, chance and the recorder that all hosts of one simulated network share. State lives on from run to run. */
export class World implements LinkWorld {
  readonly queue = new EventQueue();
  private readonly keyLogLines: (() => string)[] = [];
  private readonly owners = new Map<string, string>();
  private current: RunRecorder;

  /** `systems`: operating systems by host name; Linux where it names none. */
  constructor(private readonly seed: number, private readonly systems: Readonly<Record<string, SystemProfile>> = {}) {
    this.current = new RunRecorder(this.queue, this.keyLogLines, 0, 0);
  }

  readonly recorder = (): RunRecorder => this.current;

  readonly hostOf = (hardwareAddress: string): string | undefined => this.owners.get(hardwareAddress);

  /** A new hardware address: locally administered (IEEE 802 §8.4), so visibly invented. */
  hardwareAddress(owner: string): string {
    const number = (this.owners.size + 1).toString(16).padStart(2, '0');
    const address = `02:00:00:00:00:${number}`;
    this.owners.set(address, owner);
    return address;
  }

  services(hostName: string): HostServices {
    const { queue } = this;
    return {
      hostName,
      system: this.systems[hostName] ?? LINUX,
      nowMs: () => queue.nowMs,
      after: (delayMs, action) => queue.schedule(delayMs, action),
      afterInBackground: (delayMs, action) => queue.schedule(delayMs, action, { background: true }),
      random: new SeededRandom(this.seed, hostName),
      trace: new HostTrace(hostName, this.recorder, this.keyLogLines),
    };
  }

  /** Chance that belongs to no host. */
  random(label: string): RandomSource {
    return new SeededRandom(this.seed, label);
  }

  /** From here on everything is recorded as a new run. */
  beginRun(): RunRecorder {
    this.current = new RunRecorder(this.queue, this.keyLogLines, this.current.frameCount, this.current.crossingCount);
    return this.current;
  }
}
