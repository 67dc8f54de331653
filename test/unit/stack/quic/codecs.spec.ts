import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/model/wirewalkError';
import type { QuicFrame } from '../../../../src/stack/4-transport/quic/frame';
import { decodeQuicFrames } from '../../../../src/stack/4-transport/quic/frameDecoder';
import { encodeQuicFrames, quicFrameBytes } from '../../../../src/stack/4-transport/quic/frameEncoder';
import type { PacketHeader } from '../../../../src/stack/4-transport/quic/packet';
import { encodePacket, packetOverheadBytes } from '../../../../src/stack/4-transport/quic/packetEncoder';
import { packetKeys } from '../../../../src/stack/4-transport/quic/packetKeys';
import { packetNumberBytes, wholePacketNumber } from '../../../../src/stack/4-transport/quic/packetNumber';
import { openPacket } from '../../../../src/stack/4-transport/quic/packetOpener';
import { readDatagram } from '../../../../src/stack/4-transport/quic/packetReader';
import { receivedSlices } from '../../../../src/stack/4-transport/quic/receivedOctets';
import { decodeRetryPacket, encodeRetryPacket, retryPacketBytes } from '../../../../src/stack/4-transport/quic/retryPacket';
import { readTransportParameters, transportParametersBytes, writeTransportParameters } from '../../../../src/stack/4-transport/quic/transportParameters';
import type { TransportParameter } from '../../../../src/stack/4-transport/quic/transportParameters';
import { decodeVersionNegotiationPacket, encodeVersionNegotiationPacket } from '../../../../src/stack/4-transport/quic/versionNegotiationPacket';
import { OctetReader } from '../../../../src/stack/6-presentation/octetReader';
import { findCipherSuite } from '../../../../src/stack/6-presentation/tls/cipherSuites';
import { FieldWriter } from '../../../../src/stack/fieldWriter';
import { assertEncoded, assertFieldTree } from '../codecs/fieldTree';
import { plainFrames, quicFrames } from './frames';

const id = fc.uint8Array({ maxLength: 20 });
const headers: fc.Arbitrary<PacketHeader> = fc.oneof(
  fc.record({
    type: fc.constantFrom('initial' as const, '0-rtt' as const, 'handshake' as const), version: fc.constant(1), destinationConnectionId: id, sourceConnectionId: id,
    token: fc.uint8Array({ maxLength: 100 }), packetNumber: fc.nat(2 ** 30), packetNumberBytes: fc.constant(4),
  }).map((header) => (header.type === 'initial' ? header : { ...header, token: new Uint8Array(0) })),
  fc.record({
    type: fc.constant('1-rtt' as const), spin: fc.boolean(), keyPhase: fc.constantFrom(0 as const, 1 as const), destinationConnectionId: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    packetNumber: fc.nat(250), packetNumberBytes: fc.integer({ min: 1, max: 4 }),
  }),
);
const secrets = fc.uint8Array({ minLength: 48, maxLength: 48 });

/** Runs a decoder on hostile octets: nothing but a typed error with a place in them may come. */
function refusesOrReads(decode: (octets: Uint8Array) => unknown, octets: Uint8Array): void {
  try {
    decode(octets);
  } catch (error) {
    assert.ok(error instanceof DecodeError, String(error));
    assert.ok(error.offsetBytes >= 0 && error.offsetBytes <= octets.length);
  }
}

