import type { ClientHelloLayout } from '../model/clientProfile';

/** Signature algorithms, the same for handshake and certificates. */
const SCHEMES: readonly number[] = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0402, 0x0303, 0x0301,
  0x0302, 0x0203, 0x0201, 0x0202,
];

/** A vector of code points as octets (RFC 8446 §4.2.3): its length, then each. */
function vectorHex(codes: readonly number[]): string {
  return [2 * codes.length, ...codes].map((code) => code.toString(16).padStart(4, '0')).join('');
}

/** OpenJDK 17.0.15 (SunJSSE) with its default cipher suites; shares for X25519 and P-256 at once, no padding. */
export const JAVA_17_CLIENT_HELLO: ClientHelloLayout = {
  recordVersion: 0x0303,
  sessionIdBytes: 32,
  cipherSuites: [
    0x1302, 0x1301, 0x1303, 0xc02c, 0xc02b, 0xcca9, 0xc030, 0xcca8, 0xc02f, 0x009f, 0xccaa, 0x00a3, 0x009e, 0x00a2, 0xc024, 0xc028, 0xc023,
    0xc027, 0x006b, 0x006a, 0x0067, 0x0040, 0xc00a, 0xc014, 0xc009, 0xc013, 0x0039, 0x0038, 0x0033, 0x0032, 0x009d, 0x009c, 0x003d, 0x003c,
    0x0035, 0x002f, 0x00ff,
  ],
  extensions: [
    { type: 'server_name' },
    { type: 'status_request' },
    { type: 'supported_groups', groups: [0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104] },
    { type: 'ec_point_formats', formats: [0] },
    { type: 'alpn' },
    // RFC 6961 §2.2: OCSP for the whole chain.
    { type: 'opaque', code: 17, name: 'status_request_v2', hex: '000702000400000000' },
    { type: 'extended_master_secret' },
    { type: 'session_ticket' },
    { type: 'signature_algorithms', schemes: SCHEMES },
    { type: 'supported_versions', versions: [0x0304, 0x0303] },
    { type: 'psk_key_exchange_modes', modes: [1] },
    { type: 'opaque', code: 50, name: 'signature_algorithms_cert', hex: vectorHex(SCHEMES) },
    { type: 'key_share', groups: [0x001d, 0x0017] },
  ],
};
