import type { Pdu } from '../../../model/pdu';
import { fromComputation, fromNetwork, fromStandard, fromSystem } from '../../../model/provenance';
import type { FieldReader } from '../../fieldReader';
import { toHex } from '../../fieldWriter';
import { ednsOptionName, ednsOptionSpec } from './ednsOptions';
import type { DnsEdns, DnsMessage, DnsQuestion, DnsRecord } from './message';
import { readName } from './nameCodec';
import { opcodeName } from './opcodes';
import { describeRecordData, readRecordData } from './recordDataCodec';
import { recordClassName, recordTypeName, TYPE_OPT } from './recordTypes';
import { responseCodeMeaning, responseCodeName } from './responseCodes';

const HEADER_SPEC = 'RFC 1035 §4.1.1';
const QUESTION_SPEC = 'RFC 1035 §4.1.2';
const RECORD_SPEC = 'RFC 1035 §4.1.3';
const OPT_SPEC = 'RFC 6891 §6.1.2';
const OPT_TTL_SPEC = 'RFC 6891 §6.1.3';

type Section = 'Answer' | 'Authority' | 'Additional';
/** What stands in the additional section: a record, or OPT with the upper bits of the response code. */
type Entry = { readonly record: DnsRecord } | { readonly edns: DnsEdns; readonly extendedRcode: number };

/** Reads a whole message; see `decodeDnsMessage`. */
export function readMessage(reader: FieldReader): { message: DnsMessage; pdu: Pdu; warnings: readonly string[] } {
  const warnings: string[] = [];
  const id = reader.number('ID', 16, { spec: HEADER_SPEC, source: fromSystem, meaning: 'ties the response to its query' });
  const flags = readFlags(reader, warnings);
  const counts = ['QDCOUNT', 'ANCOUNT', 'NSCOUNT', 'ARCOUNT'].map((name) =>
    reader.number(name, 16, { spec: HEADER_SPEC, source: fromComputation }));
  const [questionCount = 0, answerCount = 0, authorityCount = 0, additionalCount = 0] = counts;
  const questions: DnsQuestion[] = [];
  for (let index = 0; index < questionCount; index++) questions.push(readQuestion(reader));

  let opt: Extract<Entry, { edns: DnsEdns }> | undefined;
  const readSection = (section: Section, count: number): readonly DnsRecord[] => {
    const records: DnsRecord[] = [];
    for (let index = 0; index < count; index++) {
      const entry = readEntry(reader, section, section === 'Additional' && !opt, warnings);
      if ('record' in entry) records.push(entry.record);
      else opt = entry;
    }
    return records;
  };
  const answers = readSection('Answer', answerCount);
  const authorities = readSection('Authority', authorityCount);
  const additionals = readSection('Additional', additionalCount);
  if (reader.remainingBytes > 0) warnings.push(`${reader.remainingBytes} octets follow the last record at offset ${reader.offsetBytes}.`);

  const message: DnsMessage = {
    id,
    ...flags,
    responseCode: ((opt?.extendedRcode ?? 0) << 4) | flags.responseCode,
    questions, answers, authorities, additionals,
    ...(opt ? { edns: opt.edns } : {}),
  };
  return { message, pdu: reader.finish({ layer: 7, protocol: 'dns', summary: summarizeDnsMessage(message) }), warnings };
}

/** One line: "Query A www.example", "Response NXDOMAIN A www.example", "Response A www.example: 192.0.2.1". */
export function summarizeDnsMessage(message: DnsMessage): string {
  const [question] = message.questions;
  const asked = question ? ` ${recordTypeName(question.type)} ${question.name}` : '';
  const kind = message.opcode === 0 ? '' : ` (${opcodeName(message.opcode)})`;
  if (!message.response) return `Query${kind}${asked}`;
  const code = message.responseCode === 0 ? '' : ` ${responseCodeName(message.responseCode)}`;
  const shown = message.answers.slice(0, 3).map(({ data }) => describeRecordData(data).slice(0, 100));
  const more = message.answers.length > 3 ? `, ${message.answers.length - 3} more` : '';
  const answered = shown.length > 0 ? `: ${shown.join(', ')}${more}` : code === '' ? ': no record' : '';
  return `Response${kind}${code}${asked}${message.truncated ? ' (truncated)' : ''}${answered}`;
}

