import type { ServerTiming } from '../clients/serverProfile';
import type { ClientProfile } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import type { Request } from '../model/request';
import type { Trace } from '../model/trace';
import { ClientApplication } from './clientApplication';
import { buildScene, runOnce, sendable, warmUp } from './scene';

export interface PredictOptions {
  readonly conditions: Conditions;
  readonly client: ClientProfile;
  /** What the server's program takes; as measured of Node.js 20 unless given. */
  readonly serverTiming?: ServerTiming;
  /** How many times the request runs in the same world, one after the other. Default 1. */
  readonly repeat?: number;
}

/**
 * Builds a network in the state of `conditions`, runs the request in it `repeat` times, and returns a trace of each run: a later
 * run meets the state that the earlier ones left. Same inputs, same traces. Throws `InputError` where nothing could be sent: a
 * URL with unknown parts, without a host, of a scheme that is not simulated, IPv6 on a path with too small an MTU.
 */
export function predict(request: Request, { conditions, client, repeat = 1, serverTiming }: PredictOptions): readonly Trace[] {
  const asked = sendable(request);
  const scene = buildScene(asked.url, [], conditions, serverTiming);
  const { world } = scene;
  const application = new ClientApplication(scene.network.client, scene.plan, client, conditions);
  warmUp(scene, application, client, [asked], [asked]);
  return Array.from({ length: repeat }, (_, index) => {
    return runOnce(world, application, request, asked.url, index === repeat - 1 ? undefined : conditions.client.pauseMs).finish(request);
  });
}
