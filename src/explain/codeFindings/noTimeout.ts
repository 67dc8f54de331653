import { addressOf, isLoopback } from './address';
import type { CodeRule } from './codeRule';
import { TEST_CODE } from './testCode';

/** A client without a limit of its own. */
interface Limitless {
  /** Which of its calls, as written up to their arguments; all where left out. */
  readonly callee?: RegExp;
  /** What anywhere in the file may set a limit for all, or end a call from outside. */
  readonly hidesInFile: RegExp;
  readonly source: string;
}

/** By client; those that are not named have a limit, or one that is set where no file shows it. */
const LIMITLESS: Readonly<Record<string, Limitless>> = {
  'python-requests': { hidesInFile: /setdefaulttimeout|\bpartial\(|\balarm\(|\.mount\(|HTTPAdapter/, source: 'Requests documentation, Timeouts' },
  'python-urllib': { callee: /(?:^|\.)urlopen$/, hidesInFile: /setdefaulttimeout|\balarm\(/, source: 'Python documentation, urllib.request.urlopen' },
  urllib3: { hidesInFile: /setdefaulttimeout|\balarm\(|timeout/i, source: 'urllib3 documentation, Using Timeouts' },
  'python-http-client': { hidesInFile: /timeout|\balarm\(/i, source: 'Python documentation, http.client.HTTPConnection' },
  'go-net-http': { callee: /^(?!.*WithContext$)/, hidesInFile: /\b(?:DefaultClient|DefaultTransport)\b|ResponseHeaderTimeout|\.Timeout\s*=/, source: 'Go documentation, net/http, Client.Timeout' },
  // Its blocking clients wait 30 s.
  'rust-reqwest': { hidesInFile: /timeout|\bselect!|\bblocking\b/i, source: 'reqwest documentation, ClientBuilder::timeout' },
  'java-httpclient': { hidesInFile: /timeout|TimeUnit|\.cancel\(/i, source: 'Java documentation, HttpRequest.Builder.timeout' },
  'node-https': { hidesInFile: /timeout|abort|signal|\.destroy\(/i, source: 'Node.js documentation, http.request' },
  axios: { hidesInFile: /timeout|abort|cancel|signal|interceptors/i, source: 'axios documentation, Request Config' },
  got: { hidesInFile: /timeout|abort|cancel|signal/i, source: 'got documentation, Timeout options' },
  guzzle: { hidesInFile: /timeout/i, source: 'Guzzle documentation, Request Options, timeout' },
};

/** A call that waits for its response as long as it takes. Only where the call, and the client that sends it, are seen whole. */
export const noTimeout: CodeRule = ({ request, callee }, context) => {
  const { client, nearestClient } = request;
  const limitless = client === undefined || !Object.hasOwn(LIMITLESS, client) ? undefined : LIMITLESS[client];
  if (!limitless || client === undefined || request.timeoutGiven !== false || request.abortable || limitless.callee?.test(callee) === false) return undefined;
  const address = addressOf(request.url);
  if ((address && isLoopback(address.host)) || !context.waitsForever(nearestClient ?? client) || context.source.mentions(limitless.hidesInFile) || context.source.mentions(TEST_CODE)) return undefined;
  return {
    id: 'http.no-timeout',
    severity: 'warning',
    message: 'Nothing limits how long this call waits for a response: a server that accepts the connection and stays silent holds it forever.',
    spec: limitless.source,
  };
};
