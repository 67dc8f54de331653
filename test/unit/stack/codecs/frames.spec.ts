import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeArpPacket, encodeArpPacket } from '../../../../src/stack/2-data-link/arpCodec';
import { encodeFrame } from '../../../../src/stack/2-data-link/encodeFrame';
import { decodeEthernetFrame } from '../../../../src/stack/2-data-link/ethernetCodec';
import { ethernetFrameBytes } from '../../../../src/stack/2-data-link/ethernetFrame';
import { summarizeFrame } from '../../../../src/stack/2-data-link/summarizeFrame';
import { decodeIpv4Datagram } from '../../../../src/stack/3-network/ipv4Codec';
import { decodeTcpSegment } from '../../../../src/stack/4-transport/tcp/segmentCodec';
import { decodeUdpDatagram, encodeUdpDatagram } from '../../../../src/stack/4-transport/udp/datagramCodec';
import { internetChecksum } from '../../../../src/stack/checksum';
import { dnsPayload } from '../../../../src/stack/7-application/dns/dnsPayload';
import { decodeFrame } from '../../../../src/stack/decodeFrame';
import { encodeSlices, wholeSlice } from '../../../../src/stack/payload';
import { arpPackets, dnsMessages, ethernetFrames, ipv4Datagrams, octetPayload } from './arbitraries';
import { assertEncoded, fieldValue } from './fieldTree';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const ETHERNET = '020000000001 020000000002 0800';

