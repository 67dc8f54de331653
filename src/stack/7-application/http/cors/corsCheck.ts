import type { HeaderField } from '../../../../model/request';
import { fieldValue, listValues } from '../fieldValues';
import type { PreflightNeed } from './corsRequest';

/** Why the page's script may not have a response (Fetch standard, CORS check); undefined where it may. */
export function corsProblem(headers: readonly HeaderField[], origin: string, withCredentials: boolean): string | undefined {
  const allowed = fieldValue(headers, 'access-control-allow-origin');
  if (allowed === undefined) return 'it has no Access-Control-Allow-Origin';
  if (allowed === '*' && !withCredentials) return undefined;
  if (allowed !== origin) return `its Access-Control-Allow-Origin is ${allowed}, not ${origin}`;
  if (withCredentials && fieldValue(headers, 'access-control-allow-credentials') !== 'true') return 'the request had credentials and it has no Access-Control-Allow-Credentials: true';
  return undefined;
}

/** Why the answer to a preflight does not allow the request (Fetch standard, CORS-preflight fetch); undefined where it does. */
export function preflightProblem(status: number, headers: readonly HeaderField[], request: { readonly method: string; readonly origin: string; readonly need: PreflightNeed; readonly withCredentials: boolean }): string | undefined {
  const { method, origin, need, withCredentials } = request;
  const problem = corsProblem(headers, origin, withCredentials);
  if (problem !== undefined) return problem;
  if (status < 200 || status > 299) return `its status is ${status}, not one of success`;
  const wildcard = (list: readonly string[]) => !withCredentials && list.includes('*');
  const methods = listValues(headers, 'access-control-allow-methods');
  if (need.method && !methods.includes(method) && !wildcard(methods)) return `its Access-Control-Allow-Methods does not name ${method}`;
  const names = listValues(headers, 'access-control-allow-headers').map((name) => name.toLowerCase());
  // "*" does not stand for Authorization.
  const missing = need.headers.find((name) => !names.includes(name) && !(wildcard(names) && name !== 'authorization'));
  return missing === undefined ? undefined : `its Access-Control-Allow-Headers does not name ${missing}`;
}
