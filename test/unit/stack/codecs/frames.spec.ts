import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeArpPacket, encodeArpPacket } from '../../../../src/stack/2-data-link/arpCodec';
import { encodeFrame } from '../../../../src/stack/2-data-link/encodeFrame';
import { decodeEthernetFrame } from '../../../../src/stack/2-data-link/ethernetCodec';
import { ethernetFrameBytes } from '../../../../src/stack/2-data-link/ethernetFrame';
import { summarizeFrame } from '../../../../src/stack/2-data-link/summarizeFrame';
import { World } from '../../../../src/simulator/world';
import { encodeDatagram } from '../../../../src/stack/3-network/encodeDatagram';
import { fragmentIpv4, fragmentIpv6 } from '../../../../src/stack/3-network/fragmentation';
import { decodeIcmpMessage } from '../../../../src/stack/3-network/icmpCodec';
import type { IcmpMessage } from '../../../../src/stack/3-network/icmpMessage';
import { isIcmpError } from '../../../../src/stack/3-network/icmpMessage';
import { decodeIcmpv6Message } from '../../../../src/stack/3-network/icmpv6Codec';
import type { IpDatagram } from '../../../../src/stack/3-network/ipDatagram';
import { ipDatagramBytes } from '../../../../src/stack/3-network/ipDatagram';
import { decodeIpv4Datagram } from '../../../../src/stack/3-network/ipv4Codec';
import { decodeIpv6Datagram } from '../../../../src/stack/3-network/ipv6Codec';
import type { NeighbourMessage } from '../../../../src/stack/3-network/neighbourMessage';
import { isNeighbourMessage } from '../../../../src/stack/3-network/neighbourMessage';
import { Reassembly } from '../../../../src/stack/3-network/reassembly';
import { multicastHardwareAddress, solicitedNodeAddress } from '../../../../src/stack/3-network/solicitedNode';
import { decodeTcpSegment } from '../../../../src/stack/4-transport/tcp/segmentCodec';
import { decodeUdpDatagram, encodeUdpDatagram } from '../../../../src/stack/4-transport/udp/datagramCodec';
import { internetChecksum } from '../../../../src/stack/checksum';
import { dnsPayload } from '../../../../src/stack/7-application/dns/dnsPayload';
import { decodeFrame } from '../../../../src/stack/decodeFrame';
import { encodeSlices, wholeSlice } from '../../../../src/stack/payload';
import { arpPackets, carrying, dnsMessages, ethernetFrames, largeDatagrams, ipv4Datagrams, ipv6Datagrams, octetPayload } from './arbitraries';
import { assertEncoded, fieldValue } from './fieldTree';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const ETHERNET6 = '020000000001 020000000002 86dd';
const ETHERNET = '020000000001 020000000002 0800';

/** A message as a decoder tells it: what an error quotes as octets, which another encoder's run made. */
function asRead(message: IcmpMessage | NeighbourMessage): unknown {
  if (isNeighbourMessage(message) || !isIcmpError(message)) return message;
  const { quoted, ...error } = message;
  return { ...error, quotedOctets: encodeDatagram(quoted.datagram)[0]?.bytes.slice(0, quoted.lengthBytes) };
}

