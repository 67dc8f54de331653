import type { ClientProfile } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import { fromNetwork } from '../model/provenance';
import type { HeaderField, Request, RequestInitiator } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl } from '../model/requestUrl';
import { decodeContent } from '../stack/6-presentation/contentCoding/decodeContent';
import { decodeText } from '../stack/6-presentation/decodeText';
import { TicketStore } from '../stack/6-presentation/tls/ticketStore';
import type { NameCache } from '../stack/7-application/dns/nameCache';
import type { StubResolver } from '../stack/7-application/dns/stubResolver';
import { AltSvcStore } from '../stack/7-application/http/altSvcStore';
import { BearerToken } from '../stack/7-application/http/bearerToken';
import { CookieJar } from '../stack/7-application/http/cookies/cookieJar';
import { siteOf } from '../stack/7-application/http/cookies/cookieScope';
import { CrossOriginPolicy } from '../stack/7-application/http/cors/crossOrigin';
import { Deadline } from '../stack/7-application/http/deadline';
import { fieldValue } from '../stack/7-application/http/fieldValues';
import { HstsStore } from '../stack/7-application/http/hstsStore';
import type { HttpResponse } from '../stack/7-application/http/message';
import { PasswordLogin } from '../stack/7-application/http/passwordLogin';
import { isSafe } from '../stack/7-application/http/methods';
import type { MixedContentKind } from '../stack/7-application/http/mixedContent';
import { checkMixedContent } from '../stack/7-application/http/mixedContent';
import type { RedirectRule } from '../stack/7-application/http/redirect';
import { followRedirect } from '../stack/7-application/http/redirect';
import type { CachedRequest } from '../stack/7-application/http/responseCache';
import { ResponseCache } from '../stack/7-application/http/responseCache';
import type { FailedAttempt } from '../stack/7-application/http/retryPolicy';
import { retryAfterMs } from '../stack/7-application/http/retryPolicy';
import { enterAddress } from '../stack/7-application/page/enterAddress';
import { PageLoader } from '../stack/7-application/page/pageLoader';
import type { Subresource } from '../stack/7-application/page/subresource';
import { parseSubresources } from '../stack/7-application/page/subresource';
import { handshakeFields } from '../stack/7-application/websocket/handshake';
import { openWebSocket } from '../stack/7-application/websocket/openWebSocket';
import type { HostServices, StreamFailure } from '../stack/services';
import type { AddressPlan } from './addressPlan';
import { ClientConnector } from './clientConnector';
import { clientResolver } from './clientResolver';
import type { ExchangeFailure, GiveUp } from './exchanger';
import { Exchanger } from './exchanger';
import type { EndHost } from './endHost';
import { QuicConnector } from './quicConnector';
import { SIMULATED_TODAY } from './simulatedToday';

/** How a run ends for the client. */
export interface RunEvents {
  firstByte(): void;
  ended(): void;
}

/** One request on its way through the client: what the code asked for, and what became of it so far. */
interface Call {
  /** As the code or a redirect has it: without what the client adds. */
  readonly request: Request;
  readonly requested: RequestUrl;
  /** Every URL that was asked on the way, without `requested`. */
  readonly path: readonly string[];
  readonly attempts: number;
  readonly mixed: MixedContentKind;
  /** The document of a page, whose resources are asked for too. */
  readonly page: boolean;
  readonly begun: () => void;
  readonly ended: (kept: boolean) => void;
  readonly deadline: Deadline;
  readonly giveUp: { now: GiveUp };
}

/** The client program on its host: what it remembers, and in which order it decides. Each decision is a module of the stack. */
export class ClientApplication {
  readonly resolver: StubResolver;
  readonly tickets = new TicketStore();
  readonly hsts: HstsStore;
  readonly cache: ResponseCache;
  readonly cookies: CookieJar | undefined;
  readonly crossOrigin: CrossOriginPolicy | undefined;
  readonly altSvc: AltSvcStore;
  readonly quic: QuicConnector;
  private readonly token: BearerToken;
  private readonly login: PasswordLogin;
  private readonly services: HostServices;
  private readonly exchanger: Exchanger;
  private readonly clockStartMs = Date.parse(SIMULATED_TODAY);

