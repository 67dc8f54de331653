import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { DnsMessage } from '../../stack/7-application/dns/message';
import { NetworkFailure, toNetworkFailure } from '../networkFailure';
import type { ProbeRun } from '../probeRun';
import { formatEndpoint } from '../target';
import { judgeAnswer, type DnsQuery, type Unacceptable } from './question';

interface UdpAnswer {
  readonly message: DnsMessage;
  readonly warnings: readonly string[];
  readonly responseBytes: number;
  readonly queriesSent: number;
  /** Datagrams that were no answer to the query, counted by reason. */
  readonly ignored: ReadonlyMap<Unacceptable, number>;
  /** First query sent to answer received. */
  readonly durationMs: number;
}

/**
 * One question over UDP (RFC 1035 §4.2.1) to exactly this address. Sent again once when nothing acceptable came in time. The
 * socket has a port of its own, chosen at random by the system (RFC 5452 §9.2), and is connected: the system itself drops
 * datagrams from any other address or port, and tells when the port is closed. What does not fit the query is ignored and
 * counted, never believed. Rejects with `NetworkFailure`.
 */
export async function askOverUdp(run: ProbeRun, server: { readonly address: string; readonly port: number }, query: DnsQuery): Promise<UdpAnswer> {
  const endpoint = formatEndpoint(server.address, server.port);
  run.contact(server.address, 'datagram');
  const family = isIPv6(server.address) ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // The address is literal; this keeps it from ever being looked up.
    lookup: (address, _options, done) => done(null, address, family),
  });
  const handle = run.own({ destroy: () => closeQuietly(socket) });
  const ignored = new Map<Unacceptable, number>();
  let queriesSent = 0;
  let details = '';
  let retry: NodeJS.Timeout | undefined;
  let sentMs = run.nowMs();
  const answered = new Promise<UdpAnswer>((resolve, reject) => {
    const send = (): void => {
      if (queriesSent++ === 0) sentMs = run.nowMs();
      socket.send(query.bytes);
    };
    socket.on('error', reject);
    socket.on('message', (datagram) => {
      const durationMs = run.nowMs() - sentMs;
      const judged = judgeAnswer(datagram, query.message);
      if (!('refused' in judged)) {
        const { message, warnings, bytes } = judged;
        resolve({ message, warnings, responseBytes: bytes, queriesSent, ignored, durationMs });
        return;
      }
      ignored.set(judged.refused, (ignored.get(judged.refused) ?? 0) + 1);
      details = `${judged.refused}: ${judged.detail}`;
      const total = [...ignored.values()].reduce((sum, each) => sum + each, 0);
      if (total >= run.limits.datagrams) {
        reject(new NetworkFailure('LIMIT', `${endpoint} sent ${total} datagrams that were no answer (the last: ${details}); the probe stopped listening.`));
      }
    });
    socket.connect(server.port, server.address, () => {
      send();
      retry = setTimeout(send, run.limits.retryMs);
    });
  });
  try {
    return await run.phase(`The answer of ${endpoint}`, () => answered);
  } catch (error) {
    throw explain(error, endpoint, queriesSent, ignored, details);
  } finally {
    clearTimeout(retry);
    run.release(handle);
  }
}

function explain(error: unknown, endpoint: string, queriesSent: number, ignored: ReadonlyMap<Unacceptable, number>, details: string): NetworkFailure {
  const failure = toNetworkFailure(error, endpoint);
  if (failure.code === 'ECONNREFUSED') return new NetworkFailure(failure.code, `${endpoint} has no DNS server on that UDP port: the machine says so itself (ECONNREFUSED).`);
  if (failure.code !== 'PHASE_TIMEOUT') return failure;
  const count = [...ignored.values()].reduce((sum, each) => sum + each, 0);
  const received = count === 0 ? 'nothing came back' : `${count} datagrams came back, none of them an answer (the last: ${details})`;
  return new NetworkFailure('ETIMEDOUT', `${endpoint} did not answer ${queriesSent} queries over UDP: ${received}. Check the server's address, or a firewall drops DNS.`);
}

/** Closing twice throws; an error that comes while closing has nobody to hear it. */
function closeQuietly(socket: Socket): void {
  socket.removeAllListeners('error');
  socket.on('error', () => undefined);
  try {
    socket.close();
  } catch {
    // It was closed before.
  }
}