describe('codecs of layers 2 to 4', () => {
  it('reads from every frame what was written, at the length that the structure tells', () => {
    fc.assert(fc.property(ethernetFrames, (frame) => {
      const encoded = encodeFrame(frame);
      assert.equal(encoded.bytes.length, ethernetFrameBytes(frame));
      encoded.pdus.forEach(assertEncoded);
      const { header, payload } = decodeEthernetFrame(encoded.bytes);
      assert.deepEqual([header.destination, header.source], [frame.destination, frame.source]);
      assert.deepEqual(header.tags, frame.tag ? [{ protocolIdentifier: 0x8100, ...frame.tag }] : []);
      if (frame.payload.protocol === 'arp') {
        assert.deepEqual(decodeArpPacket(payload).packet, frame.payload);
        return;
      }
      const { payload: transport, protocol, ...network } = frame.payload;
      const datagram = protocol === 'ipv4' ? decodeIpv4Datagram(payload) : decodeIpv6Datagram(payload);
      assert.deepEqual(datagram.problems, []);
      assert.deepEqual({ ...datagram.header, ...network }, datagram.header);
      if (transport.protocol === 'icmp' || transport.protocol === 'icmpv6') {
        const read = transport.protocol === 'icmp' ? decodeIcmpMessage(datagram.payload, true) : decodeIcmpv6Message(datagram.payload, frame.payload);
        assert.deepEqual([read.message, read.problems], [asRead(transport), []]);
      } else if (transport.protocol === 'tcp') {
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
      const carrier = frame.payload.protocol !== 'arp' && frame.payload.payload.protocol === 'udp'
        ? { ...frame, payload: carrying(frame.payload, { ...frame.payload.payload, data: wholeSlice(dnsPayload(message)) }) }
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
      fc.uint8Array({ maxLength: 160 }).map((rest) => Uint8Array.of(...bytes(ETHERNET6), 0x60, 0, 0, 0, 0, 120, ...rest)),
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

  it('puts together from fragments, in any order, what a link was too narrow for', () => {
    fc.assert(fc.property(largeDatagrams, fc.infiniteStream(fc.nat()), ({ datagram, mtuBytes }, order) => {
      const fragments: readonly IpDatagram[] = datagram.protocol === 'ipv4' ? fragmentIpv4(datagram, mtuBytes) : fragmentIpv6(datagram, mtuBytes, 7);
      const whole = encodeDatagram(datagram)[1]?.bytes ?? new Uint8Array();
      const assembled = new Uint8Array(whole.length);
      for (const fragment of fragments) {
        const [outer, ...inner] = encodeDatagram(fragment);
        assert.ok(outer && outer.bytes.length === ipDatagramBytes(fragment) && outer.bytes.length <= mtuBytes);
        const { header, payload, problems } = fragment.protocol === 'ipv4' ? decodeIpv4Datagram(outer.bytes) : decodeIpv6Datagram(outer.bytes);
        assert.deepEqual(problems, []);
        assembled.set(payload, header.fragmentOffsetBytes);
        assert.equal(inner.length > 0, fragment === fragments.at(-1), 'the payload stands in the last fragment');
      }
      assert.equal(hex(assembled), hex(whole));
      const host = new World(1).services('host');
      const reassembly = new Reassembly(host, () => undefined);
      const shuffled = [...fragments].map((fragment) => ({ fragment, key: order.next().value as number })).sort((a, b) => a.key - b.key).map(({ fragment }) => fragment);
      const results = shuffled.map((fragment) => reassembly.add(fragment)).filter((each) => each !== undefined);
      assert.deepEqual(results.map(({ payload }) => payload), [datagram.payload]);
    }));
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

  it('names wrong checksums of what IPv6 carries, which has none of its own', () => {
    fc.assert(fc.property(ipv6Datagrams, fc.nat(), fc.integer({ min: 1, max: 255 }), (datagram, at, change) => {
      const { bytes: octets } = encodeFrame({ protocol: 'ethernet', destination: '02:00:00:00:00:01', source: '02:00:00:00:00:02', payload: datagram });
      // The addresses and all after them are covered (RFC 8200 §8.1).
      const index = 22 + (at % (octets.length - 22));
      octets[index] = (octets[index] ?? 0) ^ change;
      const { problems } = decodeFrame(octets);
      const udpChecksumGone = datagram.payload.protocol === 'udp' && octets[54 + 6] === 0 && octets[54 + 7] === 0;
      assert.ok(problems.length > 0 || udpChecksumGone, `a changed octet at ${index}`);
    }));
  });

  it('goes through IPv6 extension headers to what they precede, and no further than is sane', () => {
    // Made by hand from RFC 8200 §4.3 (hop-by-hop options with router alert, RFC 2711 §2.1), §4.5 and §4.6.
    const addresses = 'fe80000000000000 0000000000000001 ff02000000000000 0000000000000016';
    const fixed = (length: number, next: string): string => `6000 0000 ${length.toString(16).padStart(4, '0')} ${next} 01 ${addresses}`;
    const hopByHop = decodeIpv6Datagram(bytes(`${fixed(12, '00')} 3a 00 0502 0000 0100 8f000000 ffff`));
    assert.deepEqual([hopByHop.header.protocol, hopByHop.header.headerBytes, hex(hopByHop.payload), hopByHop.problems], [58, 48, '8f000000', []]);
    assert.equal(fieldValue(hopByHop.pdu, 'Extension Header'), 'Hop-by-Hop Options');
    const firstFragment = decodeIpv6Datagram(bytes(`${fixed(24, '2c')} 3c00 0001 00000007 1100 010400000000 0001020304050607`));
    assert.deepEqual([firstFragment.header.isFragment, firstFragment.header.protocol, firstFragment.header.headerBytes], [true, 17, 56]);
    const lastFragment = decodeIpv6Datagram(bytes(`${fixed(16, '2c')} 0000 0008 00000007 0001020304050607`));
    assert.deepEqual([lastFragment.header.isFragment, lastFragment.header.protocol, lastFragment.header.headerBytes], [true, 0, 48]);
    const endless = bytes(`${fixed(800, '3c')} ${'3c00 010400000000'.repeat(100)}`);
    assert.throws(() => decodeIpv6Datagram(endless), { code: 'decode', message: /at most 10 extension headers/ });
    assert.throws(() => decodeIpv6Datagram(bytes(`${fixed(8, '3c')} 3aff 010400000000`)), { code: 'decode', message: /2046 octets of Data/ });
  });

  it('keeps a neighbour message whose options lie about their length', () => {
    for (const options of ['0100 020000000001', '0102 020000000001', '01']) {
      const { problems, pdu, message } = decodeIcmpv6Message(bytes(`8700 0000 00000000 20010db8000000000000000000000001 ${options}`), undefined);
      assert.deepEqual([problems.length, message], [1, undefined], options);
      assert.equal(fieldValue(pdu, 'Target Address'), '2001:db8::1');
      assert.notEqual(fieldValue(pdu, 'Malformed options'), undefined);
    }
  });

  it('asks the group and the hardware address that the standards give an address', () => {
    // The examples of RFC 4291 §2.7.1 and RFC 2464 §7.
    assert.equal(solicitedNodeAddress('4037::01:800:200e:8c6c'), 'ff02::1:ff0e:8c6c');
    assert.equal(multicastHardwareAddress('ff02::1:ff0e:8c6c'), '33:33:ff:0e:8c:6c');
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

  // RFC 768: Length counts the header too, in 16 bits. RFC 791: so does Total Length, with the IP header.
  it('carries as much in a UDP datagram as its length can say, and refuses an octet more', () => {
    const addresses = { source: '192.0.2.1', destination: '192.0.2.2' };
    const encode = (lengthBytes: number) => encodeUdpDatagram({ protocol: 'udp', sourcePort: 1, destinationPort: 2, data: wholeSlice(octetPayload(new Uint8Array(lengthBytes).fill(0x5a))) }, addresses);
    for (const lengthBytes of [0, 1, 1471, 65_506, 65_507, 65_527]) {
      const encoded = encode(lengthBytes);
      const { header, payload, problems } = decodeUdpDatagram(encoded.bytes, addresses);
      assert.deepEqual([header.lengthBytes, payload.length, header.checksumCorrect, problems], [lengthBytes + 8, lengthBytes, true, []]);
    }
    for (const lengthBytes of [65_528, 65_536]) assert.throws(() => encode(lengthBytes), RangeError, `${lengthBytes}`);
  });

  it('takes a UDP checksum of 0 for one that was not computed, not for a wrong one (RFC 768)', () => {
    const addresses = { source: '192.0.2.1', destination: '192.0.2.2' };
    const { bytes: octets } = encodeUdpDatagram({ protocol: 'udp', sourcePort: 1, destinationPort: 2, data: wholeSlice(octetPayload(Uint8Array.of(1, 2, 3))) }, addresses);
    const unchecked = octets.slice();
    unchecked.fill(0, 6, 8);
    const { header, problems } = decodeUdpDatagram(unchecked, addresses);
    assert.deepEqual([header.checksum, header.checksumCorrect, problems], [0, undefined, []]);
    unchecked[7] = 1;
    assert.equal(decodeUdpDatagram(unchecked, addresses).header.checksumCorrect, false);
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
