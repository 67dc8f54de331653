import type { HttpRequest } from '../http/message';
import type { Http2Frame } from './frame';
import type { MessagePart } from './incomingMessage';
import { IncomingMessage } from './incomingMessage';

/** The requests that arrive on the streams of one connection, each put together from its frames. */
export class IncomingRequests {
  private readonly messages = new Map<number, IncomingMessage>();

  /** A frame of the message on that stream. */
  add(streamId: number, part: MessagePart): void {
    const message = this.messages.get(streamId) ?? new IncomingMessage();
    this.messages.set(streamId, message);
    message.add(part);
  }

  /** The stream ended: the whole request that came on it; undefined where none began. */
  finish(streamId: number): HttpRequest | undefined {
    const message = this.messages.get(streamId);
    this.messages.delete(streamId);
    return message?.asRequest();
  }

  /** The stream was given up. */
  forget(streamId: number): void {
    this.messages.delete(streamId);
  }

  /** A frame of HTTP/2: the whole request with the frame that ends its stream (RFC 9113 §8.1). */
  arrived(frame: Http2Frame): { readonly streamId: number; readonly request: HttpRequest } | undefined {
    if (frame.type !== 'headers' && frame.type !== 'data') return undefined;
    const { streamId } = frame;
    this.add(streamId, frame);
    const request = frame.endStream ? this.finish(streamId) : undefined;
    return request && { streamId, request };
  }
}
