/** What a host's operating system decides of the TCP/IP packets that it sends. Plain data; `src/clients/operatingSystems` holds one file per system. */
export interface SystemProfile {
  readonly id: SystemId;
  /** "Linux". */
  readonly title: string;
  /** False: taken from documents. */
  readonly measured: boolean;
  /** Where the values come from. */
  readonly evidence: string;
  /** Initial IPv4 time to live and IPv6 hop limit (RFC 791 §3.1, RFC 8200 §3). */
  readonly initialHops: number;
  /** The ports from which a socket without a port of its own gets one, both included (RFC 6335 §6). */
  readonly ephemeralPorts: { readonly first: number; readonly last: number };
  readonly tcp: TcpHabit;
  readonly resolver: {
    /** The longest that its cache, where it has one, keeps an answer, and that it remembers a failure; Infinity: as long as the records say. */
    readonly longestMs: number;
    readonly longestFailureMs: number;
  };
}

export const SYSTEM_IDS = ['linux', 'windows', 'macos'] as const;
export type SystemId = (typeof SYSTEM_IDS)[number];

/** TCP as a system's kernel speaks it. */
export interface TcpHabit {
  /** Options of a SYN in wire order, and of a SYN-ACK to a peer that offers timestamps. */
  readonly synOptions: readonly SynOption[];
  /** Options of a SYN-ACK to a peer that offers no timestamps. */
  readonly synOptionsWithoutTimestamps: readonly SynOption[];
  /** RFC 7323 §2.2. */
  readonly windowShift: number;
  /** The window of a SYN, which is never scaled: as many whole segments as 16 bits can say, or all of 65535. */
  readonly synWindow: 'whole segments' | 'largest';
  /** RFC 6298 §2.1. */
  readonly initialRtoMs: number;
  /** RFC 6298 §2.4 asks for 1 s; all three systems have less. */
  readonly minimumRtoMs: number;
  /** SYNs after the first before connecting fails. */
  readonly synRetries: number;
  /** SYNs before those that follow each other at equal intervals (Linux net.ipv4.tcp_syn_linear_timeouts). */
  readonly synLinearRetries: number;
  readonly acknowledgments: AcknowledgmentHabit;
  /** How long the end that closed first keeps the pair of addresses and ports (RFC 9293 §3.6.1). */
  readonly timeWaitMs: number;
}

/** When received data is acknowledged without data to carry it (RFC 9293 §3.8.6.3). */
export interface AcknowledgmentHabit {
  /** Segments that are acknowledged at once when a connection begins, or when something was out of order. */
  readonly quickAtStart: number;
  /** Whether an application that has read a small segment makes the kernel acknowledge it (Linux tcp_cleanup_rbuf). */
  readonly whenRead: boolean;
  /** Shortest and longest wait for data that can carry it. */
  readonly minimumDelayMs: number;
  readonly maximumDelayMs: number;
}

/** RFC 9293 §3.2, RFC 7323, RFC 2018. What is missing to a multiple of four octets is filled with End of Option List. */
export type SynOption = 'maximum-segment-size' | 'no-operation' | 'window-scale' | 'sack-permitted' | 'timestamps';
