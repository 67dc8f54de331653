import type { LazyOctets } from '../lazyOctets';
import type { SignatureKey } from '../x509/signatureKey';
import { ALERT } from './alert';
import type { Aead, CipherSuite } from './cipherSuites';
import { findCipherSuite } from './cipherSuites';
import type { ClientHello } from './handshake/clientHello';
import { alpnIn, offeredGroups, offeredSchemes, offeredVersions } from './handshake/extensions/find';
import { usableScheme } from './signatureChoice';
import type { HandshakeFailure } from './tlsStream';
import type { TlsVersion, VersionRange } from './versionRange';
import { VERSION_CODE } from './versionRange';

/** A server's order of preference among what this stack implements: Node 20's. */
const SUITES_13 = [0x1302, 0x1303, 0x1301];
const SUITES_12 = [0xc02f, 0xc02b, 0xc030, 0xc02c, 0xcca9, 0xcca8];

/** What a server takes from a ClientHello, or why it takes nothing. */
export type Choice<Chosen> = { readonly chosen: Chosen } | { readonly failure: HandshakeFailure };

function fails(code: string, alert: number, message: string): { readonly failure: HandshakeFailure } {
  return { failure: { code, alert, message } };
}

/** The newest version that both sides speak (RFC 8446 §4.2.1). */
export function chooseVersion(hello: ClientHello, versions: VersionRange): Choice<TlsVersion> {
  const listed = offeredVersions(hello.extensions) ?? [Math.min(hello.legacyVersion, VERSION_CODE['1.2'])];
  for (const version of ['1.3', '1.2'] as const) {
    const code = VERSION_CODE[version];
    if (code <= VERSION_CODE[versions.max] && code >= VERSION_CODE[versions.min] && listed.includes(code)) return { chosen: version };
  }
  return fails('ERR_SSL_UNSUPPORTED_PROTOCOL', ALERT.protocolVersion, `The client offers no TLS version that the server speaks (${versions.min} to ${versions.max}); one that both speak would do.`);
}

/** The suite that the server likes best among those offered, that its key goes with and whose encryption it takes. */
export function chooseSuite(
  hello: ClientHello, version: TlsVersion, key: SignatureKey, aeads?: readonly Aead['name'][],
): Choice<CipherSuite> {
  const kind = key.kind === 'rsa-2048' ? 'rsa' : 'ecdsa';
  for (const code of version === '1.3' ? SUITES_13 : SUITES_12) {
    const suite = hello.cipherSuites.includes(code) ? findCipherSuite(code) : undefined;
    if (suite && (suite.certificateKey ?? kind) === kind && aeads?.includes(suite.aead.name) !== false) return { chosen: suite };
  }
  return fails('ERR_SSL_NO_SHARED_CIPHER', ALERT.handshakeFailure, 'Client and server have no cipher suite in common; one that both have would do.');
}

/** How the server signs: the first scheme of the client's list that its key can make (RFC 8446 §4.4.3, RFC 5246 §7.4.3). */
export function chooseScheme(hello: ClientHello, version: TlsVersion, key: SignatureKey): Choice<number> {
  const scheme = usableScheme(offeredSchemes(hello.extensions), key, version);
  if (scheme !== undefined) return { chosen: scheme };
  return fails('ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM', ALERT.handshakeFailure, `The client accepts no signature that the server's ${key.kind} key can make; a certificate with another kind of key would do.`);
}

/** Whether the server serves the host that the client asks for by name (RFC 6066 §3); it does where no name is sent. */
export function checkName(hello: ClientHello, served: readonly string[] | undefined): HandshakeFailure | undefined {
  const name = hello.extensions?.find((extension) => extension.kind === 'server_name')?.name;
  if (name === undefined || served === undefined || served.includes(name)) return undefined;
  return {
    code: 'ERR_SSL_UNRECOGNIZED_NAME', alert: ALERT.unrecognizedName, message: `The client asks for ${name}; the server serves only ${served.join(', ')}. A server that has this name would go on.`,
  };
}

/** The protocol that the server likes best among those offered; undefined where one side names none (RFC 7301 §3.2). */
export function chooseAlpn(hello: ClientHello, supported: readonly string[]): Choice<string | undefined> {
  const offered = alpnIn(hello.extensions)?.protocols;
  if (!offered || supported.length === 0) return { chosen: undefined };
  const chosen = supported.find((protocol) => offered.includes(protocol));
  if (chosen !== undefined) return { chosen };
  return fails('ERR_SSL_NO_APPLICATION_PROTOCOL', ALERT.noApplicationProtocol, `The client offers ${offered.join(', ')}; the server speaks ${supported.join(', ')}. One protocol that both speak would do.`);
}

/** A key exchange group: with the client's share, or to ask for in a HelloRetryRequest. */
export interface GroupChoice {
  readonly group: number;
  readonly share: LazyOctets | undefined;
}

/** The first of the server's groups that came with a share, or else that the client supports (RFC 8446 §4.1.1). */
export function chooseGroup(hello: ClientHello, supported: readonly number[]): Choice<GroupChoice> {
  const shares = hello.extensions?.find((extension) => extension.kind === 'client_key_shares')?.entries ?? [];
  for (const group of supported) {
    const share = shares.find((entry) => entry.group === group);
    if (share) return { chosen: { group, share: share.keyExchange } };
  }
  const offered = offeredGroups(hello.extensions);
  const group = supported.find((each) => offered.includes(each));
  return group === undefined
    ? fails('ERR_SSL_NO_SHARED_GROUP', ALERT.handshakeFailure, 'Client and server have no key exchange group in common; one that both have would do.')
    : { chosen: { group, share: undefined } };
}
