import type { TLSSocket } from 'node:tls';
import { ByteSource } from '../byteSource';
import { HttpResponseReader } from '../http/responseReader';
import { NetworkFailure, toNetworkFailure } from '../networkFailure';
import type { ProbeRun } from '../probeRun';
import { visibleLine } from '../../model/visibleLine';
import { formatEndpoint } from '../target';
import { judgeAnswer, type DnsQuery } from './question';
import type { DnsServer } from './server';
import type { StreamAnswer } from './streamExchange';

const MEDIA_TYPE = 'application/dns-message';
/** RFC 1035 §4.2.2: what two octets of length can say. */
const MESSAGE_LIMIT_BYTES = 65_535;

/**
 * DNS over HTTPS (RFC 8484) with POST, over one HTTP/1.1 connection, one request after the other. Redirects are refused: the
 * answer counts only from the server that was named.
 */
export class DohExchange {
  readonly #run: ProbeRun;
  readonly #socket: TLSSocket;
  readonly #server: DnsServer;
  readonly #source: ByteSource;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(run: ProbeRun, socket: TLSSocket, server: DnsServer) {
    this.#run = run;
    this.#socket = socket;
    this.#server = server;
    this.#source = new ByteSource(socket);
  }

  /** Rejects with `NetworkFailure`. `query` should have ID 0 (RFC 8484 §4.1). */
  ask(query: DnsQuery): Promise<StreamAnswer> {
    const answer = this.#queue.then(() => this.#exchange(query));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  async #exchange(query: DnsQuery): Promise<StreamAnswer> {
    const endpoint = formatEndpoint(this.#server.address, this.#server.port);
    const beganMs = this.#run.nowMs();
    const reader = new HttpResponseReader(this.#source, { ...this.#run.limits, bodyBytes: MESSAGE_LIMIT_BYTES });
    this.#socket.write(Buffer.concat([Buffer.from(this.#requestHead(query.bytes.length), 'latin1'), query.bytes]));
    try {
      await this.#run.phase(`The answer of ${endpoint}`, async () => {
        await reader.readHead();
        this.#checkHead(reader, endpoint);
        await reader.readBody(false);
      });
    } catch (error) {
      throw toNetworkFailure(error, endpoint);
    }
    const judged = judgeAnswer(Buffer.concat(reader.body), query.message);
    if ('refused' in judged) throw new NetworkFailure('MALFORMED', `${endpoint} sent no answer to the query (${judged.refused}): ${judged.detail}`);
    return { message: judged.message, warnings: [...judged.warnings, ...reader.anomalies], responseBytes: judged.bytes, durationMs: this.#run.nowMs() - beganMs };
  }

  #checkHead(reader: HttpResponseReader, endpoint: string): void {
    if (reader.headerCut) throw new NetworkFailure('LIMIT', `${endpoint} sent a header section longer than the probe reads.`);
    if (reader.status >= 300 && reader.status < 400) {
      throw new NetworkFailure('REDIRECT', `${endpoint} redirects to "${visibleLine(reader.values('location')[0] ?? 'nowhere', 200)}"; a DNS server is not followed elsewhere.`);
    }
    if (reader.status !== 200) throw new NetworkFailure('HTTP_STATUS', `${endpoint} answered with HTTP status ${reader.status} instead of a DNS message; check the path ${this.#server.dohPath}.`);
    const type = (reader.values('content-type')[0] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (type !== MEDIA_TYPE) throw new NetworkFailure('NOT_DNS', `${endpoint} answered with "${visibleLine(type, 80)}" where ${MEDIA_TYPE} was expected: not a DoH server, or not at ${this.#server.dohPath}.`);
  }

  #requestHead(lengthBytes: number): string {
    const { serverName, port, dohPath } = this.#server;
    const name = serverName.includes(':') ? `[${serverName}]` : serverName;
    return [
      `POST ${dohPath} HTTP/1.1`, `Host: ${port === 443 ? name : `${name}:${port}`}`, `Accept: ${MEDIA_TYPE}`, `Content-Type: ${MEDIA_TYPE}`,
      `Content-Length: ${lengthBytes}`, '', '',
    ].join('\r\n');
  }
}
