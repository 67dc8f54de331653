import type { ClientProfile } from '../model/clientProfile';

/** The client as it is while the code holds a session of it, which keeps connections where calls by themselves keep none. */
export function inSession(client: ClientProfile): ClientProfile {
  const { sessionIdleMs } = client.pool;
  if (sessionIdleMs === undefined) return client;
  return { ...client, assumed: [...new Set([...client.assumed, 'idle limit' as const])], pool: { ...client.pool, idleMs: sessionIdleMs } };
}
