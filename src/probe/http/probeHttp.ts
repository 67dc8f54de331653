import type { Duplex } from 'node:stream';
import type { Observation } from '../../model/observation';
import { ByteSource } from '../byteSource';
import { toNetworkFailure } from '../networkFailure';
import { givenAddress } from '../plan';
import type { HttpProbeOptions, PlannedContact } from '../probeOptions';
import { observe, seen, type ProbeRun } from '../probeRun';
import { resolveTarget } from '../resolveTarget';
import { connectFirst } from '../tcp/connect';
import { formatEndpoint } from '../target';
import { establishTls } from '../tls/establishTls';
import { MeteredStream } from '../tls/meteredStream';
import { probeContext } from '../tls/probeContext';
import { describeResponse, explainResponse, httpFindings } from './describeResponse';
import { parseHttpTarget, type HttpTarget } from './httpTarget';
import { HttpResponseReader } from './responseReader';

const USER_AGENT = 'wirewalk';

/**
 * Sends one request and reads the response's head and at most `limits.bodyBytes` of its body, which is never decoded. Redirects
 * are shown, not followed; credentials of the URL are not sent. Steps: `dns.lookup`, `tcp.handshake`, `tls.handshake` and
 * `tls.certificate` with https, `http.request`.
 *
 * Rejects with `InputError` for options that cannot be used; everything that a network or a server does is in the observation.
 */
export async function probeHttp(options: HttpProbeOptions): Promise<Observation> {
  const http = parseHttpTarget(options.url);
  const address = givenAddress(options.address);
  const method = options.method ?? 'GET';
  const context = http.transport === 'tls' ? probeContext(options.caPem) : undefined;
  return observe(options, http.shown, async (run) => {
    if (http.hasCredentials) {
      run.finding({ id: 'url.credentials', severity: 'warning', message: 'The URL holds credentials; a probe does not send them.', spec: 'RFC 9110 §4.2.4' });
    }
    const contacts = await resolveTarget(run, http.target, address, http.transport, `one ${method} request; redirects are shown, not followed`);
    const connection = await connectFirst(run, contacts);
    if (!connection) return;
    if (!context) {
      await request(run, run.own(new MeteredStream(connection.socket, run.limits.receivedBytes)), http, method, connection.contact);
      return;
    }
    const session = await establishTls(run, connection, { host: http.target.host, alpn: ['http/1.1'], context, waitForTickets: false });
    if (session?.trusted === true) {
      await request(run, session.socket, http, method, connection.contact);
    } else if (session) {
      run.openStep('http.request', `${method} ${http.shown}`, [7], []).end('skipped', 'Nothing was sent, because the server\'s certificate does not verify: a client would stop here too.', []);
    }
  });
}

async function request(run: ProbeRun, stream: Duplex, http: HttpTarget, method: 'GET' | 'HEAD', contact: PlannedContact): Promise<void> {
  const endpoint = formatEndpoint(contact.address, contact.port);
  run.progress(`${method} ${http.shown}`);
  const step = run.openStep('http.request', `${method} ${http.shown}`, [7], ['RFC 9112 §3', 'RFC 9110 §9.3']);
  const source = new ByteSource(stream);
  const reader = new HttpResponseReader(source, run.limits);
  const head = requestHead(http, method);
  const sentMs = run.nowMs();
  const times = { firstByteMs: undefined as number | undefined, headMs: undefined as number | undefined, bodyMs: undefined as number | undefined };
  try {
    // A request that cannot be written breaks the stream, and reading from it tells.
    stream.write(head);
    await run.phase(`The response head of ${endpoint}`, async () => {
      const first = await source.next();
      times.firstByteMs = run.nowMs() - sentMs;
      if (first) source.putBack(first);
      await reader.readHead();
    });
    times.headMs = run.nowMs() - sentMs;
    await run.phase(`The response body of ${endpoint}`, () => reader.readBody(method === 'HEAD'));
    times.bodyMs = run.nowMs() - sentMs;
    step.end('happens', explainResponse(reader), describeResponse(reader, head, times));
  } catch (error) {
    const failure = toNetworkFailure(error, endpoint);
    step.end('fails', reader.status > 0 ? `After the status ${reader.status}: ${failure.message}` : failure.message, [seen('Error', failure.code), ...describeResponse(reader, head, times)]);
  }
  for (const finding of httpFindings(reader, http)) run.finding(finding);
}

/** The few fields that a server can expect, and no more: nothing about the person or the machine. */
function requestHead(http: HttpTarget, method: 'GET' | 'HEAD'): string {
  return [
    `${method} ${http.requestTarget} HTTP/1.1`, `Host: ${http.host}`, `User-Agent: ${USER_AGENT}`, 'Accept: */*', 'Accept-Encoding: identity', 'Connection: close', '', '',
  ].join('\r\n');
}
