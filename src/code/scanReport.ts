import { maskHeader, maskUrl } from '../model/masking';
import type { ClientVersion, Finding, FoundRequest, TextRange } from '../model/request';

/** A row of `wirewalk scan --json`. Secrets are masked; unknown parts of `url` stand as `{name}`. */
export interface ScanRow {
  readonly file: string;
  /** 0-based, in UTF-16 code units. */
  readonly range: TextRange;
  readonly kind: 'call' | 'url';
  /** Client id where the code decides it, otherwise what is called (`fetch`); empty for a URL that nothing requests. */
  readonly client: string;
  /** The client's version, where a file of the project says it. */
  readonly clientVersion?: ClientVersion;
  /** The profile that is predicted with, where the client has none of its own or the project decides it. */
  readonly profile?: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Other files whose values the request has; left out where there are none. */
  readonly importedFrom?: readonly string[];
  readonly confidence: number;
  readonly findings: readonly Finding[];
}

/** What was found in one file, as rows in the order of their place. */
export function scanRows(file: string, requests: readonly FoundRequest[]): ScanRow[] {
  return requests.map(({ range, kind, callee, request, confidence, findings }) => ({
    file,
    range,
    kind,
    client: request.client ?? callee,
    ...(request.clientVersion ? { clientVersion: request.clientVersion } : {}),
    ...profileOf(request),
    method: request.method,
    url: maskUrl(request.url),
    headers: request.headers.map(({ name, value }) => ({ name, value: maskHeader(name, value) })),
    ...(request.importedFrom ? { importedFrom: request.importedFrom } : {}),
    confidence,
    findings,
  }));
}

function profileOf({ nearestClient, likelyClient }: FoundRequest['request']): Pick<ScanRow, 'profile'> {
  const profile = nearestClient ?? likelyClient;
  return profile === undefined ? {} : { profile };
}
