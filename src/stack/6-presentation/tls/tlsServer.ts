import type { Slice } from '../../payload';
import type { ByteStream, HostServices } from '../../services';
import type { HandshakePayload } from './handshake/handshakePayload';
import type { Negotiated } from './negotiated';
import type { TlsRecord } from './record';
import type { TlsServerOptions } from './serverHandshake';
import { TlsServerHandshake } from './tlsServerHandshake';
import { TlsStream } from './tlsStream';

/** A TLS server over a byte stream that a client opened. */
export class TlsServer extends TlsStream {
  private readonly handshake: TlsServerHandshake;
  /** What the client sent before the stream was open: early data that came before the own flight left, or TLS 1.2's false start. */
  private early: Slice[] | undefined;
  private requestPending = false;

  constructor(host: HostServices, below: ByteStream, options: TlsServerOptions) {
    super(host, below);
    this.handshake = new TlsServerHandshake(host, options, this.records, {
      isClosed: () => this.state === 'closed',
      earlyDataDecided: (accepted) => {
        if (!accepted) this.early = undefined;
      },
      opened: () => this.openEarly(),
      sendChangeCipherSpec: (step) => this.sendChangeCipherSpec(step),
      done: () => this.done(),
      failed: (failure) => this.breakOff(failure, this.handshake.stepTag),
    });
  }

  /** What was agreed on; undefined before the handshake is done. */
  get negotiated(): Negotiated | undefined {
    return this.handshake.negotiated;
  }

  /** What the stream carries, by ALPN: known when the stream opens, with early data before the handshake is done. */
  get applicationProtocol(): string | undefined {
    return this.handshake.applicationProtocol;
  }

  protected lowerOpened(): void {
    // The client speaks first.
  }

  protected brokenOff(): void {
    // The step is the client's.
  }

  protected ending(): void {
    // Only a client waits for what the peer makes of its handshake.
  }

  protected received(payload: HandshakePayload): void {
    this.handshake.received(payload);
  }

  /** The stream carries data both ways, with early data before the client's Finished has come. */
  private openEarly(): void {
    const early = this.early;
    this.early = undefined;
    this.becomeOpen();
    for (const slice of early ?? []) this.handler.received(slice);
  }

  /** Early data that was not accepted cannot be decrypted and is passed over (RFC 8446 §4.2.10). */
  protected override readable(record: TlsRecord): boolean {
    if (record.seal?.protection.epoch !== 'early data') return true;
    return this.handshake.acceptsEarlyData ?? true;
  }

  protected override receivedData(slice: Slice): void {
    this.requestPending = true;
    if (this.state === 'handshake') this.early = [...(this.early ?? []), slice];
    else super.receivedData(slice);
  }

  /** Measured: tickets that no application data took along leave before close_notify. */
  override close(): void {
    if (this.complete && this.state === 'open') this.handshake.beforeApplicationData();
    super.close();
  }

  protected override write(slice: Slice): void {
    this.handshake.beforeApplicationData();
    super.write(slice);
  }

  private done(): void {
    this.complete = true;
    if (this.state === 'handshake') this.openEarly();
    // Measured: a request that is read together with Finished is answered first, and the tickets leave with the answer.
    this.host.after(0, () => {
      if (!this.requestPending && this.state === 'open') this.handshake.beforeApplicationData();
    });
  }
}
