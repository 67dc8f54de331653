import type { Conditions } from '../model/conditions';
import type { RequestWorld, SequencedOutcome, SequencedRequest } from '../model/requestSequence';
import type { RequestUrl } from '../model/requestUrl';
import { hostsFileLines, isLocalhost } from './addressPlan';
import { ClientApplication } from './clientApplication';
import type { Scene, Sendable } from './scene';
import { buildScene, sendable, warmUp } from './scene';

/**
 * A world for all of `requests`, in the state of `conditions`, with one clock. Hosts that have names are one machine, whose certificate
 * names all of them; the client's own machine and each address are places of their own. Same inputs, same traces. Throws `InputError` as
 * `predict` does.
 */
export function requestWorld(requests: readonly SequencedRequest[], conditions: Conditions): RequestWorld {
  const byPlace = new Map<string, (SequencedRequest & Sendable)[]>();
  for (const each of requests) {
    const sent = { ...each, ...sendable(each.request) };
    const place = placeOf(sent.url, conditions);
    byPlace.set(place, [...(byPlace.get(place) ?? []), sent]);
  }
  const places = new Map([...byPlace].map(([place, own]) => [place, new SimulatedPlace(own, conditions)]));
  // What brings the places into their state takes time in each of them: they begin together after the last one.
  const readyMs = Math.max(...[...places.values()].map(({ nowMs }) => nowMs));
  return {
    send: (batch, atMs) => {
      const outcomes = new Map<SequencedRequest, SequencedOutcome>();
      for (const [place, world] of places) {
        const own = batch.filter(({ request }) => placeOf(sendable(request).url, conditions) === place);
        if (own.length > 0) for (const { sent, outcome } of world.send(own, Math.max(atMs, readyMs))) outcomes.set(sent, outcome);
      }
      return batch.flatMap((each) => outcomes.get(each) ?? []);
    },
  };
}

/** Names share a network; what else a host may be has one of its own. A WebSocket's server answers nothing else. */
function placeOf({ host, isAddress, webSocket, authority }: RequestUrl, { client }: Conditions): string {
  if (webSocket) return `WebSocket ${authority}`;
  if (isLocalhost(host)) return 'localhost';
  return isAddress || hostsFileLines(client.hostsFile).has(host) ? host : '';
}

/** One network, with the programs that send to it. */
class SimulatedPlace {
  private readonly scene: Scene;
  private readonly programs = new Map<string, ClientApplication>();

  constructor(requests: readonly (SequencedRequest & Sendable)[], conditions: Conditions) {
    const [first] = requests;
    if (!first) throw new RangeError('A place has one request at least.');
    this.scene = buildScene(first.url, requests.map(({ url }) => url).filter(({ authority }) => authority !== first.url.authority), conditions);
    for (const program of new Set(requests.map((each) => each.program))) this.begin(program, first, requests.filter((each) => each.program === program));
  }

  get nowMs(): number {
    return this.scene.world.queue.nowMs;
  }

  /** Sends them at once, not before `atMs`, and lets the clock run until all have ended. */
  send(requests: readonly SequencedRequest[], atMs: number): readonly { readonly sent: SequencedRequest; readonly outcome: SequencedOutcome }[] {
    const { queue } = this.scene.world;
    queue.run(Math.max(atMs, queue.nowMs));
    const recorder = this.scene.world.beginRun();
    const startMs = queue.nowMs;
    const times = requests.map(() => ({ firstByteMs: undefined as number | undefined, endMs: startMs }));
    let waiting = requests.length;
    for (const [index, each] of requests.entries()) {
      const time = times[index];
      const application = this.programs.get(each.program);
      if (!time || !application) throw new RangeError(`The program "${each.program}" was not named when the world was made.`);
      queue.schedule(0, () => {
        queue.forgetCause();
        application.run(each.request, sendable(each.request).url, false, {
          firstByte: () => {
            recorder.firstByteArrived();
            time.firstByteMs ??= queue.nowMs;
          },
          ended: () => {
            time.endMs = queue.nowMs;
            waiting -= 1;
          },
        });
      });
    }
    while (waiting > 0 && queue.step()) continue;
    recorder.requestEnded();
    for (const { program } of requests.filter(({ endsAfter }) => endsAfter)) this.programs.get(program)?.exit();
    return requests.map((sent, index) => {
      const { firstByteMs, endMs } = times[index] ?? { firstByteMs: undefined, endMs: startMs };
      return { sent, outcome: { startMs, ...(firstByteMs === undefined ? {} : { firstByteMs }), endMs, trace: recorder.finish(sent.request) } };
    });
  }

  private begin(program: string, { client }: SequencedRequest, requests: readonly (SequencedRequest & Sendable)[]): void {
    const { scene, programs } = this;
    const profile = requests[0]?.client ?? client;
    const [other] = programs.values();
    const application = new ClientApplication(scene.network.client, scene.plan, profile, scene.conditions, other?.resolver.hostCache);
    programs.set(program, application);
    const origins = new Map(requests.map((each) => [`${each.url.scheme}://${each.url.authority}`, each]));
    warmUp(scene, application, profile, [...origins.values()], requests);
  }
}
