import type { CertificateErrorWords } from './certificateError';
import type { ClientAspect, ConnectHabit, MemoryHabit, RedirectHabit, ResolverHabit, RetryHabit, TimeoutHabit, TlsHabit } from './clientHabits';
import type { HeaderField, Request } from './request';

/**
 * What one client really does. Plain data with small pure functions; `src/clients` holds one file per product. Times are
 * medians of what was measured on one machine: they are added to network times, and `evidence` says where they come from.
 */
export interface ClientProfile {
  /** "node-24-fetch". */
  readonly id: string;
  /** "Node.js 24 fetch". */
  readonly title: string;
  /** False: assumed, and labelled so wherever it is shown. */
  readonly measured: boolean;
  /** Which capture or document it was taken from. */
  readonly evidence: string;
  /** What of it is taken from documents instead of a measurement, for the reader; empty where all was measured. */
  readonly assumed: readonly ClientAspect[];
  readonly resolver: ResolverHabit;
  readonly connect: ConnectHabit;
  readonly tls: ClientHelloLayout;
  /** What it does in TLS beside its ClientHello; absent: none of it. */
  readonly tlsHabit?: TlsHabit;
  /** How it ends the handshake over a certificate that it does not accept: measured for curl and Node; an alert where absent. */
  readonly rejectsCertificateWith?: 'alert' | 'silence';
  /** What its code gets to see when it refuses a certificate; absent: nothing that is known. */
  readonly certificateError?: CertificateErrorWords;
  /**
   * Whether its TLS library reads each record's header from the socket before the record, as OpenSSL does on a socket of its own; absent: it
   * takes what is there. The kernel's measure of how fast a program reads, and its acknowledgments, follow from it.
   */
  readonly readsRecordHeadersFirst?: true;
  /** Whether it leaves TCP_NODELAY unset: a small segment waits while another one is not acknowledged (Nagle's algorithm, RFC 9293 §3.7.4). */
  readonly usesNagle?: true;
  readonly http: {
    readonly alpn: readonly string[];
    /** How it speaks HTTP/2; absent: it does not offer it. */
    readonly http2?: Http2Layout;
    /** How it speaks HTTP/3; absent: it does not. */
    readonly http3?: Http3Layout;
    /** The default header fields for this request, in the order in which they are sent, the code's own merged in. */
    readonly headers: (request: Request, httpVersion: '1.1' | '2') => readonly HeaderField[];
    /** Why this client throws instead of sending the request, as one sentence; undefined where it sends it. */
    readonly refuses?: (request: Request) => string | undefined;
    /** Content codings that it undoes by itself, and so may be sent (RFC 9110 §8.4.1), where its own header fields ask for them. */
    readonly decodes: readonly ContentCoding[];
    /** What it does with redirects by itself; absent: it follows none, the response is handed to the code. */
    readonly redirects?: RedirectHabit;
    /** How a client without such a habit follows where the code tells it to; absent: it has no way to. */
    readonly redirectsWhenTold?: RedirectHabit;
    readonly retries: RetryHabit;
    readonly timeouts: TimeoutHabit;
    /** Whether it keeps to the same-origin policy: preflights and checks of Access-Control fields (Fetch standard §3.2); browsers only. */
    readonly cors: boolean;
  };
  readonly memory: MemoryHabit;
  readonly pool: {
    /** How long an idle connection is kept for reuse; 0: closed after the response. */
    readonly idleMs: number;
    /** The same for connections of a session that the code holds on to, as documented; absent: no other. `Number.MAX_VALUE`: until the server closes them. */
    readonly sessionIdleMs?: number;
    /** The same where the server announced its own limit (`Keep-Alive: timeout=5` is 5000); absent: the client ignores that. */
    readonly idleAfterHintMs?: (hintMs: number) => number;
    /** When it finds out that the server has closed an idle connection: at once, before it takes it again, or only by the failure of a request on it. */
    readonly noticesClose: 'at once' | 'before reuse' | 'by failure';
    /** Connections to one origin at the same time; `Infinity`: no limit. */
    readonly connectionsPerOrigin: number;
    /** The process ends this long after the response unless more requests follow; undefined: it stays. */
    readonly exitMs?: number;
    /** Whether closing sends close_notify first, or just FIN as an ending process does. */
    readonly closesPolitely: boolean;
  };
  readonly timing: ClientTiming;
}

/** RFC 9110 §8.4.1, RFC 7932, RFC 8878. */
export type ContentCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** HTTP/2 as this client begins it (RFC 9113 §3.4, §8.3.1). */
export interface Http2Layout {
  /** Codes and values of the first SETTINGS frame, in wire order (RFC 9113 §6.5.2). */
  readonly settings: readonly { readonly id: number; readonly value: number }[];
  /** Octets that the first WINDOW_UPDATE adds to the connection's window; absent: it sends none. */
  readonly windowIncrementBytes?: number;
  /** In wire order. */
  readonly pseudoHeaders: readonly (':method' | ':scheme' | ':authority' | ':path')[];
  /** Whose rules decide which fields enter the header compression's table; `none`: it keeps no table, and its first block says so. */
  readonly indexing: 'nghttp2' | 'chromium' | 'all' | 'none';
  /** What HEADERS says about the stream's place among others (RFC 7540 §5.3); absent: nothing. `weight` is 1 to 256. */
  readonly priority?: { readonly exclusive: boolean; readonly dependency: number; readonly weight: number };
}

