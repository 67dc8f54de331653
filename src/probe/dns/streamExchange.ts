import type { Duplex } from 'node:stream';
import type { DnsMessage } from '../../stack/7-application/dns/message';
import { ByteSource } from '../byteSource';
import { NetworkFailure, toNetworkFailure } from '../networkFailure';
import type { ProbeRun } from '../probeRun';
import { judgeAnswer, type DnsQuery, type Judged } from './question';

export interface StreamAnswer {
  readonly message: DnsMessage;
  readonly warnings: readonly string[];
  readonly responseBytes: number;
  readonly durationMs: number;
}

interface Pending {
  readonly query: DnsQuery;
  readonly resolve: (answer: { readonly message: DnsMessage; readonly warnings: readonly string[]; readonly responseBytes: number }) => void;
  readonly reject: (error: NetworkFailure) => void;
}

/**
 * DNS over one byte stream, TCP or TLS (RFC 7766, RFC 7858 §3.3): messages with their length in two octets before them, queries
 * sent without waiting for earlier answers, answers in any order.
 */
export class StreamExchange {
  readonly #run: ProbeRun;
  readonly #stream: Duplex;
  readonly #endpoint: string;
  readonly #pending = new Map<number, Pending>();
  #failure: NetworkFailure | undefined;
  #ignored = 0;

  constructor(run: ProbeRun, stream: Duplex, endpoint: string) {
    this.#run = run;
    this.#stream = stream;
    this.#endpoint = endpoint;
    void this.#pump();
  }

  /** Rejects with `NetworkFailure`. */
  async ask(query: DnsQuery): Promise<StreamAnswer> {
    const beganMs = this.#run.nowMs();
    const answer = await this.#run.phase(`The answer of ${this.#endpoint}`, () => new Promise<Omit<StreamAnswer, 'durationMs'>>((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      this.#pending.set(query.message.id, { query, resolve, reject });
      const frame = Buffer.alloc(2 + query.bytes.length);
      frame.writeUInt16BE(query.bytes.length);
      frame.set(query.bytes, 2);
      // Length and message in one write, so that they leave in one segment (RFC 7766 §8).
      this.#stream.write(frame);
    }));
    return { ...answer, durationMs: this.#run.nowMs() - beganMs };
  }

  /** Reads frames until the stream ends; then every waiting query fails. */
  async #pump(): Promise<void> {
    const source = new ByteSource(this.#stream);
    const header = Buffer.alloc(2);
    try {
      for (;;) {
        const length = await this.#fill(source, header) ? header.readUInt16BE() : undefined;
        if (length === undefined) throw new NetworkFailure('CLOSED', `${this.#endpoint} closed the connection without an answer.`);
        if (length < 12) throw new NetworkFailure('MALFORMED', `${this.#endpoint} announced a DNS message of ${length} octets; its header alone has 12.`);
        const message = Buffer.alloc(length);
        if (!(await this.#fill(source, message))) throw new NetworkFailure('CLOSED', `${this.#endpoint} closed the connection in the middle of an answer of ${length} octets.`);
        this.#receive(message);
      }
    } catch (error) {
      this.#failure = toNetworkFailure(error, this.#endpoint);
      for (const each of this.#pending.values()) each.reject(this.#failure);
      this.#pending.clear();
    }
  }

  /** False when the stream ended first. */
  async #fill(source: ByteSource, target: Buffer): Promise<boolean> {
    for (let filled = 0; filled < target.length;) {
      const chunk = await source.next();
      if (!chunk) return false;
      const part = chunk.subarray(0, target.length - filled);
      target.set(part, filled);
      filled += part.length;
      source.putBack(chunk.subarray(part.length));
    }
    return true;
  }

  #receive(bytes: Buffer): void {
    const pending = this.#pending.get(bytes.readUInt16BE());
    const judged: Judged = pending ? judgeAnswer(bytes, pending.query.message) : { refused: 'wrong ID', detail: '' };
    if (pending && !('refused' in judged)) {
      this.#pending.delete(pending.query.message.id);
      pending.resolve({ message: judged.message, warnings: judged.warnings, responseBytes: judged.bytes });
    } else if (pending && 'refused' in judged && judged.refused === 'malformed') {
      // Over a connection nobody else can have sent it, so waiting longer would bring nothing better.
      this.#pending.delete(pending.query.message.id);
      pending.reject(new NetworkFailure('MALFORMED', `${this.#endpoint} sent an answer that cannot be read: ${judged.detail}`));
    } else if (++this.#ignored >= this.#run.limits.datagrams) {
      throw new NetworkFailure('LIMIT', `${this.#endpoint} sent ${this.#ignored} messages that were no answer; the probe stopped listening.`);
    }
  }
}