  constructor(
    host: EndHost,
    plan: AddressPlan,
    private readonly profile: ClientProfile,
    private readonly conditions: Conditions,
    /** What the host's other programs have looked up, where it keeps that. */
    hostNames?: NameCache,
  ) {
    const { services } = host;
    const { memory, http, title } = profile;
    const { clockStartMs } = this;
    this.services = services;
    this.hsts = new HstsStore(services, { title, learns: memory.hsts });
    this.cache = new ResponseCache(services, { title, hasCache: memory.httpCache, clockStartMs });
    this.token = new BearerToken(services, conditions.client.token);
    this.login = new PasswordLogin(services, conditions.client.password);
    if (memory.cookies) this.cookies = new CookieJar(services, clockStartMs);
    if (http.cors && conditions.client.origin !== '') this.crossOrigin = new CrossOriginPolicy(services, conditions.client);
    this.resolver = clientResolver(host, plan, profile, conditions, hostNames);
    this.altSvc = new AltSvcStore(services, title);
    this.quic = new QuicConnector(services, host.ip, host.udp, profile, conditions);
    const connector = new ClientConnector({
      services, tcp: host.tcp, resolver: this.resolver, tickets: this.tickets, quic: this.quic, altSvc: this.altSvc, hasProxy: plan.place !== 'loopback',
    }, profile, conditions);
    this.exchanger = new Exchanger(services, profile, connector, this.altSvc);
  }

  /** Sends the request; `last`: the process ends afterwards, as far as the profile has an end. */
  run(request: Request, requested: RequestUrl, last: boolean, events: RunEvents): void {
    if (this.profile.http.cors && request.typed !== undefined) enterAddress(this.services, request.typed, requested);
    const refusal = this.profile.http.refuses?.(request);
    if (refusal !== undefined) {
      this.services.trace.openStep({ id: 'http.request', title: `Send ${request.method} ${requested.path}`, layers: [7], spec: [] }).fails(refusal);
      return events.ended();
    }
    const deadline = this.deadlineFor(request);
    const giveUp = { now: (): void => undefined };
    const ended = (kept: boolean) => {
      deadline.stop();
      events.ended();
      const { exitMs } = this.profile.pool;
      this.callEnded();
      if (kept && last && exitMs !== undefined) this.services.after(exitMs, () => this.exit());
    };
    deadline.start(() => {
      giveUp.now();
      events.ended();
      this.callEnded();
    });
    this.begin({ request, requested, path: [], attempts: 0, mixed: 'blockable', page: this.profile.http.cors, begun: () => events.firstByte(), ended, deadline, giveUp });
  }

  /** The URL that a request for `url` really asks for, without a word in the trace. */
  urlOf(url: RequestUrl): string {
    return this.hsts.upgraded(url).href;
  }

  /** A GET for the URL with nothing but the client's own header fields, as its cache sees it. */
  cachedRequest(href: string): CachedRequest {
    const request: Request = { url: href, method: 'GET', headers: [], unknownParts: [] };
    return { method: 'GET', url: href, headers: this.profile.http.headers(request, '1.1') };
  }

  /** Forgets what responses taught it, connections and TLS tickets excepted: what is remembered is for the conditions to say. */
  forget(): void {
    this.hsts.clear();
    this.cache.clear();
    this.cookies?.clear();
    this.crossOrigin?.forget();
    this.token.reset();
    this.login.reset();
  }

  /** The process ends: idle connections are closed. */
  exit(): void {
    this.exchanger.closeAll();
  }

  /** A program that keeps no connection for the next call closes those that it kept for this one's redirects. */
  private callEnded(): void {
    const { pool, timing } = this.profile;
    if (pool.idleMs === 0) this.services.after(timing.beforeCloseMs, () => this.exchanger.closeAll());
  }

