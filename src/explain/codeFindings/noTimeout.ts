import { addressOf, isLoopback } from './address';
import type { CodeRule } from './codeRule';

/** A call whose limit could be set nowhere else than where one can see it. */
interface PlainCall {
  /** The call as written, up to its arguments. */
  readonly callee: RegExp;
  /** What in the text of the call may be a limit, or hide one. */
  readonly hidesInCall: RegExp;
  /** What anywhere in the file may set one for all. */
  readonly hidesInFile: RegExp;
  readonly source: string;
}

/**
 * Only calls of a module's own functions: a session or a client that was made elsewhere may have a limit that the file does not
 * show.
 */
const PLAIN_CALLS: Readonly<Record<string, PlainCall>> = {
  'python-requests': {
    callee: /^requests\.(?:get|options|head|post|put|patch|delete|request)$/,
    hidesInCall: /timeout|\*\*/i,
    hidesInFile: /setdefaulttimeout|\bpartial\(|\balarm\(/,
    source: 'Requests documentation, Timeouts',
  },
  'python-urllib': {
    callee: /(?:^|\.)urlopen$/,
    // The limit may be the third argument by place alone.
    hidesInCall: /timeout|\*|,[^]*,/i,
    hidesInFile: /setdefaulttimeout|\balarm\(/,
    source: 'Python documentation, urllib.request.urlopen',
  },
  'go-net-http': {
    callee: /^http\.(?:Get|Head|Post|PostForm)$/,
    hidesInCall: /timeout/i,
    hidesInFile: /\b(?:DefaultClient|DefaultTransport)\b/,
    source: 'Go documentation, net/http, Client.Timeout',
  },
  'rust-reqwest': {
    callee: /^reqwest::get$/,
    hidesInCall: /timeout/i,
    hidesInFile: /timeout|\bselect!/i,
    source: 'reqwest documentation, ClientBuilder::timeout',
  },
};

/** A call that waits for its response as long as it takes. */
export const noTimeout: CodeRule = ({ request, callee, range }, context) => {
  const plain = request.client === undefined || !Object.hasOwn(PLAIN_CALLS, request.client) ? undefined : PLAIN_CALLS[request.client];
  if (!plain || request.client === undefined || request.timeoutMs !== undefined || request.abortable || !plain.callee.test(callee)) return undefined;
  const address = addressOf(request.url);
  if ((address && isLoopback(address.host)) || !context.waitsForever(request.client)) return undefined;
  // A limit that may be set elsewhere in the file, or in what the call is given.
  if (context.source.mentions(plain.hidesInFile) || plain.hidesInCall.test(context.source.part(range))) return undefined;
  return {
    id: 'http.no-timeout',
    severity: 'warning',
    message: 'Nothing limits how long this call waits for a response: a server that accepts the connection and stays silent holds it forever.',
    spec: plain.source,
  };
};
