/** What ICMP said about a segment that this end sent. */
export type IcmpReport =
  | { readonly kind: 'unreachable'; readonly code: string; readonly message: string }
  | { readonly kind: 'too-big'; readonly mtuBytes: number };
