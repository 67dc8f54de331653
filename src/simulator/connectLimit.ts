import type { ClientProfile } from '../model/clientProfile';
import type { ConnectLimit } from '../stack/5-session/connectLimit';

/** How long the client waits for a connection by its own default; undefined where it leaves that to the system. */
export function connectLimit({ title, http: { timeouts } }: ClientProfile): ConnectLimit | undefined {
  const { connectMs, connectScope = 'all', connectError = 'ETIMEDOUT' } = timeouts;
  if (connectMs === undefined) return undefined;
  const each = connectScope === 'address' ? 'an address' : connectScope === 'round' ? 'a round of all addresses' : 'all addresses together';
  return {
    limitMs: connectMs,
    scope: connectScope,
    code: connectError,
    source: `${title} gives ${each} by default`,
    remedy: 'Without this limit the system would go on sending SYNs; code that sets another connect timeout changes it.',
  };
}
