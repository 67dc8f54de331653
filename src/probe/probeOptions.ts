import type { AddressClass } from './addressClass';
import type { ProbeLimits } from './limits';
import type { SystemServices } from './systemServices';

/** One place that packets will go to. */
export interface PlannedContact {
  readonly address: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp' | 'tls' | 'https';
  readonly addressClass: AddressClass;
  /** "asked for the A and AAAA records of example.com". */
  readonly purpose: string;
}

/** What a probe will do, told before it does it. Making a plan sends no packet. */
export interface ProbePlan {
  /** What was asked for, normalised, secrets masked. */
  readonly target: string;
  /** What is known now. With `needsLookup` the addresses of the target come later, through `ProbeOptions.confirm`. */
  readonly contacts: readonly PlannedContact[];
  readonly probedFrom: string;
  /** The target is a name: the system resolver is asked first (its servers are among the contacts). */
  readonly needsLookup: boolean;
  /** Sentences for the person, in order. */
  readonly notes: readonly string[];
}

export interface ProbeOptions {
  /** "this machine", "SSH remote build-7": where the packets leave. Default "this machine". */
  readonly probedFrom?: string | undefined;
  /** Cancels: sockets are closed at once, and the observation says so. */
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<ProbeLimits> | undefined;
  /**
   * Asked before the first packet to these addresses, with the exact addresses that will be connected to. The probe connects
   * to nothing else: names are never looked up a second time. Answering false ends the probe with a skipped step. Asked first
   * with what the plan holds (system resolver, DNS servers), again with the addresses that a lookup brought.
   */
  readonly confirm: (contacts: readonly PlannedContact[]) => Promise<boolean>;
  /** Told what is being done, for a progress display. */
  readonly progress?: ((message: string) => void) | undefined;
  /** The machine's name service; injected by tests. */
  readonly system?: SystemServices | undefined;
}

export type DnsTransport = 'udp' | 'tcp' | 'tls' | 'https';

export interface DnsProbeOptions extends ProbeOptions {
  readonly name: string;
  /** "A", "AAAA", "MX", "TYPE65". Default A and AAAA. */
  readonly types?: readonly string[] | undefined;
  /** ADDR, ADDR:PORT or [ADDR]:PORT. Default: the first server that the system is configured with. */
  readonly server?: string | undefined;
  /** Default `udp` (with TCP when the answer was truncated, RFC 7766 §5). `tls` and `https` never fall back. */
  readonly transport?: DnsTransport | undefined;
  /** The name that the certificate of a DoT or DoH server must be for. Default: the server's address. */
  readonly serverName?: string | undefined;
  /** CA certificates (PEM) trusted beside the built-in ones, for DoT and DoH. */
  readonly caPem?: string | undefined;
  /** Path of the DoH resource. Default `/dns-query`. */
  readonly dohPath?: string | undefined;
  /**
   * Whether the system's own lookup is made too. Default: yes, unless `server` is named: a name that someone wants to ask one
   * server about, perhaps encrypted, is not told to another one.
   */
  readonly systemLookup?: boolean | undefined;
  /** Ask iteratively from the root instead of asking a resolver. */
  readonly trace?: boolean | undefined;
  /** Root server for `trace`: ADDR, ADDR:PORT or [ADDR]:PORT. All further servers are asked at the same port. */
  readonly root?: string | undefined;
}

export interface TlsProbeOptions extends ProbeOptions {
  /** host, host:port, [v6]:port; port 443 unless given. */
  readonly target: string;
  /** Connect here instead of looking the name up; SNI and the certificate check still use the name. */
  readonly address?: string | undefined;
  /** CA certificates (PEM) trusted beside the built-in ones. */
  readonly caPem?: string | undefined;
  /** ALPN protocols offered, in order of preference. Default h2, http/1.1. Empty: none offered. */
  readonly alpn?: readonly string[] | undefined;
}

export interface HttpProbeOptions extends ProbeOptions {
  /** An http: or https: URL. Credentials in it are not sent. */
  readonly url: string;
  readonly address?: string | undefined;
  readonly caPem?: string | undefined;
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | undefined;
}
