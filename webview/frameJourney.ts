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

/**
 * The journeys of all frames, by frame index. On the observed link a frame goes to the next hop only; who it is meant for is
 * found in the other hosts' stacks: the one where the same PDU (layer, protocol, length) goes up first afterwards, or, for a
 * frame that arrives, where it went down last before. Protocols need not be known for that.
 */
export function frameJourneys({ frames, stacks }: Pick<Explanation, 'frames' | 'stacks'>): readonly FrameJourney[] {
  const byFrame = new Map<number, HostEvent[]>();
  const byPdu = new Map<string, HostEvent[]>();
  for (const { host, layers } of stacks) {
    for (const { layer, events } of layers) {
      for (const event of events) {
        const found = { host, layer, event };
        if (event.frame !== undefined) append(byFrame, event.frame, found);
        append(byPdu, pduKey(found, event.direction), found);
      }
    }
  }
  return frames.map((frame) => journey(frame, byFrame.get(frame.index) ?? [], byPdu));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function pduKey({ layer, event }: HostEvent, direction: 'down' | 'up'): string {
  return `${direction} ${layer} ${event.protocol} ${event.lengthBytes}`;
}

function journey(frame: ExplainedFrame, events: readonly HostEvent[], byPdu: ReadonlyMap<string, readonly HostEvent[]>): FrameJourney {
  const topFirst = [...events].sort((a, b) => b.layer - a.layer);
  const end = topFirst[0]?.host ?? frame.from;
  const own = topFirst.filter(({ host }) => host === end);
  const isSent = own[0] ? own[0].event.direction === 'down' : true;
  const peer = findPeer(own, isSent, byPdu) ?? (isSent ? frame.to : frame.from);
  const passages = new Map<LayerNumber, LayerPassage>();
  for (const { layer, event } of own) {
    if (!passages.has(layer)) passages.set(layer, { layer, protocol: event.protocol, lengthBytes: event.lengthBytes });
  }
  return { frame, sender: isSent ? end : peer, receiver: isSent ? peer : end, passages: [...passages.values()] };
}

function findPeer(own: readonly HostEvent[], isSent: boolean, byPdu: ReadonlyMap<string, readonly HostEvent[]>): string | undefined {
  for (const passage of own) {
    if (passage.layer < 2) continue;
    const { timeMs } = passage.event;
    const others = (byPdu.get(pduKey(passage, isSent ? 'up' : 'down')) ?? []).filter(
      ({ host, event }) => host !== passage.host && (isSent ? event.timeMs >= timeMs : event.timeMs <= timeMs),
    );
    const nearest = others.reduce<HostEvent | undefined>(
      (best, each) => (!best || Math.abs(each.event.timeMs - timeMs) < Math.abs(best.event.timeMs - timeMs) ? each : best),
      undefined,
    );
    if (nearest) return nearest.host;
  }
  return undefined;
}
