import { clientProfile } from '../../src/clients/clientProfiles';
import type { ServerTiming } from '../../src/clients/serverProfile';
import type { ClientTiming } from '../../src/model/clientProfile';
import { WAKE_UP_MS } from '../../src/stack/4-transport/tcp/wakeUp';
import type { DigestedPacket } from '../conformance/captureDigest';
import { exchangeOf } from './exchange';
import type { Scenario } from './scenario';

/** What the programs at the two ends took, in ms: no network explains these. */
export interface ThinkTimes {
  readonly client: Partial<ClientTiming>;
  readonly server: Partial<ServerTiming>;
  readonly serverResponseMs: number;
}

/**
 * Reads think times off a capture in which nothing was lost: each is the time between two packets of the client's host, less the round
 * trips, the time to put both frames on a slow wire, and the kernel's to wake the program that lie between them. The name server's own time counts as
 * the client's before it connects.
 */
export function thinkTimes(scenario: Scenario, packets: readonly DigestedPacket[]): ThinkTimes {
  const { rttMs, mbps, protocol, client, http } = scenario;
  const { lastQuery, syn, synAck, clientData, serverData, request, response } = exchangeOf(scenario, packets);
  const serializationMs = ({ length }: DigestedPacket) => (mbps === undefined ? 0 : (length * 8) / (mbps * 1000));
  const between = (from: DigestedPacket | undefined, to: DigestedPacket | undefined, roundTrips: 0 | 1, wakeUpMs = 0): number => {
    if (!from || !to) throw new Error(`The capture of ${scenario.id} does not hold the whole exchange.`);
    const wireMs = roundTrips * (rttMs + serializationMs(from) + serializationMs(to));
    return Math.max(0, to.timeMs - from.timeMs - wireMs - wakeUpMs);
  };
  const beforeConnectMs = between(lastQuery, syn, 1);
  if (protocol === 'HTTP') {
    return {
      client: { beforeConnectMs, beforePlainRequestMs: between(synAck, request, 0) }, server: {},
      serverResponseMs: between(request, response[0], 1, WAKE_UP_MS),
    };
  }
  const { usesNagle, timing: { requestWithFinished, changeCipherSpecLeadMs } } = clientProfile(client);
  const [hello, second, third] = clientData;
  const finished = changeCipherSpecLeadMs === undefined ? second : third;
  // Nagle's algorithm holds the request back until Finished is acknowledged.
  const beforeRequestMs = protocol === 'TLS 1.2' ? between(serverData[1], request, 0, WAKE_UP_MS) : requestWithFinished ? 0 : between(finished, request, usesNagle ? 1 : 0);
  const wakeUpMs = protocol === 'TLS 1.2' ? WAKE_UP_MS : serverWakeUpMs();
  return {
    client: {
      beforeConnectMs,
      beforeClientHelloMs: between(synAck, hello, 0),
      beforeFinishedMs: between(serverData[0], finished, 0, WAKE_UP_MS),
      ...(changeCipherSpecLeadMs === undefined ? {} : { changeCipherSpecLeadMs: between(second, finished, 0) }),
      beforeRequestMs,
    },
    server: {
      handshakeMs: between(hello, serverData[0], 1, wakeUpMs),
      ...(protocol === 'TLS 1.2' ? { finishedMs: between(second, serverData[1], 1, wakeUpMs) } : {}),
      wakeUpMs,
    },
    serverResponseMs: between(request, response[0], 1, wakeUpMs),
  };

  /**
   * Whether the server's program was awake in time to read Finished before the request came is the scheduler's choice. It shows in the
   * capture: then the session tickets leave in a segment of their own, and else with the response.
   */
  function serverWakeUpMs(): number {
    // Over HTTP/2 SETTINGS leave before the response in any case.
    if (!finished || !request || finished === request || http === '2') return WAKE_UP_MS;
    const apartMs = Math.max(request.timeMs - finished.timeMs, serializationMs(request));
    const readAlone = serverData.some(({ timeMs }) => timeMs > finished.timeMs + rttMs && timeMs < (response[0]?.timeMs ?? 0));
    return readAlone ? Math.min(WAKE_UP_MS, apartMs / 2) : Math.max(WAKE_UP_MS, apartMs * 1.5);
  }
}
