import type { ClientProfile } from '../model/clientProfile';
import type { FoundRequest, Request } from '../model/request';
import { CLIENT_PROFILES, clientProfile } from './clientProfiles';
import { DEFAULT_CLIENT_ID } from './defaultClient';
import { inSession } from './inSession';

/**
 * The client that the code names or comes nearest to, else `usual` where a person chose that, else the one that the project is for,
 * else the product's default.
 */
export function clientForRequest(request: Pick<Request, 'client' | 'nearestClient' | 'likelyClient'>, usual: string): ClientProfile {
  const likely = usual === DEFAULT_CLIENT_ID ? [request.likelyClient] : [];
  for (const id of [request.client, request.nearestClient, ...likely, usual]) {
    const profile = CLIENT_PROFILES.find((each) => each.id === id);
    if (profile) return profile;
  }
  return clientProfile(DEFAULT_CLIENT_ID);
}

/** The same for a call in code, with its connections kept where the code holds a session of it. */
export function clientForCall({ request, course }: FoundRequest, usual: string): ClientProfile {
  const client = clientForRequest(request, usual);
  return course?.clientMadeAt || request.connectionReuse === 'pool' ? inSession(client) : client;
}
