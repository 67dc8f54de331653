import type { Provenance } from '../../../model/provenance';
import { fromComputation } from '../../../model/provenance';
import { DecodeError } from '../../../model/wirewalkError';
import { laterOctets } from '../../6-presentation/lazyOctets';
import type { ByteStream, HostServices } from '../../services';
import type { HttpRequest } from '../http/message';
import { Http2Connection } from '../http2/connection';
import type { Http2Frame } from '../http2/frame';
import { nghttp2Indexing } from '../http2/hpack/encoder';
import type { HpackField } from '../http2/hpack/headerField';
import { IncomingRequests } from '../http2/incomingRequests';
import { dnsPayload } from './dnsPayload';
import { DNS_MESSAGE_TYPE, DNS_QUERY_PATH } from './httpsTransport';
import type { DnsMessage } from './message';
import { decodeDnsMessage } from './messageCodec';
import type { NameServer } from './nameServer';

const PROGRAM: Provenance = { kind: 'client', detail: 'the DNS server' };
const FROM_STANDARD: Provenance = { kind: 'standard', detail: 'RFC 8484 §4.2' };

/** What the server makes of a request: a query, or a status that refuses it. */
type Understood = { readonly query: DnsMessage } | { readonly status: number };

/** Serves DNS over HTTP/2 on a connection that a client opened (RFC 8484): the answer of a POST is the DNS response. */
export class DnsOverHttpsServer {
  private readonly connection: Http2Connection;
  private readonly requests = new IncomingRequests();

  constructor(private readonly host: HostServices, stream: ByteStream, private readonly server: NameServer, private readonly at?: string) {
    this.connection = new Http2Connection(host, stream, {
      settings: [], indexing: nghttp2Indexing, contentWrites: 'frame-by-frame', endStreamAfterMs: 0,
      sources: { program: PROGRAM, content: FROM_STANDARD },
    }, { begun: () => undefined, arrived: (frame) => this.arrived(frame) });
    stream.handler = {
      opened: () => this.connection.begin(),
      received: (slice) => this.connection.received(slice),
      ended: () => stream.close(),
      failed: () => undefined,
    };
  }

  private arrived(frame: Http2Frame): void {
    const arrived = this.requests.arrived(frame);
    if (!arrived) return;
    const { streamId, request } = arrived;
    const understood = understand(request);
    if ('status' in understood) return this.respond(streamId, understood.status);
    this.server.answer(understood.query, this.at, (response) => this.respond(streamId, 200, response));
  }

  private respond(streamId: number, status: number, response?: DnsMessage): void {
    const payload = response && dnsPayload(response);
    const step = this.host.trace.openStep({
      id: 'dns.response', title: `Answer with status ${status}`, layers: [7], spec: ['RFC 8484 §4.2', 'RFC 9113 §8.3.2'], untilDelivered: true, parent: 'cause',
    });
    const field = (name: string, value: string, source: Provenance): HpackField => ({ name, value, source });
    const fields = [
      field(':status', String(status), FROM_STANDARD),
      ...(payload && response ? [
        field('content-type', DNS_MESSAGE_TYPE, FROM_STANDARD),
        field('content-length', String(payload.lengthBytes), fromComputation),
        // RFC 8484 §5.1: fresh for as long as the record that lives shortest.
        field('cache-control', `max-age=${shortestLifeSeconds(response)}`, fromComputation),
      ] : []),
    ];
    this.connection.sendMessage({
      streamId, fields, step: step.tag, withoutContent: payload === undefined,
      ...(payload ? { content: laterOctets(payload.lengthBytes, () => payload.encode().bytes) } : {}),
    });
    if (payload) step.happens(`The content of the response is the DNS message: ${payload.summary}.`);
    else step.fails(`The request was no DNS query (RFC 8484 §4.1); one would be answered.`);
  }
}

function understand({ method, target, headers, content }: HttpRequest): Understood {
  if (target !== DNS_QUERY_PATH) return { status: 404 };
  if (method !== 'POST') return { status: 405 };
  if (!content || !headers.some(({ name, value }) => name === 'content-type' && value === DNS_MESSAGE_TYPE)) return { status: 415 };
  try {
    return { query: decodeDnsMessage(content.bytes()).message };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { status: 400 };
  }
}

function shortestLifeSeconds({ answers, authorities }: DnsMessage): number {
  return Math.min(...[...answers, ...authorities].map(({ ttlSeconds }) => ttlSeconds), 86_400);
}
