import type { Finding, Request } from './request';
import { clip } from './visibleText';

/** Scheme and authority without a placeholder: host and port are what the code sends the request to. */
const KNOWN_ORIGIN = /^(?:https?|wss?):\/\/[^/?#\\{}]+(?:[/?#\\]|$)/i;
/** What would end or change the part of the URL that a placeholder stands in. */
const UNSAFE = /[^\p{L}\p{N}_.$[\]()-]/gu;
const MOST_NAMED = 5;
const LONGEST_NAME = 60;

/** Whether the request's host and port are known, whatever else of its URL is not. */
export function isOriginKnown({ url }: Pick<Request, 'url'>): boolean {
  return KNOWN_ORIGIN.test(url);
}

/**
 * The request as it can be predicted while part of its path or query is not known: the placeholders are sent as they stand,
 * visibly no real value. Unchanged where all is known, and where the host is not: for that nothing stands in.
 */
export function withStandIns(request: Request): Request {
  if (request.unknownParts.length === 0 || !isOriginKnown(request)) return request;
  const url = request.unknownParts.reduce((text, name) => text.replaceAll(`{${name}}`, `{${name.replace(UNSAFE, '_')}}`), request.url);
  return { ...request, url, unknownParts: [] };
}

/** What there is to say about a prediction that was made with stand-ins. */
export function standInFinding({ unknownParts }: Pick<Request, 'unknownParts'>): Finding {
  const named = unknownParts.slice(0, MOST_NAMED).map((name) => `{${clip(name, LONGEST_NAME)}}`).join(', ');
  const more = unknownParts.length - MOST_NAMED;
  return {
    id: 'url.stand-in', severity: 'information',
    message: `Known only when the code runs: ${named}${more > 0 ? ` and ${more} more` : ''}. It is predicted as it is written here; connections and round trips do not depend on it, lengths do.`,
  };
}
