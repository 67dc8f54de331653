import { tsharkOn } from './tshark';

/** A field as tshark dissected it. */
export interface DissectedField {
  /** tshark's name: `ip.ttl`. */
  readonly name: string;
  /** First octet in the frame, and how many. */
  readonly start: number;
  readonly length: number;
  /** The value, as tshark shows it. */
  readonly show: string;
}

/** Preferences: absolute sequence numbers, no reassembly, all checksums checked. */
const PREFERENCES = [
  'tcp.relative_sequence_numbers:FALSE', 'tcp.desegment_tcp_streams:FALSE', 'ip.defragment:FALSE', 'ip.check_checksum:TRUE', 'tcp.check_checksum:TRUE',
  'udp.check_checksum:TRUE',
].flatMap((preference) => ['-o', preference]);
/** Dissection is compared down to the first protocol that is not one of these. */
const PROTOCOLS = new Set(['geninfo', 'frame', 'eth', 'vlan', 'arp', 'ip', 'ipv6', 'ipv6.hopopts', 'ipv6.fraghdr', 'icmp', 'icmpv6', 'tcp', 'udp', 'dns']);

/** The fields of each frame of a capture file, in wire order, as tshark dissects them. */
export function dissect(path: string): readonly (readonly DissectedField[])[] {
  const frames: DissectedField[][] = [];
  let isRead = true;
  let begun = '';
  let inQuotation = false;
  for (const part of tsharkOn(path, '-n', ...PREFERENCES, '-T', 'pdml')) {
    const line = begun + part;
    // A text that holds a line break stands on several lines.
    begun = line.includes('<field') && !line.trimEnd().endsWith('>') ? `${line}\n` : '';
    if (begun !== '') continue;
    if (line.includes('<packet>')) frames.push([]);
    const protocol = /<proto name="([^"]*)"/.exec(line)?.[1];
    if (line.includes('<packet>')) isRead = true;
    // What an ICMP message quotes is compared down to its transport header.
    else if (protocol !== undefined) isRead &&= PROTOCOLS.has(protocol) && !(inQuotation && protocol === 'dns');
    inQuotation = (inQuotation || protocol === 'icmp' || protocol === 'icmpv6') && !line.includes('<packet>');
    const field = /<field name="([^"]+)"[^]* size="(\d+)" pos="(\d+)" show="([^"]*)"/.exec(line);
    if (!isRead || !field) continue;
    const [, name = '', length, start, show = ''] = field;
    frames.at(-1)?.push({ name, start: Number(start), length: Number(length), show: unescapeXml(show) });
  }
  return frames;
}

/** The octets of each frame of a capture file. */
export function frameOctets(path: string): readonly Uint8Array[] {
  const packets = JSON.parse(tsharkOn(path, '-T', 'json', '-x', '-j', 'frame').join('\n')) as readonly {
    readonly _source: { readonly layers: { readonly frame_raw: readonly [hex: string] } };
  }[];
  return packets.map((packet) => Uint8Array.from(Buffer.from(packet._source.layers.frame_raw[0], 'hex')));
}

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|quot|amp|#x([0-9a-f]+));/gi, (_, name: string, code?: string) =>
    code === undefined ? { lt: '<', gt: '>', quot: '"', amp: '&' }[name] ?? '' : String.fromCharCode(Number.parseInt(code, 16)));
}
