import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { toHex } from '../../../../src/stack/fieldWriter';
import { decodeAlert } from '../../../../src/stack/6-presentation/tls/alert';
import { MessageReassembly } from '../../../../src/stack/6-presentation/tls/handshake/messageReassembly';
import { readRecord } from '../../../../src/stack/6-presentation/tls/recordReader';

describe('TLS octets as they are received', () => {
  it('gives records one after the other, and waits for the end of each', () => {
    // An alert of RFC 8446 §6 (fatal, handshake_failure) and ChangeCipherSpec (appendix D.4).
    const bytes = Buffer.from('15030300020228140303000101', 'hex');
    const first = readRecord(bytes, 0);
    assert.ok(first);
    assert.deepEqual([first.contentType, first.legacyVersion, toHex(first.fragment), first.lengthBytes], [21, 0x0303, '0228', 7]);
    assert.deepEqual([decodeAlert(first.fragment).level, decodeAlert(first.fragment).summary], [2, 'Alert (handshake_failure)']);
    assert.equal(readRecord(bytes, 7)?.contentType, 20);
    for (let length = 0; length < 7; length += 1) assert.equal(readRecord(bytes.subarray(0, length), 0), undefined);
    assert.equal(readRecord(bytes, 13), undefined);
  });

  it('refuses other versions, lengths above 2^14 + 2048 (RFC 5246 §6.2.3), and alerts that are not two octets', () => {
    assert.throws(() => readRecord(Buffer.from('1602000000', 'hex'), 0), /version 3\.x, found 2\.0/);
    assert.throws(() => readRecord(Buffer.from('1603034801', 'hex'), 0), /at most 18432 octets, found 18433/);
    assert.equal(readRecord(Buffer.from('1603034800', 'hex'), 0), undefined);
    for (const octets of [[], [2], [2, 40, 0]]) assert.throws(() => decodeAlert(Uint8Array.from(octets)), DecodeError);
  });

  it('puts messages together the same way however they are cut', () => {
    const messages = fc.array(fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 300 })), { maxLength: 8 });
    fc.assert(fc.property(messages, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 }), (parts, cuts) => {
      const whole = parts.map(([type, body]) => Uint8Array.of(type, 0, body.length >> 8, body.length & 0xff, ...body));
      const octets = Uint8Array.from(whole.flatMap((message) => [...message]));
      const reassembly = new MessageReassembly();
      const found: string[] = [];
      for (let offset = 0, turn = 0; offset < octets.length; turn += 1) {
        const length = cuts[turn % cuts.length] ?? 1;
        reassembly.add(octets.subarray(offset, offset + length));
        offset += length;
        for (let message = reassembly.next(); message; message = reassembly.next()) found.push(toHex(message));
      }
      assert.deepEqual(found, whole.map(toHex));
    }));
  });
});
