import * as vscode from 'vscode';
import type { ExplainedClient } from '../../model/explanation';
import type { Request } from '../../model/request';
import { inertText } from './inertText';

const MAX_FILES = 3;

/** In sentences: for which client another one stands in, and which other files values come from. `client`: the one that is predicted for. */
export function requestOrigins({ client: named, nearestClient, importedFrom = [] }: Request, client: Pick<ExplainedClient, 'id' | 'title'> | undefined): readonly string[] {
  const standsIn = named !== undefined && client !== undefined && named !== client.id && nearestClient === client.id;
  const files = importedFrom.slice(0, MAX_FILES).map((file) => inertText(file, 100)).join(', ');
  return [
    ...(standsIn ? [vscode.l10n.t('{0} was not measured; shown is {1}, which comes nearest.', inertText(named, 60), inertText(client.title, 60))] : []),
    ...(files === '' ? [] : [vscode.l10n.t('With values of {0}.', files)]),
  ];
}
