import type { Slice, StepTag } from '../../payload';
import type { ByteStream, HostServices, StreamFailure, Timer } from '../../services';
import type { HandshakePayload } from './handshake/handshakePayload';
import type { Negotiated } from './negotiated';
import type { TlsClientOptions } from './tlsClientHandshake';
import { TlsClientHandshake } from './tlsClientHandshake';
import { TlsStream } from './tlsStream';

/** A TLS client over a byte stream: opens with a handshake, then carries what is sent as encrypted records. */
export class TlsClient extends TlsStream {
  private readonly handshake: TlsClientHandshake;
  /** What left as early data, to be sent again if the server does not take it. */
  private early: Slice[] | undefined;
  /** Early data wait for the end of the handshake: the server asked for another ClientHello. */
  private holdsEarly = false;
  private limit: Timer | undefined;
  /** What came before the handshake was done. */
  private unread: Slice[] = [];

  /** `timeLimit`: how many ms a handshake that begins at that time may take; undefined for no limit. */
  constructor(
    host: HostServices, below: ByteStream, options: TlsClientOptions, private readonly timeLimit?: (openedMs: number) => number | undefined,
  ) {
    super(host, below);
    this.handshake = new TlsClientHandshake(host, options, this.records, {
      isClosed: () => this.state === 'closed',
      earlyDataAllowed: () => {
        this.early = [];
        this.becomeOpen();
      },
      earlyDataRefused: () => {
        this.records.unprotect();
        this.holdsEarly = true;
      },
      falseStart: () => this.becomeOpen(),
      sendChangeCipherSpec: ({ tag }) => this.sendChangeCipherSpec(tag),
      done: (negotiated) => this.done(negotiated),
      failed: (failure) => this.breakOff(failure, this.step),
    });
  }

  /** What was agreed on; undefined before the handshake is done. */
  get negotiated(): Negotiated | undefined {
    return this.handshake.negotiated;
  }

  /** What the stream carries, by ALPN: agreed on, or with early data that of the session that is resumed (RFC 8446 §4.2.10). */
  get applicationProtocol(): string | undefined {
    return this.handshake.applicationProtocol;
  }

  private get step(): StepTag | undefined {
    return this.handshake.stepTag;
  }

  protected lowerOpened(): void {
    this.handshake.start();
    const limitMs = this.timeLimit?.(this.host.nowMs());
    if (limitMs === undefined) return;
    this.limit = this.host.after(limitMs, () => this.breakOff({
      code: 'ETIMEDOUT', message: `The server did not complete the handshake, and the client gave it no more than ${Math.round(limitMs)} ms; with a longer limit it would go on waiting.`,
    }, this.step));
  }

  protected received(payload: HandshakePayload): void {
    this.handshake.received(payload);
  }

  protected override write(slice: Slice): void {
    this.early?.push(slice);
    if (!this.holdsEarly) super.write(slice);
  }

  private done({ earlyDataAccepted }: Negotiated): void {
    this.complete = true;
    this.limit?.cancel();
    this.holdsEarly = false;
    const again = earlyDataAccepted ? undefined : this.early;
    this.early = undefined;
    if (this.state === 'handshake') this.becomeOpen();
    for (const slice of again ?? []) this.write(slice);
    const answers = this.unread;
    this.unread = [];
    for (const slice of answers) super.receivedData(slice);
  }

  /** An answer to early data is read once the own Finished has left, as OpenSSL does: before that nothing may be closed over it. */
  protected override receivedData(slice: Slice): void {
    this.handshake.confirmed();
    if (this.complete) super.receivedData(slice);
    else this.unread.push(slice);
  }

  override closeSilently(): void {
    this.giveUp();
    super.closeSilently();
  }

  override abort(): void {
    this.giveUp();
    super.abort();
  }

  private giveUp(): void {
    this.limit?.cancel();
    if (this.complete || this.state === 'closed') return;
    this.handshake.brokenOff({ code: 'ECONNABORTED', message: 'The client gave the connection up before the handshake was complete; with more patience it would have gone on.' });
  }

  protected ending(failure: StreamFailure): void {
    this.limit?.cancel();
    this.handshake.refused(failure);
  }

  protected brokenOff(failure: StreamFailure): void {
    this.handshake.brokenOff(failure);
  }
}
