import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl } from '../model/requestUrl';
import type { Subresource, SubresourceKind } from '../stack/7-application/page/subresource';
import { parseSubresources } from '../stack/7-application/page/subresource';

/** A page with what it needs beside itself, all invented. */
export interface ExamplePage {
  /** HTML that names every resource. */
  readonly markup: string;
  readonly resources: readonly (Subresource & { readonly contentType: string })[];
  /** Values of `Link` fields that hint at them (RFC 8297). */
  readonly hints: readonly string[];
}

/** Images are none of a real format, so they say so (RFC 4735 §3.3). */
const CONTENT_TYPES: Readonly<Record<SubresourceKind, string>> = { css: 'text/css', js: 'text/javascript', img: 'image/example', font: 'font/woff2' };
const HINT_TYPES: Readonly<Record<SubresourceKind, string>> = { css: 'style', js: 'script', img: 'image', font: 'font' };

/** The page at `url` that the switch `page.subresources` describes. */
export function examplePage(subresources: string, url: RequestUrl): ExamplePage {
  const resources = parseSubresources(subresources, url).map((each) => ({ ...each, contentType: CONTENT_TYPES[each.kind] }));
  const markup = ['<!doctype html><meta charset=utf-8><title>Example</title>', ...resources.map((each) => tag(each, url)), '<p>'].join('\n');
  return { markup, resources, hints: resources.filter(({ kind }) => kind === 'css').map((each) => `<${referenceTo(each, url)}>; rel=preload; as=${HINT_TYPES[each.kind]}`) };
}

/** Hosts other than the page's own that its resources are at. */
export function otherHosts(subresources: string, url: RequestUrl): readonly RequestUrl[] {
  return parseSubresources(subresources, url).map((each) => each.url).filter(({ authority }) => authority !== url.authority).map(({ href }) => parseRequestUrl(href));
}

function tag(resource: Subresource, page: RequestUrl): string {
  const place = referenceTo(resource, page);
  switch (resource.kind) {
    case 'css': return `<link rel=stylesheet href="${place}">`;
    case 'js': return `<script src="${place}"></script>`;
    case 'img': return `<img src="${place}" alt="">`;
    case 'font': return `<link rel=preload as=font crossorigin href="${place}">`;
  }
}

/** The path alone where the page's own origin has it. */
function referenceTo({ url }: Subresource, page: RequestUrl): string {
  return url.authority === page.authority ? url.path : url.href;
}
