import type { OpenStep, StreamFailure } from '../../services';
import type { DnsMessage } from './message';

/** What the asker hears of its queries. After `failed`, and after `close`, it hears nothing more. */
export interface DnsTransportEvents {
  answered(response: DnsMessage): void;
  failed(failure: StreamFailure): void;
}

/** Queries to one server and the answers to them. */
export interface DnsConversation {
  /** Sends the queries together. */
  send(queries: readonly DnsMessage[]): void;
  /** The asker has what it wants, or gave up. */
  close(): void;
}

/** Carries DNS messages to a server, whatever lies below: UDP, TCP, TLS or HTTPS. */
export interface DnsTransport {
  /** "over TCP": for reasons; empty for UDP, which nobody mentions. */
  readonly manner: string;
  /** Whether answers may be cut to what a datagram holds (RFC 1035 §4.2.1). */
  readonly truncates: boolean;
  /** `step`: the lookup that asks. */
  open(serverAddress: string, step: OpenStep, events: DnsTransportEvents): DnsConversation;
  /** Closes the connection that was kept for the next lookup, if there is one. */
  disconnect(): void;
}
