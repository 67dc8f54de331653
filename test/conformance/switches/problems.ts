import type { TracedFrame } from '../../../src/model/trace';
import type { FrameRead, Ran } from './batch';
import { isDisordered, isExpected, isOverlap } from './expected';

/** Our names of what tshark calls otherwise. */
const OUR_NAMES: Readonly<Record<string, string>> = { eth: 'ethernet', ip: 'ipv4' };
/** The protocols that must be found in the same frames by both. Others are parts of these, or what tshark makes of a body. */
const COMPARED = new Set(['ethernet', 'arp', 'ipv4', 'ipv6', 'icmp', 'icmpv6', 'udp', 'tcp', 'quic', 'tls', 'dns', 'http', 'http2', 'http3', 'websocket']);
/** IEEE 802.3 §3.2.7: a shorter payload is padded, which a capture at the receiver shows. */
const LEAST_PAYLOAD_BYTES = 46;
const HEADERS_STAND_IN_ONE_FRAME = ['ethernet', 'ipv4', 'ipv6', 'arp'];

/** What is wrong with a case, by its own account and by tshark's. */
export function problemsOf(ran: Ran, read: readonly FrameRead[]): readonly string[] {
  const problems = ran.traces.flatMap(({ frames }) => frames.flatMap((frame) => wrongLengths(frame).map((problem) => `frame ${frame.index}: ${problem}`)));
  if (read.length !== ran.captured.length) problems.push(`${read.length} frames read of ${ran.captured.length}`);
  const comparable = areLayersComparable(ran, read);
  for (const [index, frame] of ran.captured.entries()) {
    const seen = read[index];
    if (!seen) continue;
    const said = [
      ...(seen.lengthBytes === frame.lengthBytes ? [] : [`${seen.lengthBytes} octets read of ${frame.lengthBytes}`]),
      ...(seen.malformed && !seen.warnings.some(isOverlap) ? ['malformed'] : []),
      ...(seen.badChecksum ? ['bad checksum'] : []),
      // What an ICMP error quotes is cut off, and tshark reads it all the same.
      ...seen.warnings.filter((warning) => !isExpected(ran, warning) && !isIcmpError(frame)),
      ...(comparable ? differentLayers(frame, seen) : []),
    ];
    problems.push(...said.map((each) => `captured frame ${index + 1} (${frame.summary().at(-1)?.summary ?? ''}): ${each}`));
  }
  return problems;
}

/** The octets made are as many as the run counted, and each layer's payload is the next one's whole PDU. */
function wrongLengths(frame: TracedFrame): readonly string[] {
  const { bytes, pdus } = frame.encode();
  const problems = bytes.length === frame.lengthBytes ? [] : [`${bytes.length} octets made of ${frame.lengthBytes} counted`];
  for (const [at, { pdu, bytes: own }] of pdus.entries()) {
    if (own.length !== pdu.lengthBytes) problems.push(`${pdu.protocol} has ${own.length} octets and says ${pdu.lengthBytes}`);
    const next = pdus[at + 1]?.pdu;
    if (!next || !HEADERS_STAND_IN_ONE_FRAME.includes(pdu.protocol)) continue;
    const carried = pdu.lengthBytes - pdu.headerBytes;
    const isPadded = pdu.protocol === 'ethernet' && carried === LEAST_PAYLOAD_BYTES && next.lengthBytes < LEAST_PAYLOAD_BYTES;
    // The last fragment of a datagram shows the PDU that all of them carry.
    const isFragment = pdu.fields.some(({ name, value }) => name === 'Fragment Offset' && Number(value) > 0);
    if (carried !== next.lengthBytes && !isPadded && !isFragment) problems.push(`${pdu.protocol} carries ${carried} octets, ${next.protocol} has ${next.lengthBytes}`);
  }
  return problems;
}

/**
 * Whether tshark can find every layer that we know of: not where it has to guess which of two copies of an octet counts, where the
 * capture begins after the handshake whose keys it needs, or where a connection ends in the middle of a message.
 */
function areLayersComparable({ traces, captured, case: { url, settings } }: Ran, read: readonly FrameRead[]): boolean {
  // What an ICMP error quotes of an encrypted conversation leads tshark astray in it.
  if (captured.some(isIcmpError) || isDisordered(settings) || read.some(({ retransmission }) => retransmission) || traces.some(({ frames }) => frames.some(({ lost }) => lost))) return false;
  const beginsBefore = ['open', 'broken'].includes(String(settings['cache.connection'])) && url.startsWith('https:');
  // A response that ends with its connection ends at another octet for tshark.
  return !beginsBefore && (settings['fault'] ?? 'none') === 'none' && settings['server.framing'] !== 'close';
}

function isIcmpError(frame: TracedFrame): boolean {
  return frame.summary().some(({ protocol, summary }) => protocol === 'icmp' || (protocol === 'icmpv6' && !summary.startsWith('Neighbor')));
}

/** A PDU belongs to the frame that brings its last octet, for both. So this also says that everything encrypted was decrypted. */
function differentLayers(frame: TracedFrame, { protocols }: FrameRead): readonly string[] {
  // How far a datagram can be read that an ICMP error quotes in part is a matter of taste.
  if (protocols.includes('icmp') || protocols.includes('icmpv6')) return [];
  // A query over HTTPS is content of HTTP/2, into which tshark does not look each time.
  const isContent = (name: string) => name === 'dns' && protocols.includes('http2');
  const shown = (names: readonly string[]) => [...new Set(names)].filter((name) => COMPARED.has(name) && !isContent(name)).sort().join(' ');
  const ours = shown(frame.pdus().map(({ protocol }) => protocol));
  // tshark names the CONNECT that made a tunnel before what passes through it.
  const theirs = shown(protocols.filter((name, index) => name !== 'http' || protocols[index + 1] !== 'tls').map((name) => OUR_NAMES[name] ?? name));
  return ours === theirs ? [] : [`layers ${theirs} read of ${ours}`];
}
