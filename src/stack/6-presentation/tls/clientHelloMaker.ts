import type { ClientHelloExtension, ClientHelloLayout } from '../../../model/clientProfile';
import { fromHex } from '../../fieldWriter';
import type { LazyOctets } from '../lazyOctets';
import { knownOctets } from '../lazyOctets';
import { subjectName } from '../x509/subjectName';
import { bindersBytes } from './handshake/extensions/preSharedKey';
import type { ClientHello } from './handshake/clientHello';
import { EC_POINT_FORMATS, PSK_KEY_EXCHANGE_MODES, SIGNATURE_ALGORITHMS, SUPPORTED_GROUPS, SUPPORTED_VERSIONS } from './handshake/extensions/codeList';
import type { Extension } from './handshake/extensions/extension';
import type { QuicTransportParametersExtension } from './handshake/extensions/quicTransportParameters';
import {
  ENCRYPT_THEN_MAC, EXTENDED_MASTER_SECRET, flag, PADDING, POST_HANDSHAKE_AUTH, SESSION_TICKET,
} from './handshake/extensions/opaque';
import { EARLY_DATA } from './handshake/extensions/singleValue';
import { ANY_OCSP_RESPONSE } from './handshake/extensions/statusRequest';
import { FIRST_HANDSHAKE } from './handshake/extensions/vector';
import { encodeHandshakeMessage, handshakeMessageBytes } from './handshake/handshakeCodec';
import { CLIENT_SOURCES } from './handshake/messageSources';
import type { OfferedShare } from './keyExchange';
import type { VersionRange } from './versionRange';

/** What fills a client's layout for one connection. */
export interface HelloInputs {
  readonly layout: ClientHelloLayout;
  readonly versions: VersionRange;
  /** An IP address is not sent as a name (RFC 6066 §3). */
  readonly serverName: string;
  readonly alpn: readonly string[];
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  /** In the order of the layout's key_share groups; after a HelloRetryRequest the one that it asked for. */
  readonly shares: readonly OfferedShare[];
  /** Of a QUIC connection: RFC 9001 §8.2. */
  readonly transportParameters?: QuicTransportParametersExtension;
  /** A TLS 1.2 session to resume: its ticket, of no octets where `sessionId` names it. */
  readonly sessionTicket?: LazyOctets;
  /** A TLS 1.3 session: offered last, with a binder over everything before it. */
  readonly preSharedKey?: {
    readonly ticket: LazyOctets;
    readonly obfuscatedTicketAge: number;
    readonly binder: (helloWithoutBinders: () => Uint8Array) => LazyOctets;
    readonly earlyData: boolean;
  };
}

/** Padding begins above this many octets of handshake message (RFC 7685 §4). */
const PADDING_FROM_BYTES = 255;
/** Code points from here on are finite-field and hybrid groups, which TLS 1.2 clients of OpenSSL leave out. */
const FIRST_FINITE_FIELD_GROUP = 0x0100;
const tls13Only = new Set<ClientHelloExtension['type']>(['supported_versions', 'key_share', 'psk_key_exchange_modes', 'post_handshake_auth']);

const codeList = (code: number, values: readonly number[]): Extension => ({ kind: 'code_list', code, values });

