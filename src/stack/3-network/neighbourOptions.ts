import { fromStandard, fromSystem } from '../../model/provenance';
import { addressProvenance } from '../addressProvenance';
import { formatMac } from '../addressText';
import type { FieldReader } from '../fieldReader';

const SPEC = 'RFC 4861 §4.6';
export const SOURCE_LINK_LAYER_ADDRESS = 1;
export const TARGET_LINK_LAYER_ADDRESS = 2;
/** Some of IANA "IPv6 Neighbor Discovery Option Formats". */
const NAMES: Readonly<Record<number, string>> = {
  [SOURCE_LINK_LAYER_ADDRESS]: 'Source Link-layer Address', [TARGET_LINK_LAYER_ADDRESS]: 'Target Link-layer Address', 3: 'Prefix Information',
  4: 'Redirected Header', 5: 'MTU', 14: 'Nonce', 25: 'Recursive DNS Server',
};

/**
 * Reads the options to the end of the message as fields; what cannot be followed is one field and a problem. Returns the
 * Ethernet addresses in them, by option type.
 */
export function readNeighbourOptions(reader: FieldReader, problems: string[]): ReadonlyMap<number, Uint8Array> {
  const addresses = new Map<number, Uint8Array>();
  while (reader.remainingBytes > 0) {
    const rest = reader.remainingBytes;
    reader.attempt(() => readOption(reader, addresses), (error) => {
      problems.push(error.message);
      reader.octets('Malformed options', rest, { spec: SPEC, source: fromSystem, meaning: error.message });
    });
  }
  return addresses;
}

function readOption(reader: FieldReader, addresses: Map<number, Uint8Array>): void {
  const code = reader.peek() ?? 0;
  const name = NAMES[code] ?? `Option ${code}`;
  reader.group('Option', { spec: SPEC, source: fromSystem, shown: () => name }, () => {
    const at = reader.offsetBytes;
    reader.number('Type', 8, { spec: SPEC, source: fromStandard, meaning: name });
    const units = reader.number('Length', 8, { spec: SPEC, source: fromStandard, meaning: (value) => `${value * 8} octets` });
    // RFC 4861 §4.6: a length of zero would never end.
    if (units === 0) reader.fail('an option of at least 8 octets', '0', at);
    const isAddress = (code === SOURCE_LINK_LAYER_ADDRESS || code === TARGET_LINK_LAYER_ADDRESS) && units === 1;
    if (!isAddress) {
      reader.octets('Data', units * 8 - 2, { spec: SPEC, source: fromSystem });
      return;
    }
    addresses.set(code, reader.octets('Link-Layer Address', 6, {
      spec: 'RFC 4861 §4.6.1', source: (octets) => addressProvenance(formatMac(octets)), shown: formatMac,
    }));
  });
}
