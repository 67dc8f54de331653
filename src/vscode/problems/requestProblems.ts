import type { Finding, FoundRequest, TextRange } from '../../model/request';

/**
 * Ids of the findings that are certain enough, and weigh enough, to stand among the problems of a file. The others, such as what a
 * preflight costs, stand in the hover.
 */
export const PROBLEM_IDS: readonly string[] = [
  'http.body-on-get', 'http.cleartext-token', 'http.client-per-request', 'http.no-timeout', 'http.post-retried', 'http.sequential-awaits', 'tls.verification-disabled', 'url.address-literal',
  'url.control-characters', 'url.credentials', 'url.https-only', 'url.invalid', 'url.mixed-script',
];

/** A finding with the place that it is marked at: the URL, or what is called where the URL stands elsewhere. */
export interface RequestProblem {
  readonly range: TextRange;
  readonly finding: Finding;
}

/** The problems of a file's calls, without those whose ids are `disabled`. URLs that nothing requests have none. */
export function requestProblems(requests: readonly FoundRequest[], disabled: ReadonlySet<string>): readonly RequestProblem[] {
  return requests.flatMap(({ kind, urlRange, findings }) =>
    kind === 'call' ? findings.filter(({ id }) => PROBLEM_IDS.includes(id) && !disabled.has(id)).map((finding) => ({ range: urlRange, finding })) : []);
}