describe('QUIC codecs', () => {
  it('write and read every frame, in the octets they count', () => {
    fc.assert(fc.property(fc.array(quicFrames, { minLength: 1, maxLength: 6 }), (given) => {
      // Two runs of PADDING after each other would be one.
      const frames = given.filter((frame, index) => !(frame.type === 'padding' && given[index - 1]?.type === 'padding'));
      const encoded = encodeQuicFrames(frames);
      assert.equal(encoded.bytes.length, frames.reduce((sum, frame) => sum + quicFrameBytes(frame), 0));
      assertEncoded(encoded);
      const decoded = decodeQuicFrames(encoded.bytes);
      assertFieldTree(decoded.pdu, encoded.bytes);
      assert.deepEqual(plainFrames(decoded.frames), plainFrames(frames));
    }), { numRuns: 500 });
  });

  it('write and read a STREAM frame that goes to the end of its packet', () => {
    const frame: QuicFrame = { type: 'stream', streamId: 0, offset: 0, fin: true, data: receivedSlices(Uint8Array.of(1, 2, 3)), hasLength: false, writesZeroOffset: true };
    const { bytes } = encodeQuicFrames([{ type: 'ping' }, frame]);
    assert.deepEqual([...bytes], [1, 0x0d, 0, 0, 1, 2, 3]);
    assert.deepEqual(plainFrames(decodeQuicFrames(bytes).frames), plainFrames([{ type: 'ping' }, frame]));
  });

  it('protect and open every kind of packet with every suite, alone and one after the other in a datagram', () => {
    fc.assert(fc.property(fc.array(headers, { minLength: 1, maxLength: 3 }), fc.uint8Array({ minLength: 4, maxLength: 60 }), secrets, fc.constantFrom(0x1301, 0x1302, 0x1303), (given, payload, secret, code) => {
      const suite = findCipherSuite(code);
      assert.ok(suite);
      const keys = packetKeys(suite, secret.subarray(0, suite.hashBytes));
      // A short header has no length: its packet is the last one.
      const long = given.filter(({ type }) => type !== '1-rtt');
      const list = [...long, ...given.filter(({ type }) => type === '1-rtt').slice(0, 1)];
      const encoded = list.map((header) => encodePacket(header, payload, keys));
      encoded.forEach((each, index) => {
        assertEncoded(each);
        const header = list[index];
        assert.ok(header);
        assert.equal(each.bytes.length, packetOverheadBytes(header) + payload.length);
      });
      const datagram = Uint8Array.from(encoded.flatMap(({ bytes }) => [...bytes]));
      const opened = readDatagram(datagram, 8).map((packet, index) => ('packetNumberAt' in packet ? openPacket(packet, keys, (list[index]?.packetNumber ?? 0) - 1) : packet.type));
      assert.equal(opened.length, list.length);
      opened.forEach((each, index) => {
        assert.ok(each && typeof each !== 'string');
        assert.deepEqual(each.payload, payload);
        assert.deepEqual({ ...each.header }, { ...list[index] });
      });
      const [first] = readDatagram(datagram, 8);
      assert.ok(first && 'packetNumberAt' in first);
      first.bytes[first.bytes.length - 1] = (first.bytes.at(-1) ?? 0) ^ 1;
      assert.equal(openPacket(first, keys), undefined, 'a changed tag does not open');
    }));
  });

  it('choose packet numbers that their receiver understands', () => {
    fc.assert(fc.property(fc.nat(2 ** 30), fc.nat(2 ** 20), (acknowledged, ahead) => {
      const number = acknowledged + 1 + ahead;
      const bytes = packetNumberBytes(number, acknowledged);
      // Whatever of the packets between has arrived.
      for (const largest of [acknowledged, number - 1]) assert.equal(wholePacketNumber(number % 2 ** (8 * bytes), bytes, largest), number);
    }));
  });

  it('write and read Retry and Version Negotiation', () => {
    fc.assert(fc.property(id, id, fc.uint8Array({ minLength: 1, maxLength: 90 }), fc.nat(15), id, (destinationConnectionId, sourceConnectionId, token, unused, original) => {
      const packet = { version: 1, destinationConnectionId, sourceConnectionId, token, unused };
      const encoded = encodeRetryPacket(packet, original);
      assertEncoded(encoded);
      assert.equal(encoded.bytes.length, retryPacketBytes(packet));
      assert.deepEqual(decodeRetryPacket(encoded.bytes).packet, packet);
      assert.deepEqual(readDatagram(encoded.bytes, 0).map(({ type }) => type), ['retry']);
    }));
    fc.assert(fc.property(id, id, fc.array(fc.nat(2 ** 31), { minLength: 1 }), fc.nat(127), (destinationConnectionId, sourceConnectionId, versions, unused) => {
      const packet = { destinationConnectionId, sourceConnectionId, versions, unused };
      const encoded = encodeVersionNegotiationPacket(packet);
      assertEncoded(encoded);
      assert.deepEqual(decodeVersionNegotiationPacket(encoded.bytes).packet, packet);
      assert.deepEqual(readDatagram(encoded.bytes, 0).map(({ type }) => type), ['version-negotiation']);
    }));
  });

  it('write and read transport parameters, known and unknown', () => {
    const numbers = fc.uniqueArray(fc.constantFrom(1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 0x20)).chain((ids) => fc.tuple(...ids.map((each) => fc.nat(2 ** 31).map((value): TransportParameter => ({ id: each, kind: 'integer', value })))));
    const others = fc.uniqueArray(fc.constantFrom(0, 2, 12, 15, 16, 27, 0x2ab2)).chain((ids) => fc.tuple(...ids.map((each) => fc.uint8Array({ maxLength: 20 }).map((octets): TransportParameter => ({ id: each, kind: 'octets', octets })))));
    fc.assert(fc.property(numbers, others, (some, more) => {
      const parameters = [...some, ...more];
      const writer = new FieldWriter();
      writeTransportParameters(writer, parameters, { kind: 'client' });
      const encoded = writer.finish({ layer: 6, protocol: 'tls', summary: '' });
      assert.equal(encoded.bytes.length, transportParametersBytes(parameters));
      assertEncoded(encoded);
      assert.deepEqual(readTransportParameters(new OctetReader(encoded.bytes, 'tls')), parameters);
    }));
  });

  it('refuse or read hostile octets, never anything else', () => {
    const keys = packetKeys(findCipherSuite(0x1301) ?? assert.fail(), new Uint8Array(32));
    const valid = fc.array(quicFrames, { minLength: 1, maxLength: 4 }).map((frames) => encodeQuicFrames(frames).bytes);
    const damaged = fc.tuple(valid, fc.nat(), fc.nat(255), fc.nat()).map(([bytes, at, octet, end]) => {
      const copy = bytes.slice(0, 1 + (end % bytes.length));
      copy[at % copy.length] = octet;
      return copy;
    });
    const wild = fc.uint8Array({ maxLength: 80 });
    const long = fc.tuple(fc.integer({ min: 0xc0, max: 0xff }), wild).map(([first, rest]) => Uint8Array.of(first, 0, 0, 0, 1, ...rest));
    fc.assert(fc.property(fc.oneof(damaged, wild, long), (octets) => {
      refusesOrReads(decodeQuicFrames, octets);
      refusesOrReads(decodeRetryPacket, octets);
      refusesOrReads(decodeVersionNegotiationPacket, octets);
      refusesOrReads((bytes) => readTransportParameters(new OctetReader(bytes, 'QUIC')), octets);
      refusesOrReads((bytes) => {
        for (const packet of readDatagram(bytes, 8)) if ('packetNumberAt' in packet) openPacket(packet, keys);
      }, octets);
    }), { numRuns: 3000 });
    for (const bad of ['', '1f', '06', '0600', '060005aa', '0200000001', '02050000 06'.replace(' ', ''), '0700', '1803040100', '180100001122']) {
      assert.throws(() => decodeQuicFrames(Uint8Array.from(Buffer.from(bad, 'hex'))), DecodeError, bad);
    }
  });
});
