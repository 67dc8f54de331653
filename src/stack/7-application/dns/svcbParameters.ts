import type { DnsRecordData } from './message';
import { InputError } from '../../../model/wirewalkError';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../addressText';
import { fromBase64, toBase64 } from '../../base64';
import { escapeOctets, isPlainText, unescapeAt, unescapeOctets } from '../../escapedText';
import { octetsToString, stringToOctets } from '../../octetText';
import type { FieldReader } from '../../fieldReader';
import { fromNetwork } from '../../../model/provenance';
import type { OctetSink } from '../../octetSink';
import { OctetWriter } from '../../octetSink';

/** A service parameter of an SVCB or HTTPS record; `value` in presentation form (RFC 9460 §2.1), empty for a key without one. */
export type SvcbParameter = Extract<DnsRecordData, { readonly kind: 'svcb' }>['parameters'][number];

const MANDATORY = 0;
const ALPN = 1;
const NO_DEFAULT_ALPN = 2;
const PORT = 3;
const IPV4_HINT = 4;
const ECH = 5;
const IPV6_HINT = 6;
/** IANA "Service Parameter Keys (SvcParamKeys)", by number. */
const KEY_NAMES = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath', 'ohttp'];

/** "alpn"; "key65280" for one without a name (RFC 9460 §2.1). */
function svcbKeyName(key: number): string {
  return KEY_NAMES[key] ?? `key${key}`;
}

function svcbKeyCode(name: string): number {
  const known = KEY_NAMES.indexOf(name);
  if (known >= 0) return known;
  const generic = /^key(\d{1,5})$/.exec(name);
  if (!generic) throw new InputError(`"${name.slice(0, 40)}" is no service parameter key; known are ${KEY_NAMES.join(', ')} and key0 to key65535.`);
  return Number(generic[1]);
}

/** Puts key, length and value (RFC 9460 §2.2). Throws `InputError` for a value that the key does not have. */
export function putSvcbParameter(sink: OctetSink, { key, value }: SvcbParameter): void {
  const octets = encodeValue(key, value);
  sink.uint16(key);
  sink.uint16(octets.length);
  sink.octets(octets);
}

function encodeValue(key: number, value: string): Uint8Array {
  const writer = new OctetWriter();
  switch (key) {
    case MANDATORY:
      for (const name of value.split(',')) writer.uint16(svcbKeyCode(name));
      break;
    case ALPN:
      for (const id of splitAlpn(value)) {
        writer.uint8(id.length);
        writer.octets(stringToOctets(id));
      }
      break;
    case PORT:
      if (!/^\d{1,5}$/.test(value)) throw new InputError(`The service parameter port is a number to 65535; found "${value.slice(0, 40)}".`);
      writer.uint16(Number(value));
      break;
    case IPV4_HINT:
      for (const address of value.split(',')) writer.octets(parseIpv4(address));
      break;
    case IPV6_HINT:
      for (const address of value.split(',')) writer.octets(parseIpv6(address));
      break;
    case ECH:
      writer.octets(fromBase64(value));
      break;
    default:
      writer.octets(stringToOctets(unescapeOctets(value, `The service parameter ${svcbKeyName(key)}`)));
  }
  return writer.finish();
}

/** Protocol identifiers are separated by commas that are not escaped. */
function splitAlpn(value: string): readonly string[] {
  const ids = [''];
  for (let index = 0; index < value.length;) {
    const { octet, escaped, next } = unescapeAt(value, index, 'The service parameter alpn');
    if (octet === 0x2c && !escaped) ids.push('');
    else ids.push((ids.pop() ?? '') + String.fromCharCode(octet));
    index = next;
  }
  return ids;
}

/** Reads all parameters up to the reader's end. Throws `DecodeError` naming the key that breaks a rule of RFC 9460 §2.2, §7, §8. */
export function readSvcbParameters(reader: FieldReader): readonly SvcbParameter[] {
  const parameters: SvcbParameter[] = [];
  const mandatory: number[] = [];
  const start = reader.offsetBytes;
  while (reader.remainingBytes > 0) {
    const parameter = readParameter(reader, parameters.at(-1)?.key ?? -1, mandatory);
    parameters.push(parameter);
  }
  const present = new Set(parameters.map((parameter) => parameter.key));
  for (const key of mandatory) {
    if (!present.has(key)) reader.fail(`the mandatory key ${svcbKeyName(key)}`, 'none', start);
  }
  if (present.has(NO_DEFAULT_ALPN) && !present.has(ALPN)) reader.fail('alpn with no-default-alpn', 'none', start);
  return parameters;
}

