import { tsharkOn } from './tshark';

/** What a packet of a capture is: the sides, what kind, and how long as captured. */
export interface DigestedPacket {
  readonly from: 'client' | 'server';
  readonly kind: 'ARP' | 'DNS' | 'SYN' | 'SYN-ACK' | 'ACK' | 'data' | 'FIN' | 'RST';
  /** Octets of the frame. */
  readonly length: number;
  /** From the first packet, in ms, to the microsecond. */
  readonly timeMs: number;
}

/** What a kernel says of its own accord to multicast groups (reports of membership) belongs to no exchange. */
const OWN_ACCORD = 'eth.dst[0:2] == 33:33';
const FIELDS = ['eth.src', 'arp.opcode', 'udp.srcport', 'udp.dstport', 'tcp.flags', 'tcp.len', 'frame.len', 'frame.time_relative'];

/** Reads a capture with tshark. The client is whoever sent the first packet. */
export function digestCapture(path: string): readonly DigestedPacket[] {
  const rows = tsharkOn(path, '-Y', `!(${OWN_ACCORD})`, '-T', 'fields', ...FIELDS.flatMap((field) => ['-e', field])).map((line) => line.split('\t'));
  const client = rows[0]?.[0];
  const startSeconds = Number(rows[0]?.at(-1) ?? 0);
  return rows.map(([source = '', arp = '', sourcePort = '', destinationPort = '', flags = '', payload = '', length = '', seconds = '']) => ({
    from: source === client ? 'client' : 'server',
    kind: arp !== '' ? 'ARP' : sourcePort === '53' || destinationPort === '53' ? 'DNS' : segmentKind(Number(flags), Number(payload)),
    length: Number(length),
    timeMs: Math.round((Number(seconds) - startSeconds) * 1e6) / 1e3,
  }));
}

/** RFC 9293 §3.1: FIN 1, SYN 2, RST 4, ACK 16. */
export function segmentKind(flags: number, payload: number): DigestedPacket['kind'] {
  if ((flags & 2) !== 0) return (flags & 16) === 0 ? 'SYN' : 'SYN-ACK';
  if ((flags & 4) !== 0) return 'RST';
  if ((flags & 1) !== 0) return 'FIN';
  return payload > 0 ? 'data' : 'ACK';
}
