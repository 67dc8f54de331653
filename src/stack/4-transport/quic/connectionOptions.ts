import type { StepTag } from '../../payload';
import type { TransportParameter } from './transportParameters';

/** How one program speaks QUIC. */
export interface QuicHabits {
  /** Octets of its largest UDP payload; the path is not probed for more (RFC 9000 §14). */
  readonly datagramBytes: number;
  /** Octets of the connection IDs that its peer addresses it with. */
  readonly connectionIdBytes: number;
  /** Its transport parameters, without those that are of one connection. */
  readonly parameters: readonly TransportParameter[];
  /** How long acknowledgments of Initial and Handshake packets wait for what the handshake sends anyway. */
  readonly handshakeAckDelayMs: number;
  /** Whether packets of all kinds are numbered in one row that begins with 1, as Chromium does; else each space begins with 0. */
  readonly numbersInOneRow: boolean;
}

/** What a connection is made with. */
export interface ConnectionOptions {
  readonly side: 'client' | 'server';
  readonly habits: QuicHabits;
  readonly ownConnectionId: Uint8Array;
  readonly peerConnectionId: Uint8Array;
  /** What Initial keys come from. */
  readonly initialConnectionId: Uint8Array;
  /** The token of an earlier Retry has been proved: the client's address is believed. */
  readonly addressValidated: boolean;
  /** Octets of the largest UDP payload that fits the path. */
  readonly mostDatagramBytes: number;
  /** Of the client's attempt: what datagrams without data of a step belong to as well. */
  readonly step?: StepTag;
}
