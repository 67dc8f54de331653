import { fromComputation, fromStandard, fromSystem } from '../../model/provenance';
import type { FieldReader } from '../fieldReader';
import { ipProtocolName } from './ipProtocols';

const SPEC = 'RFC 8200 §4';
const ROUTING = 43;
/** Type of the header of a fragment. */
export const IPV6_FRAGMENT_HEADER = 44;
const AUTHENTICATION = 51;
/** IANA "IPv6 Extension Header Types" whose length stands in their second octet; what follows ESP (50) is encrypted. */
const NAMES: Readonly<Record<number, string>> = {
  0: 'Hop-by-Hop Options', [ROUTING]: 'Routing', [IPV6_FRAGMENT_HEADER]: 'Fragment', [AUTHENTICATION]: 'Authentication', 60: 'Destination Options', 135: 'Mobility',
  139: 'Host Identity', 140: 'Shim6',
};
/** RFC 8200 §4.1 recommends each once, Destination Options twice; more are hostile. */
const HEADER_LIMIT = 10;

/** What follows the extension headers. */
export interface Ipv6UpperLayer {
  readonly protocol: number;
  /** The payload is part of a larger one. */
  readonly isFragment: boolean;
  /** Where the payload belongs in the whole datagram's, in octets. */
  readonly fragmentOffsetBytes: number;
  readonly hasRoutingHeader: boolean;
}

/** Reads the extension headers from here on, `firstHeader` being the type of the first. Throws `DecodeError` for too many of them or missing octets. */
export function readIpv6ExtensionHeaders(reader: FieldReader, firstHeader: number): Ipv6UpperLayer {
  let type = firstHeader;
  let isFragment = false;
  let hasRoutingHeader = false;
  for (let count = 0; NAMES[type] !== undefined; count++) {
    if (count === HEADER_LIMIT) reader.fail(`at most ${HEADER_LIMIT} extension headers`, 'more');
    const name = NAMES[type] ?? '';
    const read = reader.group('Extension Header', { spec: SPEC, source: fromSystem, shown: () => name }, () => readHeader(reader, type));
    isFragment ||= read.isFragment;
    hasRoutingHeader ||= type === ROUTING;
    // The payload of any fragment but the first begins in the middle of something.
    if (read.offsetBytes > 0) return { protocol: read.next, isFragment, fragmentOffsetBytes: read.offsetBytes, hasRoutingHeader };
    type = read.next;
  }
  return { protocol: type, isFragment, fragmentOffsetBytes: 0, hasRoutingHeader };
}

function readHeader(reader: FieldReader, type: number): { readonly next: number; readonly isFragment: boolean; readonly offsetBytes: number } {
  const next = reader.number('Next Header', 8, { spec: SPEC, source: fromStandard, meaning: ipProtocolName });
  if (type === IPV6_FRAGMENT_HEADER) {
    const spec = 'RFC 8200 §4.5';
    reader.number('Reserved', 8, { spec, source: fromStandard });
    const units = reader.number('Fragment Offset', 13, { spec, source: fromComputation, meaning: (value) => `${value * 8} octets` });
    reader.number('Res', 2, { spec, source: fromStandard });
    const more = reader.flag('M', { spec, source: fromSystem, meaning: (set) => (set ? 'more fragments follow' : 'the last fragment') });
    reader.number('Identification', 32, { spec, source: fromSystem });
    return { next, isFragment: more || units > 0, offsetBytes: units * 8 };
  }
  // RFC 4302 §2.2 counts in words less two, all others in units of eight octets less one.
  const bytesOf = (value: number): number => (type === AUTHENTICATION ? (value + 2) * 4 : (value + 1) * 8);
  const length = reader.number('Hdr Ext Len', 8, { spec: SPEC, source: fromComputation, meaning: (value) => `${bytesOf(value)} octets` });
  reader.octets('Data', bytesOf(length) - 2, { spec: SPEC, source: fromSystem });
  return { next, isFragment: false, offsetBytes: 0 };
}
