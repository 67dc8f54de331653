import type { Http2Layout } from '../../../model/clientProfile';
import type { HeaderField } from '../../../model/request';
import type { HttpRequest, HttpResponse } from '../http/message';
import type { HpackField } from './hpack/headerField';

/** Where a request goes, and in which order a program writes what says so. */
export interface RequestPlace {
  readonly scheme: 'http' | 'https';
  readonly authority: string;
  readonly pseudoHeaders: Http2Layout['pseudoHeaders'];
}

/** A request's header list as HTTP/2 and HTTP/3 have it (RFC 9113 §8.3.1, RFC 9114 §4.3.1). A Host field becomes `:authority`. */
export function requestFields({ method, target, headers }: HttpRequest, { scheme, authority, pseudoHeaders }: RequestPlace): readonly HpackField[] {
  const host = headers.find(isHost);
  const fields: Readonly<Record<Http2Layout['pseudoHeaders'][number], HeaderField>> = {
    ':method': { name: ':method', value: method, source: { kind: 'code' } },
    ':scheme': { name: ':scheme', value: scheme, source: { kind: 'code' } },
    ':authority': { name: ':authority', value: host?.value ?? authority, source: host?.source ?? { kind: 'code' } },
    ':path': { name: ':path', value: target, source: { kind: 'code' } },
  };
  return [...pseudoHeaders.map((name) => fields[name]), ...headers.filter((field) => !isHost(field))];
}

/** A response's (RFC 9113 §8.2 and §8.3.2, RFC 9114 §4.3.2): the status as a pseudo-header field, names in lower case. */
export function responseFields({ status, headers }: HttpResponse): readonly HpackField[] {
  return [
    { name: ':status', value: String(status), source: { kind: 'conditions', detail: 'server.status' } },
    ...headers.map((field) => ({ ...field, name: field.name.toLowerCase() })),
  ];
}

/** RFC 9113 §8.1, RFC 9114 §4.1: header lists with a status of 1xx come before the response. */
export function isInterim(fields: readonly HpackField[] | undefined): boolean {
  return fields?.some(({ name, value }) => name === ':status' && value.startsWith('1')) === true;
}

function isHost({ name }: HeaderField): boolean {
  return name.toLowerCase() === 'host';
}