  /** What is decided before any packet. */
  private begin(call: Call): void {
    const allowed = this.profile.http.cors ? checkMixedContent(this.services, call.requested, this.conditions.client.origin, call.mixed) : call.requested;
    if (!allowed) return call.ended(false);
    const url = this.hsts.upgrade(allowed);
    const dressed = this.dressed(call.request, url);
    // RFC 6455 §4.1: a GET without content; what the code gives as content is the first text.
    if (url.webSocket) return this.exchange(call, url, { url: dressed.url, method: 'GET', headers: dressed.headers, unknownParts: [] });
    const sent = { method: dressed.method, url: url.href, headers: this.profile.http.headers(dressed, '1.1') };
    const cached = this.cache.decide(sent);
    if (cached.kind === 'fresh') {
      call.begun();
      this.received(call, url, cached.response, false);
      return;
    }
    const conditional = cached.kind === 'validate' ? { ...dressed, headers: [...dressed.headers, ...cached.headers] } : dressed;
    const decision = this.crossOrigin?.decide(call.request, url) ?? { kind: 'none' };
    if (decision.kind !== 'preflight') return this.exchange(call, url, conditional);
    call.giveUp.now = this.exchanger.send(decision.request, url, {
      waits: (phase) => (call.deadline.phase = phase),
      complete: (response, kept) => {
        if (this.crossOrigin?.answered(call.request, url, decision.need, response) === true) this.exchange(call, url, conditional);
        else call.ended(kept);
      },
      failed: ({ failure }) => this.askedElsewhere(call, failure) || call.ended(false),
    });
  }

  private exchange(call: Call, url: RequestUrl, sent: Request): void {
    const sentMs = this.services.nowMs();
    const page = this.pageFor(call, url);
    call.giveUp.now = this.exchanger.send(sent, url, {
      waits: (phase) => (call.deadline.phase = phase),
      firstByte: () => call.begun(),
      begun: (response) => page?.begun(response),
      complete: (response, kept, stream) => {
        if (url.webSocket) return openWebSocket(this.services, { fields: sent.headers, text: call.request.body?.text }, response, stream, () => call.ended(kept));
        this.learn(url, { method: sent.method, url: url.href, headers: this.profile.http.headers(sent, '1.1') }, response, sentMs);
        const whole = response.status === 304 ? (this.cache.confirmed(url.href) ?? response) : response;
        if (this.login.answers(response)) return this.begin(call);
        if (this.renewsToken(call, url, response) || this.follows(call, url, response)) return;
        const attempt: FailedAttempt['outcome'] = { kind: 'status', status: response.status, retryAfter: fieldValue(response.headers, 'retry-after') };
        if (this.repeats(call, attempt)) return;
        this.received(call, url, whole, kept, page);
      },
      failed: (how) => {
        if (this.askedElsewhere(call, how.failure)) return;
        if (!this.repeats(call, { kind: 'failure', ...how } satisfies FailedAttempt['outcome'] & ExchangeFailure)) call.ended(false);
      },
    });
  }

  /** The response is the program's: decoded, checked, and in a browser shown. */
  private received(call: Call, url: RequestUrl, response: HttpResponse, kept: boolean, page?: PageRun): void {
    const { decodes, cors } = this.profile.http;
    const type = fieldValue(response.headers, 'content-type');
    const content = call.request.method === 'HEAD' ? undefined : response.content;
    if (content) decodeContent(this.services, fieldValue(response.headers, 'content-encoding'), content.lengthBytes, decodes, this.profile.title);
    const mayRead = this.crossOrigin?.mayRead(url, response) ?? true;
    if (cors && content && mayRead) decodeText(this.services, content.bytes().subarray(0, 1024), type);
    if (page?.loader) page.complete(content?.lengthBytes ?? 0, kept);
    else call.ended(kept);
  }