/** HTTP/3 and the QUIC below it as this client begins them (RFC 9114 §7.2.4, RFC 9000 §7.4). */
export interface Http3Layout {
  /** The ClientHello that goes in CRYPTO frames, with the place of its transport parameters. */
  readonly tls: ClientHelloLayout;
  /** Octets of its largest UDP payload. */
  readonly datagramBytes: number;
  /** Octets of its own connection IDs. */
  readonly connectionIdBytes: number;
  /** Transport parameters in wire order: a number, or octets as hexadecimal text. */
  readonly transportParameters: readonly { readonly id: number; readonly value: number | string }[];
  /** How long acknowledgments wait for what the handshake sends anyway, in ms. */
  readonly handshakeAckDelayMs: number;
  /** Whether packets of all kinds are numbered in one row. */
  readonly numbersInOneRow: boolean;
  /** How long it waits for a handshake, in ms. */
  readonly handshakeTimeoutMs: number;
  /** Server's flight received to Finished written, and that to the first request written, in ms. */
  readonly beforeFinishedMs: number;
  readonly beforeRequestMs: number;
  /** After so long without a QUIC connection it opens one over TCP beside it, in ms. */
  readonly tcpAfterMs: number;
  /** Codes and values of SETTINGS, in wire order. */
  readonly settings: readonly { readonly id: number; readonly value: number }[];
  /** A frame of a reserved type after it; absent: none. */
  readonly reserved?: { readonly typeCode: number; readonly hex: string };
  /** In wire order. */
  readonly pseudoHeaders: Http2Layout['pseudoHeaders'];
  /** Whether header fields enter QPACK's dynamic table. */
  readonly insertsFields: boolean;
  /** Which of QPACK's streams is opened first after the control stream, and whether their types are said at once. */
  readonly qpackStreams: { readonly first: 'encoder' | 'decoder'; readonly announced: boolean };
  /** The value of PRIORITY_UPDATE before a request (RFC 9218 §7.2); absent: none is sent. */
  readonly priority?: string;
}

/** Processing times of the client's own, in ms. */
export interface ClientTiming {
  /** Answer known to `connect`. */
  readonly beforeConnectMs: number;
  /** Connected to ClientHello written. */
  readonly beforeClientHelloMs: number;
  /** Server's flight received to Finished written. */
  readonly beforeFinishedMs: number;
  /** How long before Finished ChangeCipherSpec is written, in a segment of its own; absent: in one write with it. TLS 1.3 only. */
  readonly changeCipherSpecLeadMs?: number;
  /** Finished written to request written, in TLS 1.2 the server's Finished received; with `requestWithFinished` it counts in a full TLS 1.2 handshake only. */
  readonly beforeRequestMs: number;
  /** Whether Finished and the request leave in one write, so in one segment, where the request need not wait for the server's Finished. */
  readonly requestWithFinished: boolean;
  /** Connected to request written, without TLS. */
  readonly beforePlainRequestMs: number;
  /** Response complete to close, for a client that does not keep the connection. */
  readonly beforeCloseMs: number;
}

/** The ClientHello as this client lays it out; `stack/6-presentation/tls` makes the message from it. */
export interface ClientHelloLayout {
  readonly recordVersion: number;
  readonly cipherSuites: readonly number[];
  readonly sessionIdBytes: 0 | 32;
  /** In wire order. */
  readonly extensions: readonly ClientHelloExtension[];
}

/** One extension of the ClientHello, by what it holds. */
export type ClientHelloExtension =
  | { readonly type: 'server_name' }
  | { readonly type: 'ec_point_formats'; readonly formats: readonly number[] }
  | { readonly type: 'supported_groups'; readonly groups: readonly number[] }
  | { readonly type: 'session_ticket' }
  | { readonly type: 'alpn' }
  | { readonly type: 'next_protocol_negotiation' }
  | { readonly type: 'encrypt_then_mac' }
  | { readonly type: 'extended_master_secret' }
  | { readonly type: 'post_handshake_auth' }
  | { readonly type: 'signature_algorithms'; readonly schemes: readonly number[] }
  | { readonly type: 'supported_versions'; readonly versions: readonly number[] }
  | { readonly type: 'psk_key_exchange_modes'; readonly modes: readonly number[] }
  | { readonly type: 'key_share'; readonly groups: readonly number[] }
  | { readonly type: 'renegotiation_info' }
  | { readonly type: 'status_request' }
  | { readonly type: 'signed_certificate_timestamp' }
  | { readonly type: 'quic_transport_parameters' }
  /** RFC 7685: pads the ClientHello to `toBytes` when it would be between 256 and that. */
  | { readonly type: 'padding'; readonly toBytes: number }
  | { readonly type: 'opaque'; readonly code: number; readonly name: string; readonly hex: string };
