import type { StackColumn, StackEvent } from '../model/explanation';
import { LAYERS } from '../model/layer';
import type { Crossing } from '../model/trace';
import { elapsedMs } from './elapsed';

/** The hosts in the order in which data passes them, with the names that columns show. Hops stand between router and server. */
const HOSTS: readonly (readonly [pattern: RegExp, title: string])[] = [
  [/^client$/, 'Client'],
  [/^switch$/, 'Switch'],
  [/^router$/, 'Router with NAT'],
  [/^proxy$/, 'Proxy'],
  [/^hop(\d+)$/, 'Router $1 on the path'],
  [/^server$/, 'Server'],
  [/^resolver$/, 'DNS resolver'],
  [/^root$/, 'Root name server'],
  [/^tld$/, 'Name server of the top-level domain'],
  [/^authority$/, 'Authoritative name server'],
];

/**
 * Each host's seven layers with what crossed them, in time order: hosts in the order of the path. `shownIndex` maps an index of
 * `Trace.frames` to one of `Explanation.frames`; frames of other links have none. `startMs` becomes time 0.
 */
export function stackColumns(
  crossings: readonly Crossing[],
  shownIndex: ReadonlyMap<number, number>,
  startMs: number,
): readonly StackColumn[] {
  const events = new Map<string, Map<number, StackEvent[]>>();
  for (const crossing of crossings) {
    const layers = getOrAdd(events, crossing.host, () => new Map<number, StackEvent[]>());
    getOrAdd(layers, crossing.layer, () => []).push(stackEvent(crossing, shownIndex, startMs));
  }
  return [...events]
    .map(([host, layers]) => ({
      host,
      title: title(host),
      layers: LAYERS.map((layer) => ({ layer, events: layers.get(layer) ?? [] })),
    }))
    .sort((a, b) => place(a.host) - place(b.host) || a.host.localeCompare(b.host, 'en', { numeric: true }));
}

function stackEvent(crossing: Crossing, shownIndex: ReadonlyMap<number, number>, startMs: number): StackEvent {
  const frame = crossing.frame === undefined ? undefined : shownIndex.get(crossing.frame);
  return {
    timeMs: elapsedMs(crossing.timeMs, startMs),
    direction: crossing.direction,
    protocol: crossing.protocol,
    action: crossing.action,
    lengthBytes: crossing.lengthBytes,
    ...(frame === undefined ? {} : { frame }),
  };
}

function place(host: string): number {
  const found = HOSTS.findIndex(([pattern]) => pattern.test(host));
  return found < 0 ? HOSTS.length : found;
}

function title(host: string): string {
  const [pattern, text] = HOSTS[place(host)] ?? [/^.*$/, '$&'];
  return host.replace(pattern, text);
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
