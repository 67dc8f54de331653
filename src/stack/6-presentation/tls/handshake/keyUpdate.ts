import type { FieldWriter } from '../../../fieldWriter';
import type { OctetReader } from '../../octetReader';
import type { MessageSources } from './messageSources';

/** The sender's later records are encrypted with its next traffic secret (RFC 8446 §4.6.3). */
export interface KeyUpdate {
  readonly kind: 'key_update';
  /** 0 or 1: whether the receiver shall do the same. */
  readonly requestUpdate: number;
}

const MEANINGS = ['update_not_requested', 'update_requested'];

export function writeKeyUpdate(writer: FieldWriter, { requestUpdate }: KeyUpdate, sources: MessageSources): void {
  const meaning = MEANINGS[requestUpdate] ?? 'not defined';
  writer.number('request_update', 8, requestUpdate, { spec: 'RFC 8446 §4.6.3', source: sources.choice, meaning });
}

export function readKeyUpdate(body: OctetReader): KeyUpdate {
  return { kind: 'key_update', requestUpdate: body.number(1, 'request_update') };
}
