import type { ClientHelloLayout } from '../model/clientProfile';

/** Identifiers of the trust anchors that Chrome's root store has (draft-ietf-tls-trust-anchor-ids), as captured. */
export const TRUST_ANCHORS =
  '00b80582df1302010582df1302060582df13020d0582df13020e0582df13020f0582df1302120582df1302130582df13021408839a648c9b2d010708' +
  '839a648c9b2d010808839a648c9b2d010908839a648c9b2d010a08839a648c9b2d010b08839a648c9b2d010c08839a648c9b2d010d08839a648c9b2d' +
  '011208839a648c9b2d011304d679090104d679090404d679090504d679090604d679090704d679090804d679090a04d679090b04d679090c04d67909' +
  '0d04d679090f';

/** GREASE for encrypted ClientHello (RFC 9849 §6.2), as captured; its length varies from 186 to 282 octets between connections. */
const GREASE_ECH =
  '0000010001a800208ca1f3c96d06c6cb7bce733c4236e90d19a9bb6ff0df49ce44cc072e16717c180090205e63492909e5c3f4e7e54a73c7dbc6e6bd' +
  '206010fb6e064b37adf4a9c7ed4caa0745c19e95bed6e43ac337cdc6a55f0b65d7041f14d4265be9dbcc3e1422b57a1130a15c24e5a21db122b9c143' +
  'fc23a4ea87383f87bd193ccad930a4daaf8685929a96f8673fc86f8f6095db2cb25a9c14afc12ccabe4d377d3dc859d3d12819c11115d53f1e7d8779' +
  '76fa777e318a';

/**
 * Chromium 156 (BoringSSL): one ClientHello as captured. Chromium shuffles its extensions for every connection and draws the GREASE
 * values (RFC 8701) anew; the order and the values here are those of one connection, of 1924 octets for a name of 16.
 */
export const CHROMIUM_156_CLIENT_HELLO: ClientHelloLayout = {
  recordVersion: 0x0301,
  sessionIdBytes: 32,
  cipherSuites: [
    0xeaea, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
  ],
  extensions: [
    { type: 'opaque', code: 0x6a6a, name: 'GREASE', hex: '' },
    { type: 'renegotiation_info' },
    { type: 'psk_key_exchange_modes', modes: [1] },
    { type: 'signed_certificate_timestamp' },
    { type: 'supported_versions', versions: [0x1a1a, 0x0304, 0x0303] },
    { type: 'opaque', code: 17613, name: 'application_settings', hex: '0003026832' },
    { type: 'status_request' },
    { type: 'server_name' },
    { type: 'session_ticket' },
    { type: 'key_share', groups: [0xcaca, 0x11ec, 0x001d] },
    { type: 'supported_groups', groups: [0xcaca, 0x11ec, 0x001d, 0x0017, 0x0018] },
    { type: 'alpn' },
    { type: 'opaque', code: 65037, name: 'encrypted_client_hello', hex: GREASE_ECH },
    { type: 'signature_algorithms', schemes: [0x6a6a, 0x0904, 0x0905, 0x0906, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601] },
    { type: 'opaque', code: 51764, name: 'trust_anchors', hex: TRUST_ANCHORS },
    { type: 'ec_point_formats', formats: [0] },
    { type: 'opaque', code: 27, name: 'compress_certificate', hex: '020002' },
    { type: 'extended_master_secret' },
    { type: 'opaque', code: 0xeaea, name: 'GREASE', hex: '00' },
  ],
};
