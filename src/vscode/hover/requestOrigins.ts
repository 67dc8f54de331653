import * as vscode from 'vscode';
import type { ExplainedClient } from '../../model/explanation';
import type { Request } from '../../model/request';
import { inertText } from './inertText';

const MAX_FILES = 3;

/** In sentences: the client's version, for which client another one stands in, and which other files values come from. `client`: the one that is predicted for. */
export function requestOrigins(request: Request, client: Pick<ExplainedClient, 'id' | 'title'> | undefined): readonly string[] {
  const { client: named, nearestClient, clientVersion, likelyClient, likelyFrom, importedFrom = [] } = request;
  const versioned = named === undefined ? '' : inertText(clientVersion ? `${named} ${clientVersion.version}` : named, 80);
  const standsIn = client !== undefined && named !== client.id && nearestClient === client.id;
  const files = importedFrom.slice(0, MAX_FILES).map((file) => inertText(file, 100)).join(', ');
  return [
    ...(clientVersion ? [vscode.l10n.t('{0}, by {1}.', versioned, inertText(clientVersion.file, 100))] : []),
    ...(standsIn && named !== undefined ? [vscode.l10n.t('{0} was not measured; shown is {1}, which comes nearest.', inertText(named, 60), inertText(client.title, 60))] : []),
    ...(likelyFrom !== undefined && client !== undefined && likelyClient === client.id ? [vscode.l10n.t('{0} is meant for {1}.', inertText(likelyFrom, 100), inertText(client.title, 60))] : []),
    ...(files === '' ? [] : [vscode.l10n.t('With values of {0}.', files)]),
  ];
}
