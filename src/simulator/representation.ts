import { NODE_20_SERVER } from '../clients/serverProfile';
import type { Conditions } from '../model/conditions';
import type { Provenance } from '../model/provenance';
import { fromExample } from '../model/provenance';
import type { HeaderField } from '../model/request';
import { acceptsCoding } from '../stack/6-presentation/contentCoding/acceptEncoding';
import { fieldValue, hasToken } from '../stack/7-application/http/fieldValues';
import type { HttpContent, HttpRequest, HttpResponse } from '../stack/7-application/http/message';
import { reasonPhrase } from '../stack/7-application/http1/reasonPhrases';
import type { HostServices } from '../stack/services';
import type { ExampleContent } from './exampleContent';
import { codedExampleContent, exampleContent } from './exampleContent';
import { SIMULATED_TODAY } from './simulatedToday';

/** Invented, visibly. */
export const EXAMPLE_ENTITY_TAG = '"example"';
export const EXAMPLE_LAST_MODIFIED = 'Tue, 30 Jun 2026 00:00:00 GMT';

/** What a handler wants to answer. */
export interface Answer {
  readonly status: number;
  readonly lengthBytes: number;
  /** The content begins with this text. */
  readonly text?: string;
  /** Undefined: the server program's own. */
  readonly contentType?: string;
  readonly headers?: readonly HeaderField[];
  /** Whether the fields of the `server` switches belong to it: those of the resource itself do. */
  readonly isResource: boolean;
}

/** The request and what the server knows beside it. */
export interface AnswerContext {
  readonly request: HttpRequest;
  readonly conditions: Conditions;
  readonly httpVersion: '1.1' | '2' | '3';
}

/** The response as this server sends it: content coded and framed, with the fields that go with them. `closes`: the connection ends with it. */
export function represent(host: HostServices, answer: Answer, context: AnswerContext): { readonly response: HttpResponse; readonly closes: boolean } {
  const { request, conditions: { server }, httpVersion } = context;
  const { status } = answer;
  // RFC 9110 §6.4.1: these have no content, whatever the handler has.
  const bare = status === 204 || status === 304;
  const identity = exampleContent(answer.lengthBytes, answer.text, answer.contentType);
  const coded = bare ? undefined : encoded(host, identity, context);
  const content = coded ?? identity;
  const framing = httpVersion !== '1.1' || bare ? 'length' : server.framing;
  const closes = httpVersion === '1.1' && (framing === 'close' || status === 408 || hasToken(request.headers, 'connection', 'close'));
  const usual = NODE_20_SERVER.headers({ status, bodyBytes: content.lengthBytes, httpVersion: httpVersion === '1.1' ? '1.1' : '2', closes, keepAliveMs: server.keepAliveMs, date: dateAt(host.nowMs() + server.thinkMs) });
  const headers = [
    ...usual.filter(({ name }) => name !== 'Content-Length' || framing === 'length').map((field) => withContentType(field, answer)).map((field) => withLengthSource(field, coded)),
    ...(coded ? [{ name: 'Content-Encoding', value: server.coding, source: bySwitch('coding') }] : []),
    ...(answer.headers ?? []),
    ...(answer.isResource ? resourceFields(context, coded !== undefined || server.coding !== 'none') : []),
    ...(framing === 'chunked' ? [{ name: 'Transfer-Encoding', value: 'chunked', source: bySwitch('framing') }] : []),
  ];
  const empty = bare || request.method === 'HEAD' || (content.lengthBytes === 0 && framing === 'length');
  return { closes, response: { kind: 'response', status, reasonPhrase: reasonPhrase(status), headers, ...(empty ? {} : { content }) } };
}

/** RFC 9110 §6.6.1: when the response was made, by the simulated network's clock. */
function dateAt(nowMs: number): string {
  return new Date(Date.parse(SIMULATED_TODAY) + nowMs).toISOString();
}

