import fc from 'fast-check';
import type { ArpPacket } from '../../../../src/stack/2-data-link/arpPacket';
import type { EthernetFrame, VlanTag } from '../../../../src/stack/2-data-link/ethernetFrame';
import type { IcmpEcho, IcmpError, IcmpErrorKind, IcmpProtocol } from '../../../../src/stack/3-network/icmpMessage';
import type { IpDatagram } from '../../../../src/stack/3-network/ipDatagram';
import { ipDatagramBytes } from '../../../../src/stack/3-network/ipDatagram';
import type { Ipv4Datagram } from '../../../../src/stack/3-network/ipv4Datagram';
import type { Ipv6Datagram } from '../../../../src/stack/3-network/ipv6Datagram';
import type { NeighbourMessage } from '../../../../src/stack/3-network/neighbourMessage';
import type { TransportPdu } from '../../../../src/stack/3-network/transportPdu';
import type { TcpOption, TcpSegment } from '../../../../src/stack/4-transport/tcp/segment';
import { tcpHeaderBytes } from '../../../../src/stack/4-transport/tcp/segment';
import type { UdpDatagram } from '../../../../src/stack/4-transport/udp/datagram';
import type { DnsMessage, DnsRecord, DnsRecordData } from '../../../../src/stack/7-application/dns/message';
import type { Payload, Slice } from '../../../../src/stack/payload';

