import { visibleLine } from '../../model/visibleLine';
import { preflightNeed } from '../../stack/7-application/http/cors/corsRequest';
import type { CodeRule } from './codeRule';
import { addressOf } from './address';

/** What only code that runs in a page has. */
const PAGE = /\b(?:document|window|localStorage)\.\w|\bfrom\s+['"](?:react|vue|svelte|preact|@angular\/core)['"]/;
const PAGE_CLIENTS: ReadonlySet<string> = new Set(['XMLHttpRequest', 'angular', 'jquery']);
const SHOWN_CHARACTERS = 60;

/** What makes a page's request to another origin wait for a preflight. */
export const preflight: CodeRule = ({ request, callee, range }, context) => {
  const isFetch = request.client === undefined && /^(?:window\.)?fetch$/.test(callee);
  if (!addressOf(request.url) || request.method.includes('{') || (!isFetch && !PAGE_CLIENTS.has(request.client ?? ''))) return undefined;
  const need = preflightNeed(request.method, request.headers);
  if (!need.method && need.headers.length === 0) return undefined;
  if (isFetch && (!context.source.mentions(PAGE) || context.source.part(range).includes('no-cors'))) return undefined;
  const [first = ''] = need.headers;
  const cause = need.method ? `The method ${visibleLine(request.method, SHOWN_CHARACTERS)}` : `The header field ${visibleLine(first, SHOWN_CHARACTERS)}`;
  return {
    id: 'http.preflight',
    severity: 'information',
    message: `${cause} makes the browser ask the server first, with an OPTIONS request, when the page is of another origin: one round trip more.`,
    spec: 'Fetch standard, CORS-preflight fetch',
  };
};