type HeaderFlags = Pick<DnsMessage, 'response' | 'opcode' | 'authoritative' | 'truncated' | 'recursionDesired' | 'recursionAvailable'
  | 'authenticData' | 'checkingDisabled' | 'responseCode'>;

function readFlags(reader: FieldReader, warnings: string[]): HeaderFlags {
  const choice = (set: string, clear: string) => (value: boolean): string => (value ? set : clear);
  const bit = (name: string, meaning: (value: boolean) => string, spec = HEADER_SPEC): boolean =>
    reader.flag(name, { spec, source: fromSystem, meaning });
  const shown = (flags: HeaderFlags): string => [
    flags.response ? 'response' : 'query', opcodeName(flags.opcode), ...(flags.authoritative ? ['AA'] : []), ...(flags.truncated ? ['TC'] : []),
    ...(flags.recursionDesired ? ['RD'] : []), ...(flags.recursionAvailable ? ['RA'] : []), ...(flags.authenticData ? ['AD'] : []),
    ...(flags.checkingDisabled ? ['CD'] : []), responseCodeName(flags.responseCode),
  ].join(' ');
  return reader.group('Flags', { spec: HEADER_SPEC, source: fromSystem, shown }, () => {
    const response = bit('QR', choice('response', 'query'));
    const opcode = reader.number('OPCODE', 4, { spec: HEADER_SPEC, source: fromStandard, meaning: opcodeName });
    const authoritative = bit('AA', choice('the answering server owns the zone', 'not from the zone\'s own server'));
    const truncated = bit('TC', choice('cut off: ask again over TCP', 'whole'));
    const recursionDesired = bit('RD', choice('the resolver shall find the answer', 'only what the server itself knows'));
    const recursionAvailable = bit('RA', choice('the server finds answers elsewhere', 'the server does not ask others'));
    const zero = reader.number('Z', 1, { spec: HEADER_SPEC, source: fromStandard, meaning: 'reserved, must be zero' });
    if (zero !== 0) warnings.push('The reserved bit Z is set.');
    const authenticData = bit('AD', choice('validated by the resolver, or validation is understood', 'not validated'), 'RFC 6840 §5.7, §5.8');
    const checkingDisabled = bit('CD', choice('the asker validates itself', 'the resolver may validate'), 'RFC 4035 §3.2.2');
    const responseCode = reader.number('RCODE', 4, {
      spec: HEADER_SPEC,
      source: response ? fromNetwork : fromStandard,
      meaning: (code) => `${responseCodeName(code)}: ${responseCodeMeaning(code)}`,
    });
    return {
      response, opcode, authoritative, truncated, recursionDesired, recursionAvailable, authenticData, checkingDisabled, responseCode,
    };
  });
}

function readQuestion(reader: FieldReader): DnsQuestion {
  const shown = (read: DnsQuestion): string => `${read.name} ${recordTypeName(read.type)}`;
  return reader.group('Question', { spec: QUESTION_SPEC, source: fromNetwork, shown }, () => ({
    name: readName(reader, 'QNAME', { spec: QUESTION_SPEC, source: { kind: 'code' } }),
    type: reader.number('QTYPE', 16, { spec: QUESTION_SPEC, source: { kind: 'client' }, meaning: recordTypeName }),
    class: reader.number('QCLASS', 16, { spec: QUESTION_SPEC, source: fromStandard, meaning: recordClassName }),
  }));
}