  /** Whether an HTTPS record leads to another request, before anything was sent (RFC 9460 §9.5). */
  private askedElsewhere(call: Call, { requestInstead }: StreamFailure): boolean {
    if (requestInstead !== undefined) this.begin({ ...call, requested: parseRequestUrl(requestInstead) });
    return requestInstead !== undefined;
  }

  /** Whether a redirect leads to another request. */
  private follows(call: Call, url: RequestUrl, { status, headers }: HttpResponse): boolean {
    const path = [...call.path, url.href];
    const next = followRedirect(this.services, { ...call.request, url: url.href }, { status, location: fieldValue(headers, 'location') }, path, this.redirectRule(call.request));
    if (next) this.begin({ ...call, request: next, requested: parseRequestUrl(next.url), path, attempts: 0 });
    return next !== undefined;
  }

  /** The switch counts before the code, and the code before the client's own habit. */
  private redirectRule(request: Request): RedirectRule {
    const { title, http: { redirects, redirectsWhenTold } } = this.profile;
    const bySwitch = this.conditions.client.redirects;
    const asked = bySwitch === 'own' ? request.redirects : bySwitch;
    const who = bySwitch === 'own' ? 'the code' : 'the switch client.redirects';
    const limit = request.maxRedirects === undefined ? {} : { limit: request.maxRedirects };
    if (asked === 'manual') return { told: asked, why: `${who} leaves redirects to the program, where "follow" would have ${title} ask there` };
    if (asked === 'error') return { told: asked, why: `${who} has ${title} take a redirect for an error, where "follow" would have it ask there` };
    const habit = redirects ?? (asked === 'follow' ? redirectsWhenTold : undefined);
    if (habit) return { habit, why: '', ...limit };
    return {
      why: redirectsWhenTold
        ? `${title} does not follow redirects by itself, unless the code (or client.redirects) tells it to follow them`
        : `${title} has no way to follow redirects by itself; another client would, or the program has to send the next request`,
    };
  }

  /** Whether the request is sent again, now or later. */
  private repeats(call: Call, outcome: FailedAttempt['outcome']): boolean {
    const { client } = this.conditions;
    const { method, headers } = call.request;
    const attempt: FailedAttempt = { method, keyed: fieldValue(headers, 'idempotency-key') !== undefined, attempts: call.attempts, outcome };
    const waitMs = retryAfterMs(this.services, attempt, { habit: this.profile.http.retries, retries: client.retries, backoffMs: client.retryBackoffMs, clockStartMs: this.clockStartMs });
    if (waitMs === undefined) return false;
    call.deadline.phase = 'before it repeats the request';
    const timer = this.services.after(waitMs, () => this.begin({ ...call, attempts: call.attempts + 1 }));
    call.giveUp.now = () => timer.cancel();
    return true;
  }

  /** After a 401: a new token first, then the same request with it. */
  private renewsToken(call: Call, url: RequestUrl, response: HttpResponse): boolean {
    const renewal = this.token.renewal(response, `${url.scheme}://${url.authority}`);
    if (!renewal) return false;
    call.giveUp.now = this.exchanger.send(renewal, parseRequestUrl(renewal.url), {
      complete: (answer, kept) => (this.token.received(answer) ? this.begin(call) : call.ended(kept)),
      failed: () => call.ended(false),
    });
    return true;
  }

