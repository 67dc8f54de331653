import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readServerFlight } from '../../src/probe/tls/serverFlight';

const folder = new URL('../fixtures/illustrated-tls13/', import.meta.url);
const octets = (file: string): Buffer => Buffer.from(readFileSync(new URL(file, folder), 'ascii').replace(/\s/g, ''), 'hex');
const keyLog = readFileSync(new URL('keylog.txt', folder), 'ascii').trim().split('\n');

describe('readServerFlight', () => {
  it('reads a published TLS 1.3 connection with its secrets', () => {
    const flight = readServerFlight(octets('server-flight.hex'), keyLog);
    // The Certificate message: 4 octets of header, 1 of context, 3 and 3 of lengths, the certificate (its length says 805).
    const der = octets('certificate-message.hex').subarray(11, 11 + 805);
    assert.deepEqual({ ...flight, firstBytes: undefined }, {
      receivedBytes: octets('server-flight.hex').length, firstBytes: undefined, isTls: true, retried: false,
      hello: { version: 0x0304, cipherSuite: 0x1302, sessionIdBytes: 32, group: 29 },
      extensions: [43, 51], certificates: [new Uint8Array(der)], certificateRequested: false,
      tickets: [{ lifetimeSeconds: 7200, earlyDataBytes: 0 }, { lifetimeSeconds: 7200, earlyDataBytes: 0 }],
      messages: [2, 8, 11, 15, 20, 4, 4], finished: true,
    });
  });

  it('stops at the encryption without the secrets, and reads no further than what arrived', () => {
    const all = octets('server-flight.hex');
    assert.deepEqual(readServerFlight(all, []).messages, [2]);
    assert.deepEqual(readServerFlight(all.subarray(0, 100), keyLog).messages, []);
    assert.equal(readServerFlight(new Uint8Array(), []).isTls, false);
  });

  it('never throws, whatever is flipped, cut or made up', () => {
    const all = octets('server-flight.hex');
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(all.length - 1), fc.nat(255)), { maxLength: 6 }), fc.nat(all.length), (changes, length) => {
      const bytes = Buffer.from(all);
      for (const [at, to] of changes) bytes[at] = to;
      readServerFlight(bytes.subarray(0, length), keyLog);
    }));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
      readServerFlight(Buffer.concat([Buffer.from([0x16, 3, 3, body.length >> 8, body.length & 255, 2, 0, body.length >> 8, body.length & 255]), body]), keyLog);
    }));
  });
});
