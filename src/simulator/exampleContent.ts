import type { ContentCoding } from '../model/clientProfile';
import type { CodableContent } from '../stack/6-presentation/contentCoding/codableContent';
import { codedContent } from '../stack/6-presentation/contentCoding/contentCoding';
import type { HttpContent } from '../stack/7-application/http/message';

const FILLER = 'x'.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);

/** Content of which the coder knows what repeats. */
export interface ExampleContent extends HttpContent {
  /** Octets before those that repeat. */
  readonly textBytes: number;
  readonly filler: number;
}

/** What begins content of a structured type, so that it is valid; spaces may follow. */
const STRUCTURED: readonly (readonly [RegExp, string])[] = [[/[/+]json\s*(?:;|$)/i, '{"example":"x"}'], [/[/+]xml\s*(?:;|$)/i, '<example/>']];

/** Octets that are visibly invented: a text, and "x" up to the length, or what the media type asks for. A longer text makes the content longer. */
export function exampleContent(lengthBytes: number, text = '', mediaType = ''): ExampleContent {
  const structured = STRUCTURED.find(([pattern]) => pattern.test(mediaType))?.[1];
  const head = new TextEncoder().encode(text === '' && structured !== undefined && structured.length <= lengthBytes ? structured : text);
  const length = Math.max(lengthBytes, head.length);
  const filler = structured === undefined ? FILLER : SPACE;
  return {
    lengthBytes: length,
    textBytes: head.length,
    filler,
    bytes: () => {
      const octets = new Uint8Array(length).fill(filler);
      octets.set(head);
      return octets;
    },
  };
}

/** The same in a content coding. `ratio` octets become one: so much of the content is written out, and the rest costs next to nothing. */
export function codedExampleContent(coding: ContentCoding, content: ExampleContent, ratio: number): HttpContent {
  const literalBytes = Math.min(content.lengthBytes, Math.max(content.textBytes, Math.round(content.lengthBytes / ratio)));
  const codable: CodableContent = { lengthBytes: content.lengthBytes, literalBytes, bytes: content.bytes, repeated: content.filler };
  const coded = codedContent(coding, codable);
  return { lengthBytes: coded.lengthBytes, bytes: coded.octets, source: { kind: 'conditions', detail: 'server.compressionRatio' } };
}
