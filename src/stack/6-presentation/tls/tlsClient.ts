import type { Slice, StepTag } from '../../payload';
import type { ByteStream, HostServices, StreamFailure } from '../../services';
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

  constructor(host: HostServices, below: ByteStream, options: TlsClientOptions) {
    super(host, below);
    this.handshake = new TlsClientHandshake(host, options, this.records, {
      isClosed: () => this.state === 'closed',
      earlyDataAllowed: () => {
        this.early = [];
        this.becomeOpen();
      },
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
  }

  protected received(payload: HandshakePayload): void {
    this.handshake.received(payload);
  }

  protected override write(slice: Slice): void {
    this.early?.push(slice);
    super.write(slice);
  }

  private done({ earlyDataAccepted }: Negotiated): void {
    this.complete = true;
    const again = earlyDataAccepted ? undefined : this.early;
    this.early = undefined;
    if (this.state === 'handshake') this.becomeOpen();
    for (const slice of again ?? []) this.write(slice);
  }

  protected brokenOff(failure: StreamFailure): void {
    this.handshake.brokenOff(failure);
  }
}
