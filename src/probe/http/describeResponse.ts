import { maskHeader, maskUrl } from '../../model/masking';
import type { ObservedValue } from '../../model/observation';
import type { Finding } from '../../model/request';
import { absent, seen } from '../probeRun';
import { visibleLine } from '../../model/visibleLine';
import { roundMs } from '../roundMs';
import type { HttpTarget } from './httpTarget';
import type { HttpResponseReader } from './responseReader';

const FIELDS_SHOWN = 100;

interface ResponseTimes {
  readonly firstByteMs: number | undefined;
  readonly headMs: number | undefined;
  readonly bodyMs: number | undefined;
}

/** One sentence about a response that was read. */
export function explainResponse(reader: HttpResponseReader): string {
  const status = `The server answered ${reader.status}${reader.reason === '' ? '' : ` ${visibleLine(reader.reason, 80)}`}`;
  const location = redirectTarget(reader);
  if (location !== undefined) return `${status}, a redirect to ${location}, which was not followed.`;
  if (reader.headerCut) return `${status} with a header section longer than the probe reads.`;
  if (reader.framing === 'none') return `${status} without a body.`;
  return reader.bodyComplete ? `${status} with a body of ${reader.bodyBytes} octets.` : `${status}; the first ${reader.bodyBytes} octets of the body were read.`;
}

/** Status, fields with secrets masked, amounts and times; also of a response that broke off. */
export function describeResponse(reader: HttpResponseReader, requestHead: string, times: ResponseTimes): readonly ObservedValue[] {
  return [
    seen('Request octets', Buffer.byteLength(requestHead, 'latin1')),
    ...(times.firstByteMs === undefined ? [absent('First byte', 'Not an octet of a response arrived')] : [seen('First byte', roundMs(times.firstByteMs), 'milliseconds after the request')]),
    ...reader.interim.map((status) => seen('Interim response', status, undefined, 'RFC 9110 §15.2')),
    ...(reader.status > 0 ? describeHead(reader, times) : []),
    ...(times.headMs === undefined ? [] : describeBody(reader, times)),
    ...reader.anomalies.map((anomaly) => seen('Anomaly', anomaly)),
  ];
}

function describeHead(reader: HttpResponseReader, times: ResponseTimes): readonly ObservedValue[] {
  const location = redirectTarget(reader);
  return [
    seen('HTTP version', reader.version, undefined, 'RFC 9112 §2.3'),
    seen('Status', reader.status, visibleLine(reader.reason, 100), 'RFC 9110 §15'),
    ...(times.headMs === undefined ? [] : [seen('Head time', roundMs(times.headMs), 'milliseconds after the request')]),
    seen('Header octets', reader.headerBytes),
    ...reader.fields.slice(0, FIELDS_SHOWN).map((field) => seen(`Header ${visibleLine(field.name, 100)}`, visibleLine(maskHeader(field.name, field.value), 1000))),
    ...(reader.fields.length > FIELDS_SHOWN ? [seen('Header fields', reader.fields.length, `the first ${FIELDS_SHOWN} are shown`)] : []),
    location === undefined ? absent('Redirect', 'The response is no redirect', 'RFC 9110 §15.4') : seen('Redirect', location, 'not followed', 'RFC 9110 §15.4'),
  ];
}

function describeBody(reader: HttpResponseReader, times: ResponseTimes): readonly ObservedValue[] {
  if (reader.framing === 'none' && !reader.headerCut) return [absent('Body', 'The response has no body', 'RFC 9112 §6.3')];
  const coding = reader.values('content-encoding').join(', ');
  return [
    seen('Body octets', reader.bodyBytes, reader.bodyComplete ? 'the whole body' : 'the rest was not read'),
    seen('Body framing', reader.framing, undefined, 'RFC 9112 §6.3'),
    ...(coding === '' ? [] : [seen('Content coding', visibleLine(coding, 200), 'not decoded', 'RFC 9110 §8.4')]),
    ...(times.bodyMs === undefined ? [] : [seen('Body time', roundMs(times.bodyMs), 'milliseconds after the request')]),
  ];
}

/** What a response says that deserves attention. */
export function httpFindings(reader: HttpResponseReader, http: HttpTarget): readonly Finding[] {
  const findings: Finding[] = [];
  if (http.transport === 'tcp' && reader.status > 0) {
    findings.push({ id: 'http.cleartext', severity: 'information', message: 'Request and response crossed the network in clear text.', spec: 'RFC 9110 §17.2' });
  }
  const location = reader.values('location')[0];
  if (http.transport === 'tls' && location !== undefined && reader.status >= 300 && reader.status < 400 && /^http:/i.test(location.trim())) {
    findings.push({ id: 'http.downgrade', severity: 'warning', message: `The redirect leads from https to http: ${visibleLine(maskUrl(location), 300)}.`, spec: 'RFC 9110 §15.4' });
  }
  if (reader.anomalies.length > 0) findings.push({ id: 'http.anomaly', severity: 'warning', message: reader.anomalies.slice(0, 3).join(' ') });
  return findings;
}

function redirectTarget(reader: HttpResponseReader): string | undefined {
  if (reader.status < 300 || reader.status >= 400 || reader.status === 304) return undefined;
  const [location] = reader.values('location');
  return location === undefined ? undefined : visibleLine(maskUrl(location), 500);
}
