import type { ExplainedFrame, Explanation, StackEvent } from '../src/model/explanation';
import type { LayerNumber } from '../src/model/layer';

/** One layer that a frame passes in a host: which, what it carries there, how long it is there. */
export interface LayerPassage {
  readonly layer: LayerNumber;
  readonly protocol: string;
  readonly lengthBytes: number;
}

/** The way of one frame: down the layers of one host, over the wire, up those of another. Layers run top to bottom. */
export interface FrameJourney {
  readonly frame: ExplainedFrame;
  readonly sender: string;
  readonly receiver: string;
  readonly passages: readonly LayerPassage[];
}

interface HostEvent {
  readonly host: string;
  readonly layer: LayerNumber;
  readonly event: StackEvent;
}

/** Everything that happened in the stacks, by frame and by PDU. */
interface Events {
  readonly byFrame: ReadonlyMap<number, readonly HostEvent[]>;
  readonly byPdu: ReadonlyMap<string, readonly HostEvent[]>;
  /** The highest layer that each host works on: what only passes a datagram on works lower than what it is for. */
  readonly topLayers: ReadonlyMap<string, number>;
}

/**
 * The journeys of all frames, by frame index. On the observed link a frame goes to the next hop only; who it is meant for is
 * found in the other hosts' stacks: where the same PDU (layer, protocol, length) goes up afterwards, or, for a frame that
 * arrives, went down before. Protocols need not be known for that.
 */
export function frameJourneys({ frames, stacks }: Pick<Explanation, 'frames' | 'stacks'>): readonly FrameJourney[] {
  const byFrame = new Map<number, HostEvent[]>();
  const byPdu = new Map<string, HostEvent[]>();
  const topLayers = new Map<string, number>();
  for (const { host, layers } of stacks) {
    for (const { layer, events } of layers) {
      if (events.length > 0) topLayers.set(host, Math.max(layer, topLayers.get(host) ?? 0));
      for (const event of events) {
        const found = { host, layer, event };
        if (event.frame !== undefined) append(byFrame, event.frame, found);
        append(byPdu, pduKey(found, event.direction), found);
      }
    }
  }
  return frames.map((frame) => journey(frame, { byFrame, byPdu, topLayers }));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function pduKey({ layer, event }: HostEvent, direction: 'down' | 'up'): string {
  return `${direction} ${layer} ${event.protocol} ${event.lengthBytes}`;
}

function journey(frame: ExplainedFrame, all: Events): FrameJourney {
  // Innermost first, so that at one layer a PDU comes before what carries it.
  const topFirst = [...(all.byFrame.get(frame.index) ?? [])].sort((a, b) => b.layer - a.layer || a.event.lengthBytes - b.event.lengthBytes);
  const end = topFirst[0]?.host ?? frame.from;
  const own = topFirst.filter(({ host }) => host === end);
  const isSent = own[0] ? own[0].event.direction === 'down' : true;
  const peer = findPeer(own, isSent, all) ?? (isSent ? frame.to : frame.from);
  const passages = new Map<LayerNumber, LayerPassage>();
  for (const { layer, event } of own) {
    if (!passages.has(layer)) passages.set(layer, { layer, protocol: event.protocol, lengthBytes: event.lengthBytes });
  }
  return { frame, sender: isSent ? end : peer, receiver: isSent ? peer : end, passages: [...passages.values()] };
}

function findPeer(own: readonly HostEvent[], isSent: boolean, { byPdu, topLayers }: Events): string | undefined {
  for (const passage of own) {
    const { timeMs } = passage.event;
    const others = (byPdu.get(pduKey(passage, isSent ? 'up' : 'down')) ?? []).filter(
      ({ host, event }) => host !== passage.host && (isSent ? event.timeMs >= timeMs : event.timeMs <= timeMs),
    );
    // What stays on the link is for the nearest; a datagram is for the host that reads the most of it, routers only pass it on.
    const rank = ({ host }: HostEvent) => (passage.layer > 2 ? (topLayers.get(host) ?? 0) : 0);
    const distance = ({ event }: HostEvent) => Math.abs(event.timeMs - timeMs);
    const isBetter = (each: HostEvent, best: HostEvent) => rank(each) > rank(best) || (rank(each) === rank(best) && distance(each) < distance(best));
    const peer = others.reduce<HostEvent | undefined>((best, each) => (!best || isBetter(each, best) ? each : best), undefined);
    if (peer && passage.layer > 1) return peer.host;
  }
  return undefined;
}
