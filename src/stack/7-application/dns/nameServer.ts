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
}

/** Looks a question up; undefined: the server keeps silent. */
export type AnswerSource = (question: DnsQuestion) => DnsAnswer | undefined;

/** A DNS server that answers queries on its socket after `thinkMs` (RFC 1035 §4.1). */
export class NameServer {
  constructor(
    private readonly host: HostServices,
    private readonly socket: DatagramSocket,
    private readonly source: AnswerSource,
    private readonly thinkMs: number,
  ) {
    socket.received = (slice, from) => this.received(slice.payload as DnsPayload, from);
  }

  private received(payload: DnsPayload, from: { readonly address: string; readonly port: number }): void {
    const [question] = payload.message.questions;
    if (payload.message.response || !question) return;
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'dns', action: () => `read the query: ${payload.summary}`, lengthBytes: payload.lengthBytes });
    const answer = this.source(question);
    if (!answer) return;
    this.host.after(this.thinkMs, () => {
      const response = dnsPayload(responseTo(payload.message, answer));
      this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'dns', action: () => `answered: ${response.summary}`, lengthBytes: response.lengthBytes });
      this.socket.send(wholeSlice(response), from);
    });
  }
}

function responseTo(query: DnsMessage, answer: DnsAnswer): DnsMessage {
  return {
    ...query,
    response: true,
    recursionAvailable: true,
    responseCode: answer.responseCode,
    answers: answer.answers,
    authorities: answer.authorities,
    additionals: [],
  };
}
