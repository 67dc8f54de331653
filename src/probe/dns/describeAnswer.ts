import type { ObservedValue } from '../../model/observation';
import type { StepState } from '../../model/trace';
import type { DnsMessage, DnsRecord } from '../../stack/7-application/dns/message';
import { describeRecordData } from '../../stack/7-application/dns/recordDataCodec';
import { recordTypeName, TYPE_SOA } from '../../stack/7-application/dns/recordTypes';
import { responseCodeMeaning, responseCodeName } from '../../stack/7-application/dns/responseCodes';
import { absent, seen } from '../probeRun';
import { visibleLine } from '../../model/visibleLine';
import { visibleOctets } from '../../stack/octetText';
import { roundMs } from '../roundMs';
import { followAliases } from './aliases';
import type { DnsAnswer } from './dnsClient';

const RECORDS_SHOWN = 50;
const EXTENDED_ERROR = 15;
const NOERROR = 0;
const NXDOMAIN = 3;

/** What an answer means for the question: state and sentence of its step, and the addresses or data at the end of the aliases. */
export interface AnswerSummary {
  readonly state: StepState;
  readonly reason: string;
  /** Data in presentation form. */
  readonly data: readonly string[];
}

export function summarizeAnswer(name: string, type: number, message: DnsMessage, aliasLimit: number): AnswerSummary {
  const typeText = recordTypeName(type);
  const { responseCode } = message;
  if (responseCode === NXDOMAIN) return { state: 'fails', reason: `The name does not exist: ${name} has no records of any type (NXDOMAIN).`, data: [] };
  if (responseCode !== NOERROR) {
    return { state: 'fails', reason: `The server answered ${responseCodeName(responseCode)}: ${responseCodeMeaning(responseCode)}.`, data: [] };
  }
  const { path, records, problem } = followAliases(name, type, message.answers, aliasLimit);
  if (problem !== undefined) return { state: 'fails', reason: visibleLine(problem, 500), data: [] };
  const end = path.at(-1) ?? name;
  const via = path.length > 1 ? `, an alias of ${visibleLine(end, 300)}` : '';
  const data = records.map((record) => visibleLine(describeRecordData(record.data), 300));
  if (data.length === 0) return { state: 'happens', reason: `The name exists${via}, but there is no ${typeText} record for it.`, data };
  return { state: 'happens', reason: `${name}${via} has ${data.length === 1 ? `one ${typeText} record` : `${data.length} ${typeText} records`}.`, data };
}

/** Everything that the answer says and does not say. */
export function describeAnswer(name: string, type: number, server: string, answer: DnsAnswer, aliasLimit: number): readonly ObservedValue[] {
  const { message } = answer;
  return [
    seen('Resolver', server),
    seen('Transport', answer.transport),
    ...answer.notes,
    seen('Time', roundMs(answer.durationMs), 'milliseconds from query to answer'),
    seen('Octets sent', answer.queryBytes),
    seen('Octets received', answer.responseBytes),
    seen('Response code', responseCodeName(message.responseCode), responseCodeMeaning(message.responseCode), 'RFC 1035 §4.1.1'),
    ...describeFlags(message),
    ...describeEdns(message),
    ...describeRecords(message.answers),
    ...describeAbsence(name, type, message, aliasLimit),
    seen('Authority records', message.authorities.length),
    seen('Additional records', message.additionals.length),
    ...answer.warnings.slice(0, 10).map((warning) => seen('Anomaly', visibleLine(warning, 300))),
  ];
}

function describeFlags(message: DnsMessage): readonly ObservedValue[] {
  return [
    seen('AA', message.authoritative, message.authoritative ? 'the server is authoritative for the name' : 'the answer comes from a cache or was fetched', 'RFC 1035 §4.1.1'),
    seen('TC', message.truncated, message.truncated ? 'the answer was cut' : 'the answer is whole', 'RFC 1035 §4.1.1'),
    seen('RD', message.recursionDesired, 'recursion was asked for', 'RFC 1035 §4.1.1'),
    seen('RA', message.recursionAvailable, message.recursionAvailable ? 'the server asks others on behalf of its clients' : 'the server answers only what it knows', 'RFC 1035 §4.1.1'),
    seen('AD', message.authenticData, message.authenticData ? 'the server says that DNSSEC proves the answer' : 'no claim that DNSSEC proves the answer', 'RFC 4035 §3.2.3'),
    seen('CD', message.checkingDisabled, undefined, 'RFC 4035 §3.2.2'),
  ];
}

function describeEdns({ edns }: DnsMessage): readonly ObservedValue[] {
  if (!edns) return [absent('EDNS', 'The server answered without EDNS', 'RFC 6891 §7')];
  return [
    seen('EDNS', edns.version, `version; the server takes up to ${edns.udpPayloadBytes} octets over UDP`, 'RFC 6891 §6.1.2'),
    ...edns.options.filter((option) => option.code === EXTENDED_ERROR).slice(0, 5).map((option) => {
      const bytes = Buffer.from(option.hex, 'hex');
      const text = visibleOctets(bytes.subarray(2), 300);
      return seen('Extended DNS error', bytes.length >= 2 ? bytes.readUInt16BE() : -1, text === '' ? undefined : text, 'RFC 8914 §2');
    }),
  ];
}

function describeRecords(records: readonly DnsRecord[]): readonly ObservedValue[] {
  return [
    ...records.slice(0, RECORDS_SHOWN).map((record) =>
      seen(`${recordTypeName(record.type)} record`, visibleLine(describeRecordData(record.data), 1000), `${visibleLine(record.name, 300)}, TTL ${record.ttlSeconds} s`)),
    ...(records.length > RECORDS_SHOWN ? [seen('Answer records', records.length, `the first ${RECORDS_SHOWN} are shown`)] : []),
  ];
}

/** An empty answer is a result, and the SOA says how long it may be kept (RFC 2308 §5). */
function describeAbsence(name: string, type: number, message: DnsMessage, aliasLimit: number): readonly ObservedValue[] {
  if (message.responseCode !== NOERROR && message.responseCode !== NXDOMAIN) return [];
  if (followAliases(name, type, message.answers, aliasLimit).records.length > 0) return [];
  const none = absent(`${recordTypeName(type)} record`, `No ${recordTypeName(type)} record`, 'RFC 2308 §2');
  const soa = message.authorities.find((record) => record.type === TYPE_SOA);
  if (soa?.data.kind !== 'soa') return [none];
  const seconds = Math.min(soa.ttlSeconds, soa.data.minimumSeconds);
  return [none, seen('Negative TTL', seconds, `seconds that this absence may be cached; zone ${visibleLine(soa.name, 300)}`, 'RFC 2308 §5')];
}
