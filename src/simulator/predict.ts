import { SYSTEM_PROFILES } from '../clients/operatingSystems/systemProfiles';
import type { ClientProfile } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import type { Request } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl } from '../model/requestUrl';
import type { Trace } from '../model/trace';
import { InputError } from '../model/wirewalkError';
import type { StoredResponse } from '../stack/7-application/http/responseCache';
import type { AddressPlan } from './addressPlan';
import { addressPlan, serverAddresses } from './addressPlan';
import { ClientApplication } from './clientApplication';
import type { Network } from './network';
import { buildNetwork } from './network';
import { EXAMPLE_TTL_SECONDS } from './exampleZones';
import { startResolver } from './resolverApplication';
import { EXAMPLE_ENTITY_TAG } from './requestHandler';
import { startServer } from './serverApplication';
import { World } from './world';

export interface PredictOptions {
  readonly conditions: Conditions;
  readonly client: ClientProfile;
  /** How many times the request runs in the same world, one after the other. Default 1. */
  readonly repeat?: number;
}

/** How long ago an expired session ticket's life ended: invented. */
const AFTER_LIFETIME_SECONDS = 60;

/** Between two runs in one world. */
export const BETWEEN_RUNS_MS = 1000;

/**
 * Builds a network in the state of `conditions`, runs the request in it `repeat` times, and returns a trace of each run: a later
 * run meets the state that the earlier ones left. Same inputs, same traces. Throws `InputError` where nothing could be sent: a
 * URL with unknown parts, without a host, of a scheme that is not simulated, IPv6 on a path with too small an MTU.
 */
export function predict(request: Request, { conditions, client, repeat = 1 }: PredictOptions): readonly Trace[] {
  if (request.unknownParts.length > 0) {
    const names = request.unknownParts.map((name) => `{${name}}`).join(', ');
    throw new InputError(`A prediction needs the whole URL; unknown in it: ${names}.`);
  }
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(request.method)) {
    throw new InputError(`A prediction needs the method; the code decides it when it runs (${request.method}).`);
  }
  const url = parseRequestUrl(request.url);
  const plan = addressPlan(url.host, url.addressFamily, conditions);
  const profile = SYSTEM_PROFILES[conditions.client.os];
  const { ttl } = conditions.client;
  const system = ttl === 0 ? profile : { ...profile, initialHops: ttl };
  const world = new World(conditions.seed, { client: system, ...(plan.place === 'loopback' ? { server: system } : {}) });
  const network = buildNetwork(world, plan, conditions);
  if (conditions.fault !== 'tcp.timeout') startServer(network.server, url, conditions);
  if (network.resolver) startResolver(network.resolver, network.nameServers, url.host, serverAddresses(plan), conditions);
  const application = new ClientApplication(network.client, plan, client, conditions);

  warmUp({ world, network, plan, application, request, url, conditions });
  return Array.from({ length: repeat }, (_, index) => {
    const last = index === repeat - 1;
    return runOnce(world, application, request, url, last);
  });
}

interface Scene {
  readonly world: World;
  readonly network: Network;
  readonly plan: AddressPlan;
  readonly application: ClientApplication;
  readonly request: Request;
  readonly url: RequestUrl;
  readonly conditions: Conditions;
}

/** Brings the world into the state that the cache switches name. Connections and tickets come from a request that really ran. */
function warmUp({ world, network, plan, application, request, url, conditions: { cache, server } }: Scene): void {
  if (cache.connection === 'open' || cache.tls !== 'none') {
    runOnce(world, application, request, url, false);
    if (cache.connection !== 'open') {
      application.exit();
      world.queue.run();
    }
    if (cache.tls === 'none') application.tickets.clear();
    if (cache.tls === 'expired') application.tickets.age(({ lifetimeSeconds }) => lifetimeSeconds + AFTER_LIFETIME_SECONDS);
    if (cache.dns === 'cold') application.resolver.forget();
    if (cache.arp === 'cold') network.client.interface.forgetNeighbours();
  }
  const { neighbour, interface: own } = network.client;
  if (cache.arp === 'warm' && neighbour) {
    for (const address of neighbour.addresses) own.rememberNeighbour(address, neighbour.port.hardwareAddress, 'known before');
    for (const address of own.addresses) neighbour.rememberNeighbour(address, own.port.hardwareAddress, 'known before');
  }
  if (cache.hsts !== 'none' && !url.isAddress) application.hsts.remember(url.host, cache.hsts);
  if (cache.http !== 'none') application.cache.store(application.urlOf(url), storedResponse(cache.http, server.bodyBytes));
  if (cache.dns === 'warm' && !url.isAddress) application.resolver.remember(url.host, serverAddresses(plan), EXAMPLE_TTL_SECONDS, 'looked up before');
}

/** Invented, visibly: ten minutes of freshness, one of which, or all of which, have passed. */
function storedResponse(state: 'fresh' | 'stale', lengthBytes: number): StoredResponse {
  return { status: 200, ageSeconds: state === 'fresh' ? 60 : 600, freshnessSeconds: 600, entityTag: EXAMPLE_ENTITY_TAG, lengthBytes };
}

function runOnce(world: World, application: ClientApplication, request: Request, url: RequestUrl, last: boolean): Trace {
  const recorder = world.beginRun();
  const startMs = world.queue.nowMs;
  let ended = false;
  world.queue.schedule(0, () => {
    world.queue.forgetCause();
    application.run(request, url, last, {
      firstByte: () => recorder.firstByteArrived(),
      ended: () => {
        ended = true;
        recorder.requestEnded();
      },
    });
  });
  if (last) {
    world.queue.run();
  } else {
    while (!ended && world.queue.step()) continue;
    world.queue.run(Math.max(world.queue.nowMs, startMs) + BETWEEN_RUNS_MS);
  }
  return recorder.finish(request);
}
