import { fromNetwork } from '../../../model/provenance';
import type { HeaderField } from '../../../model/request';
import type { HttpContent, HttpRequest, HttpResponse } from '../http/message';
import type { LazyOctets } from '../../6-presentation/lazyOctets';
import type { HpackField } from './hpack/headerField';

/** What a message consists of, whatever the version that frames it. */
export type MessagePart =
  | { readonly type: 'headers'; readonly fields?: readonly HpackField[] }
  | { readonly type: 'data'; readonly data: LazyOctets };

/** A message that comes in frames on one stream (RFC 9113 §8.1, RFC 9114 §4.1). */
export class IncomingMessage {
  private fields: readonly HpackField[] = [];
  private readonly data: LazyOctets[] = [];
  /** Octets of content so far. */
  contentBytes = 0;

  add(frame: MessagePart): void {
    if (frame.type === 'headers') {
      this.fields = [...this.fields, ...(frame.fields ?? [])];
    } else {
      this.data.push(frame.data);
      this.contentBytes += frame.data.lengthBytes;
    }
  }

  /** With `:authority` as Host, as servers hand it to handlers of every version. */
  asRequest(): HttpRequest {
    const authority = { name: 'host', value: this.pseudo(':authority'), source: fromNetwork };
    return { kind: 'request', method: this.pseudo(':method'), target: this.pseudo(':path'), headers: [authority, ...this.headers()], ...this.content() };
  }

  asResponse(): HttpResponse {
    return { kind: 'response', status: Number(this.pseudo(':status')), reasonPhrase: '', headers: this.headers(), ...this.content() };
  }

  private pseudo(name: string): string {
    return this.fields.find((field) => field.name === name)?.value ?? '';
  }

  private headers(): readonly HeaderField[] {
    return this.fields.filter(({ name }) => !name.startsWith(':')).map(({ name, value, source = fromNetwork }) => ({ name, value, source }));
  }

  private content(): { readonly content?: HttpContent } {
    return this.contentBytes === 0 ? {} : { content: { lengthBytes: this.contentBytes, bytes: () => this.octets() } };
  }

  private octets(): Uint8Array {
    const octets = new Uint8Array(this.contentBytes);
    let at = 0;
    for (const data of this.data) {
      octets.set(data.octets(), at);
      at += data.lengthBytes;
    }
    return octets;
  }
}
