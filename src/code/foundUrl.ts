import type { FoundRequest } from '../model/request';
import type { LineIndex } from './lineIndex';
import { describeUrl } from './sourceUrl';
import { explainContext, type UrlContext } from './urlContext';
import type { ScannedUrl } from './urlScanner';

/** A URL that only stands in a text, as a request that a person may want to look at all the same. */
export function describeFoundUrl(scanned: ScannedUrl, context: UrlContext, lines: LineIndex): FoundRequest {
  const described = describeUrl(scanned.parts);
  const range = lines.rangeOf(scanned.start, scanned.end);
  const { confidence, finding } = explainContext(context);
  return {
    kind: 'url',
    range,
    urlRange: range,
    request: { url: described.url, method: 'GET', headers: [], unknownParts: described.unknownParts, location: { range } },
    callee: '',
    confidence: described.isNetwork ? confidence : 0,
    findings: described.isNetwork ? [...described.findings, finding] : described.findings,
  };
}
