import { connect, type Socket } from 'node:net';
import type { ObservedValue } from '../../model/observation';
import { toNetworkFailure, type NetworkFailure } from '../networkFailure';
import type { PlannedContact } from '../probeOptions';
import { roundMs } from '../roundMs';
import { orAborted, seen, type ProbeRun } from '../probeRun';
import { endsTheProbe } from '../resolveTarget';
import { formatEndpoint } from '../target';

/** Time given to one of several addresses before the next is tried. */
const ATTEMPT_MS = 2500;

export interface TcpConnection {
  readonly socket: Socket;
  readonly contact: PlannedContact;
  /** SYN sent to SYN-ACK received: one round trip and the two stacks' work. */
  readonly handshakeMs: number;
}

/**
 * Connects to the first of these addresses that answers, each attempt with its step `tcp.handshake`; undefined when none does.
 * The addresses are literal and were confirmed: no lookup happens here.
 */
export async function connectFirst(run: ProbeRun, contacts: readonly PlannedContact[]): Promise<TcpConnection | undefined> {
  for (const [index, contact] of contacts.entries()) {
    const isLast = index === contacts.length - 1;
    const endpoint = formatEndpoint(contact.address, contact.port);
    run.progress(`Connecting to ${endpoint}`);
    const step = run.openStep('tcp.handshake', `TCP connection to ${endpoint}`, [4, 3], ['RFC 9293 §3.5']);
    try {
      const connection = await connectTcp(run, contact, isLast ? run.limits.phaseMs : Math.min(ATTEMPT_MS, run.limits.phaseMs));
      step.end('happens', `The server accepted the connection after one round trip of ${connection.handshakeMs} ms.`, describeConnection(connection));
      return connection;
    } catch (error) {
      const failure = toNetworkFailure(error, endpoint);
      step.end('fails', isLast ? failure.message : `${failure.message} The next address is tried.`, describeFailure(contact, failure));
      if (endsTheProbe(error)) return undefined;
    }
  }
  return undefined;
}

/** One TCP connection to exactly this address. Rejects with `NetworkFailure`; the socket is the run's and closes with it. */
async function connectTcp(run: ProbeRun, contact: PlannedContact, limitMs = run.limits.phaseMs): Promise<TcpConnection> {
  const endpoint = formatEndpoint(contact.address, contact.port);
  run.contact(contact.address, 'connection');
  const beganMs = run.nowMs();
  const socket = run.own(connect({ host: contact.address, port: contact.port, lookup: refuseLookup }));
  try {
    await run.phase(`The TCP handshake with ${endpoint}`, (signal) => orAborted(connected(socket), signal), limitMs);
    // Errors after this are read by whoever uses the connection; without a listener they would end the process.
    socket.on('error', ignore);
    return { socket, contact, handshakeMs: roundMs(run.nowMs() - beganMs) };
  } catch (error) {
    run.release(socket);
    throw toNetworkFailure(error, endpoint);
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.on('error', reject);
  });
}

function describeConnection({ socket, contact, handshakeMs }: TcpConnection): readonly ObservedValue[] {
  return [
    seen('Address', contact.address, contact.addressClass.sentence),
    seen('Port', contact.port),
    seen('Local address', socket.localAddress ?? ''),
    seen('Local port', socket.localPort ?? 0),
    seen('Handshake time', handshakeMs, 'milliseconds, from connect to connected'),
  ];
}

function describeFailure(contact: PlannedContact, failure: NetworkFailure): readonly ObservedValue[] {
  return [seen('Address', contact.address, contact.addressClass.sentence), seen('Port', contact.port), seen('Error', failure.code)];
}

/** What is connected to is an address. If it ever were a name, it must not be looked up behind the person's back. */
function refuseLookup(name: string, _options: unknown, done: (error: NodeJS.ErrnoException | null, address: string, family: number) => void): void {
  done(Object.assign(new Error(`${name} is not an address`), { code: 'EINVAL' }), '', 4);
}

function ignore(): void {
  // See connectTcp.
}