/** The ClientHello of RFC 8446 §4.1.2 as the layout has it; its length is exact, keys and binders come when someone looks. */
export function makeClientHello(inputs: HelloInputs): ClientHello {
  const { layout, versions, preSharedKey } = inputs;
  const offers13 = versions.max === '1.3';
  const cipherSuites = layout.cipherSuites.filter((suite) => {
    const is13 = suite >> 8 === 0x13;
    const signal = suite === 0x00ff || (suite & 0x0f0f) === 0x0a0a;
    return signal || (is13 ? offers13 : versions.min === '1.2');
  });
  const extensions: Extension[] = [];
  let paddingAt: { readonly index: number; readonly toBytes: number } | undefined;
  for (const extension of layout.extensions) {
    if (!offers13 && tls13Only.has(extension.type)) continue;
    if (extension.type === 'padding') paddingAt = { index: extensions.length, toBytes: extension.toBytes };
    else extensions.push(...fill(extension, inputs));
  }
  if (preSharedKey?.earlyData) extensions.splice(paddingAt?.index ?? extensions.length, 0, flag(EARLY_DATA));
  const paddingIndex = paddingAt && paddingAt.index + (preSharedKey?.earlyData ? 1 : 0);

  const assemble = (binders: readonly LazyOctets[], paddingBytes?: number): ClientHello => {
    const filled = [...extensions];
    if (paddingIndex !== undefined && paddingBytes !== undefined) {
      filled.splice(paddingIndex, 0, { kind: 'opaque', code: PADDING, data: knownOctets(new Uint8Array(paddingBytes)) });
    }
    if (preSharedKey) {
      const { ticket: identity, obfuscatedTicketAge } = preSharedKey;
      filled.push({ kind: 'psk_offer', identities: [{ identity, obfuscatedTicketAge }], binders });
    }
    return {
      kind: 'client_hello', legacyVersion: 0x0303, random: inputs.random, sessionId: offers13 || inputs.sessionTicket ? inputs.sessionId : new Uint8Array(0),
      cipherSuites, compressionMethods: [0], extensions: filled,
    };
  };

  if (!preSharedKey) return assemble([], paddingAt && paddingFor(assemble([]), paddingAt.toBytes));
  const withBinder = (paddingBytes?: number): ClientHello => {
    const binder = preSharedKey.binder(() => {
      const whole = encodeHandshakeMessage(assemble([knownOctets(new Uint8Array(binder.lengthBytes))], paddingBytes), CLIENT_SOURCES).bytes;
      return whole.subarray(0, whole.length - bindersBytes([binder]));
    });
    return assemble([binder], paddingBytes);
  };
  return withBinder(paddingAt && paddingFor(withBinder(), paddingAt.toBytes));
}

/** Octets of padding data that bring the message to `toBytes` (RFC 7685 §4); undefined where none is needed. */
function paddingFor(hello: ClientHello, toBytes: number): number | undefined {
  const length = handshakeMessageBytes(hello);
  if (length <= PADDING_FROM_BYTES || length >= toBytes) return undefined;
  return Math.max(toBytes - length - 4, 1);
}

/** What one place of the layout becomes; nothing where it does not apply. */
function fill(extension: Exclude<ClientHelloExtension, { type: 'padding' }>, inputs: HelloInputs): Extension[] {
  const offers13 = inputs.versions.max === '1.3';
  switch (extension.type) {
    case 'server_name': {
      const name = subjectName(inputs.serverName);
      return name.address ? [] : [{ kind: 'server_name', name: name.text }];
    }
    case 'alpn': return inputs.alpn.length > 0 ? [{ kind: 'alpn', protocols: inputs.alpn }] : [];
    case 'ec_point_formats': return [codeList(EC_POINT_FORMATS, extension.formats)];
    case 'supported_groups':
      return [codeList(SUPPORTED_GROUPS, offers13 ? extension.groups : extension.groups.filter((group) => group < FIRST_FINITE_FIELD_GROUP))];
    case 'signature_algorithms': return [codeList(SIGNATURE_ALGORITHMS, extension.schemes)];
    case 'supported_versions':
      return [codeList(SUPPORTED_VERSIONS, extension.versions.filter((version) => version >= 0x0304 || inputs.versions.min === '1.2'))];
    case 'psk_key_exchange_modes': return [codeList(PSK_KEY_EXCHANGE_MODES, extension.modes)];
    case 'key_share': return [{ kind: 'client_key_shares', entries: inputs.shares }];
    case 'session_ticket': return [{ kind: 'opaque', code: SESSION_TICKET, data: inputs.sessionTicket ?? knownOctets(new Uint8Array(0)) }];
    case 'renegotiation_info': return [FIRST_HANDSHAKE];
    case 'status_request': return [ANY_OCSP_RESPONSE];
    case 'next_protocol_negotiation': return [flag(13172)];
    case 'encrypt_then_mac': return [flag(ENCRYPT_THEN_MAC)];
    case 'extended_master_secret': return [flag(EXTENDED_MASTER_SECRET)];
    case 'post_handshake_auth': return [flag(POST_HANDSHAKE_AUTH)];
    case 'signed_certificate_timestamp': return [flag(18)];
    case 'quic_transport_parameters': return inputs.transportParameters ? [inputs.transportParameters] : [];
    case 'opaque': return [{ kind: 'opaque', code: extension.code, data: knownOctets(fromHex(extension.hex)) }];
  }
}
