import type { Provenance } from '../../../model/provenance';
import { fromComputation } from '../../../model/provenance';
import { DecodeError } from '../../../model/wirewalkError';
import type { ByteStream, HostServices, OpenStep, StreamFailure, Timer } from '../../services';
import type { HttpClient } from '../http/exchange';
import type { HttpRequest, HttpResponse } from '../http/message';
import { dnsPayload } from './dnsPayload';
import type { DnsConversation, DnsTransport, DnsTransportEvents } from './dnsTransport';
import type { DnsMessage } from './message';
import { decodeDnsMessage } from './messageCodec';

/** RFC 8484 §4.1, §6. */
export const DNS_MESSAGE_TYPE = 'application/dns-message';
/** The path of the URI template that most servers have. */
export const DNS_QUERY_PATH = '/dns-query';
const FROM_STANDARD: Provenance = { kind: 'standard', detail: 'RFC 8484 §4.1' };

/** A connection on which requests can be made. */
export interface DnsHttpConnection {
  readonly http: HttpClient;
  readonly stream: Pick<ByteStream, 'close'>;
}

/** What the one who asks for a connection hears: one of both, once; `broken` at any time after `opened`. */
export interface DnsHttpEvents {
  opened(connection: DnsHttpConnection): void;
  failed(failure: StreamFailure): void;
  broken(): void;
}

/** Opens a connection to a DNS server's HTTP service. `within`: the lookup that its steps belong to, asked at each. */
export type OpenDnsHttp = (serverAddress: string, within: () => OpenStep | undefined, events: DnsHttpEvents) => void;

/** DNS over HTTPS (RFC 8484): a POST for each query, all on one connection, which is kept for `idleMs`. */
export class HttpsDnsTransport implements DnsTransport {
  readonly manner = 'over HTTPS';
  readonly truncates = false;
  private connection: DnsHttpConnection | undefined;
  private connectedTo: string | undefined;
  private openedMs = 0;
  private current: OpenStep | undefined;
  private idle: Timer | undefined;

  constructor(private readonly host: HostServices, private readonly connect: OpenDnsHttp, private readonly idleMs: number) {}

  open(serverAddress: string, step: OpenStep, events: DnsTransportEvents): DnsConversation {
    this.current = step;
    let closed = false;
    const heard: DnsTransportEvents = {
      answered: (message) => closed || events.answered(message),
      failed: (failure) => closed || events.failed(failure),
    };
    return {
      send: (queries) => this.withConnection(serverAddress, step, heard, ({ http }) => {
        for (const query of queries) this.post(http, query, heard);
      }),
      close: () => {
        closed = true;
        this.idle?.cancel();
        this.idle = this.host.afterInBackground(this.idleMs, () => this.disconnect());
      },
    };
  }

  private withConnection(serverAddress: string, step: OpenStep, events: DnsTransportEvents, use: (connection: DnsHttpConnection) => void): void {
    this.idle?.cancel();
    if (this.connection && this.connectedTo === serverAddress) {
      this.host.trace.openStep({ id: 'dns.connection', title: `Reach ${serverAddress} over HTTPS`, layers: [5], spec: ['RFC 8484 §5.2'], parent: step })
        .skipped(`The connection to ${serverAddress} is open from an earlier lookup ${((this.host.nowMs() - this.openedMs) / 1000).toFixed(1)} s ago, so no handshake is needed; once it is closed, after ${this.idleMs / 1000} s without a query, the next lookup would open another.`);
      return use(this.connection);
    }
    this.disconnect();
    this.connect(serverAddress, () => this.current, {
      opened: (connection) => {
        this.connection = connection;
        this.connectedTo = serverAddress;
        this.openedMs = this.host.nowMs();
        use(connection);
      },
      failed: (failure) => events.failed(failure),
      broken: () => {
        this.connection = undefined;
      },
    });
  }

  disconnect(): void {
    this.idle?.cancel();
    const { connection } = this;
    this.connection = undefined;
    connection?.stream.close();
  }

  private post(http: HttpClient, query: DnsMessage, events: DnsTransportEvents): void {
    // RFC 8484 §4.1: always the same identifier, so that caches recognise the question; the stream ties the answer to it.
    const payload = dnsPayload({ ...query, id: 0 });
    const request: HttpRequest = {
      kind: 'request',
      method: 'POST',
      target: DNS_QUERY_PATH,
      headers: [
        { name: 'accept', value: DNS_MESSAGE_TYPE, source: FROM_STANDARD },
        { name: 'content-type', value: DNS_MESSAGE_TYPE, source: FROM_STANDARD },
        { name: 'content-length', value: String(payload.lengthBytes), source: fromComputation },
      ],
      content: { lengthBytes: payload.lengthBytes, bytes: () => payload.encode().bytes },
    };
    http.send(request, {
      firstByte: () => undefined,
      complete: (response) => this.read(response, query, events),
      failed: (failure) => events.failed(failure),
    });
  }

  private read({ status, content }: HttpResponse, query: DnsMessage, events: DnsTransportEvents): void {
    if (status !== 200 || !content) return events.failed({ code: 'EAI_AGAIN', message: `The resolver answered with HTTP status ${status} instead of a DNS message.` });
    try {
      events.answered({ ...decodeDnsMessage(content.bytes()).message, id: query.id });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      events.failed({ code: 'EAI_AGAIN', message: `The resolver's answer cannot be read: ${error.message}` });
    }
  }
}
