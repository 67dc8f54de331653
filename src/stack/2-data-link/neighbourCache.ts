import type { HostServices, OpenStep, Timer } from '../services';

interface Neighbour {
  readonly hardwareAddress: string;
  readonly learnedMs: number;
  /** Where the entry comes from, for the reason that is shown. */
  readonly origin: string;
}

/** Who waits for a neighbour's hardware address. */
export interface Waiting {
  found(hardwareAddress: string): void;
  /** Nobody answered. */
  silent(): void;
}

interface Resolution {
  readonly step: OpenStep;
  readonly waiting: Waiting[];
  attempts: number;
  timer: Timer | undefined;
}

/** The protocol that fills a neighbour cache: ARP for IPv4, Neighbor Discovery for IPv6. */
export interface AddressResolution {
  /** Of the step: `arp.resolve`. */
  readonly stepId: string;
  readonly layer: 2 | 3;
  readonly spec: readonly string[];
  /** "ARP table". */
  readonly table: string;
  /** "ARP requests". */
  readonly questions: string;
  /** Asks the link who has the address. */
  readonly ask: (protocolAddress: string, step: OpenStep) => void;
}

/** Linux asks three times, a second apart, then gives up (net.ipv4.neigh.default.mcast_solicit and retrans_time_ms, as for IPv6). */
const ATTEMPTS = 3;
const RETRY_MS = 1000;

/** The hardware addresses of a link's hosts, as far as they are known, and who waits for those that are not. */
export class NeighbourCache {
  private readonly table = new Map<string, Neighbour>();
  private readonly pending = new Map<string, Resolution>();

  constructor(private readonly host: HostServices, private readonly protocol: AddressResolution) {}

  has(protocolAddress: string): boolean {
    return this.table.has(protocolAddress);
  }

  /** Puts an entry into the table; before any packet, that makes a warm cache. */
  remember(protocolAddress: string, hardwareAddress: string, origin: string): void {
    this.table.set(protocolAddress, { hardwareAddress, learnedMs: this.host.nowMs(), origin });
  }

  forget(): void {
    this.table.clear();
  }

  /** The neighbour's hardware address, where the table has it. */
  lookUp(protocolAddress: string): string | undefined {
    const known = this.table.get(protocolAddress);
    if (known && this.worthSaying(protocolAddress)) {
      const seconds = ((this.host.nowMs() - known.learnedMs) / 1000).toFixed(1);
      this.openStep(protocolAddress).skipped(
        `The ${this.protocol.table} has ${protocolAddress} at ${known.hardwareAddress} (${known.origin}, ${seconds} s ago); an empty table would cost an exchange on the local link.`,
      );
    }
    return known?.hardwareAddress;
  }

  /** Asks for a neighbour that the table does not have, and tells `waiting` its hardware address, or after some seconds that nobody answers. */
  resolve(protocolAddress: string, waiting: Waiting): void {
    const pending = this.pending.get(protocolAddress);
    if (pending) {
      pending.waiting.push(waiting);
      return;
    }
    this.worthSaying(protocolAddress);
    const resolution: Resolution = { step: this.openStep(protocolAddress), waiting: [waiting], attempts: 0, timer: undefined };
    this.pending.set(protocolAddress, resolution);
    this.ask(protocolAddress, resolution);
  }

  /** A neighbour told its hardware address: whoever waits for it goes on. */
  answered(protocolAddress: string, hardwareAddress: string): void {
    const resolution = this.pending.get(protocolAddress);
    if (!resolution) return;
    this.pending.delete(protocolAddress);
    resolution.timer?.cancel();
    resolution.step.happens(`The ${this.protocol.table} had no entry for ${protocolAddress}; it answered that it is at ${hardwareAddress}.`);
    for (const each of resolution.waiting) each.found(hardwareAddress);
  }

  /** Says that a loopback link has no neighbours. */
  explainLoopback(protocolAddress: string): void {
    if (!this.worthSaying(protocolAddress)) return;
    this.openStep(protocolAddress).notApplicable('The loopback interface hands the datagram to the same host: there is no link and no hardware address. Another host\'s address would need one.');
  }

  private worthSaying(protocolAddress: string): boolean {
    return this.host.trace.worthSaying(this.protocol.stepId, protocolAddress);
  }

  private openStep(protocolAddress: string): OpenStep {
    const { stepId: id, layer, spec } = this.protocol;
    return this.host.trace.openStep({ id, title: `Find the hardware address of ${protocolAddress}`, layers: [layer], spec });
  }

  private ask(protocolAddress: string, resolution: Resolution): void {
    if (resolution.attempts === ATTEMPTS) {
      this.pending.delete(protocolAddress);
      resolution.step.fails(`Nobody on the link answered ${ATTEMPTS} ${this.protocol.questions} for ${protocolAddress}, sent ${RETRY_MS / 1000} s apart; a host that has the address and is switched on would.`);
      for (const each of resolution.waiting) each.silent();
      return;
    }
    resolution.attempts++;
    this.protocol.ask(protocolAddress, resolution.step);
    resolution.timer = this.host.after(RETRY_MS, () => this.ask(protocolAddress, resolution));
  }
}
