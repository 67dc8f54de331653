import * as vscode from 'vscode';
import type { ColdCost } from '../../explain/coldCost';

/** "4 origins: 4 DNS, 4 TCP, 4 TLS cold"; undefined where there is no origin. */
export function coldCostText({ origins, dns, tcp, tls }: ColdCost): string | undefined {
  if (origins === 0) return undefined;
  return origins === 1
    ? vscode.l10n.t('1 origin: {0} DNS, {1} TCP, {2} TLS cold', dns, tcp, tls)
    : vscode.l10n.t('{0} origins: {1} DNS, {2} TCP, {3} TLS cold', origins, dns, tcp, tls);
}

/** "1 DNS, 1 TCP, 1 TLS cold" of one origin; undefined where it is not known. */
export function originCostText({ origins, dns, tcp, tls }: ColdCost): string | undefined {
  return origins === 0 ? undefined : vscode.l10n.t('{0} DNS, {1} TCP, {2} TLS cold', dns, tcp, tls);
}
