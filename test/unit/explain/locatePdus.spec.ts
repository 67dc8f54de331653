import assert from 'node:assert/strict';
import { locatePdus } from '../../../src/explain/locatePdus';
import { pdu } from './handMadeTrace';

const run = (length: number, value: number): number[] => new Array<number>(length).fill(value);

describe('locatePdus', () => {
  it('finds nested PDUs, several in one payload, and none that is encrypted', () => {
    const plain = pdu(7, 'http', run(20, 7));
    const sealed = pdu(6, 'tls', [23, 3, 3, 0, 20], Uint8Array.from(run(20, 0xc1)));
    const alert = pdu(6, 'tls', [21, 3, 3, 0, 2], Uint8Array.from([1, 0]));
    const tcp = pdu(4, 'tcp', run(8, 4), Uint8Array.from([...sealed.bytes, ...alert.bytes]));
    const ethernet = pdu(2, 'ethernet', run(14, 2), tcp.bytes);
    assert.deepEqual(locatePdus(ethernet.bytes, [ethernet, tcp, sealed, plain, alert]), [0, 14, 22, -1, 47]);
  });

  it('says -1 for one that began earlier, and still finds the one after its rest', () => {
    const begun = pdu(6, 'tls', [23, 3, 3, 0, 30], Uint8Array.from(run(30, 9)));
    const whole = pdu(6, 'tls', [23, 3, 3, 0, 4], Uint8Array.from([1, 2, 3, 4]));
    const tcp = pdu(4, 'tcp', run(8, 4), Uint8Array.from([...begun.bytes.subarray(20), ...whole.bytes]));
    const ethernet = pdu(2, 'ethernet', run(14, 2), tcp.bytes);
    assert.deepEqual(locatePdus(ethernet.bytes, [ethernet, tcp, begun, whole]), [0, 14, -1, 37]);
  });

  it('does not take a header that looks like it for a PDU inside', () => {
    const begun = pdu(6, 'tls', [23, 3, 3, 0, 30], Uint8Array.from(run(30, 9)));
    const whole = pdu(6, 'tls', [23, 3, 3, 0, 4], Uint8Array.from([1, 2, 3, 4]));
    const tcp = pdu(4, 'tcp', [...whole.bytes], Uint8Array.from([...begun.bytes.subarray(20), ...whole.bytes]));
    const ethernet = pdu(2, 'ethernet', run(14, 2), tcp.bytes);
    assert.deepEqual(locatePdus(ethernet.bytes, [ethernet, tcp, begun, whole]), [0, 14, -1, 38]);
  });

  it('does not place a short plaintext where ciphertext happens to look like it', () => {
    const sealed = pdu(6, 'tls', [23, 3, 3, 0, 6], Uint8Array.from([9, 9, 1, 0, 9, 9]));
    const alert = pdu(6, 'alert', [1, 0]);
    const ethernet = pdu(2, 'ethernet', run(14, 2), sealed.bytes);
    assert.deepEqual(locatePdus(ethernet.bytes, [ethernet, sealed, alert]), [0, 14, -1]);
  });
});
