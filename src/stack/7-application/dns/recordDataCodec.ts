import { InputError } from '../../../model/wirewalkError';
import { fromNetwork } from '../../../model/provenance';
import { addressProvenance } from '../../addressProvenance';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../addressText';
import { escapeOctets, isPlainText, unescapeOctets } from '../../escapedText';
import { octetsToString, stringToOctets } from '../../octetText';
import type { FieldReader } from '../../fieldReader';
import { fromHex, toHex } from '../../fieldWriter';
import type { OctetSink } from '../../octetSink';
import type { DnsRecordData } from './message';
import type { NameCompressor } from './nameCodec';
import { readName } from './nameCodec';
import { recordType, recordTypeName } from './recordTypes';
import { putSvcbParameter, readSvcbParameters } from './svcbParameters';

/**
 * Puts the data of a record, without its length. Throws `InputError` for a value without a wire form, `RangeError` where the data is
 * of another kind than the type has.
 */
export function putRecordData(sink: OctetSink, names: NameCompressor, typeCode: number, data: DnsRecordData): void {
  const type = recordType(typeCode);
  if (data.kind !== 'opaque' && type?.kind !== data.kind) {
    throw new RangeError(`A record of type ${recordTypeName(typeCode)} holds no data of the kind ${data.kind}.`);
  }
  const mayPoint = type?.compressesNames ?? false;
  switch (data.kind) {
    case 'a':
      return sink.octets(parseIpv4(data.address));
    case 'aaaa':
      return sink.octets(parseIpv6(data.address));
    case 'name':
      return names.put(sink, data.name, mayPoint);
    case 'mx':
      sink.uint16(data.preference);
      return names.put(sink, data.exchange, mayPoint);
    case 'txt':
      if (data.strings.length === 0) throw new InputError('A TXT record has at least one character-string (RFC 1035 §3.3.14).');
      for (const text of data.strings) putCharacterString(sink, text, 'A character-string of a TXT record');
      return;
    case 'soa':
      names.put(sink, data.primary, mayPoint);
      names.put(sink, data.mailbox, mayPoint);
      for (const value of [data.serial, data.refreshSeconds, data.retrySeconds, data.expireSeconds, data.minimumSeconds]) sink.uint32(value);
      return;
    case 'srv':
      sink.uint16(data.priority);
      sink.uint16(data.weight);
      sink.uint16(data.port);
      return names.put(sink, data.target, mayPoint);
    case 'caa':
      sink.uint8(data.flags);
      putCharacterString(sink, data.tag, 'The tag of a CAA record');
      return sink.octets(stringToOctets(unescapeOctets(data.value, 'The value of a CAA record')));
    case 'svcb':
      sink.uint16(data.priority);
      names.put(sink, data.target, mayPoint);
      for (const parameter of data.parameters) putSvcbParameter(sink, parameter);
      return;
    case 'opaque':
      return sink.octets(fromHex(data.hex));
  }
}

function putCharacterString(sink: OctetSink, text: string, what: string): void {
  const octets = stringToOctets(unescapeOctets(text, what));
  if (octets.length > 255) throw new InputError(`${what} has ${octets.length} octets; the limit is 255 (RFC 1035 §3.3).`);
  sink.uint8(octets.length);
  sink.octets(octets);
}

/**
 * Reads the data of a record of that type, `lengthBytes` octets. Data that does not fit its type, or does not fill its length exactly,
 * comes back as `opaque` with the problem named.
 */
export function readRecordData(reader: FieldReader, typeCode: number, lengthBytes: number): DnsRecordData {
  const type = recordType(typeCode);
  const kind = type?.kind;
  const spec = type?.spec ?? 'RFC 3597 §3';
  const asOctets = (problem?: string): DnsRecordData => {
    const octets = reader.octets('RDATA', lengthBytes, { spec, source: fromNetwork, ...(problem === undefined ? {} : { meaning: `malformed: ${problem}` }) });
    return { kind: 'opaque', hex: toHex(octets), ...(problem === undefined ? {} : { problem }) };
  };
  if (kind === undefined || kind === 'opaque') return asOctets();
  return reader.attempt(
    () => reader.within('RDATA', lengthBytes, () =>
      reader.group('RDATA', { spec, source: fromNetwork, shown: describeRecordData }, () => readKind(reader, kind, spec))),
    (error) => asOctets(error.message),
  );
}

