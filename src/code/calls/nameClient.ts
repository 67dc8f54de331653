import type { Request } from '../../model/request';
import { NEAREST_CLIENTS } from '../libraries/nearestClients';

/** What only code that runs in a browser has. */
const BROWSER = /\b(?:document|window|localStorage|navigator)\.\w|from\s+['"](?:react|vue|svelte|preact|@angular\/)|\bimport\s+React\b/;

/** The client of a request, and where it has no profile the one that it comes nearest to. */
export function nameClient(client: string | undefined, text: string): Pick<Request, 'client' | 'nearestClient'> {
  if (client === undefined) return {};
  const nearest = NEAREST_CLIENTS[client];
  if (nearest === undefined) return { client };
  return { client, nearestClient: typeof nearest === 'string' ? nearest : runsInBrowser(text) ? nearest.browser : nearest.node };
}

/** Whether the text has what only code has that runs in a browser. */
export function runsInBrowser(text: string): boolean {
  return BROWSER.test(text);
}
