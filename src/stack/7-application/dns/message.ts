/** A DNS message (RFC 1035 §4) as structure; `messageCodec.ts` makes and reads its octets. */
export interface DnsMessage {
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  /** RFC 4035 §3.1.6, §3.2.2. */
  readonly authenticData: boolean;
  readonly checkingDisabled: boolean;
  /** 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN. With EDNS the upper bits come from OPT (RFC 6891 §6.1.3). */
  readonly responseCode: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  /** Without OPT, which is `edns`. */
  readonly additionals: readonly DnsRecord[];
  readonly edns?: DnsEdns;
}

export interface DnsQuestion {
  /** Presentation form without the final dot; special octets as `\DDD` (RFC 1035 §5.1). "." is the root. */
  readonly name: string;
  /** Numeric RR type: 1 A, 28 AAAA. */
  readonly type: number;
  readonly class: number;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  readonly data: DnsRecordData;
}

/** What a record holds, by type. Names as in `DnsQuestion.name`. */
export type DnsRecordData =
  | { readonly kind: 'a' | 'aaaa'; readonly address: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'mx'; readonly preference: number; readonly exchange: string }
  | { readonly kind: 'txt'; readonly strings: readonly string[] }
  | { readonly kind: 'soa'; readonly primary: string; readonly mailbox: string; readonly serial: number; readonly refreshSeconds: number; readonly retrySeconds: number; readonly expireSeconds: number; readonly minimumSeconds: number }
  | { readonly kind: 'srv'; readonly priority: number; readonly weight: number; readonly port: number; readonly target: string }
  | { readonly kind: 'caa'; readonly flags: number; readonly tag: string; readonly value: string }
  | { readonly kind: 'svcb'; readonly priority: number; readonly target: string; readonly parameters: readonly { readonly key: number; readonly name: string; readonly value: string }[] }
  /** Any other type (RFC 3597), or one whose data is malformed: `problem` says how. */
  | { readonly kind: 'opaque'; readonly hex: string; readonly problem?: string };

/** OPT (RFC 6891 §6.1). */
export interface DnsEdns {
  readonly udpPayloadBytes: number;
  readonly version: number;
  readonly dnssecOk: boolean;
  readonly options: readonly { readonly code: number; readonly hex: string }[];
}
