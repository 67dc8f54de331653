import type { RequestUrl } from '../../../model/requestUrl';
import { parseRequestUrl } from '../../../model/requestUrl';

export type SubresourceKind = 'css' | 'js' | 'img' | 'font';

/** Something that a page needs beside itself. */
export interface Subresource {
  readonly kind: SubresourceKind;
  readonly url: RequestUrl;
  readonly lengthBytes: number;
}

/**
 * `css:1x20000,js:2x50000@cdn.example` as resources of the page at `page`, each with a URL of its own: kind, number, length in octets,
 * and the host where it is not the page's. What has another form is passed over.
 */
export function parseSubresources(text: string, page: RequestUrl): readonly Subresource[] {
  return text.split(',').flatMap((entry, index) => {
    const found = /^(css|js|img|font):(\d{1,2})x(\d{1,8})(?:@([a-z0-9.-]{1,253}))?$/.exec(entry);
    if (!found) return [];
    const [, kind, count, lengthBytes, host] = found;
    const origin = `${page.scheme}://${host ?? page.authority}`;
    return Array.from({ length: Number(count) }, (_, number): Subresource => ({
      kind: kind as SubresourceKind, url: parseRequestUrl(`${origin}/example-${index + 1}-${number + 1}.${kind}`), lengthBytes: Number(lengthBytes),
    }));
  });
}
