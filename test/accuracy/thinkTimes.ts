import { clientProfile } from '../../src/clients/clientProfiles';
import type { ClientTiming } from '../../src/model/clientProfile';
import type { DigestedPacket } from '../conformance/captureDigest';
import { exchangeOf } from './exchange';
import type { Scenario } from './scenario';

/** What the programs at the two ends took, in ms: no network explains these. */
export interface ThinkTimes {
  readonly client: Partial<ClientTiming>;
  readonly serverHandshakeMs: number;
  readonly serverResponseMs: number;
}

/**
 * Reads think times off a capture in which nothing was lost: each is the time between two packets of the client's host, less the round
 * trips, and the time to put both frames on a slow wire, that lie between them. The name server's own time counts as the client's before it connects.
 */
export function thinkTimes(scenario: Scenario, packets: readonly DigestedPacket[]): ThinkTimes {
  const { rttMs, mbps, protocol, client } = scenario;
  const { lastQuery, syn, synAck, clientData, serverData, request, response } = exchangeOf(scenario, packets);
  const between = (from: DigestedPacket | undefined, to: DigestedPacket | undefined, roundTrips: number): number => {
    if (!from || !to) throw new Error(`The capture of ${scenario.id} does not hold the whole exchange.`);
    const serializationMs = roundTrips > 0 && mbps !== undefined ? ((from.length + to.length) * 8) / (mbps * 1000) : 0;
    return Math.max(0, to.timeMs - from.timeMs - roundTrips * rttMs - serializationMs);
  };
  const beforeConnectMs = between(lastQuery, syn, 1);
  const serverResponseMs = between(request, response[0], 1);
  if (protocol === 'HTTP') {
    return { client: { beforeConnectMs, beforePlainRequestMs: between(synAck, request, 0) }, serverHandshakeMs: 0, serverResponseMs };
  }
  const { usesNagle, timing: { requestWithFinished, changeCipherSpecLeadMs } } = clientProfile(client);
  const [hello, second, third] = clientData;
  const finished = changeCipherSpecLeadMs === undefined ? second : third;
  // Nagle's algorithm holds the request back until Finished is acknowledged.
  const separately = protocol === 'TLS 1.2' ? between(serverData[1], request, 0) : between(finished, request, usesNagle ? 1 : 0);
  return {
    client: {
      beforeConnectMs,
      beforeClientHelloMs: between(synAck, hello, 0),
      beforeFinishedMs: between(serverData[0], finished, 0),
      ...(changeCipherSpecLeadMs === undefined ? {} : { changeCipherSpecLeadMs: between(second, finished, 0) }),
      ...(requestWithFinished ? {} : { beforeRequestMs: separately }),
    },
    serverHandshakeMs: between(hello, serverData[0], 1),
    serverResponseMs,
  };
}
