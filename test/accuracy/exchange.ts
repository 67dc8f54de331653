import { clientProfile } from '../../src/clients/clientProfiles';
import type { DigestedPacket } from '../conformance/captureDigest';
import type { Scenario } from './scenario';

/** Octets of the frames that bring Node's two TLS 1.3 tickets and nothing else: 66 of headers, 20 more over IPv6, and twice 287. */
const TICKETS_FRAME_BYTES = [640, 660];
/** Over HTTP/2 SETTINGS come before the response, alone or behind the tickets, in frames of less than so many octets. */
const LARGEST_CONTROL_FRAME_BYTES = 700;

/** The packets of one exchange by their part in it. Undefined where the capture does not hold it. */
export interface Exchange {
  readonly lastQuery: DigestedPacket | undefined;
  readonly syn: DigestedPacket | undefined;
  readonly synAck: DigestedPacket | undefined;
  /** Segments with data of each side until the client closes, in order. */
  readonly clientData: readonly DigestedPacket[];
  readonly serverData: readonly DigestedPacket[];
  readonly request: DigestedPacket | undefined;
  /** The server's segments with the response. */
  readonly response: readonly DigestedPacket[];
}

/** Which of the client's segments with data is the request, without losses: what comes before it is handshake. */
function requestIndex({ client, protocol, http }: Scenario): number {
  if (protocol === 'HTTP') return 0;
  // The preface comes between Finished and HEADERS.
  if (http === '2') return 3;
  // Most write Finished and request one after the other, Node at once, Java ChangeCipherSpec before both; TLS 1.2 waits for the server's Finished between them.
  const { requestWithFinished, changeCipherSpecLeadMs } = clientProfile(client).timing;
  if (protocol === 'TLS 1.2') return 2;
  return (requestWithFinished ? 1 : 2) + (changeCipherSpecLeadMs === undefined ? 0 : 1);
}

/** Finds the parts. Where the wire lost something the request may be found late or early: use a twin without loss for times. */
export function exchangeOf(scenario: Scenario, packets: readonly DigestedPacket[]): Exchange {
  const closes = packets.findIndex(({ from, kind }) => from === 'client' && (kind === 'FIN' || kind === 'RST'));
  const open = closes < 0 ? packets : packets.slice(0, closes);
  const data = (from: DigestedPacket['from']) => open.filter((packet) => packet.from === from && packet.kind === 'data');
  const [clientData, serverData] = [data('client'), data('server')];
  const request = clientData[requestIndex(scenario)];
  const at = request ? open.indexOf(request) : open.length;
  return {
    lastQuery: packets.filter(({ from, kind }) => from === 'client' && kind === 'DNS').at(-1),
    syn: packets.find(({ kind }) => kind === 'SYN'),
    synAck: packets.find(({ kind }) => kind === 'SYN-ACK'),
    clientData,
    serverData,
    request,
    response: open.slice(at).filter(({ from, kind, length }) => from === 'server' && kind === 'data' && !TICKETS_FRAME_BYTES.includes(length)
      && (scenario.http !== '2' || length > LARGEST_CONTROL_FRAME_BYTES)),
  };
}

/**
 * Segments of the response by flight: a new one begins after a pause of half a round trip. On a wire that is busy without pause there is
 * one flight only.
 */
export function flightSizes({ response }: Exchange, rttMs: number): readonly number[] {
  const sizes: number[] = [];
  let beforeMs = -Infinity;
  for (const { timeMs } of response) {
    if (timeMs - beforeMs > rttMs / 2) sizes.push(0);
    sizes.push((sizes.pop() ?? 0) + 1);
    beforeMs = timeMs;
  }
  return sizes;
}
