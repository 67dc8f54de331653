/** Names of TLS code points, as in the IANA "Transport Layer Security (TLS) Parameters" registry. */

export const CONTENT_TYPE = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
} as const;
export type ContentType = (typeof CONTENT_TYPE)[keyof typeof CONTENT_TYPE];

const contentTypeNames = new Map<number, string>([
  [20, 'change_cipher_spec'], [21, 'alert'], [22, 'handshake'], [23, 'application_data'],
]);
const versionNames = new Map<number, string>([
  [0x0300, 'SSL 3.0'], [0x0301, 'TLS 1.0'], [0x0302, 'TLS 1.1'], [0x0303, 'TLS 1.2'], [0x0304, 'TLS 1.3'],
]);
const groupNames = new Map<number, string>([
  [23, 'secp256r1'], [24, 'secp384r1'], [25, 'secp521r1'], [29, 'x25519'], [30, 'x448'], [256, 'ffdhe2048'], [257, 'ffdhe3072'],
  [258, 'ffdhe4096'], [259, 'ffdhe6144'], [260, 'ffdhe8192'], [4587, 'SecP256r1MLKEM768'], [4588, 'X25519MLKEM768'],
  [4589, 'SecP384r1MLKEM1024'],
]);
const signatureSchemeNames = new Map<number, string>([
  [0x0201, 'rsa_pkcs1_sha1'], [0x0203, 'ecdsa_sha1'], [0x0401, 'rsa_pkcs1_sha256'], [0x0403, 'ecdsa_secp256r1_sha256'],
  [0x0501, 'rsa_pkcs1_sha384'], [0x0503, 'ecdsa_secp384r1_sha384'], [0x0601, 'rsa_pkcs1_sha512'], [0x0603, 'ecdsa_secp521r1_sha512'],
  [0x0804, 'rsa_pss_rsae_sha256'], [0x0805, 'rsa_pss_rsae_sha384'], [0x0806, 'rsa_pss_rsae_sha512'], [0x0807, 'ed25519'],
  [0x0808, 'ed448'], [0x0809, 'rsa_pss_pss_sha256'], [0x080a, 'rsa_pss_pss_sha384'], [0x080b, 'rsa_pss_pss_sha512'],
  [0x081a, 'ecdsa_brainpoolP256r1tls13_sha256'], [0x081b, 'ecdsa_brainpoolP384r1tls13_sha384'],
  [0x081c, 'ecdsa_brainpoolP512r1tls13_sha512'], [0x0904, 'mldsa44'], [0x0905, 'mldsa65'], [0x0906, 'mldsa87'],
]);
const extensionNames = new Map<number, string>([
  [0, 'server_name'], [1, 'max_fragment_length'], [5, 'status_request'], [10, 'supported_groups'], [11, 'ec_point_formats'],
  [13, 'signature_algorithms'], [14, 'use_srtp'], [15, 'heartbeat'], [16, 'application_layer_protocol_negotiation'],
  [18, 'signed_certificate_timestamp'], [19, 'client_certificate_type'], [20, 'server_certificate_type'], [21, 'padding'],
  [22, 'encrypt_then_mac'], [23, 'extended_master_secret'], [27, 'compress_certificate'], [28, 'record_size_limit'],
  [34, 'delegated_credential'], [35, 'session_ticket'], [41, 'pre_shared_key'], [42, 'early_data'], [43, 'supported_versions'],
  [44, 'cookie'], [45, 'psk_key_exchange_modes'], [47, 'certificate_authorities'], [48, 'oid_filters'], [49, 'post_handshake_auth'],
  [50, 'signature_algorithms_cert'], [51, 'key_share'], [57, 'quic_transport_parameters'], [13172, 'next_protocol_negotiation'],
  [17513, 'application_settings'], [17613, 'application_settings'], [65037, 'encrypted_client_hello'], [65281, 'renegotiation_info'],
]);
const pskModeNames = new Map<number, string>([[0, 'psk_ke'], [1, 'psk_dhe_ke']]);
const certificateTypeNames = new Map<number, string>([[0, 'X509'], [2, 'RawPublicKey']]);
const certificateCompressionNames = new Map<number, string>([[1, 'zlib'], [2, 'brotli'], [3, 'zstd']]);
const clientCertificateTypeNames = new Map<number, string>([[1, 'rsa_sign'], [2, 'dss_sign'], [64, 'ecdsa_sign']]);
const pointFormatNames = new Map<number, string>([
  [0, 'uncompressed'], [1, 'ansiX962_compressed_prime'], [2, 'ansiX962_compressed_char2'],
]);

/** The hexadecimal number, as the registry writes two-octet code points. */
function hex(code: number): string {
  return `0x${code.toString(16).padStart(4, '0')}`;
}

/** Reserved values that clients send so that servers learn to ignore unknown ones (RFC 8701 §2). */
export function isGrease(code: number): boolean {
  return (code & 0x0f0f) === 0x0a0a && code >> 8 === (code & 0xff);
}

const named = (names: ReadonlyMap<number, string>, what: string) => (code: number): string =>
  names.get(code) ?? (isGrease(code) ? `GREASE ${hex(code)}` : `unknown ${what} ${hex(code)}`);

export const contentTypeName = named(contentTypeNames, 'content type');
export const versionName = named(versionNames, 'version');
export const groupName = named(groupNames, 'group');
export const signatureSchemeName = named(signatureSchemeNames, 'signature scheme');
export const extensionName = named(extensionNames, 'extension');
export const pskModeName = named(pskModeNames, 'mode');
export const pointFormatName = named(pointFormatNames, 'point format');
export const certificateTypeName = named(certificateTypeNames, 'certificate type');
export const certificateCompressionName = named(certificateCompressionNames, 'compression');
/** ClientCertificateType of a TLS 1.2 CertificateRequest (RFC 5246 §7.4.4, RFC 8422 §5.5). */
export const clientCertificateTypeName = named(clientCertificateTypeNames, 'certificate type');
