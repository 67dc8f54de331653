import { clientProfile } from '../../src/clients/clientProfiles';
import { NODE_20_SERVER } from '../../src/clients/serverProfile';
import { captureLink } from '../../src/model/capturePoint';
import { makeConditions } from '../../src/model/conditions';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import type { Trace, TracedFrame } from '../../src/model/trace';
import { predict } from '../../src/simulator/predict';
import { segmentKind } from '../conformance/captureDigest';
import type { DigestedPacket } from '../conformance/captureDigest';
import type { Scenario } from './scenario';
import { hostOf } from './scenario';
import type { ThinkTimes } from './thinkTimes';

/** The simulation of an exchange under the laboratory's conditions, a trace for each request. */
export function predictedTraces(scenario: Scenario, think: ThinkTimes): readonly Trace[] {
  const { protocol, rttMs, mbps, bodyBytes, lost, family = 4, http = '1.1', requests = 1 } = scenario;
  const profile = clientProfile(scenario.client);
  const conditions = makeConditions({
    'cache.arp': 'warm',
    'path.hops': 0,
    'path.rttMs': rttMs,
    'path.mbps': mbps ?? 1000,
    'path.lossFrames': lost?.frames ?? '',
    'client.ip': String(family),
    'server.http': http,
    'server.tls': protocol === 'TLS 1.2' ? '1.2' : '1.3',
    'server.bodyBytes': bodyBytes,
    'server.thinkMs': think.serverResponseMs,
  });
  const client = { ...profile, timing: { ...profile.timing, ...think.client } };
  const url = `${protocol === 'HTTP' ? 'http' : 'https'}://${hostOf(scenario)}/${bodyBytes}`;
  return predict(requestFromUrl(url), { conditions, client, repeat: requests, serverTiming: { ...NODE_20_SERVER.timing, ...think.server } });
}

/** What the simulator says that a capture at the client would hold. */
export function predictedPackets(scenario: Scenario, think: ThinkTimes): readonly DigestedPacket[] {
  const captured = predictedTraces(scenario, think).flatMap((trace) => captureLink(trace, 'client')).filter(({ missed }) => !missed);
  const startMs = captured[0]?.timeMs ?? 0;
  return captured.map(({ frame, timeMs }) => ({
    from: frame.from === 'client' ? 'client' : 'server',
    kind: kindOf(frame),
    length: frame.lengthBytes,
    timeMs: timeMs - startMs,
  }));
}

/** RFC 9293 §3.1: the control bits are the fourteenth octet of the header. */
function kindOf(frame: TracedFrame): DigestedPacket['kind'] {
  const { pdus } = frame.encode();
  if (pdus.some(({ pdu }) => pdu.protocol === 'arp')) return 'ARP';
  const tcp = pdus.find(({ pdu }) => pdu.protocol === 'tcp');
  return tcp ? segmentKind(tcp.bytes[13] ?? 0, tcp.pdu.lengthBytes - tcp.pdu.headerBytes) : 'DNS';
}
