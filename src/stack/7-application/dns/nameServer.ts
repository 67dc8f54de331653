import type { DatagramSocket, HostServices } from '../../services';
import { wholeSlice } from '../../payload';
import type { DnsPayload } from './dnsPayload';
import { dnsPayload } from './dnsPayload';
import type { DnsMessage, DnsQuestion, DnsRecord } from './message';

/** What a server knows of a question. */
export interface DnsAnswer {
  readonly responseCode: number;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals?: readonly DnsRecord[];
}

/** Looks a question up and calls `respond` with the answer, at once or later; a server that never calls it keeps silent. */
export type AnswerSource = (question: DnsQuestion, respond: (answer: DnsAnswer) => void) => void;

export interface NameServerOptions {
  readonly thinkMs: number;
  /** `recursive`: asks others on the client's behalf. `authoritative`: has the data itself (RFC 1035 §4.1.1, RA and AA). */
  readonly role: 'recursive' | 'authoritative';
}

/** A DNS server that answers the queries at its socket (RFC 1035 §4.1). */
export class NameServer {
  constructor(
    private readonly host: HostServices,
    private readonly socket: DatagramSocket,
    private readonly source: AnswerSource,
    private readonly options: NameServerOptions,
  ) {
    socket.received = (slice, from) => this.received(slice.payload as DnsPayload, from);
  }

  private received(payload: DnsPayload, from: { readonly address: string; readonly port: number }): void {
    const [question] = payload.message.questions;
    if (payload.message.response || !question) return;
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'dns', action: () => `read the query: ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.host.after(this.options.thinkMs, () => {
      this.source(question, (answer) => this.respond(payload.message, answer, from));
    });
  }

  private respond(query: DnsMessage, answer: DnsAnswer, to: { readonly address: string; readonly port: number }): void {
    const response = dnsPayload({
      ...query,
      response: true,
      authoritative: this.options.role === 'authoritative' && answer.answers.length > 0,
      recursionAvailable: this.options.role === 'recursive',
      responseCode: answer.responseCode,
      answers: answer.answers,
      authorities: answer.authorities,
      additionals: answer.additionals ?? [],
    });
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'dns', action: () => `answered: ${response.summary}`, lengthBytes: response.lengthBytes });
    this.socket.send(wholeSlice(response), to);
  }
}
