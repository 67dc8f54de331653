import type { FieldWriter } from '../../../../fieldWriter';
import type { OctetReader } from '../../../octetReader';
import { versionName } from '../../codePoints';
import type { MessageSources } from '../messageSources';
import type { ExtensionPlace } from './extension';
import { SUPPORTED_VERSIONS } from './codeList';

/** An extension that is one number: the chosen version (RFC 8446 §4.2.1), or how much early data a ticket allows (§4.2.10). */
export interface SingleValueExtension {
  readonly kind: 'single_value';
  readonly code: typeof SUPPORTED_VERSIONS | typeof EARLY_DATA;
  readonly value: number;
}

export const EARLY_DATA = 42;

export function singleValueBytes(extension: SingleValueExtension): number {
  return extension.code === SUPPORTED_VERSIONS ? 2 : 4;
}

export function writeSingleValue(writer: FieldWriter, extension: SingleValueExtension, sources: MessageSources): void {
  if (extension.code === SUPPORTED_VERSIONS) {
    const meaning = versionName(extension.value);
    writer.number('selected_version', 16, extension.value, { spec: 'RFC 8446 §4.2.1', source: sources.choice, meaning });
  } else {
    writer.number('max_early_data_size', 32, extension.value, { spec: 'RFC 8446 §4.2.10', source: sources.choice, meaning: 'octets' });
  }
}

/** Undefined where the extension has another form in that message. */
export function readSingleValue(data: OctetReader, code: number, place: ExtensionPlace): SingleValueExtension | undefined {
  if (code === SUPPORTED_VERSIONS && (place === 'server_hello' || place === 'hello_retry_request')) {
    return { kind: 'single_value', code: SUPPORTED_VERSIONS, value: data.number(2, 'selected_version') };
  }
  if (code === EARLY_DATA && place === 'new_session_ticket') {
    return { kind: 'single_value', code: EARLY_DATA, value: data.number(4, 'max_early_data_size') };
  }
  return undefined;
}
