import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeQuicFrames } from '../../../../src/stack/4-transport/quic/frameDecoder';
import { encodeQuicFrames } from '../../../../src/stack/4-transport/quic/frameEncoder';
import { encodePacket } from '../../../../src/stack/4-transport/quic/packetEncoder';
import { initialSecret, initialSuite, packetKeys } from '../../../../src/stack/4-transport/quic/packetKeys';
import { packetNumberBytes, wholePacketNumber } from '../../../../src/stack/4-transport/quic/packetNumber';
import { openPacket } from '../../../../src/stack/4-transport/quic/packetOpener';
import { readDatagram } from '../../../../src/stack/4-transport/quic/packetReader';
import { decodeRetryPacket, encodeRetryPacket } from '../../../../src/stack/4-transport/quic/retryPacket';
import { varintOctets, varintOf } from '../../../../src/stack/4-transport/quic/variableLengthInteger';
import { findCipherSuite } from '../../../../src/stack/6-presentation/tls/cipherSuites';
import { fromHex, toHex } from '../../../../src/stack/fieldWriter';
import { plainFrames } from './frames';

const fixtures = path.join(import.meta.dirname, '../../../fixtures');
const vectors = JSON.parse(readFileSync(path.join(fixtures, 'rfc9001/vectors.json'), 'utf8')) as Record<string, string> & { clientKeys: string[]; serverKeys: string[] };
const text = (name: string): string => vectors[name] ?? assert.fail(name);
const octets = (name: string): Uint8Array => fromHex(text(name));
const lines = (name: string) => readFileSync(path.join(fixtures, 'illustrated-quic', name), 'utf8').trim().split('\n').map((line) => line.split(' '));
const hexOf = (keys: { key: Uint8Array; iv: Uint8Array; headerKey: Uint8Array }) => [keys.key, keys.iv, keys.headerKey].map(toHex);

describe('QUIC by the vectors of its standards', () => {
  it('has the integers of RFC 9000 A.1', () => {
    for (const [hex, value] of [['c2197c5eff14e88c', 151_288_809_941_952_652n], ['9d7f3e7d', 494_878_333n], ['7bbd', 15_293n], ['25', 37n], ['4025', 37n]] as const) {
      assert.equal(varintOf(fromHex(hex)), value);
      if (value < 2n ** 53n && hex !== '4025') assert.equal(toHex(varintOctets(Number(value))), hex);
    }
  });

  it('has the packet numbers of RFC 9000 A.2 and A.3', () => {
    assert.equal(packetNumberBytes(0xac5c02, 0xabe8b3), 2);
    assert.equal(packetNumberBytes(0xace8fe, 0xabe8b3), 3);
    assert.equal(wholePacketNumber(0x9b32, 2, 0xa82f30ea), 0xa82f9b32);
  });

  it('derives the keys of RFC 9001 A.1', () => {
    const id = octets('destinationConnectionId');
    for (const side of ['client', 'server'] as const) {
      const secret = initialSecret(side, id);
      assert.equal(toHex(secret), text(`${side}InitialSecret`));
      assert.deepEqual(hexOf(packetKeys(initialSuite(), secret)), vectors[`${side}Keys`]);
    }
  });

  for (const [side, number, numberBytes, payloadBytes] of [['client', 2, 4, 1162], ['server', 1, 2, 99]] as const) {
    it(`protects and opens the ${side}'s Initial of RFC 9001 A`, () => {
      const keys = packetKeys(initialSuite(), initialSecret(side, octets('destinationConnectionId')));
      const payload = new Uint8Array(payloadBytes);
      payload.set(octets(`${side}Frames`));
      const server = fromHex('f067a5502a4262b5');
      const header = {
        type: 'initial', version: 1, destinationConnectionId: side === 'client' ? octets('destinationConnectionId') : new Uint8Array(0),
        sourceConnectionId: side === 'client' ? new Uint8Array(0) : server, token: new Uint8Array(0), packetNumber: number, packetNumberBytes: numberBytes,
      } as const;
      assert.equal(toHex(encodePacket(header, payload, keys).bytes), text(`${side}Packet`));
      const [sealed] = readDatagram(octets(`${side}Packet`), 0);
      assert.ok(sealed && 'packetNumberAt' in sealed);
      assert.deepEqual(openPacket(sealed, keys, number - 1), { header, payload });
      const { frames } = decodeQuicFrames(payload);
      assert.equal(toHex(encodeQuicFrames(frames).bytes), toHex(payload));
    });
  }

  it('has the Retry of RFC 9001 A.4', () => {
    const { packet, integrityTag } = decodeRetryPacket(octets('retryPacket'));
    assert.equal(Buffer.from(packet.token).toString(), 'token');
    assert.equal(toHex(encodeRetryPacket(packet, octets('destinationConnectionId')).bytes), text('retryPacket'));
    assert.ok(text('retryPacket').endsWith(toHex(integrityTag)));
  });

  it('has the short header with ChaCha20-Poly1305 of RFC 9001 A.5', () => {
    const suite = findCipherSuite(0x1303);
    assert.ok(suite);
    const keys = packetKeys(suite, octets('chachaSecret'));
    assert.deepEqual(hexOf(keys), ['c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8', 'e0459b3474bdd0e44a41c144', '25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4']);
    const header = { type: '1-rtt', spin: false, keyPhase: 0, destinationConnectionId: new Uint8Array(0), packetNumber: 654_360_564, packetNumberBytes: 3 } as const;
    assert.equal(toHex(encodePacket(header, Uint8Array.of(1), keys).bytes), text('chachaPacket'));
    const [sealed] = readDatagram(octets('chachaPacket'), 0);
    assert.ok(sealed && 'packetNumberAt' in sealed);
    assert.deepEqual(openPacket(sealed, keys, 654_360_563), { header, payload: Uint8Array.of(1) });
  });
});

