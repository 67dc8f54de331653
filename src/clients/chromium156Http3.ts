import type { ClientHelloLayout, Http3Layout } from '../model/clientProfile';
import { TRUST_ANCHORS } from './chromium156ClientHello';

/** GREASE for encrypted ClientHello (RFC 9849 §6.2), as captured. */
const GREASE_ECH =
  '0000010001080020d879440d5a846488075e5724ff19fe98ce52465c2286d1fd724f526c5118f35200902a239513809e4032e5ec51488217e87bc6d71a6045' +
  '08c6bfd960c2c22a62e63f1ad968c782064a73b1ce005f2e9da2fb61bfe7de77526134413a0a241c022e732de29d429277855d14f9986e2a455c5ef8c6477f2c' +
  'cf00353684c29f8cc9a11423770f05a648c76f2b9df7041b6456fac42082353a291e7ef8d23740f23dbde1d93d0886735584e50e080a54c431d4ed';

/** The ClientHello in CRYPTO frames: one as captured; Chromium shuffles its extensions for every connection. No GREASE but that for ECH. */
const CLIENT_HELLO: ClientHelloLayout = {
  recordVersion: 0x0303,
  sessionIdBytes: 0,
  cipherSuites: [0x1301, 0x1302, 0x1303],
  extensions: [
    { type: 'key_share', groups: [0x11ec, 0x001d] },
    { type: 'signature_algorithms', schemes: [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201] },
    { type: 'supported_groups', groups: [0x11ec, 0x001d, 0x0017, 0x0018] },
    { type: 'psk_key_exchange_modes', modes: [1] },
    { type: 'alpn' },
    { type: 'supported_versions', versions: [0x0304] },
    { type: 'opaque', code: 51764, name: 'trust_anchors', hex: TRUST_ANCHORS },
    { type: 'server_name' },
    { type: 'quic_transport_parameters' },
    { type: 'opaque', code: 17613, name: 'application_settings', hex: '0003026833' },
    { type: 'opaque', code: 27, name: 'compress_certificate', hex: '020002' },
    { type: 'opaque', code: 65037, name: 'encrypted_client_hello', hex: GREASE_ECH },
  ],
};

/**
 * Chromium 156's HTTP/3, from four captures of headless Chromium 156.0.8078.79 with ngtcp2 0.12.1 on one machine. Not simulated: that it
 * cuts the ClientHello into CRYPTO frames of random lengths among PING and PADDING, ECN, and its search for a larger datagram. The order
 * of extensions and parameters and the reserved values are those of one connection. Assumed, from its source: the timeouts.
 */
export const CHROMIUM_156_HTTP3: Http3Layout = {
  tls: CLIENT_HELLO,
  datagramBytes: 1250,
  connectionIdBytes: 0,
  transportParameters: [
    { id: 0x08, value: 100 },
    { id: 0x06, value: 6_291_456 },
    { id: 0x09, value: 103 },
    { id: 0x01, value: 30_000 },
    { id: 0x11, value: '00000001aa7aeada00000001' },
    { id: 0x07, value: 6_291_456 },
    { id: 0x20, value: 65_536 },
    { id: 0x04, value: 15_728_640 },
    // Reserved (RFC 9000 §18.1): drawn anew for every connection.
    { id: 3_100_000_000_000_027, value: '3eeba5c9c057005bcd233dd5dca998' },
    { id: 0x05, value: 6_291_456 },
    { id: 0x0f, value: '' },
    { id: 0x03, value: 1472 },
    { id: 0x3128, value: '4f524947' },
  ],
  handshakeAckDelayMs: 25,
  numbersInOneRow: true,
  handshakeTimeoutMs: 10_000,
  beforeFinishedMs: 4,
  beforeRequestMs: 1.5,
  tcpAfterMs: 300,
  settings: [{ id: 0x01, value: 65_536 }, { id: 0x06, value: 262_144 }, { id: 0x07, value: 100 }, { id: 0x33, value: 1 }, { id: 0x1aedc05068, value: 1_002_527_090 }],
  reserved: { typeCode: 0x13a9213ac3, hex: 'e832' },
  pseudoHeaders: [':method', ':authority', ':scheme', ':path'],
  insertsFields: true,
  qpackStreams: { first: 'decoder', announced: false },
  priority: 'u=0, i',
};
