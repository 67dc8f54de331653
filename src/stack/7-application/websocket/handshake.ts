import { sha1 } from '@noble/hashes/legacy.js';
import type { HeaderField } from '../../../model/request';
import { toBase64 } from '../../base64';
import { latin1Octets } from '../http1/fieldSyntax';

/** RFC 6455 §1.3: what only a server that knows the protocol adds to the key. */
const PROTOCOL_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const VERSION = '13';

/** The value of `Sec-WebSocket-Accept` for a key (RFC 6455 §4.2.2). */
export function acceptValue(key: string): string {
  return toBase64(sha1(latin1Octets(key + PROTOCOL_GUID)));
}

/** The fields that ask for a WebSocket (RFC 6455 §4.1); `nonce` has 16 octets. */
export function handshakeFields(nonce: Uint8Array): readonly HeaderField[] {
  const source = { kind: 'standard' } as const;
  return [
    { name: 'Connection', value: 'Upgrade', source },
    { name: 'Upgrade', value: 'websocket', source },
    { name: 'Sec-WebSocket-Version', value: VERSION, source },
    { name: 'Sec-WebSocket-Key', value: toBase64(nonce), source: { kind: 'example' } },
  ];
}
