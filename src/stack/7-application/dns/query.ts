import type { DnsEdns, DnsMessage } from './message';
import { CLASS_IN } from './recordTypes';

/** A query as a stub resolver sends it: recursion desired, one question (RFC 1035 §4.1), and OPT where the asker speaks EDNS. */
export function query(id: number, name: string, type: number, { recursionDesired = true, edns }: { readonly recursionDesired?: boolean; readonly edns?: DnsEdns } = {}): DnsMessage {
  return {
    id,
    response: false,
    opcode: 0,
    authoritative: false,
    truncated: false,
    recursionDesired,
    recursionAvailable: false,
    authenticData: false,
    checkingDisabled: false,
    responseCode: 0,
    questions: [{ name, type, class: CLASS_IN }],
    answers: [],
    authorities: [],
    additionals: [],
    ...(edns ? { edns } : {}),
  };
}
