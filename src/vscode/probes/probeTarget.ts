import * as vscode from 'vscode';
import type { Request } from '../../model/request';
import { requestFromUrl } from '../../model/requestFromUrl';
import { parseRequestUrl } from '../../model/requestUrl';
import { isOriginKnown } from '../../model/standIns';
import { WirewalkError } from '../../model/wirewalkError';
import { formatEndpoint, parseHostTarget } from '../../probe/target';
import type { ChosenRequest } from '../requests/chosenRequest';

/** What to probe, and the request that the result is shown beside. */
export interface ProbeTarget {
  readonly request: Request;
  readonly host: string;
  readonly port: number;
}

/** The host of the given request, or one that the person types; undefined when they gave up. Throws `InputError`. */
export async function chooseTarget(chosen: ChosenRequest, argument: unknown, title: string): Promise<ProbeTarget | undefined> {
  const request = argument === undefined ? undefined : await chosen.for(argument);
  if (request) return targetOf(request);
  const suggestion = (await chosen.atCursor())?.request;
  const text = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The host to probe, with a port if it is not 443.'),
    placeHolder: 'www.example.com',
    value: suggestion && isOriginKnown(suggestion) ? endpoint(targetOf(suggestion)) : '',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? undefined : problemWith(value)),
  });
  if (text === undefined || text.trim() === '') return undefined;
  const { host, port } = parseHostTarget(text, 443);
  if (suggestion && isOriginKnown(suggestion) && endpoint(targetOf(suggestion)) === text.trim()) return targetOf(suggestion);
  return { request: requestFromUrl(`https://${formatEndpoint(host, port)}/`), host, port };
}

/** `host:port` as a TLS probe takes it. */
export function endpoint({ host, port }: Pick<ProbeTarget, 'host' | 'port'>): string {
  return formatEndpoint(host, port);
}

function targetOf(request: Request): ProbeTarget {
  const { host, port, scheme } = parseRequestUrl(request.url);
  // The port of clear-text HTTP speaks no TLS: what a TLS probe of that host is about is the port beside it.
  return { request, host, port: scheme === 'http' && port === 80 ? 443 : port };
}

function problemWith(text: string): string | undefined {
  try {
    parseHostTarget(text, 443);
    return undefined;
  } catch (error) {
    if (error instanceof WirewalkError) return error.message;
    throw error;
  }
}