function readKind(reader: FieldReader, kind: Exclude<DnsRecordData['kind'], 'opaque'>, spec: string): DnsRecordData {
  const plain = { spec, source: fromNetwork };
  switch (kind) {
    case 'a':
      return { kind, address: readAddress(reader, 4, formatIpv4, spec) };
    case 'aaaa':
      return { kind, address: readAddress(reader, 16, formatIpv6, spec) };
    case 'name':
      return { kind, name: readName(reader, 'Name', plain) };
    case 'mx':
      return { kind, preference: reader.number('PREFERENCE', 16, plain), exchange: readName(reader, 'EXCHANGE', plain) };
    case 'txt': {
      const strings: string[] = [];
      do strings.push(readCharacterString(reader, 'TXT-DATA', spec));
      while (reader.remainingBytes > 0);
      return { kind, strings };
    }
    case 'soa':
      return {
        kind,
        primary: readName(reader, 'MNAME', plain),
        mailbox: readName(reader, 'RNAME', plain),
        serial: reader.number('SERIAL', 32, plain),
        refreshSeconds: reader.number('REFRESH', 32, plain),
        retrySeconds: reader.number('RETRY', 32, plain),
        expireSeconds: reader.number('EXPIRE', 32, plain),
        minimumSeconds: reader.number('MINIMUM', 32, { ...plain, meaning: 'how long an absence may be remembered (RFC 2308 §4)' }),
      };
    case 'srv':
      return {
        kind,
        priority: reader.number('Priority', 16, plain),
        weight: reader.number('Weight', 16, plain),
        port: reader.number('Port', 16, plain),
        target: readName(reader, 'Target', plain),
      };
    case 'caa': {
      const flags = reader.number('Flags', 8, { ...plain, meaning: (value) => (value & 0x80 ? 'critical' : undefined) });
      const tagAt = reader.offsetBytes;
      const tag = readCharacterString(reader, 'Tag', spec);
      if (!/^[A-Za-z0-9]+$/.test(tag)) reader.fail('a tag of letters and digits', `"${tag.slice(0, 40)}"`, tagAt);
      return { kind, flags, tag, value: readText(reader, 'Value', reader.remainingBytes, spec) };
    }
    case 'svcb': {
      const priority = reader.number('SvcPriority', 16, { ...plain, meaning: (value) => (value === 0 ? 'AliasMode' : 'ServiceMode') });
      return { kind, priority, target: readName(reader, 'TargetName', plain, false), parameters: readSvcbParameters(reader) };
    }
  }
}

function readAddress(reader: FieldReader, lengthBytes: number, format: (octets: Uint8Array) => string, spec: string): string {
  return format(reader.octets('ADDRESS', lengthBytes, { spec, source: (octets) => addressProvenance(format(octets)), shown: format }));
}

function readText(reader: FieldReader, name: string, lengthBytes: number, spec: string): string {
  const format = (octets: Uint8Array): string => escapeOctets(octetsToString(octets), isPlainText);
  return format(reader.octets(name, lengthBytes, { spec, source: fromNetwork, shown: format }));
}

function readCharacterString(reader: FieldReader, name: string, spec: string): string {
  const length = reader.number(`${name} length`, 8, { spec, source: fromNetwork });
  return readText(reader, name, length, spec);
}

/** The data in the form of a master file, for one line of a list: "10 mail.example". */
export function describeRecordData(data: DnsRecordData): string {
  switch (data.kind) {
    case 'a':
    case 'aaaa':
      return data.address;
    case 'name':
      return data.name;
    case 'mx':
      return `${data.preference} ${data.exchange}`;
    case 'txt':
      return data.strings.map((text) => `"${text}"`).join(' ');
    case 'soa':
      return [data.primary, data.mailbox, data.serial, data.refreshSeconds, data.retrySeconds, data.expireSeconds, data.minimumSeconds].join(' ');
    case 'srv':
      return `${data.priority} ${data.weight} ${data.port} ${data.target}`;
    case 'caa':
      return `${data.flags} ${data.tag} "${data.value}"`;
    case 'svcb':
      return [data.priority, data.target, ...data.parameters.map(({ name, value }) => (value === '' ? name : `${name}=${value}`))].join(' ');
    case 'opaque':
      return data.problem === undefined ? `\\# ${data.hex.length / 2} ${data.hex}`.trimEnd() : `malformed: ${data.problem}`;
  }
}
