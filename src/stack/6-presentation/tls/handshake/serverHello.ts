import type { FieldWriter } from '../../../fieldWriter';
import { fromHex, toHex } from '../../../fieldWriter';
import type { OctetReader } from '../../octetReader';
import { versionName } from '../codePoints';
import { cipherSuiteName } from '../cipherSuiteNames';
import { SUPPORTED_VERSIONS } from './extensions/codeList';
import type { Extension } from './extensions/extension';
import { extensionListBytes, readExtensions, writeExtensions } from './extensions/extension';
import type { MessageSources } from './messageSources';
import { computed, fixed } from './messageSources';

/** RFC 8446 §4.1.3 (TLS 1.3, and HelloRetryRequest §4.1.4), RFC 5246 §7.4.1.3 (TLS 1.2). */
export interface ServerHello {
  readonly kind: 'server_hello';
  readonly legacyVersion: number;
  /** 32 octets; `HELLO_RETRY_REQUEST_RANDOM` makes it a HelloRetryRequest. */
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuite: number;
  readonly compressionMethod: number;
  /** Undefined where the message ends before the list (TLS 1.2). */
  readonly extensions: readonly Extension[] | undefined;
}

const SPEC = 'RFC 8446 §4.1.3';

/** SHA-256 of "HelloRetryRequest" (RFC 8446 §4.1.3). */
export const HELLO_RETRY_REQUEST_RANDOM = fromHex('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c');

/** Last octets of the random of a server that knows TLS 1.3 and takes 1.2 because the client offered no more (RFC 8446 §4.1.3). */
export const DOWNGRADE_TO_TLS12 = fromHex('444f574e47524401');

/** Octets after the handshake header. */
export function serverHelloBytes(hello: ServerHello): number {
  return 38 + hello.sessionId.length + (hello.extensions ? extensionListBytes(hello.extensions) : 0);
}

export function isHelloRetryRequest(hello: ServerHello): boolean {
  return toHex(hello.random) === toHex(HELLO_RETRY_REQUEST_RANDOM);
}

/** The version that the server chose: the extension's where there is one (RFC 8446 §4.2.1). */
export function chosenVersion(hello: ServerHello): number {
  for (const extension of hello.extensions ?? []) {
    if (extension.kind === 'single_value' && extension.code === SUPPORTED_VERSIONS) return extension.value;
  }
  return hello.legacyVersion;
}

export function serverHelloSummary(hello: ServerHello): string {
  if (isHelloRetryRequest(hello)) return 'Hello Retry Request';
  return `Server Hello (${versionName(chosenVersion(hello))}, ${cipherSuiteName(hello.cipherSuite)})`;
}

export function writeServerHello(writer: FieldWriter, hello: ServerHello, sources: MessageSources): void {
  const retry = isHelloRetryRequest(hello);
  writer.number('legacy_version', 16, hello.legacyVersion, fixed(SPEC, versionName(hello.legacyVersion)));
  writer.octets('random', hello.random, retry ? fixed(SPEC, 'HelloRetryRequest') : { spec: SPEC, source: sources.random });
  writer.number('legacy_session_id_echo length', 8, hello.sessionId.length, computed(SPEC));
  if (hello.sessionId.length > 0) writer.octets('legacy_session_id_echo', hello.sessionId, { spec: SPEC, source: sources.name });
  const suite = cipherSuiteName(hello.cipherSuite);
  writer.number('cipher_suite', 16, hello.cipherSuite, { spec: SPEC, source: sources.choice, meaning: suite });
  writer.number('legacy_compression_method', 8, hello.compressionMethod, fixed(SPEC, hello.compressionMethod === 0 ? 'null' : 'unknown'));
  if (hello.extensions) writeExtensions(writer, hello.extensions, sources);
}

export function readServerHello(body: OctetReader): ServerHello {
  const legacyVersion = body.number(2, 'legacy_version');
  const random = body.octets(32, 'random');
  const sessionId = body.vector(1, 'legacy_session_id_echo');
  if (sessionId.remaining > 32) sessionId.fail('a legacy_session_id_echo of at most 32 octets', `${sessionId.remaining}`);
  const cipherSuite = body.number(2, 'cipher_suite');
  const compressionMethod = body.number(1, 'legacy_compression_method');
  const place = toHex(random) === toHex(HELLO_RETRY_REQUEST_RANDOM) ? 'hello_retry_request' : 'server_hello';
  const extensions = body.remaining > 0 ? readExtensions(body, place) : undefined;
  return { kind: 'server_hello', legacyVersion, random, sessionId: sessionId.rest(), cipherSuite, compressionMethod, extensions };
}