  /** What a response teaches the client, whatever becomes of it. */
  private learn(url: RequestUrl, sent: CachedRequest, response: HttpResponse, sentMs: number): void {
    this.hsts.learn(url, fieldValue(response.headers, 'strict-transport-security'));
    const cookies = response.headers.filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value);
    if (this.crossOrigin?.sendsCookies(url) ?? true) this.cookies?.learn(url, cookies);
    if (this.profile.memory.httpCache || this.conditions.cache.http !== 'none') this.cache.learn(sent, response, sentMs);
  }

  /** The request with what the client adds of its own accord: cookies, the page's origin, the WebSocket's handshake. */
  private dressed(request: Request, url: RequestUrl): Request {
    const { crossOrigin } = this;
    const sameSite = !crossOrigin || siteOfOrigin(this.conditions.client.origin) === siteOf(url.host, url.isAddress);
    const context = { sameSite, safeNavigation: !crossOrigin && isSafe(request.method) };
    const cookie = crossOrigin && !crossOrigin.sendsCookies(url) ? undefined : this.cookies?.cookieFor(url, context);
    const token = this.token.fields(request.headers);
    const authorization = token.length > 0 ? token : this.login.fields({ origin: `${url.scheme}://${url.authority}`, method: request.method, path: url.path, headers: request.headers });
    const added: readonly HeaderField[] = [
      ...authorization,
      ...(crossOrigin?.fields(request, url) ?? []),
      ...(cookie === undefined ? [] : [{ name: 'Cookie', value: cookie, source: fromNetwork }]),
      ...(url.webSocket ? handshakeFields(this.services.random.bytes(16)) : []),
    ];
    const initiator = request.initiator ?? (crossOrigin ? { page: `${this.conditions.client.origin}/`, destination: 'empty' as const } : undefined);
    return { ...request, url: url.href, headers: [...request.headers, ...added], ...(initiator ? { initiator } : {}) };
  }

  private deadlineFor(request: Request): Deadline {
    const { timeoutMs } = this.conditions.client;
    const limits: readonly (readonly [number, string])[] = [
      ...(timeoutMs > 0 ? [[timeoutMs, 'client.timeoutMs'] as const] : []),
      ...(request.timeoutMs === undefined ? [] : [[request.timeoutMs, 'the code\'s timeout'] as const]),
      ...(this.profile.http.timeouts.totalMs === undefined ? [] : [[this.profile.http.timeouts.totalMs, `the default of ${this.profile.title}`] as const]),
    ];
    const [limitMs, whose] = limits.reduce((least, each) => (each[0] < least[0] ? each : least), [Number.POSITIVE_INFINITY, '']);
    return new Deadline(this.services, limitMs, whose);
  }

  /** In a browser, the page that a response may turn out to be. */
  private pageFor(call: Call, url: RequestUrl): PageRun | undefined {
    if (!call.page || this.crossOrigin) return undefined;
    const { subresources } = this.conditions.page;
    const run: PageRun = {
      begun: (response) => {
        if (response.status !== 200 || !/^text\/html/i.test(fieldValue(response.headers, 'content-type') ?? '')) return;
        run.loader = new PageLoader(this.services, parseSubresources(subresources, url), () => call.ended(run.kept));
        run.loader.begin((resource, done) => this.fetchResource(call, url, resource, done));
      },
      complete: (lengthBytes, kept) => {
        run.kept = kept;
        run.loader?.complete(lengthBytes);
      },
      kept: false,
    };
    return run;
  }

  private fetchResource(call: Call, page: RequestUrl, { kind, url }: Subresource, done: () => void): void {
    const request: Request = { url: url.href, method: 'GET', headers: [], unknownParts: [], initiator: { page: page.href, destination: DESTINATIONS[kind] } };
    const mixed: MixedContentKind = kind === 'img' ? 'upgradeable' : 'blockable';
    this.begin({ ...call, request, requested: url, path: [], attempts: 0, page: false, mixed, begun: () => undefined, ended: done, giveUp: { now: () => undefined } });
  }
}

const DESTINATIONS: Readonly<Record<Subresource['kind'], RequestInitiator['destination']>> = { css: 'style', js: 'script', img: 'image', font: 'font' };

/** A page while it loads. */
interface PageRun {
  readonly begun: (response: HttpResponse) => void;
  readonly complete: (lengthBytes: number, kept: boolean) => void;
  loader?: PageLoader;
  kept: boolean;
}

function siteOfOrigin(origin: string): string {
  const { host, isAddress } = parseRequestUrl(origin);
  return siteOf(host, isAddress);
}