/** Plain objects only, as deep equality wants them. */
const record = <T>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<T> => fc.record<T>(model, { noNullPrototype: true });
const uint = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });
const hex = (max: number): fc.Arbitrary<string> => fc.uint8Array({ maxLength: max }).map((octets) => Buffer.from(octets).toString('hex'));
const mac = fc.uint8Array({ minLength: 6, maxLength: 6 }).map((octets) => Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(':'));
const ipv4 = fc.ipV4();
/** RFC 5952 text that Node's own parser made. */
const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((octets) => {
  const groups = Array.from({ length: 8 }, (_, index) => ((octets[2 * index] ?? 0) * 256 + (octets[2 * index + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
});

export const arpPackets: fc.Arbitrary<ArpPacket> = record({
  protocol: fc.constant('arp'),
  operation: fc.constantFrom('request', 'reply'),
  senderHardware: mac, senderProtocol: ipv4, targetHardware: mac, targetProtocol: ipv4,
});

/** The datagram with another payload, which either family carries. */
export function carrying(datagram: IpDatagram, payload: TransportPdu): IpDatagram {
  return datagram.protocol === 'ipv4' ? { ...datagram, payload } : { ...datagram, payload };
}

/** A payload of octets without structure. */
export function octetPayload(bytes: Uint8Array, summary = 'octets'): Payload {
  return { lengthBytes: bytes.length, summary, encode: () => ({ bytes, pdus: [] }) };
}

const slices: fc.Arbitrary<Slice> = fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(), fc.nat()).map(([bytes, from, to]) => {
  const [a, b] = [from % (bytes.length + 1), to % (bytes.length + 1)];
  return { payload: octetPayload(bytes), start: Math.min(a, b), length: Math.abs(b - a) };
});

/** Without `end`, which a header has as padding only. */
const tcpOptions: fc.Arbitrary<TcpOption> = fc.oneof(
  fc.constant<TcpOption>({ kind: 'no-operation' }),
  record({ kind: fc.constant('maximum-segment-size' as const), mssBytes: uint(16) }),
  record({ kind: fc.constant('window-scale' as const), shift: uint(8) }),
  fc.constant<TcpOption>({ kind: 'sack-permitted' }),
  record({ kind: fc.constant('sack' as const), blocks: fc.array(record({ left: uint(32), right: uint(32) }), { minLength: 1, maxLength: 4 }) }),
  record({ kind: fc.constant('timestamps' as const), value: uint(32), echoReply: uint(32) }),
  // RFC 6994 §3: kinds for experiments, whose data begins with an identifier.
  record({ kind: fc.constant('unknown' as const), code: fc.constantFrom(253, 254), hex: hex(6).map((text) => `beef${text}`) }),
);

const flag = fc.constantFrom<true | undefined>(true, undefined);
const tcpSegments: fc.Arbitrary<TcpSegment> = record({
  protocol: fc.constant('tcp' as const),
  sourcePort: uint(16), destinationPort: uint(16), sequenceNumber: uint(32), acknowledgmentNumber: uint(32),
  flags: record({ cwr: flag, ece: flag, urg: flag, ack: flag, psh: flag, rst: flag, syn: flag, fin: flag })
    .map((flags) => Object.fromEntries(Object.entries(flags).filter(([, set]) => set))),
  window: uint(16),
  urgentPointer: uint(16),
  options: fc.array(tcpOptions, { maxLength: 5 }).filter((options) => tcpHeaderBytes(options) <= 60),
  data: fc.array(slices, { maxLength: 3 }),
}).map(({ urgentPointer, ...segment }) => ({ ...segment, ...(segment.flags.urg || urgentPointer ? { urgentPointer } : {}) }));

const udpDatagrams: fc.Arbitrary<UdpDatagram> = record({
  protocol: fc.constant('udp' as const), sourcePort: uint(16), destinationPort: uint(16), data: slices,
});

const echoes = <Protocol extends IcmpProtocol>(protocol: Protocol): fc.Arbitrary<IcmpEcho<Protocol>> => record<IcmpEcho<Protocol>>({
  protocol: fc.constant(protocol), kind: fc.constantFrom('echo-request' as const, 'echo-reply' as const), identifier: uint(16), sequenceNumber: uint(16),
  data: fc.uint8Array({ maxLength: 60 }),
});

/** Every kind with every code that has a name, about a datagram of which `smallest` octets are quoted, as RFC 792 asks, or all, as hosts do today. */
const errors = <Protocol extends IcmpProtocol>(protocol: Protocol, quoted: fc.Arbitrary<IpDatagram>, smallest: number): fc.Arbitrary<IcmpError<Protocol>> => fc.tuple(
  fc.constantFrom<IcmpErrorKind>('destination-unreachable', 'packet-too-big', 'time-exceeded', 'parameter-problem'), uint(16), uint(protocol === 'icmp' ? 16 : 32), quoted, fc.nat(),
).map(([kind, code, parameter, datagram, cut]) => {
  const whole = ipDatagramBytes(datagram);
  const codes = { 'destination-unreachable': protocol === 'icmp' ? 16 : 9, 'packet-too-big': 1, 'time-exceeded': 2, 'parameter-problem': protocol === 'icmp' ? 3 : 4 }[kind];
  const isUnreachable = protocol === 'icmp' && kind === 'destination-unreachable';
  return {
    protocol, kind,
    // Code 4 of an unreachable destination is the packet that is too big.
    code: protocol === 'icmp' && kind === 'packet-too-big' ? 4 : isUnreachable && code % codes === 4 ? 3 : code % codes,
    parameter: kind === 'packet-too-big' ? parameter : kind === 'parameter-problem' ? (protocol === 'icmp' ? parameter % 256 : parameter) : 0,
    quoted: { datagram, lengthBytes: Math.min(whole, cut % 2 === 0 ? smallest : 500) },
  };
});

const ipv4Headers = { source: ipv4, destination: ipv4, dscp: uint(6), ecn: uint(2), identification: uint(16), dontFragment: fc.boolean(), timeToLive: uint(8) };
const plainIpv4: fc.Arbitrary<Ipv4Datagram> = record({ protocol: fc.constant('ipv4' as const), ...ipv4Headers, payload: fc.oneof(tcpSegments, udpDatagrams, echoes('icmp')) });
/** Header and the eight octets that RFC 792 asks for. */
const SMALLEST_IPV4_QUOTATION = 28;
const SMALLEST_IPV6_QUOTATION = 48;

export const icmpErrors = errors('icmp', plainIpv4, SMALLEST_IPV4_QUOTATION);

export const ipv4Datagrams: fc.Arbitrary<Ipv4Datagram> = record({
  protocol: fc.constant('ipv4' as const), ...ipv4Headers,
  payload: fc.oneof({ arbitrary: tcpSegments, weight: 3 }, { arbitrary: udpDatagrams, weight: 3 }, echoes('icmp'), icmpErrors),
});

const neighbourMessages: fc.Arbitrary<NeighbourMessage> = fc.oneof(
  record({ protocol: fc.constant('icmpv6' as const), kind: fc.constant('solicitation' as const), target: ipv6, hardwareAddress: mac }),
  record({
    protocol: fc.constant('icmpv6' as const), kind: fc.constant('advertisement' as const), target: ipv6, hardwareAddress: mac,
    router: fc.boolean(), solicited: fc.boolean(), override: fc.boolean(),
  }),
);

const plainIpv6: fc.Arbitrary<Ipv6Datagram> = record({
  protocol: fc.constant('ipv6' as const), source: ipv6, destination: ipv6, dscp: uint(6), ecn: uint(2), flowLabel: uint(20), hopLimit: uint(8),
  payload: fc.oneof(tcpSegments, udpDatagrams, echoes('icmpv6')),
});

export const ipv6Datagrams: fc.Arbitrary<Ipv6Datagram> = record({
  protocol: fc.constant('ipv6' as const),
  source: ipv6, destination: ipv6, dscp: uint(6), ecn: uint(2), flowLabel: uint(20), hopLimit: uint(8),
  payload: fc.oneof({ arbitrary: tcpSegments, weight: 3 }, { arbitrary: udpDatagrams, weight: 3 }, neighbourMessages, echoes('icmpv6'), errors('icmpv6', plainIpv6, SMALLEST_IPV6_QUOTATION)),
});

const tags: fc.Arbitrary<VlanTag | undefined> = fc.option(record<VlanTag>({ priority: uint(3), dropEligible: fc.boolean(), vlan: uint(12) }), { nil: undefined, freq: 3 });

export const ethernetFrames: fc.Arbitrary<EthernetFrame> = record({
  protocol: fc.constant('ethernet' as const), destination: mac, source: mac, tag: tags, payload: fc.oneof(arpPackets, { arbitrary: ipv4Datagrams, weight: 4 }, { arbitrary: ipv6Datagrams, weight: 4 }),
}).map(({ tag, ...frame }) => (tag ? { ...frame, tag } : frame));

/** Datagrams of either family with a payload that does not fit a link, and the MTU of the link. */
export const largeDatagrams: fc.Arbitrary<{ readonly datagram: IpDatagram; readonly mtuBytes: number }> = fc.tuple(
  fc.oneof(plainIpv4, plainIpv6), fc.uint8Array({ minLength: 1000, maxLength: 3000 }), fc.integer({ min: 68, max: 900 }),
).map(([datagram, octets, mtuBytes]) => ({
  datagram: carrying(datagram, { protocol: 'udp', sourcePort: 1, destinationPort: 2, data: { payload: octetPayload(octets), start: 0, length: octets.length } }), mtuBytes,
}));

// Presentation form made here, not by the code under test: every octet that is no letter, digit, `-`, `_`, `*` or `/` is escaped.
const escapeOctet = (octet: number): string => {
  const character = String.fromCharCode(octet);
  return /[-A-Za-z0-9_*/]/.test(character) ? character : `\\${String(octet).padStart(3, '0')}`;
};
const labels = fc.oneof(
  { arbitrary: fc.constantFrom('www', 'example', 'WWW', 'mail', 'ns1', '_tcp', '*', 'a'), weight: 4 },
  fc.uint8Array({ minLength: 1, maxLength: 63 }).map((octets) => Array.from(octets, escapeOctet).join('')),
);
export const dnsNames = fc.oneof(
  fc.constant('.'),
  fc.array(labels, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')).filter((name) => name.replace(/\\\d\d\d/g, '?').length <= 253),
);
const text = (max: number): fc.Arbitrary<string> => fc.uint8Array({ maxLength: max }).map((octets) =>
  Array.from(octets, (octet) => (octet >= 0x20 && octet <= 0x7e && octet !== 0x5c ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, '0')}`)).join(''));

const dataByType: readonly (readonly [type: number, data: fc.Arbitrary<DnsRecordData>])[] = [
  [1, record({ kind: fc.constant('a' as const), address: ipv4 })],
  [28, record({ kind: fc.constant('aaaa' as const), address: ipv6 })],
  ...[2, 5, 12, 39].map((type) => [type, record({ kind: fc.constant('name' as const), name: dnsNames })] as const),
  [15, record({ kind: fc.constant('mx' as const), preference: uint(16), exchange: dnsNames })],
  [16, record({ kind: fc.constant('txt' as const), strings: fc.array(text(255), { minLength: 1, maxLength: 3 }) })],
  [6, record({
    kind: fc.constant('soa' as const), primary: dnsNames, mailbox: dnsNames, serial: uint(32), refreshSeconds: uint(32), retrySeconds: uint(32),
    expireSeconds: uint(32), minimumSeconds: uint(32),
  })],
  [33, record({ kind: fc.constant('srv' as const), priority: uint(16), weight: uint(16), port: uint(16), target: dnsNames })],
  [257, record({ kind: fc.constant('caa' as const), flags: uint(8), tag: fc.constantFrom('issue', 'iodef', 'issuewild'), value: text(80) })],
  ...[64, 65].map((type) => [type, record({
    kind: fc.constant('svcb' as const),
    priority: uint(16),
    target: dnsNames,
    parameters: fc.tuple(
      fc.option(fc.constant({ key: 1, name: 'alpn', value: 'h2,h3,f\\044oo' })),
      fc.option(uint(16).map((port) => ({ key: 3, name: 'port', value: String(port) }))),
      fc.option(fc.array(ipv4, { minLength: 1, maxLength: 3 }).map((addresses) => ({ key: 4, name: 'ipv4hint', value: addresses.join(',') }))),
      fc.option(fc.uint8Array({ minLength: 1, maxLength: 9 }).map((octets) => ({ key: 5, name: 'ech', value: Buffer.from(octets).toString('base64') }))),
      fc.option(fc.array(ipv6, { minLength: 1, maxLength: 2 }).map((addresses) => ({ key: 6, name: 'ipv6hint', value: addresses.join(',') }))),
      fc.option(text(9).map((value) => ({ key: 65_280, name: 'key65280', value }))),
    ).map((parameters) => parameters.filter((parameter) => parameter !== null)),
  })] as const),
  [65_400, record({ kind: fc.constant('opaque' as const), hex: hex(40) })],
];

const dnsRecords: fc.Arbitrary<DnsRecord> = fc.constantFrom(...dataByType).chain(([type, data]) =>
  record({ name: dnsNames, type: fc.constant(type), class: fc.constant(1), ttlSeconds: uint(31), data }));

export const dnsMessages: fc.Arbitrary<DnsMessage> = record({
  id: uint(16), response: fc.boolean(), opcode: uint(4), authoritative: fc.boolean(), truncated: fc.boolean(), recursionDesired: fc.boolean(),
  recursionAvailable: fc.boolean(), authenticData: fc.boolean(), checkingDisabled: fc.boolean(), responseCode: uint(4),
  questions: fc.array(record({ name: dnsNames, type: uint(16), class: uint(16) }), { maxLength: 2 }),
  answers: fc.array(dnsRecords, { maxLength: 4 }),
  authorities: fc.array(dnsRecords, { maxLength: 2 }),
  additionals: fc.array(dnsRecords, { maxLength: 2 }),
  edns: fc.option(record({
    udpPayloadBytes: uint(16), version: uint(8), dnssecOk: fc.boolean(),
    // RFC 6891 §9: codes for local use, whose octets nobody else reads.
    options: fc.array(record({ code: fc.integer({ min: 65_001, max: 65_534 }), hex: hex(20) }), { maxLength: 3 }),
  }), { nil: undefined }),
  extendedCode: uint(12),
}).map(({ edns, extendedCode, ...message }) => (edns ? { ...message, responseCode: extendedCode, edns } : message));
