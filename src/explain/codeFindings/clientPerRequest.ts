import type { FoundRequest } from '../../model/request';
import { addressOf, isLoopback } from './address';
import type { CodeRule } from './codeRule';
import { TEST_CODE } from './testCode';

/** Clients whose connections belong to the object that the code makes, and where their makers say that it is to be kept. */
const OWN_CONNECTIONS: Readonly<Record<string, string>> = {
  'python-requests': 'Requests documentation, Session Objects',
  'python-httpx': 'HTTPX documentation, Clients',
  'python-aiohttp': 'aiohttp documentation, Make a Request',
  urllib3: 'urllib3 documentation, Creating and sending requests',
  'go-net-http': 'Go documentation, net/http, Transport',
  'java-httpclient': 'Java documentation, java.net.http.HttpClient',
  okhttp: 'OkHttp documentation, OkHttpClient',
  'dotnet-httpclient': '.NET documentation, HttpClient, Instancing',
  'rust-reqwest': 'reqwest documentation, Client',
  ureq: 'ureq documentation, Agent',
  'node-https': 'Node.js documentation, http.Agent',
  axios: 'Node.js documentation, http.Agent',
};
/** Functions of a module that make such an object for each call. */
const ONE_CALL: Readonly<Record<string, RegExp>> = {
  'python-requests': /^requests\.(?:get|options|head|post|put|patch|delete|request)$/,
  'python-httpx': /^httpx\.(?:get|options|head|post|put|patch|delete|request)$/,
  'rust-reqwest': /^reqwest::(?:blocking::)?get$/,
  ureq: /^ureq::(?:get|head|post|put|patch|delete|request)$/,
};
/** What runs once, or for one test. */
const RUNS_ONCE = /^(?:main|run|start|setup|set_?up|init|constructor|__init__|test.*)$/i;

/** A client, session or agent that is made for each request, so that no connection is used twice. */
export const clientPerRequest: CodeRule = (found, context) => {
  const { request, course, callee } = found;
  const source = request.client === undefined || !Object.hasOwn(OWN_CONNECTIONS, request.client) ? undefined : OWN_CONNECTIONS[request.client];
  if (request.client === undefined || source === undefined || !course) return undefined;
  const address = addressOf(request.url);
  if (address && isLoopback(address.host)) return undefined;
  const said = { id: 'http.client-per-request', spec: source } as const;
  if (course.clientMadeInLoop) {
    return { ...said, severity: 'warning', message: 'The client is made anew each time round the loop: every request opens a connection of its own. One that is made before the loop keeps it open for the next.' };
  }
  if (request.connectionReuse === 'per-call' && course.functionRange && !RUNS_ONCE.test(course.functionName ?? 'main') && !context.source.mentions(TEST_CODE)) {
    return { ...said, severity: 'information', message: `The client is made for this one request and its connection goes with it: each call of ${course.functionName ?? ''} opens a new one. A client that outlives the function keeps it open.` };
  }
  // A loop that asks for the same each time waits for something, and stops.
  if (address && course.inLoop && isOneCall(found) && request.unknownParts.length > 0) {
    return { ...said, severity: 'information', message: `${callee} opens a connection for each call and closes it again: one that is kept through the loop, by a session or client that is made before it, spares the rest of them.` };
  }
  return undefined;
};

function isOneCall({ request: { client, connectionReuse }, callee }: FoundRequest): boolean {
  return client !== undefined && connectionReuse === undefined && Object.hasOwn(ONE_CALL, client) && (ONE_CALL[client]?.test(callee) ?? false);
}
