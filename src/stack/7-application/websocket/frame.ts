/** Opcodes (RFC 6455 §5.2). */
export const OPCODE = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

const NAMES: Readonly<Record<number, string>> = { 0x0: 'Continuation', 0x1: 'Text', 0x2: 'Binary', 0x8: 'Close', 0x9: 'Ping', 0xa: 'Pong' };

/** A WebSocket frame (RFC 6455 §5.2). */
export interface WebSocketFrame {
  readonly final: boolean;
  readonly opcode: number;
  /** Four octets; a client masks every frame, a server none (RFC 6455 §5.1). */
  readonly maskingKey?: Uint8Array;
  /** Not masked. */
  readonly payload: Uint8Array;
}

/** "Text", or "opcode 0x3" for one that is reserved. */
export function opcodeName(opcode: number): string {
  return NAMES[opcode] ?? `opcode 0x${opcode.toString(16)}`;
}

/** Octets before the payload: 2, and 2 or 8 for a longer length, and 4 for the masking key. */
export function frameHeaderBytes({ payload, maskingKey }: WebSocketFrame): number {
  return 2 + (payload.length < 126 ? 0 : payload.length < 0x10000 ? 2 : 8) + (maskingKey ? 4 : 0);
}

/** The octets masked with the key, or unmasked: the same operation (RFC 6455 §5.3). */
export function masked(octets: Uint8Array, key: Uint8Array): Uint8Array {
  return octets.map((octet, index) => octet ^ (key[index % 4] ?? 0));
}

/** A Close frame's payload (RFC 6455 §5.5.1): the status code, and a reason in UTF-8. */
export function closePayload(code: number, reason = ''): Uint8Array {
  return Uint8Array.of(code >> 8, code & 0xff, ...new TextEncoder().encode(reason));
}
