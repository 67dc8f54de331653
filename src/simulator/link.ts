import { EVERYONE } from '../model/trace';
import { serializationMs } from '../stack/1-physical/serialization';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import { padded } from '../stack/2-data-link/ethernetFrame';
import type { EthernetFrame } from '../stack/2-data-link/ethernetFrame';
import type { SendContext, Timer } from '../stack/services';
import type { PathConditions } from '../model/switches/pathSwitches';
import type { EventQueue } from './eventQueue';
import type { FramePlace, SimulatedFrame } from './simulatedFrame';
import type { FateDecision, FrameFate } from './frameFates';
import { DELIVERED, delivered } from './frameFates';
import type { RunRecorder } from './traceRecorder';

export interface LinkOptions {
  readonly name: string;
  /** Propagation, one way. */
  readonly delayMs: number;
  /** What the medium carries of frames as captured: preamble, FCS and gap are taken off already. */
  readonly mbps: number;
  /** Names of the hosts at the two ends, where hardware addresses do not tell them. */
  readonly hosts?: readonly [string, string];
  /** Frames from this end are shown with the padding that their sender's network interface puts behind them. */
  readonly paddedFrom?: 0 | 1;
}

/** The option for a link that is captured at its other end, where the path shows padding: a sender captures its own frames before it pads them. */
export function paddedFrom(end: 0 | 1, { padding }: PathConditions): Pick<LinkOptions, 'paddedFrom'> {
  return padding === 'captured' ? { paddedFrom: end } : {};
}

/** What a link needs of the world. */
export interface LinkWorld {
  readonly queue: EventQueue;
  readonly recorder: () => RunRecorder;
  /** The host that owns a hardware address; undefined for broadcast. */
  readonly hostOf: (hardwareAddress: string) => string | undefined;
}

/** A frame that later ones overtake. */
interface HeldFrame {
  /** How many are still to arrive before it. */
  left: number;
  readonly deliver: (delayMs: number) => void;
}

/** A frame on its way with what becomes of it. */
interface TroubledFrame {
  readonly context: SendContext;
  readonly traced: SimulatedFrame;
  readonly sentMs: number;
  /** Until it has arrived, from now on. */
  readonly delayMs: number;
  readonly held: HeldFrame[];
  readonly fate: FrameFate;
}

/** A frame that nothing follows is held no longer than this. */
const LONGEST_HOLD_MS = 20;
/** Behind the one that overtook it last. */
const BEHIND_MS = 0.001;

type Places = Map<string, Map<string, FramePlace>>;

/** A full-duplex link between two ports: each direction serializes one frame after the other, then the bits propagate. */
export class Link {
  readonly ends: readonly [LinkPort, LinkPort];
  /** Of each direction, by hardware addresses. */
  private readonly places: readonly [Places, Places] = [new Map(), new Map()];

  constructor(
    private readonly world: LinkWorld,
    private readonly options: LinkOptions,
    addresses: readonly [string, string],
    private readonly fates: readonly [FateDecision, FateDecision] = [delivered, delivered],
  ) {
    this.ends = [this.makePort(0, addresses[0]), this.makePort(1, addresses[1])];
  }

  private makePort(side: 0 | 1, hardwareAddress: string): LinkPort {
    let freeAtMs = 0;
    const held: HeldFrame[] = [];
    const port: LinkPort = {
      hardwareAddress,
      mbps: this.options.mbps,
      received: () => undefined,
      transmit: (frame, context) => {
        freeAtMs = this.carry(side, this.options.paddedFrom === side ? padded(frame) : frame, context, freeAtMs, held);
      },
    };
    return port;
  }

  private placeOf(side: 0 | 1, { source, destination }: EthernetFrame): FramePlace {
    let fromSource = this.places[side].get(source);
    if (!fromSource) this.places[side].set(source, fromSource = new Map<string, FramePlace>());
    const known = fromSource.get(destination);
    if (known) return known;
    const { name, hosts } = this.options;
    const place = {
      link: name,
      from: hosts?.[side] ?? this.world.hostOf(source) ?? 'unknown',
      to: hosts?.[side === 0 ? 1 : 0] ?? this.world.hostOf(destination) ?? EVERYONE,
    };
    fromSource.set(destination, place);
    return place;
  }

  /** Returns when the direction is free for the next frame. */
  private carry(side: 0 | 1, frame: EthernetFrame, context: SendContext, freeAtMs: number, held: HeldFrame[], fate = this.fates[side](frame)): number {
    const { queue } = this.world;
    const traced = this.world.recorder().frameSent(frame, this.placeOf(side, frame), context);
    const sentMs = Math.max(queue.nowMs, freeAtMs) + serializationMs(traced.lengthBytes, this.options.mbps);
    const delayMs = sentMs + this.options.delayMs - queue.nowMs;
    traced.receivedMs = queue.nowMs + delayMs;
    const other = this.ends[side === 0 ? 1 : 0];
    if (fate === DELIVERED && held.length === 0) {
      queue.scheduleArrival(delayMs, traced.id, () => other.received(frame));
      return sentMs;
    }
    return this.carryTroubled(side, frame, { context, traced, sentMs, delayMs, held, fate });
  }

  /** The same for a frame that does not just arrive behind the one before it. */
  private carryTroubled(side: 0 | 1, frame: EthernetFrame, { context, traced, sentMs, delayMs, held, fate }: TroubledFrame): number {
    const { queue } = this.world;
    const other = this.ends[side === 0 ? 1 : 0];
    const { lost, overtakenBy, damaged, doubled } = fate;
    if (lost || damaged) {
      // A capture shows neither: an interface drops what its FCS does not fit.
      traced.lost = true;
      if (damaged && !lost) queue.scheduleArrival(delayMs, traced.id, () => other.damaged?.(frame));
      return sentMs;
    }
    const arrive = (afterMs: number): Timer => {
      traced.receivedMs = queue.nowMs + afterMs;
      return queue.scheduleArrival(afterMs, traced.id, () => other.received(frame));
    };
    if (overtakenBy > 0) {
      const late = arrive(delayMs + LONGEST_HOLD_MS);
      held.push({ left: overtakenBy, deliver: (afterMs) => { late.cancel(); arrive(afterMs); } });
      return sentMs;
    }
    arrive(delayMs);
    for (const each of held.filter((waiting) => --waiting.left === 0)) {
      each.deliver(delayMs + BEHIND_MS);
      held.splice(held.indexOf(each), 1);
    }
    return doubled ? this.carry(side, frame, context, sentMs, held, { ...fate, doubled: false }) : sentMs;
  }
}
