import type { Field } from '../../src/model/pdu';

const H = 'tls.handshake.';
const X = 'tls.handshake.extensions';

/** tshark's names for our fields, where a field's own name says which it is. */
const PLAIN: Readonly<Record<string, string>> = {
  msg_type: `${H}type`, legacy_version: `${H}version`, random: `${H}random`,
  'legacy_session_id length': `${H}session_id_length`, 'legacy_session_id_echo length': `${H}session_id_length`,
  legacy_session_id: `${H}session_id`, legacy_session_id_echo: `${H}session_id`,
  'cipher_suites length': `${H}cipher_suites_length`, CipherSuite: `${H}ciphersuite`, cipher_suite: `${H}ciphersuite`,
  'legacy_compression_methods length': `${H}comp_methods_length`, CompressionMethod: `${H}comp_method`, legacy_compression_method: `${H}comp_method`,
  'extensions length': `${H}extensions_length`, extension_type: `${H}extension.type`, 'extension_data length': `${H}extension.len`,
  'server_name_list length': `${X}_server_name_list_len`, name_type: `${X}_server_name_type`, 'host_name length': `${X}_server_name_len`, host_name: `${X}_server_name`,
  'named_group_list length': `${X}_supported_groups_length`, NamedGroup: `${X}_supported_group`,
  'ec_point_format_list length': `${X}_ec_point_formats_length`, ECPointFormat: `${X}_ec_point_format`,
  'supported_signature_algorithms length': `${H}sig_hash_alg_len`, SignatureScheme: `${H}sig_hash_alg`, algorithm: `${H}sig_hash_alg`,
  'versions length': `${X}.supported_versions_len`, ProtocolVersion: `${X}.supported_version`, selected_version: `${X}.supported_version`,
  'ke_modes length': 'tls.extension.psk_ke_modes_length', PskKeyExchangeMode: 'tls.extension.psk_ke_mode',
  'client_shares length': `${X}_key_share_client_length`, group: `${X}_key_share_group`, 'key_exchange length': `${X}_key_share_key_exchange_length`,
  key_exchange: `${X}_key_share_key_exchange`, selected_group: `${X}_key_share_selected_group`,
  'identities length': `${X}.psk.identities.length`, 'identity length': `${X}.psk.identity.identity_length`, identity: `${X}.psk.identity.identity`,
  obfuscated_ticket_age: `${X}.psk.identity.obfuscated_ticket_age`, 'binders length': `${X}.psk.binders_len`, selected_identity: `${X}.psk.identity.selected`,
  'protocol_name_list length': `${X}_alpn_len`, 'ProtocolName length': `${X}_alpn_str_len`, ProtocolName: `${X}_alpn_str`,
  'cookie length': `${X}.cookie_len`, cookie: `${X}.cookie`, 'renegotiated_connection length': `${X}_reneg_info_len`,
  RecordSizeLimit: 'tls.record_size_limit', MaxFragmentLength: `${H}max_fragment_length`, max_early_data_size: 'tls.early_data.max_early_data_size',
  'client_certificate_types length': `${H}cert_type.types_len`, 'server_certificate_types length': `${H}cert_type.types_len`, CertificateType: `${H}cert_type.type`,
  client_certificate_type: `${H}cert_type.type`, server_certificate_type: `${H}cert_type.type`,
  'algorithms length': 'tls.compress_certificate.algorithms_length', CertificateCompressionAlgorithm: 'tls.compress_certificate.algorithm',
  status_type: `${X}_status_request_type`, 'responder_id_list length': `${X}_status_request_responder_ids_len`,
  'request_extensions length': `${X}_status_request_exts_len`, 'OCSPResponse length': `${H}ocsp_response_len`, padding: `${X}_padding_data`,
  'certificate_request_context length': `${H}certificate_request_context_length`, 'certificate_list length': `${H}certificates_length`,
  'cert_data length': `${H}certificate_length`, cert_data: `${H}certificate`,
  'certificate_types length': `${H}cert_types_count`, ClientCertificateType: `${H}cert_type`,
  'certificate_authorities length': `${H}dnames_len`, 'DistinguishedName length': `${H}dname_len`,
  curve_type: `${H}server_curve_type`, namedcurve: `${H}server_named_curve`, 'public length': `${H}server_point_len`, public: `${H}server_point`,
  'ecdh_Yc length': `${H}client_point_len`, ecdh_Yc: `${H}client_point`,
  ticket_lifetime: `${H}session_ticket_lifetime_hint`, ticket_lifetime_hint: `${H}session_ticket_lifetime_hint`, ticket_age_add: `${H}session_ticket_age_add`,
  'ticket_nonce length': `${H}session_ticket_nonce_length`, ticket_nonce: `${H}session_ticket_nonce`, 'ticket length': `${H}session_ticket_length`,
  ticket: `${H}session_ticket`, request_update: `${H}key_update.request_update`,
};
const ALERT: Readonly<Record<string, string>> = { level: 'tls.alert_message.level', description: 'tls.alert_message.desc' };
const RECORD: Readonly<Record<string, string>> = { legacy_record_version: 'tls.record.version', length: 'tls.record.length' };
/** CertificateVerify and ServerKeyExchange: tshark has a name for the signature of each. */
const SIGNATURES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  12: { 'signature length': `${H}sig_len`, signature: `${H}sig` },
  15: { 'signature length': `${H}client_cert_vrfy.sig_len`, signature: `${H}client_cert_vrfy.sig` },
};

/** All of tshark's names that have a field of ours. */
export const TLS_NAMES: readonly string[] = [...new Set(
  [PLAIN, ALERT, RECORD, ...Object.values(SIGNATURES), { length: `${H}length` }].flatMap((names) => Object.values(names)))];

/** The leaves of a TLS record, message or alert that tshark has a name for, in wire order: name and value. */
export function namedTlsFields(fields: readonly Field[]): readonly (readonly [name: string, value: string])[] {
  const [first] = fields;
  const type = first?.name === 'msg_type' ? Number(first.value) : undefined;
  const names = first?.name === 'level' ? ALERT : type === undefined ? RECORD : { ...PLAIN, ...SIGNATURES[type], length: `${H}length` };
  const walk = (list: readonly Field[]): readonly (readonly [string, string])[] => list.flatMap((field) => {
    if (field.children) return walk(field.children);
    const name = names[field.name];
    return name === undefined ? [] : [[name, String(field.value)] as const];
  });
  return walk(fields);
}
