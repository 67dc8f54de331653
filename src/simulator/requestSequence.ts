import type { Conditions } from '../model/conditions';
import type { RequestWorld, SentTogether, SequencedOutcome, SequencedRequest } from '../model/requestSequence';
import { ClientApplication } from './clientApplication';
import type { Scene, Sendable } from './scene';
import { buildScene, sendable, warmUp } from './scene';

/**
 * A world for all of `requests`, in the state of `conditions`. Their hosts have to share a place in the network (`placeOf`): those with
 * names are one machine, whose certificate names all of them. Same inputs, same traces. Throws `InputError` as `predict` does.
 */
export function requestWorld(requests: readonly SequencedRequest[], conditions: Conditions): RequestWorld {
  const all = requests.map((each) => ({ ...each, ...sendable(each.request) }));
  const [first] = all;
  if (!first) throw new RangeError('A world of requests needs one at least.');
  const scene = buildScene(first.url, all.map(({ url }) => url).filter(({ authority }) => authority !== first.url.authority), conditions);
  const world = new SimulatedRequests(scene);
  for (const program of new Set(all.map((each) => each.program))) world.begin(all.filter((each) => each.program === program));
  return world;
}

class SimulatedRequests implements RequestWorld {
  private readonly programs = new Map<string, ClientApplication>();

  constructor(private readonly scene: Scene) {}

  /** Starts the program of these requests. */
  begin(requests: readonly (SequencedRequest & Sendable)[]): void {
    const [first] = requests;
    if (!first) return;
    const { scene, programs } = this;
    const [other] = programs.values();
    const application = new ClientApplication(scene.network.client, scene.plan, first.client, scene.conditions, other?.resolver.hostCache);
    programs.set(first.program, application);
    const origins = new Map(requests.map((each) => [`${each.url.scheme}://${each.url.authority}`, each]));
    warmUp(scene, application, first.client, [...origins.values()], requests);
  }

  send(requests: readonly SequencedRequest[], atMs: number): SentTogether {
    const { queue } = this.scene.world;
    queue.run(Math.max(atMs, queue.nowMs));
    const framesBefore = this.scene.world.recorder().frameCount;
    const recorder = this.scene.world.beginRun();
    const startMs = queue.nowMs;
    const outcomes: { -readonly [Key in keyof SequencedOutcome]: SequencedOutcome[Key] }[] = requests.map(() => ({ startMs, endMs: startMs }));
    let waiting = requests.length;
    for (const [index, { request, program }] of requests.entries()) {
      const outcome = outcomes[index];
      const application = this.programs.get(program);
      if (!outcome || !application) throw new RangeError(`The program "${program}" was not named when the world was made.`);
      queue.schedule(0, () => {
        queue.forgetCause();
        application.run(request, sendable(request).url, false, {
          firstByte: () => {
            recorder.firstByteArrived();
            outcome.firstByteMs ??= queue.nowMs;
            if (queue.cause !== undefined && queue.cause >= framesBefore) outcome.firstByteFrame ??= queue.cause - framesBefore;
          },
          ended: () => {
            outcome.endMs = queue.nowMs;
            waiting -= 1;
          },
        });
      });
    }
    while (waiting > 0 && queue.step()) continue;
    recorder.requestEnded();
    for (const { program } of requests.filter(({ endsAfter }) => endsAfter)) this.programs.get(program)?.exit();
    const [first] = requests;
    if (!first) throw new RangeError('Nothing was given to send.');
    return { trace: recorder.finish(first.request), outcomes };
  }
}