/** RFC 9110 §12.1: the server chooses a coding among those that the client accepts. */
function encoded(host: HostServices, content: ExampleContent, { request, conditions: { server } }: AnswerContext): HttpContent | undefined {
  const { coding, compressionRatio } = server;
  if (coding === 'none' || content.lengthBytes === 0) return undefined;
  const accepted = fieldValue(request.headers, 'accept-encoding');
  const step = host.trace.openStep({ id: 'http.coding', title: 'Choose a content coding', layers: [6], spec: ['RFC 9110 §8.4', 'RFC 9110 §12.5.3'] });
  if (!acceptsCoding(accepted, coding)) {
    step.skipped(`The server has ${coding}, but the request ${accepted === undefined ? 'has no Accept-Encoding' : `accepts only "${accepted}"`}, so the content goes out as it is; a request that accepts it would get it coded.`);
    return undefined;
  }
  const result = codedExampleContent(coding, content, compressionRatio);
  step.happens(`The request accepts ${coding}: ${content.lengthBytes} octets become ${result.lengthBytes}. The content is invented, so how well it compresses is an assumption (server.compressionRatio).`);
  return result;
}

/** The validators that the server knows of its resource. */
export function validatorsFor({ cache, server }: Conditions): readonly HeaderField[] {
  if (cache.http === 'expired-with-last-modified') return [{ name: 'Last-Modified', value: EXAMPLE_LAST_MODIFIED, source: fromExample }];
  return cache.http === 'none' && server.cacheControl === '' ? [] : [{ name: 'ETag', value: EXAMPLE_ENTITY_TAG, source: fromExample }];
}

/** Cache-Control as the resource's responses have it: a response that was not stored, or only to be validated, said so. */
export function cacheControlFor({ cache, server }: Conditions): string {
  return server.cacheControl === '' && (cache.http === 'no-store' || cache.http === 'no-cache') ? cache.http : server.cacheControl;
}

function resourceFields({ conditions, request }: AnswerContext, varies: boolean): readonly HeaderField[] {
  const { server } = conditions;
  const crosses = fieldValue(request.headers, 'origin') !== undefined;
  const vary = [...(server.vary === '' ? [] : [server.vary]), ...(varies ? ['Accept-Encoding'] : []), ...(crosses && server.cors !== 'absent' ? ['Origin'] : [])];
  const given: readonly (readonly [string, string, keyof Conditions['server']])[] = [
    ['Cache-Control', cacheControlFor(conditions), 'cacheControl'], ['Vary', vary.join(', '), 'vary'],
    ['Strict-Transport-Security', server.hsts, 'hsts'], ['Set-Cookie', server.setCookie, 'setCookie'],
  ];
  return [...validatorsFor(conditions), ...given.filter(([, value]) => value !== '').map(([name, value, key]) => ({ name, value, source: bySwitch(key) })), ...crossOriginFields(request, conditions)];
}

/** What the server says to a request of another origin's page (Fetch standard §3.3.3). */
export function crossOriginFields(request: HttpRequest, { server, client }: Conditions): readonly HeaderField[] {
  const origin = fieldValue(request.headers, 'origin');
  if (origin === undefined || server.cors === 'absent') return [];
  const source = bySwitch('cors');
  return [
    { name: 'Access-Control-Allow-Origin', value: server.cors === 'allow' ? origin : 'https://other.example', source },
    ...(server.cors === 'allow' && client.credentials === 'include' ? [{ name: 'Access-Control-Allow-Credentials', value: 'true', source }] : []),
  ];
}

function withContentType(field: HeaderField, { contentType }: Answer): HeaderField {
  return field.name !== 'Content-Type' || contentType === undefined ? field : { name: field.name, value: contentType, source: bySwitch('contentType') };
}

function withLengthSource(field: HeaderField, coded: HttpContent | undefined): HeaderField {
  return field.name === 'Content-Length' && coded?.source ? { ...field, source: { kind: 'computed' } } : field;
}

/** Where a field's value comes from: the `server` switch of that name. */
export function bySwitch(key: keyof Conditions['server']): Provenance {
  return { kind: 'conditions', detail: `server.${key}` };
}
