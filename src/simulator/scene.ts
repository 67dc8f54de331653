import { SYSTEM_PROFILES } from '../clients/operatingSystems/systemProfiles';
import { NODE_20_SERVER } from '../clients/serverProfile';
import type { ServerTiming } from '../clients/serverProfile';
import type { ClientProfile } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import { fromExample } from '../model/provenance';
import type { Request } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl } from '../model/requestUrl';
import { InputError } from '../model/wirewalkError';
import { parseSetCookie } from '../stack/7-application/http/cookies/setCookie';
import { preflightNeed } from '../stack/7-application/http/cors/corsRequest';
import type { HttpResponse } from '../stack/7-application/http/message';
import type { AddressPlan } from './addressPlan';
import { addressPlan, serverAddresses } from './addressPlan';
import type { ClientApplication } from './clientApplication';
import { prepareNames } from './clientResolver';
import { exampleContent } from './exampleContent';
import type { Network } from './network';
import { buildNetwork } from './network';
import { startProxy } from './proxyApplication';
import { proxyAddress, proxyOf } from './proxyPlan';
import { proxyResolver } from './proxyResolver';
import { cacheControlFor, validatorsFor } from './representation';
import { startResolver } from './resolverApplication';
import type { StartedServer } from './serverApplication';
import { startServer } from './serverApplication';
import { socketSettings } from './socketSettings';
import type { RunRecorder } from './traceRecorder';
import { World } from './world';

/** A network whose hosts are up and whose servers listen; no client program runs in it yet. */
export interface Scene {
  readonly world: World;
  readonly network: Network;
  readonly plan: AddressPlan;
  readonly conditions: Conditions;
  readonly server: StartedServer | undefined;
}

/** A request that can be sent, with its URL taken apart. */
export interface Sendable {
  readonly request: Request;
  readonly url: RequestUrl;
}

/** How long ago an expired session ticket's life ended: invented. */
const AFTER_LIFETIME_SECONDS = 60;

/** Between the request that prepares the world and the one that is asked about. */
const AFTER_PREPARING_MS = 1000;

/** A day, as most servers say. */
const ALT_SVC_LIFETIME_MS = 86_400_000;

/** The request as it can be sent. Throws `InputError` where nothing could be: unknown parts, no host, a scheme that is not simulated. */
export function sendable(request: Request): Sendable {
  if (request.unknownParts.length > 0) {
    const names = request.unknownParts.map((name) => `{${name}}`).join(', ');
    throw new InputError(`A prediction needs the whole URL; unknown in it: ${names}.`);
  }
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(request.method)) {
    throw new InputError(`A prediction needs the method; the code decides it when it runs (${request.method}).`);
  }
  return { request, url: parseRequestUrl(request.url) };
}

/**
 * The network for requests to `url` and to `others`, which are served by the same machine. Throws `InputError` for an address that is no
 * host's and for IPv6 on a path with too small an MTU. `timing`: what the server's program takes.
 */
export function buildScene(url: RequestUrl, others: readonly RequestUrl[], conditions: Conditions, timing: ServerTiming = NODE_20_SERVER.timing): Scene {
  const plan = addressPlan(url.host, url.addressFamily, conditions);
  const profile = SYSTEM_PROFILES[conditions.client.os];
  const { ttl } = conditions.client;
  const system = ttl === 0 ? profile : { ...profile, initialHops: ttl };
  const world = new World(conditions.seed, { client: system, ...(plan.place === 'loopback' ? { server: system } : {}) });
  const network = buildNetwork(world, plan, conditions);
  if (conditions.fault === 'tcp.timeout') network.server.tcp.filtered = true;
  const server = conditions.fault === 'tcp.timeout' ? undefined : startServer(network.server, url, conditions, timing, others);
  const proxy = proxyOf(conditions);
  const site = { ...url, others, addresses: serverAddresses(plan), resolvers: plan.resolvers, ...(proxy ? { local: new Map([[proxy.host, plan.families.map(proxyAddress)]]) } : {}) };
  if (network.resolver) startResolver(network.resolver, network.nameServers, site, conditions);
  if (proxy && network.proxy) startProxy(network.proxy, proxy, proxyResolver(network.proxy, plan), conditions);
  network.client.tcp.settings = socketSettings(conditions.client);
  return { world, network, plan, conditions, server };
}

/**
 * Brings the world and the program into the state that the cache switches name. Connections and tickets come from requests that really
 * ran: `first` of each origin. `all`: every request that is to come.
 */
