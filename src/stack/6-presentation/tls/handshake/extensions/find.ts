import type { CertificateType } from '../certificate';
import type { AlpnExtension } from './alpn';
import { SIGNATURE_ALGORITHMS, SUPPORTED_GROUPS, SUPPORTED_VERSIONS } from './codeList';
import type { Extension } from './extension';

/** CertificateType RawPublicKey (RFC 7250 §3). */
const RAW_PUBLIC_KEY = 2;

/** Whether an extension that says everything by being there is there. */
export function flagged(extensions: readonly Extension[] | undefined, code: number): boolean {
  return extensions?.some((extension) => extension.kind === 'opaque' && extension.code === code) ?? false;
}

function codes(extensions: readonly Extension[] | undefined, code: number): readonly number[] | undefined {
  for (const extension of extensions ?? []) {
    if (extension.kind === 'code_list' && extension.code === code) return extension.values;
  }
  return undefined;
}

/** The client's supported_versions; undefined where it sent none, which means TLS 1.2 at most (RFC 8446 §4.2.1). */
export function offeredVersions(extensions: readonly Extension[] | undefined): readonly number[] | undefined {
  return codes(extensions, SUPPORTED_VERSIONS);
}

/** Signature schemes that the sender accepts, in its order (RFC 8446 §4.2.3). */
export function offeredSchemes(extensions: readonly Extension[] | undefined): readonly number[] {
  return codes(extensions, SIGNATURE_ALGORITHMS) ?? [];
}

export function offeredGroups(extensions: readonly Extension[] | undefined): readonly number[] {
  return codes(extensions, SUPPORTED_GROUPS) ?? [];
}

export function alpnIn(extensions: readonly Extension[] | undefined): AlpnExtension | undefined {
  return extensions?.find((extension) => extension.kind === 'alpn');
}

/** Form of one side's Certificate message, by the number that the server chose (RFC 7250 §4); X.509 where it chose none. */
export function certificateTypeIn(extensions: readonly Extension[] | undefined, code: number): CertificateType {
  const chosen = extensions?.find((extension) => extension.kind === 'single_value' && extension.code === code);
  return chosen?.kind === 'single_value' && chosen.value === RAW_PUBLIC_KEY ? 'raw-public-key' : 'x509';
}
