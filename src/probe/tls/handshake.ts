import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type SecureContext, type TLSSocket } from 'node:tls';
import { NetworkFailure } from '../networkFailure';
import type { ProbeRun } from '../probeRun';
import type { TcpConnection } from '../tcp/connect';
import { MeteredStream } from './meteredStream';
import { readServerFlight, type ServerFlight } from './serverFlight';

export interface TlsOptions {
  /** Whom the certificate has to be for; sent as SNI when it is a name (RFC 6066 §3). */
  readonly host: string;
  /** Offered application protocols; empty: none. */
  readonly alpn: readonly string[];
  /** From `probeContext`. */
  readonly context: SecureContext;
  /** Wait for the session tickets that TLS 1.3 servers send after the handshake. */
  readonly waitForTickets: boolean;
}

/** A handshake that came to its end, good or bad, and everything that was seen of it. */
export interface Handshake {
  /** Undefined when it failed. Nothing has been written to it. */
  readonly socket?: TLSSocket;
  readonly stream: MeteredStream;
  readonly flight: ServerFlight;
  readonly error?: unknown;
  /** OpenSSL's verdict about the chain; undefined when it is good or was not reached. */
  readonly chainCode?: string;
  readonly alpn?: string;
  /** Octets of the stapled OCSP response. */
  readonly ocspBytes?: number;
  /** ClientHello handed over to both Finished done (or to the failure), ms. */
  readonly durationMs: number;
  readonly endMs: number;
  /** What went wrong after the handshake, while waiting for tickets. */
  readonly lateError?: unknown;
}

/**
 * A TLS handshake over a TCP connection. The peer's certificate is not enforced here, so that it can be shown; whoever wants to
 * send data must look at the verdict first. Never throws for what the peer does.
 */
export async function tlsHandshake(run: ProbeRun, connection: TcpConnection, options: TlsOptions): Promise<Handshake> {
  const stream = run.own(new MeteredStream(connection.socket, run.limits.receivedBytes));
  const keyLog: string[] = [];
  const beganMs = run.nowMs();
  // Node's types leave `requestOCSP` out of a client's options.
  const connectOptions: ConnectionOptions & { requestOCSP: boolean } = {
    socket: stream,
    ...(isIP(options.host.replace(/%.*$/, '')) === 0 ? { servername: options.host } : {}),
    ...(options.alpn.length > 0 ? { ALPNProtocols: [...options.alpn] } : {}),
    secureContext: options.context,
    rejectUnauthorized: false,
    // The name is checked by us, against the DER.
    checkServerIdentity: () => undefined,
    requestOCSP: true,
  };
  const socket = run.own(connect(connectOptions));
  let ocspBytes: number | undefined;
  socket.on('keylog', (line) => keyLog.push(line.toString('ascii')));
  socket.on('OCSPResponse', (response: Buffer | null) => { if (response && response.length > 0) ocspBytes = response.length; });
  const tickets = nextSession(socket);
  const seen = (): Pick<Handshake, 'stream' | 'flight' | 'ocspBytes'> => {
    const flight = readServerFlight(stream.kept(), keyLog);
    const staple = ocspBytes ?? flight.ocspBytes;
    return { stream, flight, ...(staple === undefined ? {} : { ocspBytes: staple }) };
  };
  try {
    await run.phase('The TLS handshake', () => handshakeDone(socket));
  } catch (error) {
    socket.on('error', ignore);
    run.release(socket);
    run.release(stream);
    const endMs = run.nowMs();
    return { ...seen(), error, endMs, durationMs: endMs - beganMs };
  }
  const endMs = run.nowMs();
  const chainCode = socket.authorized ? undefined : chainProblem(socket);
  const lateError = options.waitForTickets ? await ticketsOrError(run, socket, tickets, connection.handshakeMs) : undefined;
  return {
    ...seen(), socket, endMs, durationMs: endMs - beganMs,
    ...(chainCode === undefined ? {} : { chainCode }),
    ...(typeof socket.alpnProtocol === 'string' ? { alpn: socket.alpnProtocol } : {}),
    ...(lateError === undefined ? {} : { lateError }),
  };
}

function handshakeDone(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.on('error', reject);
    socket.once('close', () => reject(new NetworkFailure('CLOSED', 'The connection was closed.')));
  });
}

/** Node types the error as `Error`, but it is the name of OpenSSL's code. */
function chainProblem(socket: TLSSocket): string {
  const problem: unknown = socket.authorizationError;
  if (typeof problem === 'string') return problem;
  return problem instanceof Error && 'code' in problem && typeof problem.code === 'string' ? problem.code : 'UNVERIFIED';
}

function nextSession(socket: TLSSocket): Promise<void> {
  return new Promise((resolve) => socket.once('session', () => resolve()));
}

/** TLS 1.3 tickets arrive one round trip after our Finished at the latest, if the server sends them at once; so does its refusal. */
async function ticketsOrError(run: ProbeRun, socket: TLSSocket, tickets: Promise<void>, roundTripMs: number): Promise<unknown> {
  if (socket.getProtocol() !== 'TLSv1.3') return undefined;
  const waitMs = Math.min(1000, 2 * roundTripMs + 100);
  try {
    await run.phase('Waiting for session tickets', () => Promise.race([tickets, ended(socket)]), waitMs);
    return undefined;
  } catch (error) {
    return error instanceof NetworkFailure && error.code === 'PHASE_TIMEOUT' ? undefined : error;
  }
}

function ended(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => resolve());
  });
}

function ignore(): void {
  // The handshake's failure was reported; what the closing socket adds says nothing new.
}