function readParameter(reader: FieldReader, previousKey: number, mandatory: number[]): SvcbParameter {
  const group = { spec: 'RFC 9460 §2.2', source: fromNetwork, shown: (read: SvcbParameter) => `${read.name}${read.value === '' ? '' : `=${read.value}`}` };
  return reader.group('SvcParam', group, () => {
    const at = reader.offsetBytes;
    const key = reader.number('SvcParamKey', 16, { spec: 'RFC 9460 §2.2', source: fromNetwork, meaning: svcbKeyName });
    const name = svcbKeyName(key);
    if (key <= previousKey) reader.fail(`keys in rising order, each once, after ${svcbKeyName(previousKey)}`, name, at);
    const length = reader.number('SvcParamValue length', 16, { spec: 'RFC 9460 §2.2', source: fromNetwork });
    const value = reader.custom('SvcParamValue', { spec: 'RFC 9460 §2.2', source: fromNetwork, shown: (read) => read }, () =>
      decodeValue(reader, key, reader.takeOctets('SvcParamValue', length), at, mandatory));
    return { key, name, value };
  });
}

function decodeValue(reader: FieldReader, key: number, octets: Uint8Array, at: number, mandatory: number[]): string {
  const name = svcbKeyName(key);
  const requireMultiple = (size: number): void => {
    if (octets.length === 0 || octets.length % size !== 0) reader.fail(`${name} of ${size} octets or a multiple`, `${octets.length}`, at);
  };
  const chunks = (size: number): readonly Uint8Array[] =>
    Array.from({ length: octets.length / size }, (_, index) => octets.subarray(index * size, (index + 1) * size));
  switch (key) {
    case MANDATORY: {
      requireMultiple(2);
      const keys = chunks(2).map(([high = 0, low = 0]) => high * 256 + low);
      if (keys.some((each, index) => each === MANDATORY || each <= (keys[index - 1] ?? -1))) {
        reader.fail('mandatory to list other keys in rising order, each once', keys.map(svcbKeyName).join(','), at);
      }
      mandatory.push(...keys);
      return keys.map(svcbKeyName).join(',');
    }
    case ALPN:
      return decodeAlpn(reader, octets, at);
    case NO_DEFAULT_ALPN:
      if (octets.length > 0) reader.fail('no-default-alpn without a value', `${octets.length} octets`, at);
      return '';
    case PORT:
      if (octets.length !== 2) reader.fail('port of 2 octets', `${octets.length}`, at);
      return String((octets[0] ?? 0) * 256 + (octets[1] ?? 0));
    case IPV4_HINT:
      requireMultiple(4);
      return chunks(4).map(formatIpv4).join(',');
    case IPV6_HINT:
      requireMultiple(16);
      return chunks(16).map(formatIpv6).join(',');
    case ECH:
      if (octets.length === 0) reader.fail('ech with a value', 'none', at);
      return toBase64(octets);
    default:
      return escapeOctets(octetsToString(octets), isPlainText);
  }
}

function decodeAlpn(reader: FieldReader, octets: Uint8Array, at: number): string {
  const ids: string[] = [];
  for (let index = 0; index < octets.length;) {
    const length = octets[index] ?? 0;
    if (length === 0) reader.fail('alpn identifiers of 1 octet or more', 'an empty one', at);
    const end = index + 1 + length;
    if (end > octets.length) reader.fail(`an alpn identifier of ${length} octets`, `${octets.length - index - 1}`, at);
    ids.push(escapeOctets(octetsToString(octets.subarray(index + 1, end)), (octet) => isPlainText(octet) && octet !== 0x2c));
    index = end;
  }
  if (ids.length === 0) reader.fail('alpn with at least one identifier', 'none', at);
  return ids.join(',');
}
