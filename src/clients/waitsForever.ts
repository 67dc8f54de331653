import { CLIENT_PROFILES } from './clientProfiles';

/** Whether the client with that id waits for a response as long as it takes, unless the code sets a limit; false for one that is not known. */
export function waitsForever(clientId: string): boolean {
  const timeouts = CLIENT_PROFILES.find(({ id }) => id === clientId)?.http.timeouts;
  return timeouts !== undefined && timeouts.totalMs === undefined && timeouts.responseMs === undefined && timeouts.idleReadMs === undefined;
}