describe('codecs of layers 2 to 4', () => {
  it('reads from every frame what was written, at the length that the structure tells', () => {
    fc.assert(fc.property(ethernetFrames, (frame) => {
      const encoded = encodeFrame(frame);
      assert.equal(encoded.bytes.length, ethernetFrameBytes(frame));
      encoded.pdus.forEach(assertEncoded);
      const { header, payload } = decodeEthernetFrame(encoded.bytes);
      assert.deepEqual([header.destination, header.source], [frame.destination, frame.source]);
      if (frame.payload.protocol === 'arp') {
        assert.deepEqual(decodeArpPacket(payload).packet, frame.payload);
        return;
      }
      const { payload: transport, protocol, ...network } = frame.payload;
      const datagram = decodeIpv4Datagram(payload);
      assert.equal(protocol, 'ipv4');
      assert.deepEqual(datagram.problems, []);
      assert.deepEqual({ ...datagram.header, ...network }, datagram.header);
      if (transport.protocol === 'tcp') {
        const segment = decodeTcpSegment(datagram.payload, frame.payload);
        const { protocol: name, data, ...expected } = transport;
        assert.equal(name, 'tcp');
        assert.deepEqual(segment.problems, []);
        assert.deepEqual({ ...segment.header, ...expected }, segment.header);
        assert.equal(hex(segment.payload), hex(encodeSlices(data)));
      } else {
        const read = decodeUdpDatagram(datagram.payload, frame.payload);
        assert.deepEqual(read.problems, []);
        assert.deepEqual([read.header.sourcePort, read.header.destinationPort], [transport.sourcePort, transport.destinationPort]);
        assert.equal(hex(read.payload), hex(encodeSlices([transport.data])));
      }
    }));
  });

  it('summarises a frame without bytes as its PDUs do with bytes', () => {
    fc.assert(fc.property(ethernetFrames, dnsMessages, (frame, message) => {
      const carrier = frame.payload.protocol === 'ipv4' && frame.payload.payload.protocol === 'udp'
        ? { ...frame, payload: { ...frame.payload, payload: { ...frame.payload.payload, data: wholeSlice(dnsPayload(message)) } } }
        : frame;
      const summary = summarizeFrame(carrier).filter(({ protocol }) => protocol !== 'data');
      assert.deepEqual(summary, encodeFrame(carrier).pdus.map(({ pdu }) => ({ layer: pdu.layer, protocol: pdu.protocol, summary: pdu.summary })));
    }));
  });

  it('lists an application PDU only in the frame that carries its last octet', () => {
    const inner = dnsPayload({
      id: 1, response: false, opcode: 0, authoritative: false, truncated: false, recursionDesired: true, recursionAvailable: false,
      authenticData: false, checkingDisabled: false, responseCode: 0, questions: [{ name: 'www.example', type: 1, class: 1 }],
      answers: [], authorities: [], additionals: [],
    });
    const protocols = (start: number, length: number): readonly string[] => encodeFrame({
      protocol: 'ethernet', destination: '02:00:00:00:00:01', source: '02:00:00:00:00:02',
      payload: {
        protocol: 'ipv4', source: '192.0.2.1', destination: '192.0.2.2', dscp: 0, ecn: 0, identification: 1, dontFragment: true, timeToLive: 64,
        payload: {
          protocol: 'tcp', sourcePort: 50_000, destinationPort: 53, sequenceNumber: 1, acknowledgmentNumber: 1, flags: { ack: true }, window: 1, options: [],
          data: [{ payload: inner, start, length }, wholeSlice(octetPayload(bytes('ff')))],
        },
      },
    }).pdus.map(({ pdu }) => pdu.protocol);
    assert.deepEqual(protocols(0, 10), ['ethernet', 'ipv4', 'tcp']);
    assert.deepEqual(protocols(10, inner.lengthBytes - 10), ['ethernet', 'ipv4', 'tcp', 'dns']);
  });

  it('reads captured octets down to the last, whatever they are, and throws nothing', () => {
    const frames = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 120 }).map((rest) => Uint8Array.of(...bytes(ETHERNET), 0x45, 0, 0, 60, 0, 0, 0, 0, 64, 17, ...rest)),
      fc.tuple(ethernetFrames, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }), fc.nat()).map(([frame, changes, cut]) => {
        const { bytes: octets } = encodeFrame(frame);
        for (const [at, value] of changes) octets[at % octets.length] = value;
        return octets.subarray(0, octets.length - (cut % octets.length) * (cut % 2));
      }),
    );
    fc.assert(fc.property(frames, (octets) => {
      const { pdus, problems } = decodeFrame(octets);
      assert.ok(pdus.length > 0 || problems.length > 0);
    }), { numRuns: 2000 });
  });

  it('names wrong checksums', () => {
    fc.assert(fc.property(ipv4Datagrams, fc.integer({ min: 14 }), fc.integer({ min: 1, max: 255 }), (datagram, at, change) => {
      const { bytes: octets } = encodeFrame({ protocol: 'ethernet', destination: '02:00:00:00:00:01', source: '02:00:00:00:00:02', payload: datagram });
      const index = 14 + (at % (octets.length - 14));
      octets[index] = (octets[index] ?? 0) ^ change;
      const { problems } = decodeFrame(octets);
      // RFC 768: a checksum of 0 says that there is none, so a change into it goes unseen.
      const udpChecksumGone = datagram.payload.protocol === 'udp' && octets[14 + 26] === 0 && octets[14 + 27] === 0;
      assert.ok(problems.length > 0 || udpChecksumGone, `a changed octet at ${index}`);
    }));
  });

  it('knows 802.1Q tags, lengths instead of types, IPv4 options and fragments', () => {
    // Made by hand from IEEE 802.1Q §9.6 and RFC 791 §3.1.
    const tagged = decodeEthernetFrame(bytes('020000000001 020000000002 88a8 e00a 8100 5065 0806 00'));
    assert.deepEqual(tagged.header.tags, [
      { protocolIdentifier: 0x88a8, priority: 7, dropEligible: false, vlan: 10 },
      { protocolIdentifier: 0x8100, priority: 2, dropEligible: true, vlan: 101 },
    ]);
    assert.deepEqual([tagged.header.typeOrLength, tagged.pdu.headerBytes, tagged.payload.length], [0x0806, 22, 1]);
    const spanningTree = decodeEthernetFrame(bytes('0180c2000000 020000000002 0003 424203 0000'));
    assert.equal(hex(spanningTree.payload), '424203');
    const withOptions = decodeIpv4Datagram(bytes('46 00 0018 0001 2001 40 fd 0000 c0000201 c0000202 94 04 00 00'));
    assert.deepEqual([withOptions.header.moreFragments, withOptions.header.fragmentOffsetBytes, withOptions.header.headerBytes], [true, 8, 24]);
    assert.equal(fieldValue(withOptions.pdu, 'Option'), 'Router Alert');
    assert.equal(withOptions.problems.length, 1, 'the checksum');
    assert.throws(() => decodeIpv4Datagram(bytes('65000014 00000000 40060000 c0000201 c0000202')), { code: 'decode', message: /version 4, found 6 at offset 0/ });
  });

  it('computes the sum of the example in RFC 1071 §3', () => {
    const octets = bytes('0001 f203 f4f5 f6f7');
    assert.equal(internetChecksum(octets), 0xffff - 0xddf2);
    assert.equal(internetChecksum(octets.subarray(0, 4), octets.subarray(4)), 0xffff - 0xddf2);
  });

  it('sends a UDP checksum that comes out as 0 as its other zero, 0xffff (RFC 768)', () => {
    const addresses = { source: '192.0.2.1', destination: '192.0.2.2' };
    const checksumOver = (data: Uint8Array): number => Number(fieldValue(encodeUdpDatagram(
      { protocol: 'udp', sourcePort: 1, destinationPort: 2, data: wholeSlice(octetPayload(data)) }, addresses).pdu, 'Checksum'));
    const withoutData = checksumOver(Uint8Array.of(0, 0));
    assert.equal(checksumOver(Uint8Array.of(withoutData >> 8, withoutData & 0xff)), 0xffff);
  });

  it('keeps every ARP packet', () => {
    fc.assert(fc.property(arpPackets, (packet) => {
      const encoded = encodeArpPacket(packet);
      assert.deepEqual(decodeArpPacket(Uint8Array.of(...encoded.bytes, ...new Uint8Array(18))).packet, packet, 'Ethernet padding after it is ignored');
    }));
  });

  it('goes over TCP options that lie about their length without giving up the segment', () => {
    const header = '0001 0002 00000001 00000000 7002 ffff 0000 0000';
    for (const options of ['02 00 05 b4 01 01 01 01', '02 28 05 b4 00 00 00 00', '05 07 000000 01 0101', '08 02 01 01 01 01 01 01']) {
      const { header: read, problems, pdu } = decodeTcpSegment(bytes(header + options));
      assert.equal(read.flags.syn, true);
      assert.equal(problems.length, 1, options);
      assert.match(problems[0] ?? '', /^TCP: expected (?:the option .* at least 2 octets|\d+ (?:octets|bits) of|.* to fill its)/, options);
      assert.notEqual(fieldValue(pdu, 'Malformed options'), undefined);
    }
  });
});
