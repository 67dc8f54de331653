import type { Slice, StepTag } from '../../payload';
import { wholeSlice } from '../../payload';
import type { ByteStream, ByteStreamHandler, HostServices, StreamFailure } from '../../services';
import { ALERT, alertName, AlertPayload, closeNotify } from './alert';
import { ChangeCipherSpecPayload } from './changeCipherSpec';
import { CONTENT_TYPE } from './codePoints';
import { HandshakePayload } from './handshake/handshakePayload';
import type { TlsRecord } from './record';
import { RecordLayer } from './recordLayer';

const silent: ByteStreamHandler = { opened() {}, received() {}, ended() {}, failed() {} };

/** Why a handshake ends without success. */
export interface HandshakeFailure extends StreamFailure {
  /** The alert that is sent; undefined where the peer ended it. */
  readonly alert?: number;
}

/** What client and server have in common: a byte stream over a byte stream, in the clear below and encrypted for the peer. */
export abstract class TlsStream implements ByteStream {
  handler: ByteStreamHandler = silent;
  protected readonly records: RecordLayer;
  protected state: 'handshake' | 'open' | 'closed' = 'handshake';
  /** The handshake is over; with early data the stream is open before. */
  protected complete = false;
  private peerEnded = false;
  private waiting: Slice[] = [];

  protected constructor(protected readonly host: HostServices, protected readonly below: ByteStream) {
    this.records = new RecordLayer(host, below);
    below.handler = {
      opened: () => this.lowerOpened(),
      received: (slice) => this.lowerReceived(slice),
      ended: () => this.lowerEnded(),
      failed: (failure) => this.lowerFailed(failure),
    };
  }

  /** Encrypts and sends; before the handshake is done the octets wait for it. */
  send(slice: Slice): void {
    if (this.state === 'open') this.write(slice);
    else if (this.state === 'handshake') this.waiting.push(slice);
  }

  /** Says close_notify (RFC 8446 §6.1), then closes the connection below. */
  close(): void {
    if (this.state === 'closed') return;
    if (this.complete) this.records.sendAlert(closeNotify());
    this.closeSilently();
  }

  /** Closes the connection below without close_notify, as a program that just ends does. */
  closeSilently(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.below.close();
  }

  abort(): void {
    this.state = 'closed';
    this.below.abort();
  }

  protected abstract lowerOpened(): void;
  /** A whole handshake message arrived. */
  protected abstract received(message: HandshakePayload): void;
  /** The handshake ended without success: the step says why. Called once, before the handler hears of it. */
  protected abstract brokenOff(failure: StreamFailure): void;

  /** The stream breaks, during the handshake or after it. */
  protected abstract ending(failure: StreamFailure): void;

  /** Application data leave. */
  protected write(slice: Slice): void {
    this.records.sendApplicationData(slice);
  }

  /** A record that cannot be read with the keys at hand is passed over. */
  protected readable(record: TlsRecord): boolean {
    return record.contentBytes >= 0;
  }

  protected sendChangeCipherSpec(step: StepTag | undefined): void {
    this.records.sendPlain(CONTENT_TYPE.changeCipherSpec, wholeSlice(new ChangeCipherSpecPayload(step)));
  }

  /** The stream carries application data from now on; what waited leaves. */
  protected becomeOpen(): void {
    this.state = 'open';
    this.handler.opened();
    const waiting = this.waiting;
    this.waiting = [];
    for (const slice of waiting) this.send(slice);
  }

  /** Ends the handshake: sends the alert where there is one, closes, and tells step and handler. */
  protected breakOff(failure: HandshakeFailure, step?: StepTag): void {
    if (this.state === 'closed') return;
    if (failure.alert !== undefined) this.records.sendAlert(new AlertPayload(2, failure.alert, step, failure.message));
    this.state = 'closed';
    this.below.close();
    if (!this.complete) this.brokenOff(failure);
    this.ending(failure);
    this.handler.failed({ code: failure.code, message: failure.message });
  }

  private lowerReceived(slice: Slice): void {
    if (this.state === 'closed') return;
    const record = this.records.receive(slice);
    if (record === undefined) return;
    if (record === 'not-tls') {
      return this.breakOff({
        code: 'ERR_SSL_WRONG_VERSION_NUMBER', alert: ALERT.protocolVersion,
        message: `Expected a TLS record, received "${slice.payload.summary}"; a peer that speaks TLS would send one.`,
      });
    }
    if (!this.readable(record)) return;
    for (const part of record.content) this.receivedContent(part);
  }

  private receivedContent(part: Slice): void {
    const { payload, start, length } = part;
    const whole = start + length === payload.lengthBytes;
    if (payload instanceof HandshakePayload) {
      if (whole) this.received(payload);
    } else if (payload instanceof AlertPayload) {
      this.receivedAlert(payload);
    } else if (!(payload instanceof ChangeCipherSpecPayload)) {
      this.receivedData(part);
    }
  }

  protected receivedData(slice: Slice): void {
    if (this.state === 'open') this.handler.received(slice);
  }

  private receivedAlert(alert: AlertPayload): void {
    if (alert.description === ALERT.closeNotify) return this.end();
    // EPROTO: what Node reports when the peer's alert ends a handshake.
    const why = alert.reason === undefined ? '' : ` ${alert.reason}`;
    this.breakOff({ code: 'EPROTO', message: `The peer ended TLS with the alert ${alertName(alert.description)} (${alert.description}).${why}` });
  }

  private end(): void {
    if (!this.complete) {
      return this.breakOff({ code: 'ECONNRESET', message: 'The peer closed the connection before TLS was established; had it gone on, the handshake would have been completed.' });
    }
    if (this.peerEnded) return;
    this.peerEnded = true;
    this.handler.ended();
  }

  private lowerEnded(): void {
    if (this.state !== 'closed') this.end();
  }

  private lowerFailed(failure: StreamFailure): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    if (!this.complete) this.brokenOff(failure);
    this.ending(failure);
    this.handler.failed(failure);
  }
}
