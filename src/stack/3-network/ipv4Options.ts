import { fromStandard, fromSystem } from '../../model/provenance';
import type { FieldReader } from '../fieldReader';

const SPEC = 'RFC 791 §3.1';
const END = 0;
const NO_OPERATION = 1;
/** IANA "IP Option Numbers". */
const NAMES: Readonly<Record<number, string>> = {
  [END]: 'End of Option List', [NO_OPERATION]: 'No Operation', 7: 'Record Route', 68: 'Internet Timestamp', 130: 'Security',
  131: 'Loose Source Route', 136: 'Stream Identifier', 137: 'Strict Source Route', 148: 'Router Alert',
};

/** Reads the options of a header, `lengthBytes` octets, as fields. What cannot be followed is one field and a problem. */
export function readIpv4Options(reader: FieldReader, lengthBytes: number, problems: string[]): void {
  reader.within('Options', lengthBytes, () => {
    while (reader.remainingBytes > 0) {
      const rest = reader.remainingBytes;
      const goesOn = reader.attempt(() => readOption(reader), (error) => {
        problems.push(error.message);
        reader.octets('Malformed options', rest, { spec: SPEC, source: fromSystem, meaning: error.message });
        return false;
      });
      if (!goesOn && reader.remainingBytes > 0) reader.octets('Padding', reader.remainingBytes, { spec: SPEC, source: fromStandard });
    }
  });
}

/** One option; false after the end of the list. */
function readOption(reader: FieldReader): boolean {
  const code = reader.peek() ?? END;
  const name = NAMES[code] ?? `Option ${code}`;
  return reader.group('Option', { spec: SPEC, source: fromSystem, shown: () => name }, () => {
    const at = reader.offsetBytes;
    reader.number('Type', 8, { spec: SPEC, source: fromStandard, meaning: name });
    if (code === END || code === NO_OPERATION) return code !== END;
    const length = reader.number('Length', 8, { spec: SPEC, source: fromStandard });
    if (length < 2) reader.fail('an option of at least 2 octets', `${length}`, at);
    if (length > 2) reader.octets('Data', length - 2, { spec: SPEC, source: fromSystem });
    return true;
  });
}
