import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { closePayload } from '../../../../src/stack/7-application/websocket/frame';
import { decodeWebSocketFrame, encodeWebSocketFrame } from '../../../../src/stack/7-application/websocket/frameCodec';
import { acceptValue } from '../../../../src/stack/7-application/websocket/handshake';
import { assertEncoded, assertFieldTree } from '../codecs/fieldTree';

const source = { kind: 'code' } as const;
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

const frames = fc.oneof(
  fc.record({ final: fc.boolean(), opcode: fc.constantFrom(0, 1, 2), bytes: fc.uint8Array({ maxLength: 300 }), more: fc.constantFrom(0, 0, 70_000), mask: fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined }) }),
  fc.record({ final: fc.constant(true), opcode: fc.constantFrom(8, 9, 10), bytes: fc.uint8Array({ maxLength: 125 }), more: fc.constant(0), mask: fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined }) }),
).map(({ final, opcode, bytes, more, mask }) => {
  const payload = new Uint8Array(bytes.length + more);
  payload.set(bytes);
  return { final, opcode, payload, ...(mask ? { maskingKey: mask } : {}) };
});

describe('WebSocket', () => {
  it('answers the key of RFC 6455 §1.3 as it says', () => {
    assert.equal(acceptValue('dGhlIHNhbXBsZSBub25jZQ=='), 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  it('writes and reads the examples of RFC 6455 §5.7', () => {
    const hello = new TextEncoder().encode('Hello');
    const examples: readonly [string, Parameters<typeof encodeWebSocketFrame>[0]][] = [
      ['81 05 48 65 6c 6c 6f', { final: true, opcode: 1, payload: hello }],
      ['81 85 37 fa 21 3d 7f 9f 4d 51 58', { final: true, opcode: 1, payload: hello, maskingKey: hex('37fa213d') }],
      ['01 03 48 65 6c', { final: false, opcode: 1, payload: hello.subarray(0, 3) }],
      ['80 02 6c 6f', { final: true, opcode: 0, payload: hello.subarray(3) }],
      ['89 05 48 65 6c 6c 6f', { final: true, opcode: 9, payload: hello }],
      ['88 02 03 e8', { final: true, opcode: 8, payload: closePayload(1000) }],
    ];
    for (const [octets, frame] of examples) {
      assert.deepEqual(encodeWebSocketFrame(frame, source).bytes, hex(octets));
      assert.deepEqual(decodeWebSocketFrame(hex(octets))?.frame, { ...frame, payload: frame.payload.slice() });
    }
    assert.equal(Buffer.from(encodeWebSocketFrame({ final: true, opcode: 2, payload: new Uint8Array(256) }, source).bytes.subarray(0, 4)).toString('hex'), '827e0100');
    assert.equal(Buffer.from(encodeWebSocketFrame({ final: true, opcode: 2, payload: new Uint8Array(65_536) }, source).bytes.subarray(0, 10)).toString('hex'), '827f0000000000010000');
  });

  it('reads back what it writes, and waits for the end', () => {
    fc.assert(fc.property(frames, fc.nat(), (frame, cut) => {
      const encoded = encodeWebSocketFrame(frame, source);
      assertEncoded(encoded);
      const read = decodeWebSocketFrame(encoded.bytes);
      assert.deepEqual([read?.frame, read?.lengthBytes], [frame, encoded.bytes.length]);
      if (read) assertFieldTree(read.pdu, encoded.bytes);
      assert.equal(decodeWebSocketFrame(encoded.bytes.subarray(0, cut % encoded.bytes.length)), undefined);
    }), { numRuns: 60 });
  });

  it('refuses reserved bits and opcodes, long forms of short lengths, and control frames in parts', () => {
    for (const octets of ['c1 00', '83 00', '8b 00', '81 7e 00 05', '81 7f 00 00 00 00 00 00 ff ff', '81 7f 80 00 00 00 00 00 00 00', '81 7f 00 00 ff ff ff ff ff ff', '09 00', '88 7e 00 80']) {
      assert.throws(() => decodeWebSocketFrame(hex(octets)), DecodeError, octets);
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 30 }), (octets) => {
      try {
        decodeWebSocketFrame(octets);
      } catch (error) {
        assert.ok(error instanceof DecodeError);
      }
    }));
  });
});