describe('the illustrated QUIC connection', () => {
  it('opens with its key log, packet for packet, and encodes to the same octets', () => {
    const secrets = new Map(lines('keylog.txt').map(([label = '', , secret = '']) => [label, fromHex(secret)]));
    const suite = initialSuite();
    const datagrams = lines('datagrams.txt');
    const [first] = readDatagram(fromHex(datagrams[0]?.[1] ?? ''), 8);
    assert.ok(first && 'packetNumberAt' in first);
    const largest = new Map<string, number>();
    const opened: string[] = [];
    for (const [side = '', hex = ''] of datagrams) {
      for (const packet of readDatagram(fromHex(hex), 5)) {
        if (!('packetNumberAt' in packet)) {
          assert.equal(packet.type, 'no-packet');
          assert.ok(packet.bytes.every((octet) => octet === 0), 'the datagram is filled up');
          continue;
        }
        const label = `${side.toUpperCase()}_${packet.type === 'handshake' ? 'HANDSHAKE_TRAFFIC_SECRET' : 'TRAFFIC_SECRET_0'}`;
        const secret = packet.type === 'initial' ? initialSecret(side as 'client', first.destinationConnectionId) : secrets.get(label);
        assert.ok(secret, label);
        const keys = packetKeys(suite, secret);
        const space = `${side} ${packet.type}`;
        const result = openPacket(packet, keys, largest.get(space));
        assert.ok(result, `${space} opens`);
        largest.set(space, result.header.packetNumber);
        opened.push(toHex(result.payload));
        // This server writes some integers longer than they need be, so only what they say is the same again.
        const { frames } = decodeQuicFrames(result.payload);
        assert.deepEqual(plainFrames(decodeQuicFrames(encodeQuicFrames(frames).bytes).frames), plainFrames(frames));
        assert.equal(toHex(encodePacket(result.header, result.payload, keys).bytes), toHex(packet.bytes));
      }
    }
    assert.deepEqual(opened, lines('payloads.txt').map(([, hex]) => hex));
  });
});
