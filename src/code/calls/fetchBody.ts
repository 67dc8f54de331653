import type { HeaderField, RequestBody } from '../../model/request';
import { knownText, toParts, type Value } from '../folding/value';

/**
 * The body of a `BodyInit` (Fetch §5.2 "extract a body"): its text where the code gives it in full, and the media type that
 * fetch adds where the header fields name none.
 */
export function readBody(value: Value, headers: readonly HeaderField[]): RequestBody | undefined {
  if (value.kind === 'primitive' && (value.value === null || value.value === undefined)) return undefined;
  const given = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  const mediaType = given ?? defaultMediaType(value);
  const text = hasText(value) ? knownText(toParts(value)) : undefined;
  return {
    ...(text === undefined ? {} : { text, lengthBytes: new TextEncoder().encode(text).length }),
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

function defaultMediaType(value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
    case 'json':
    case 'url':
    case 'primitive':
      return 'text/plain;charset=UTF-8';
    case 'query':
      return 'application/x-www-form-urlencoded;charset=UTF-8';
    case 'form':
      return 'multipart/form-data';
    case 'blob':
      return value.mediaType === '' ? undefined : value.mediaType.toLowerCase();
    default:
      return undefined;
  }
}

function hasText(value: Value): boolean {
  return value.kind === 'text' || value.kind === 'json' || value.kind === 'url' || value.kind === 'primitive' || (value.kind === 'query' && value.parts !== undefined);
}
