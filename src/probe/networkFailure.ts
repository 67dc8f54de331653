import { WirewalkError } from '../model/wirewalkError';
import { visibleLine } from '../model/visibleLine';

/**
 * Something that networks do: refused, silent, reset, cancelled. It becomes a failing step, it never leaves a probe.
 * `code` is the system's (`ECONNREFUSED`) or one of ours: `CANCELLED`, `DEADLINE`, `PHASE_TIMEOUT`, `LIMIT`, `NOT_TLS`, ….
 */
export class NetworkFailure extends WirewalkError {}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: the machine answers, but nothing listens on that port; check the port and that the server runs',
  ECONNRESET: 'reset the connection: the server, or a firewall on the way, ended it without an answer',
  EPIPE: 'closed the connection while data was being sent to it',
  ETIMEDOUT: 'did not answer: the address, a firewall or the route swallows the packets; check the address and your network',
  EHOSTUNREACH: 'cannot be reached: a router or this machine knows no way to the host; check the address and your network',
  ENETUNREACH: 'cannot be reached: this machine has no route to that network, as with an IPv6 address where there is no IPv6',
  EADDRNOTAVAIL: 'cannot be reached from this machine: it has no address of that kind',
  EACCES: 'may not be contacted: the operating system or a firewall on this machine forbids it',
  EPERM: 'may not be contacted: the operating system or a firewall on this machine forbids it',
  ENOTFOUND: 'has no address in the system\'s name service; check the spelling, or ask the DNS directly with Probe DNS',
  ENODATA: 'exists but has no address in the system\'s name service',
  EAI_AGAIN: 'could not be looked up: the system\'s DNS servers did not answer; check the network connection',
  EAI_FAIL: 'could not be looked up: the system\'s DNS server reported a failure',
  EMFILE: 'was not contacted: this process has too many open files',
  EMSGSIZE: 'was not contacted: the message is too large for the path',
};

/** Whatever was thrown, as a `NetworkFailure` about `who` ("192.0.2.1:443"). */
export function toNetworkFailure(error: unknown, who: string): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const code = errorCode(error);
  const known = SENTENCES[code];
  if (known !== undefined) return new NetworkFailure(code, `${who} ${known} (${code}).`);
  const message = error instanceof Error ? error.message : String(error);
  return new NetworkFailure(code, `${who}: ${visibleLine(message, 300)}${message.includes(code) ? '' : ` (${code})`}.`);
}

export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return 'ERROR';
}
