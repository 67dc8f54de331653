import { randomInt } from 'node:crypto';
import { WirewalkError } from '../../model/wirewalkError';
import type { DnsMessage } from '../../stack/7-application/dns/message';
import { decodeDnsMessage, encodeDnsMessage } from '../../stack/7-application/dns/messageCodec';
import { CLASS_IN } from '../../stack/7-application/dns/recordTypes';

/** RFC 9715 §3: an answer of this size crosses the networks of today without being fragmented. */
const UDP_PAYLOAD_BYTES = 1232;

export interface DnsQuery {
  readonly message: DnsMessage;
  readonly bytes: Uint8Array;
}

/** A query with one question and a random ID (RFC 5452 §9.2), `edns` with RFC 6891's OPT. */
export function makeQuery(name: string, type: number, how: { readonly recursionDesired: boolean; readonly edns: boolean; readonly id?: number }): DnsQuery {
  const message: DnsMessage = {
    id: how.id ?? randomInt(0x10000),
    response: false, opcode: 0, authoritative: false, truncated: false, recursionDesired: how.recursionDesired, recursionAvailable: false,
    authenticData: false, checkingDisabled: false, responseCode: 0,
    questions: [{ name, type, class: CLASS_IN }], answers: [], authorities: [], additionals: [],
    ...(how.edns ? { edns: { udpPayloadBytes: UDP_PAYLOAD_BYTES, version: 0, dnssecOk: false, options: [] } } : {}),
  };
  return { message, bytes: encodeDnsMessage(message).bytes };
}

/** Why octets that arrived are not the answer to a query. */
export type Unacceptable = 'malformed' | 'not a response' | 'wrong ID' | 'wrong question';

/** An answer to a query, or the reason why it is none (RFC 5452 §9.1). */
export type Judged =
  | { readonly message: DnsMessage; readonly warnings: readonly string[]; readonly bytes: number }
  | { readonly refused: Unacceptable; readonly detail: string };

export function judgeAnswer(bytes: Uint8Array, query: DnsMessage): Judged {
  // The ID first: what is not ours is not worth decoding, and a malformed message with our ID is worth telling apart.
  const id = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  if (bytes.length >= 2 && id !== query.id) return { refused: 'wrong ID', detail: `ID ${id} where ${query.id} was asked` };
  try {
    const { message, warnings } = decodeDnsMessage(bytes, { kind: 'probe' });
    if (!message.response) return { refused: 'not a response', detail: 'QR is 0: a query came back' };
    const [asked] = query.questions;
    const [echoed] = message.questions;
    // A server that cannot read a query may leave the question out (RFC 1035 §4.1.1); an answer with records may not.
    const isBareError = message.questions.length === 0 && message.responseCode !== 0;
    const matches = message.questions.length === 1 && asked && echoed && asked.type === echoed.type && asked.class === echoed.class
      && isSameName(asked.name, echoed.name);
    if (!isBareError && matches !== true) return { refused: 'wrong question', detail: `it answers "${echoed?.name ?? 'nothing'}"` };
    return { message, warnings, bytes: bytes.length };
  } catch (error) {
    if (!(error instanceof WirewalkError)) throw error;
    return { refused: 'malformed', detail: error.message };
  }
}

/** RFC 4343 §3: letters compare without case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether `name` is `zone` or below it. */
export function isWithin(name: string, zone: string): boolean {
  if (zone === '.') return true;
  const lower = name.toLowerCase();
  const zoneLower = zone.toLowerCase();
  return lower === zoneLower || lower.endsWith(`.${zoneLower}`);
}
