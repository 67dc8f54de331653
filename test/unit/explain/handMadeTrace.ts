import type { LayerNumber } from '../../../src/model/layer';
import type { EncodedPdu } from '../../../src/model/pdu';
import type { Step, Trace, TracedFrame } from '../../../src/model/trace';

/** A PDU for tests: a header of `header` and the PDUs inside it. Its bytes are the header's and the payload's. */
export function pdu(layer: LayerNumber, protocol: string, header: readonly number[], payload: Uint8Array = new Uint8Array()): EncodedPdu {
  return {
    pdu: {
      layer,
      protocol,
      summary: `${protocol} PDU`,
      lengthBytes: header.length + payload.length,
      headerBytes: header.length,
      fields: [
        { name: 'Header', value: header.length, bitOffset: 0, bitLength: header.length * 8, source: { kind: 'standard' }, spec: 'test' },
      ],
    },
    bytes: Uint8Array.from([...header, ...payload]),
  };
}

interface FrameSketch {
  readonly link?: string;
  readonly from: string;
  readonly to: string;
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly cause?: number;
  readonly topLayer?: LayerNumber;
  readonly lengthBytes?: number;
  readonly lost?: boolean;
}

/** A frame with an Ethernet PDU and, above layer 2, one PDU of `topLayer`; filler octets make up the length. */
export function frame(index: number, sketch: FrameSketch): TracedFrame {
  const { topLayer = 4, lengthBytes = 60 } = sketch;
  const inner = topLayer > 2 ? [pdu(topLayer, 'inner', new Array<number>(lengthBytes - 14).fill(index + 1))] : [];
  const outer = pdu(2, 'ethernet', new Array<number>(14).fill(0xee), inner[0]?.bytes ?? new Uint8Array(lengthBytes - 14));
  const pdus = [outer, ...inner];
  return {
    index,
    sentMs: sketch.sentMs,
    receivedMs: sketch.receivedMs,
    from: sketch.from,
    to: sketch.to,
    link: sketch.link ?? 'client',
    lengthBytes,
    lost: sketch.lost ?? false,
    ...(sketch.cause === undefined ? {} : { cause: sketch.cause }),
    summary: () => pdus.map((each) => ({ layer: each.pdu.layer, protocol: each.pdu.protocol, summary: each.pdu.summary })),
    pdus: () => pdus.map((each) => each.pdu),
    encode: () => ({ bytes: outer.bytes, pdus }),
  };
}

export function step(id: string, sketch: Partial<Step> = {}): Step {
  return {
    id,
    title: `Title of ${id}`,
    state: 'happens',
    reason: 'Nothing was known.',
    host: 'client',
    layers: [7],
    startMs: 1000,
    endMs: 1000,
    frames: [],
    spec: [],
    ...sketch,
  };
}

/**
 * A request that begins at 1000 ms: ARP, then a name lookup, then one exchange through a router that, as an echo does, uses no
 * transport. Every frame beyond the router stands on link `wan` as well. Frame 8 brings the first octet. Steps claim frames in
 * any order.
 */
export function handMadeTrace(): Trace {
  const frames = [
    frame(0, { from: 'client', to: 'router', sentMs: 1000, receivedMs: 1000.1, topLayer: 2, lengthBytes: 42 }),
    frame(1, { from: 'router', to: 'client', sentMs: 1000.1, receivedMs: 1000.2, cause: 0, topLayer: 2, lengthBytes: 42 }),
    frame(2, { from: 'client', to: 'router', sentMs: 1000.2, receivedMs: 1000.3, cause: 1, lengthBytes: 71 }),
    frame(3, { link: 'wan', from: 'router', to: 'resolver', sentMs: 1000.3, receivedMs: 1005.3, cause: 2, lengthBytes: 71 }),
    frame(4, { link: 'wan', from: 'resolver', to: 'router', sentMs: 1005.3, receivedMs: 1010.3, cause: 3, lengthBytes: 87 }),
    frame(5, { from: 'router', to: 'client', sentMs: 1010.3, receivedMs: 1010.4, cause: 4, lengthBytes: 87 }),
    frame(6, { from: 'client', to: 'router', sentMs: 1011, receivedMs: 1011.1, cause: 5, topLayer: 3, lengthBytes: 100 }),
    frame(7, { from: 'client', to: 'router', sentMs: 1011.05, receivedMs: 1011.15, cause: 5, lengthBytes: 66 }),
    frame(8, { from: 'router', to: 'client', sentMs: 1030, receivedMs: 1030.1, cause: 6, lengthBytes: 900 }),
  ];
  return {
    request: { url: 'http://www.example/', method: 'GET', headers: [], unknownParts: [] },
    steps: [
      step('arp.resolve', { startMs: 1000, endMs: 1000.2, frames: [0, 1], layers: [2] }),
      step('dns.lookup', { startMs: 1000, endMs: 1010.4, frames: [2, 3, 4, 5], children: [step('dns.cache', { frames: [4, 5] })] }),
      step('http.request', { startMs: 1011, endMs: 1030.1, frames: [7, 6, 8] }),
    ],
    frames,
    crossings: [
      { timeMs: 1000.2, host: 'server', layer: 7, direction: 'up', protocol: 'inner', action: 'read it', frame: 3, lengthBytes: 9 },
      { timeMs: 1000.2, host: 'client', layer: 2, direction: 'down', protocol: 'ethernet', action: 'added a header', frame: 2, lengthBytes: 71 },
    ],
    findings: [{ id: 'http.cleartext', severity: 'warning', message: 'Anyone on the path can read it.' }],
    firstByteFrame: 8,
    startMs: 1000,
    firstByteMs: 1030.1,
    endMs: 1040,
    keyLog: () => '',
  };
}
