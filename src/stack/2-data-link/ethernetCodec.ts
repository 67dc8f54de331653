import type { EncodedPdu, Pdu } from '../../model/pdu';
import type { Provenance } from '../../model/provenance';
import { fromNetwork, fromStandard, fromSystem } from '../../model/provenance';
import { addressProvenance } from '../addressProvenance';
import { formatMac, parseMac } from '../addressText';
import { FieldReader } from '../fieldReader';
import { OctetWriter } from '../octetSink';
import type { EthernetFrame, VlanTag } from './ethernetFrame';
import { ETHERNET_BROADCAST } from './ethernetFrame';
import { etherTypeName, etherTypeOf, LOWEST_ETHERTYPE } from './etherTypes';

const SPEC = 'IEEE 802.3 §3.2';
const TAG_SPEC = 'IEEE 802.1Q §9.6';
/** Tags nest (customer in service tag); more than this are hostile. */
const TAG_LIMIT = 4;
/** Customer and service tags (IEEE 802.1Q §9.5). */
const CUSTOMER_TAG = 0x8100;
const TAG_PROTOCOLS: ReadonlySet<number> = new Set([CUSTOMER_TAG, 0x88a8]);

/** A tag that was read. */
interface ReadVlanTag extends VlanTag {
  /** 0x8100 or 0x88a8. */
  readonly protocolIdentifier: number;
}

/** The header of a frame that was read. */
export interface EthernetHeader {
  readonly destination: string;
  readonly source: string;
  /** Outermost first. */
  readonly tags: readonly ReadVlanTag[];
  /** EtherType from 0x0600 on; below, the length of an IEEE 802.3 frame's payload in octets. */
  readonly typeOrLength: number;
}

export interface DecodedEthernetFrame {
  readonly header: EthernetHeader;
  readonly pdu: Pdu;
  /** For an EtherType what follows the header, padding included; for a length only so many octets. */
  readonly payload: Uint8Array;
}

/** The octets of an Ethernet II frame around the octets of its payload; no preamble or FCS. Throws `InputError` for bad addresses, `RangeError` for a tag that does not fit. */
export function encodeEthernetFrame(frame: EthernetFrame, payload: Uint8Array): EncodedPdu {
  const writer = new OctetWriter();
  writer.octets(parseMac(frame.destination));
  writer.octets(parseMac(frame.source));
  if (frame.tag) putTag(writer, frame.tag);
  writer.uint16(etherTypeOf(frame.payload.protocol));
  writer.octets(payload);
  writer.octets(new Uint8Array(frame.paddingBytes ?? 0));
  const bytes = writer.finish();
  return { bytes, pdu: readFrame(new FieldReader('Ethernet', bytes)).pdu };
}

/** Reads a captured frame: Ethernet II or IEEE 802.3 with a length, with 802.1Q tags or without. Throws `DecodeError`. */
export function decodeEthernetFrame(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedEthernetFrame {
  return readFrame(new FieldReader('Ethernet', bytes, source));
}

function readFrame(reader: FieldReader): DecodedEthernetFrame {
  const destination = readHardwareAddress(reader, 'Destination address');
  const source = readHardwareAddress(reader, 'Source address');
  const tags: ReadVlanTag[] = [];
  while (TAG_PROTOCOLS.has((reader.peek() ?? 0) * 256 + (reader.peek(1) ?? 0))) {
    if (tags.length === TAG_LIMIT) reader.fail(`at most ${TAG_LIMIT} tags`, 'more');
    tags.push(readTag(reader));
  }
  const name = (reader.peek() ?? 0) * 256 + (reader.peek(1) ?? 0) < LOWEST_ETHERTYPE ? 'Length' : 'EtherType';
  const typeOrLength = reader.number(name, 16, {
    spec: SPEC,
    source: fromStandard,
    meaning: (value) => (value < LOWEST_ETHERTYPE ? 'octets of payload' : `${etherTypeName(value)} (0x${value.toString(16).padStart(4, '0')})`),
  });
  const headerBytes = reader.offsetBytes;
  const isLength = typeOrLength < LOWEST_ETHERTYPE;
  const payload = reader.takeOctets('payload', isLength ? typeOrLength : reader.remainingBytes);
  const header = { destination, source, tags, typeOrLength };
  return { header, pdu: reader.finish({ layer: 2, protocol: 'ethernet', summary: summarizeEthernet(header), headerBytes }), payload };
}

/** "02:00:00:00:00:01 → broadcast, ARP". */
export function summarizeEthernet(header: Pick<EthernetHeader, 'destination' | 'source' | 'typeOrLength'>): string {
  const destination = header.destination === ETHERNET_BROADCAST ? 'broadcast' : header.destination;
  const kind = header.typeOrLength < LOWEST_ETHERTYPE ? `${header.typeOrLength} octets` : etherTypeName(header.typeOrLength);
  return `${header.source} → ${destination}, ${kind}`;
}

function readHardwareAddress(reader: FieldReader, name: string): string {
  return formatMac(reader.octets(name, 6, {
    spec: SPEC,
    source: (octets) => addressProvenance(formatMac(octets)),
    shown: formatMac,
    meaning: (octets) => {
      if (formatMac(octets) === ETHERNET_BROADCAST) return 'broadcast: every station on the link';
      const [first = 0] = octets;
      if (first & 1) return 'group address';
      return first & 2 ? 'locally administered' : 'assigned by the manufacturer';
    },
  }));
}

function putTag(writer: OctetWriter, { priority, dropEligible, vlan }: VlanTag): void {
  if (priority > 7 || vlan > 0xfff) throw new RangeError('A tag has 3 bits of priority and 12 of VLAN identifier.');
  writer.uint16(CUSTOMER_TAG);
  writer.uint16((priority << 13) | (dropEligible ? 0x1000 : 0) | vlan);
}

function readTag(reader: FieldReader): ReadVlanTag {
  const shown = (tag: ReadVlanTag): string => `VLAN ${tag.vlan}`;
  return reader.group('802.1Q tag', { spec: TAG_SPEC, source: fromSystem, shown }, () => ({
    protocolIdentifier: reader.number('TPID', 16, { spec: TAG_SPEC, source: fromStandard }),
    priority: reader.number('PCP', 3, { spec: TAG_SPEC, source: fromSystem, meaning: 'priority code point' }),
    dropEligible: reader.flag('DEI', { spec: TAG_SPEC, source: fromSystem, meaning: (set) => (set ? 'may be dropped first' : 'not to be dropped first') }),
    vlan: reader.number('VID', 12, { spec: TAG_SPEC, source: fromSystem, meaning: (vlan) => (vlan === 0 ? 'priority only, no VLAN' : undefined) }),
  }));
}
