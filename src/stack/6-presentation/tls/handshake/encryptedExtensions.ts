import type { FieldWriter } from '../../../fieldWriter';
import type { OctetReader } from '../../octetReader';
import type { Extension } from './extensions/extension';
import { extensionListBytes, readExtensions, writeExtensions } from './extensions/extension';
import type { MessageSources } from './messageSources';

/** RFC 8446 §4.3.1. */
export interface EncryptedExtensions {
  readonly kind: 'encrypted_extensions';
  readonly extensions: readonly Extension[];
}

/** Octets after the handshake header. */
export function encryptedExtensionsBytes(message: EncryptedExtensions): number {
  return extensionListBytes(message.extensions);
}

export function writeEncryptedExtensions(writer: FieldWriter, message: EncryptedExtensions, sources: MessageSources): void {
  writeExtensions(writer, message.extensions, sources);
}

export function readEncryptedExtensions(body: OctetReader): EncryptedExtensions {
  return { kind: 'encrypted_extensions', extensions: readExtensions(body, 'encrypted_extensions') };
}
