import type { ClientHelloExtension, ClientHelloLayout } from '../model/clientProfile';

/** The value lists of OpenSSL 3.0's defaults, the same in curl 7.88, Python 3.11 and Node.js 20. */
export const OPENSSL_30_SCHEMES: readonly number[] = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0303, 0x0301,
  0x0302, 0x0402, 0x0502, 0x0602,
];

/** x25519, P-256, x448, P-521, P-384, ffdhe2048 to ffdhe8192. */
export const OPENSSL_30_GROUPS: readonly number[] = [0x001d, 0x0017, 0x001e, 0x0019, 0x0018, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104];

/** uncompressed, ansiX962_compressed_prime, ansiX962_compressed_char2 (RFC 8422 §5.1.2). */
export const OPENSSL_POINT_FORMATS: readonly number[] = [0, 1, 2];

/** What follows the signature algorithms in every ClientHello of OpenSSL 3.0; `versions` are the ones that the program allows. */
export function openssl30Tail(versions: readonly number[]): ClientHelloExtension[] {
  return [
    { type: 'signature_algorithms', schemes: OPENSSL_30_SCHEMES },
    { type: 'supported_versions', versions },
    { type: 'psk_key_exchange_modes', modes: [1] },
    { type: 'key_share', groups: [0x001d] },
  ];
}

/**
 * A program that leaves the cipher suites to Debian's OpenSSL 3.0 and allows TLS 1.0 to 1.3: curl, PHP, Ruby and Rust's native-tls. They
 * differ in the extensions around ALPN and before the signature algorithms. Padded to 512 octets.
 */
export function debianOpenssl30ClientHello(
  beforeEncryptThenMac: readonly ClientHelloExtension[], afterExtendedMasterSecret: readonly ClientHelloExtension[], sessionIdBytes: 0 | 32 = 32,
): ClientHelloLayout {
  return {
    recordVersion: 0x0301,
    sessionIdBytes,
    cipherSuites: [
      0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e, 0xc024, 0xc028, 0x006b, 0xc023,
      0xc027, 0x0067, 0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x00ff,
    ],
    extensions: [
      { type: 'server_name' },
      { type: 'ec_point_formats', formats: OPENSSL_POINT_FORMATS },
      { type: 'supported_groups', groups: OPENSSL_30_GROUPS },
      ...beforeEncryptThenMac,
      { type: 'encrypt_then_mac' },
      { type: 'extended_master_secret' },
      ...afterExtendedMasterSecret,
      ...openssl30Tail([0x0304, 0x0303, 0x0302, 0x0301]),
      { type: 'padding', toBytes: 512 },
    ],
  };
}

/** libcurl turns session tickets off in the ClientHello of a first connection and offers authentication after the handshake. */
export const LIBCURL_CLIENT_HELLO = debianOpenssl30ClientHello([{ type: 'alpn' }], [{ type: 'post_handshake_auth' }]);

/**
 * Node.js 20 (OpenSSL 3.0.19 with Node's own cipher list). A client without ALPN leaves that extension out: `https` does,
 * `fetch` offers http/1.1. No padding: Node does not set the option.
 */
export const NODE_20_CLIENT_HELLO: ClientHelloLayout = {
  recordVersion: 0x0301,
  sessionIdBytes: 32,
  cipherSuites: [
    0x1302, 0x1303, 0x1301, 0xc02f, 0xc02b, 0xc030, 0xc02c, 0x009e, 0xc027, 0x0067, 0xc028, 0x006b, 0x00a3, 0x009f, 0xcca9, 0xcca8,
    0xccaa, 0xc0af, 0xc0ad, 0xc0a3, 0xc09f, 0xc05d, 0xc061, 0xc057, 0xc053, 0x00a2, 0xc0ae, 0xc0ac, 0xc0a2, 0xc09e, 0xc05c, 0xc060,
    0xc056, 0xc052, 0xc024, 0x006a, 0xc023, 0x0040, 0xc00a, 0xc014, 0x0039, 0x0038, 0xc009, 0xc013, 0x0033, 0x0032, 0x009d, 0xc0a1,
    0xc09d, 0xc051, 0x009c, 0xc0a0, 0xc09c, 0xc050, 0x003d, 0x003c, 0x0035, 0x002f, 0x00ff,
  ],
  extensions: [
    { type: 'server_name' },
    { type: 'ec_point_formats', formats: OPENSSL_POINT_FORMATS },
    { type: 'supported_groups', groups: OPENSSL_30_GROUPS },
    { type: 'session_ticket' },
    { type: 'alpn' },
    { type: 'encrypt_then_mac' },
    { type: 'extended_master_secret' },
    ...openssl30Tail([0x0304, 0x0303]),
  ],
};