function readEntry(reader: FieldReader, section: Section, optAllowed: boolean, warnings: string[]): Entry {
  const shown = (entry: Entry): string =>
    'record' in entry
      ? `${entry.record.name} ${recordTypeName(entry.record.type)} ${describeRecordData(entry.record.data)}`
      : `OPT, UDP payload size ${entry.edns.udpPayloadBytes}`;
  return reader.group<Entry>(section, { spec: RECORD_SPEC, source: fromNetwork, shown }, () => {
    const at = reader.offsetBytes;
    const name = readName(reader, 'NAME', { spec: RECORD_SPEC, source: fromNetwork });
    const type = reader.number('TYPE', 16, { spec: RECORD_SPEC, source: fromNetwork, meaning: recordTypeName });
    if (type === TYPE_OPT && optAllowed) {
      if (name !== '.') warnings.push(`The OPT record at offset ${at} has the owner "${name}" instead of the root.`);
      return reader.attempt<Entry>(() => readOpt(reader), (error) => {
        warnings.push(error.message);
        return { record: readRecord(reader, name, type, warnings) };
      });
    }
    if (type === TYPE_OPT) warnings.push(`There is an OPT record too many at offset ${at}.`);
    return { record: readRecord(reader, name, type, warnings) };
  });
}

function readRecord(reader: FieldReader, name: string, type: number, warnings: string[]): DnsRecord {
  const recordClass = reader.number('CLASS', 16, { spec: RECORD_SPEC, source: fromStandard, meaning: recordClassName });
  const ttl = reader.number('TTL', 32, {
    spec: RECORD_SPEC,
    source: fromNetwork,
    meaning: (seconds) => (seconds > 0x7fffffff ? 'above 2^31-1, so taken as 0 (RFC 2181 §8)' : 'seconds that the answer may be remembered'),
  });
  const length = reader.number('RDLENGTH', 16, { spec: RECORD_SPEC, source: fromComputation });
  const data = readRecordData(reader, type, length);
  if (data.kind === 'opaque' && data.problem !== undefined) warnings.push(`${recordTypeName(type)} record of ${name}: ${data.problem}`);
  if (type !== TYPE_OPT && ttl > 0x7fffffff) warnings.push(`${recordTypeName(type)} record of ${name}: its TTL is above 2^31-1 and counts as 0.`);
  return { name, type, class: recordClass, ttlSeconds: type !== TYPE_OPT && ttl > 0x7fffffff ? 0 : ttl, data };
}

function readOpt(reader: FieldReader): Entry {
  const udpPayloadBytes = reader.number('UDP payload size', 16, { spec: OPT_SPEC, source: fromSystem, meaning: 'the largest response over UDP that can be taken' });
  const extendedRcode = reader.number('EXTENDED-RCODE', 8, { spec: OPT_TTL_SPEC, source: fromStandard, meaning: 'upper 8 bits of the response code' });
  const version = reader.number('VERSION', 8, { spec: OPT_TTL_SPEC, source: fromStandard });
  const dnssecOk = reader.flag('DO', { spec: OPT_TTL_SPEC, source: fromSystem, meaning: (set) => (set ? 'DNSSEC records wanted' : 'DNSSEC records not wanted') });
  reader.number('Z', 15, { spec: OPT_TTL_SPEC, source: fromStandard, meaning: 'reserved' });
  const length = reader.number('RDLENGTH', 16, { spec: OPT_SPEC, source: fromComputation });
  const options = reader.within('RDATA', length, () => {
    const read: { code: number; hex: string }[] = [];
    while (reader.remainingBytes > 0) read.push(readOption(reader));
    return read;
  });
  return { edns: { udpPayloadBytes, version, dnssecOk, options }, extendedRcode };
}

function readOption(reader: FieldReader): { code: number; hex: string } {
  const shown = (option: { code: number; hex: string }): string => ednsOptionName(option.code);
  return reader.group('Option', { spec: OPT_SPEC, source: fromSystem, shown }, () => {
    const code = reader.number('OPTION-CODE', 16, { spec: OPT_SPEC, source: fromSystem, meaning: ednsOptionName });
    const length = reader.number('OPTION-LENGTH', 16, { spec: OPT_SPEC, source: fromComputation });
    return { code, hex: toHex(reader.octets('OPTION-DATA', length, { spec: ednsOptionSpec(code), source: fromSystem })) };
  });
}
