import type { FieldWriter } from '../../../fieldWriter';
import type { OctetReader } from '../../octetReader';
import { versionName } from '../codePoints';
import { cipherSuiteName } from '../cipherSuiteNames';
import type { Extension } from './extensions/extension';
import { extensionListBytes, readExtensions, writeExtensions } from './extensions/extension';
import type { MessageSources } from './messageSources';
import { computed, fixed } from './messageSources';

/** RFC 8446 §4.1.2, RFC 5246 §7.4.1.2. */
export interface ClientHello {
  readonly kind: 'client_hello';
  readonly legacyVersion: number;
  /** 32 octets. */
  readonly random: Uint8Array;
  /** 0 to 32 octets. */
  readonly sessionId: Uint8Array;
  readonly cipherSuites: readonly number[];
  readonly compressionMethods: readonly number[];
  /** In wire order; undefined where the message ends before the list. */
  readonly extensions: readonly Extension[] | undefined;
}

const SPEC = 'RFC 8446 §4.1.2';

/** Octets after the handshake header. */
export function clientHelloBytes(hello: ClientHello): number {
  const lists = 2 * hello.cipherSuites.length + hello.compressionMethods.length;
  return 38 + hello.sessionId.length + lists + (hello.extensions ? extensionListBytes(hello.extensions) : 0);
}

/** The name asked for, where there is one. */
function serverNameOf(hello: ClientHello): string | undefined {
  return hello.extensions?.find((extension) => extension.kind === 'server_name')?.name;
}

export function clientHelloSummary(hello: ClientHello): string {
  const name = serverNameOf(hello);
  return name === undefined ? 'Client Hello' : `Client Hello (SNI=${name})`;
}

export function writeClientHello(writer: FieldWriter, hello: ClientHello, sources: MessageSources): void {
  const version = versionName(hello.legacyVersion);
  writer.number('legacy_version', 16, hello.legacyVersion, fixed(SPEC, version));
  writer.octets('random', hello.random, { spec: SPEC, source: sources.random });
  writer.number('legacy_session_id length', 8, hello.sessionId.length, computed(SPEC));
  if (hello.sessionId.length > 0) writer.octets('legacy_session_id', hello.sessionId, { spec: SPEC, source: sources.random });
  writer.number('cipher_suites length', 16, 2 * hello.cipherSuites.length, computed(SPEC));
  for (const suite of hello.cipherSuites) {
    writer.number('CipherSuite', 16, suite, { spec: SPEC, source: sources.choice, meaning: cipherSuiteName(suite) });
  }
  writer.number('legacy_compression_methods length', 8, hello.compressionMethods.length, computed(SPEC));
  for (const method of hello.compressionMethods) {
    writer.number('CompressionMethod', 8, method, method === 0 ? fixed(SPEC, 'null') : { spec: SPEC, source: sources.choice });
  }
  if (hello.extensions) writeExtensions(writer, hello.extensions, sources);
}

export function readClientHello(body: OctetReader): ClientHello {
  const legacyVersion = body.number(2, 'legacy_version');
  const random = body.octets(32, 'random');
  const sessionId = body.vector(1, 'legacy_session_id');
  if (sessionId.remaining > 32) sessionId.fail('a legacy_session_id of at most 32 octets', `${sessionId.remaining}`);
  const suites = body.vector(2, 'cipher_suites');
  const cipherSuites: number[] = [];
  while (suites.remaining > 0) cipherSuites.push(suites.number(2, 'CipherSuite'));
  const compressionMethods = [...body.vector(1, 'legacy_compression_methods').rest()];
  const extensions = body.remaining > 0 ? readExtensions(body, 'client_hello') : undefined;
  return { kind: 'client_hello', legacyVersion, random, sessionId: sessionId.rest(), cipherSuites, compressionMethods, extensions };
}