export function warmUp({ world, network, plan, conditions, server }: Scene, application: ClientApplication, client: ClientProfile, first: readonly Sendable[], all: readonly Sendable[]): void {
  const { cache } = conditions;
  if (cache.altSvc === 'known') for (const { url } of first) application.altSvc.remember(url, url.port, ALT_SVC_LIFETIME_MS);
  if (cache.connection !== 'none' || cache.tls !== 'none') {
    for (const { request, url } of first) runOnce(world, application, request, url, AFTER_PREPARING_MS);
    if (cache.connection === 'none') application.exit();
    application.resolver.disconnect();
    if (cache.connection === 'none') world.queue.run();
    else if (conditions.resolver.transport !== 'udp') world.queue.run(world.queue.nowMs + AFTER_PREPARING_MS);
    application.forget();
    if (cache.connection === 'broken') server?.forgetConnections();
    if (cache.altSvc === 'none') application.altSvc.forget();
    for (const tickets of [application.tickets, application.quic.tickets]) {
      if (cache.tls === 'none') tickets.clear();
      if (cache.tls === 'expired') tickets.age(({ lifetimeSeconds }) => lifetimeSeconds + AFTER_LIFETIME_SECONDS);
    }
  }
  if (cache.resolverConnection === 'open' && network.resolver) lookUpAnotherName(world, application);
  application.resolver.forget();
  if (cache.arp === 'cold') network.client.interface.forgetNeighbours();
  server?.beginFaults();
  const { neighbour, interface: own } = network.client;
  if (cache.arp === 'warm' && neighbour) {
    for (const address of neighbour.addresses) own.rememberNeighbour(address, neighbour.port.hardwareAddress, 'known before');
    for (const address of own.addresses) neighbour.rememberNeighbour(address, own.port.hardwareAddress, 'known before');
  }
  for (const { request, url } of all) {
    if (cache.hsts !== 'none' && !url.isAddress) application.hsts.remember(url.host, cache.hsts);
    fillCache(world, application, url, conditions);
    rememberForPage(application, request, url, conditions);
    if (!url.isAddress) prepareNames(application.resolver, url.host, plan, client, conditions);
  }
}

/** So that a resolver over TCP, TLS or HTTPS is connected already. */
function lookUpAnotherName(world: World, application: ClientApplication): void {
  world.beginRun();
  const ignored = () => undefined;
  application.resolver.lookup({ name: 'another.example', literal: false, port: 443 }, { found: ignored, more: ignored, failed: ignored });
  world.queue.run(world.queue.nowMs + AFTER_PREPARING_MS);
}

/** Invented, visibly: ten minutes of freshness, one of which, or all of which, have passed. */
const EXAMPLE_CACHE_CONTROL = 'max-age=600';
const FRESH_AGE_SECONDS = 60;
const STALE_AGE_SECONDS = 600;
const EXAMPLE_COOKIE = 'id=example; Path=/';

/** What an earlier response, as the server gives them, has left in the cache. */
function fillCache(world: World, application: ClientApplication, url: RequestUrl, conditions: Conditions): void {
  const { cache, server } = conditions;
  if (cache.http === 'none') return;
  const href = application.urlOf(url);
  if (cache.http === 'no-store') return application.cache.refuse(href);
  const control = cacheControlFor(conditions) === '' ? EXAMPLE_CACHE_CONTROL : cacheControlFor(conditions);
  const response: HttpResponse = {
    kind: 'response', status: 200, reasonPhrase: 'OK', content: exampleContent(server.bodyBytes),
    headers: [{ name: 'Cache-Control', value: control, source: fromExample }, ...(server.vary === '' ? [] : [{ name: 'Vary', value: server.vary, source: fromExample }]), ...validatorsFor(conditions)],
  };
  const ageSeconds = cache.http === 'fresh' || cache.http === 'no-cache' ? FRESH_AGE_SECONDS : STALE_AGE_SECONDS;
  application.cache.put(application.cachedRequest(href), response, world.queue.nowMs, ageSeconds);
}

/** A cookie, and the answer to a preflight, from earlier in the same browser. */
function rememberForPage(application: ClientApplication, request: Request, url: RequestUrl, { cache, server }: Conditions): void {
  const cookie = cache.cookies === 'known' ? parseSetCookie(server.setCookie === '' ? EXAMPLE_COOKIE : server.setCookie) : undefined;
  if (cookie) application.cookies?.put(cookie, url);
  if (cache.preflight === 'known') application.crossOrigin?.remember(url, preflightNeed(request.method, request.headers), String(server.corsMaxAge));
}

/** Sends one request and runs the world until it ended. `pauseMs`: how long nothing happens after it; undefined: it is the last, and all that it leaves behind happens. */
export function runOnce(world: World, application: ClientApplication, request: Request, url: RequestUrl, pauseMs: number | undefined): RunRecorder {
  const recorder = world.beginRun();
  const startMs = world.queue.nowMs;
  let ended = false;
  world.queue.schedule(0, () => {
    world.queue.forgetCause();
    application.run(request, url, pauseMs === undefined, {
      firstByte: () => recorder.firstByteArrived(),
      ended: () => {
        ended = true;
        recorder.requestEnded();
      },
    });
  });
  if (pauseMs === undefined) {
    world.queue.run();
  } else {
    while (!ended && world.queue.step()) continue;
    world.queue.run(Math.max(world.queue.nowMs, startMs) + pauseMs);
  }
  return recorder;
}
