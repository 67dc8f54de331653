import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { NetworkFailure } from '../networkFailure';

/** Octets of the server's beginning that are kept for reading. */
const KEPT_BYTES = 262_144;

/**
 * A socket with a meter: counts what comes in, keeps the beginning, and ends the connection at the limit. TLS runs over it, so
 * that what the server sent can be read even when TLS made nothing of it.
 */
export class MeteredStream extends Duplex {
  readonly #socket: Socket;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  receivedBytes = 0;
  sentBytes = 0;
  /** From the first octet sent to the first one received, ms. */
  firstByteMs: number | undefined;
  #sentAtMs: number | undefined;

  constructor(socket: Socket, limitBytes: number) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.receivedBytes += chunk.length;
      this.firstByteMs ??= performance.now() - (this.#sentAtMs ?? performance.now());
      if (this.#keptBytes < KEPT_BYTES) {
        this.#kept.push(chunk.subarray(0, KEPT_BYTES - this.#keptBytes));
        this.#keptBytes += Math.min(chunk.length, KEPT_BYTES - this.#keptBytes);
      }
      if (this.receivedBytes > limitBytes) {
        this.destroy(new NetworkFailure('LIMIT', `The server sent more than ${limitBytes} octets, the limit of this probe; the connection was closed.`));
      } else if (!this.push(chunk)) {
        socket.pause();
      }
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    socket.pause();
  }

  /** The first octets that the server sent. */
  kept(): Uint8Array {
    return Buffer.concat(this.#kept);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.sentBytes += chunk.length;
    this.#sentAtMs ??= performance.now();
    this.#socket.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
