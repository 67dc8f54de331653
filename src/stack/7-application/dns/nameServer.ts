import type { ByteStream, DatagramSocket, HostServices } from '../../services';
import { wholeSlice } from '../../payload';
import type { DnsPayload } from './dnsPayload';
import { dnsPayload } from './dnsPayload';
import { dnsStreamPayload, dnsStreamReader } from './dnsStreamPayload';
import type { DnsEdns, DnsMessage, DnsQuestion, DnsRecord } from './message';
import { dnsMessageBytes } from './messageCodec';

/** What a server knows of a question. */
export interface DnsAnswer {
  readonly responseCode: number;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals?: readonly DnsRecord[];
  /** Another server is responsible: the answer has no authority (RFC 1034 §4.3.2 step 3b). */
  readonly referral?: boolean;
}

/** A question as it reached the server. */
export interface AskedQuestion extends DnsQuestion {
  /** The querier wants signatures (DO, RFC 3225). */
  readonly dnssecOk: boolean;
  /** The own address that was asked, where it is known. */
  readonly at?: string;
}

/** Looks a question up and calls `respond` with the answer, at once or later; a server that never calls it keeps silent. */
export type AnswerSource = (question: AskedQuestion, respond: (answer: DnsAnswer) => void) => void;

export interface NameServerOptions {
  readonly thinkMs: number;
  /** `recursive`: asks others on the client's behalf. `authoritative`: has the data itself (RFC 1035 §4.1.1, RA and AA). */
  readonly role: 'recursive' | 'authoritative';
}

/** RFC 1035 §4.2.1: over UDP, without EDNS. */
const PLAIN_UDP_BYTES = 512;
/** What most servers announce since 2020: no fragment on any usual path (RFC 9715 §3). */
const SERVER_UDP_BYTES = 1232;

/** A DNS server (RFC 1035 §4.1), whatever carries the queries to it. */
export class NameServer {
  constructor(
    private readonly host: HostServices,
    private readonly source: AnswerSource,
    private readonly options: NameServerOptions,
  ) {}

  /** Answers the datagrams of the socket; what is too long for one is cut off and says so (RFC 2181 §9). */
  serveDatagrams(socket: DatagramSocket): void {
    socket.received = (slice, from) => {
      const query = slice.payload as DnsPayload;
      this.received(query, from.localAddress, (response) => {
        const limitBytes = query.message.edns ? Math.max(query.message.edns.udpPayloadBytes, PLAIN_UDP_BYTES) : PLAIN_UDP_BYTES;
        const fits = dnsMessageBytes(response) <= limitBytes;
        const payload = dnsPayload(fits ? response : { ...response, truncated: true, answers: [], authorities: [], additionals: [] });
        this.note(payload);
        socket.send(wholeSlice(payload), from);
      });
    };
  }

  /** Answers on a connection that a client opened (RFC 7766) to the address `at`. */
  serveStream(stream: ByteStream, at?: string): void {
    stream.handler = {
      opened: () => undefined,
      received: dnsStreamReader((query) => this.received(query, at, (response) => {
        const payload = dnsStreamPayload(response);
        this.note(payload);
        stream.send(wholeSlice(payload));
      })),
      ended: () => stream.close(),
      failed: () => undefined,
    };
  }

  /** Answers one query, after the time that looking up takes. */
  answer(query: DnsMessage, at: string | undefined, respond: (response: DnsMessage) => void): void {
    const [question] = query.questions;
    if (query.response || !question) return;
    this.host.after(this.options.thinkMs, () => {
      const asked: AskedQuestion = { ...question, dnssecOk: query.edns?.dnssecOk ?? false, ...(at === undefined ? {} : { at }) };
      this.source(asked, (answer) => respond(this.responseTo(query, answer)));
    });
  }

  private received(query: DnsPayload, at: string | undefined, respond: (response: DnsMessage) => void): void {
    if (query.message.response) return;
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'dns', action: () => `read the query: ${query.summary}`, lengthBytes: query.lengthBytes });
    this.answer(query.message, at, respond);
  }

  private responseTo(query: DnsMessage, { responseCode, answers, authorities, additionals = [], referral }: DnsAnswer): DnsMessage {
    const failed = responseCode !== 0 && responseCode !== 3;
    // RFC 6891 §6.1.1: OPT stands in the response where it stands in the query, and only there.
    const edns: DnsEdns | undefined = query.edns && { udpPayloadBytes: SERVER_UDP_BYTES, version: 0, dnssecOk: query.edns.dnssecOk, options: [] };
    return {
      ...query,
      response: true,
      authoritative: this.options.role === 'authoritative' && referral !== true && !failed,
      recursionAvailable: this.options.role === 'recursive',
      responseCode, answers, authorities, additionals,
      ...(edns ? { edns } : {}),
    };
  }

  private note(response: DnsPayload): void {
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'dns', action: () => `answered: ${response.summary}`, lengthBytes: response.lengthBytes });
  }
}
