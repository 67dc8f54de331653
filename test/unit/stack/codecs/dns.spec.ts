import assert from 'node:assert/strict';
import * as dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { dnsStreamPayload } from '../../../../src/stack/7-application/dns/dnsStreamPayload';
import type { DnsMessage, DnsRecord, DnsRecordData } from '../../../../src/stack/7-application/dns/message';
import { decodeDnsMessage, dnsMessageBytes, encodeDnsMessage, encodeName } from '../../../../src/stack/7-application/dns/messageCodec';
import { recordTypeCode, recordTypeName } from '../../../../src/stack/7-application/dns/recordTypes';
import { dnsMessages, dnsNames } from './arbitraries';
import { assertEncoded, assertFieldTree, fieldValue } from './fieldTree';

const octets = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const RESPONSE: DnsMessage = {
  id: 0x1234, response: true, opcode: 0, authoritative: false, truncated: false, recursionDesired: true, recursionAvailable: true,
  authenticData: false, checkingDisabled: false, responseCode: 0, questions: [{ name: 'www.example', type: 1, class: 1 }], answers: [],
  authorities: [], additionals: [],
};
const answer = (type: number, data: DnsRecordData, name = 'www.example'): DnsRecord => ({ name, type, class: 1, ttlSeconds: 300, data });

/** A response to "a A" with one record of that type and data; its name is a pointer to the question's. */
const withRecord = (type: string, rdata: string, length = octets(rdata).length): Uint8Array =>
  octets(`0001 8180 0001 0001 0000 0000 01 61 00 0001 0001 c00c ${type} 0001 0000003c ${length.toString(16).padStart(4, '0')} ${rdata}`);

const firstData = (bytes: Uint8Array): DnsRecordData | undefined => decodeDnsMessage(bytes).message.answers[0]?.data;

describe('DNS message codec', () => {
  it('reads what it wrote, at the length that it said', () => {
    fc.assert(fc.property(dnsMessages, (message) => {
      const encoded = encodeDnsMessage(message);
      assert.equal(dnsMessageBytes(message), encoded.bytes.length);
      assertEncoded(encoded);
      const { message: read, warnings, pdu } = decodeDnsMessage(encoded.bytes, { kind: 'probe' });
      assert.deepEqual(read, message);
      assert.deepEqual(warnings, []);
      assert.ok(pdu.fields.every(({ source }) => source.kind === 'probe'));
    }), { numRuns: 500 });
  });

  it('points to names that stand in the message already, as servers do (RFC 1035 §4.1.4)', () => {
    const { bytes } = encodeDnsMessage({
      ...RESPONSE,
      answers: [answer(5, { kind: 'name', name: 'web.example' }), answer(1, { kind: 'a', address: '192.0.2.1' }, 'web.example')],
    });
    assert.equal(hex(bytes), hex(octets(`1234 8180 0001 0002 0000 0000 03 777777 07 6578616d706c65 00 0001 0001
      c00c 0005 0001 0000012c 0006 03 776562 c010
      c029 0001 0001 0000012c 0004 c0000201`)));
  });

  it('never points from data whose type may be unknown to old servers (RFC 3597 §4)', () => {
    const { bytes } = encodeDnsMessage({ ...RESPONSE, answers: [answer(33, { kind: 'srv', priority: 1, weight: 2, port: 3, target: 'www.example' })] });
    assert.equal(hex(bytes).slice(-26), hex(encodeName('www.example')));
    assert.equal(bytes.length, 12 + 17 + 12 + 6 + 13);
  });

  it('agrees with dns-packet, both ways', () => {
    const records: readonly (readonly [DnsRecord, dnsPacket.Answer])[] = [
      [answer(1, { kind: 'a', address: '192.0.2.1' }), { type: 'A', name: 'www.example', ttl: 300, class: 'IN', data: '192.0.2.1' }],
      [answer(28, { kind: 'aaaa', address: '2001:db8::1' }), { type: 'AAAA', name: 'www.example', ttl: 300, class: 'IN', data: '2001:db8::1' }],
      [answer(5, { kind: 'name', name: 'b.example' }), { type: 'CNAME', name: 'www.example', ttl: 300, class: 'IN', data: 'b.example' }],
      [answer(2, { kind: 'name', name: 'ns.example' }), { type: 'NS', name: 'www.example', ttl: 300, class: 'IN', data: 'ns.example' }],
      [answer(12, { kind: 'name', name: 'p.example' }), { type: 'PTR', name: 'www.example', ttl: 300, class: 'IN', data: 'p.example' }],
      [answer(15, { kind: 'mx', preference: 10, exchange: 'mail.example' }),
        { type: 'MX', name: 'www.example', ttl: 300, class: 'IN', data: { preference: 10, exchange: 'mail.example' } }],
      [answer(16, { kind: 'txt', strings: ['v=spf1 -all', 'b'] }), { type: 'TXT', name: 'www.example', ttl: 300, class: 'IN', data: [Buffer.from('v=spf1 -all'), Buffer.from('b')] }],
      [answer(6, { kind: 'soa', primary: 'ns.example', mailbox: 'root.example', serial: 7, refreshSeconds: 1, retrySeconds: 2, expireSeconds: 3, minimumSeconds: 4 }),
        { type: 'SOA', name: 'www.example', ttl: 300, class: 'IN', data: { mname: 'ns.example', rname: 'root.example', serial: 7, refresh: 1, retry: 2, expire: 3, minimum: 4 } }],
      [answer(33, { kind: 'srv', priority: 1, weight: 2, port: 443, target: 't.example' }),
        { type: 'SRV', name: 'www.example', ttl: 300, class: 'IN', data: { priority: 1, weight: 2, port: 443, target: 't.example' } }],
      [answer(257, { kind: 'caa', flags: 128, tag: 'issue', value: 'ca.example' }),
        { type: 'CAA', name: 'www.example', ttl: 300, class: 'IN', data: { flags: 128, tag: 'issue', value: 'ca.example', issuerCritical: true } }],
    ];
    const message: DnsMessage = { ...RESPONSE, answers: records.map(([ours]) => ours), edns: { udpPayloadBytes: 1232, version: 0, dnssecOk: true, options: [] } };
    const theirs = records.map(([, record]) => record);
    const read = dnsPacket.decode(Buffer.from(encodeDnsMessage(message).bytes));
    assert.deepEqual(read.answers?.map((record) => ({ ...record, flush: undefined })), theirs.map((record) => ({ ...record, flush: undefined })));
    assert.deepEqual(read.questions, [{ name: 'www.example', type: 'A', class: 'IN' }]);
    const encoded = dnsPacket.encode({
      id: 0x1234, type: 'response', flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE,
      questions: [{ name: 'www.example', type: 'A', class: 'IN' }], answers: [...theirs],
      additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: dnsPacket.DNSSEC_OK, extendedRcode: 0, ednsVersion: 0, flag_do: true, options: [] }],
    });
    assert.deepEqual(decodeDnsMessage(Uint8Array.from(encoded)).message, message);
  });

  it('reads the HTTPS records of RFC 9460 Appendix D', () => {
    // Figures 2 to 9: the wire form of the data beside its presentation form.
    const vectors: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
      ['0000 03666f6f 076578616d706c65 03636f6d 00', 'foo.example.com', []],
      ['0001 00', '.', []],
      ['0010 03666f6f 076578616d706c65 03636f6d 00 0003 0002 0035', 'foo.example.com', [['port', '53']]],
      ['0001 03666f6f 076578616d706c65 03636f6d 00 029b 0005 68656c6c6f', 'foo.example.com', [['key667', 'hello']]],
      ['0001 03666f6f 076578616d706c65 03636f6d 00 029b 0009 68656c6c6fd2716f6f', 'foo.example.com', [['key667', 'hello\\210qoo']]],
      ['0001 03666f6f 076578616d706c65 03636f6d 00 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001', 'foo.example.com',
        [['ipv6hint', '2001:db8::1,2001:db8::53:1']]],
      ['0010 03666f6f 076578616d706c65 036f7267 00 0000 0004 0001 0004 0001 0009 02 6832 05 68332d3139 0004 0004 c0000201', 'foo.example.org',
        [['mandatory', 'alpn,ipv4hint'], ['alpn', 'h2,h3-19'], ['ipv4hint', '192.0.2.1']]],
      ['0010 03666f6f 076578616d706c65 036f7267 00 0001 000c 08 665c6f6f2c626172 02 6832', 'foo.example.org', [['alpn', 'f\\092oo\\044bar,h2']]],
    ];
    for (const [wire, target, parameters] of vectors) {
      const data = firstData(withRecord('0041', wire));
      assert.ok(data?.kind === 'svcb', wire);
      assert.equal(data.target, target);
      assert.deepEqual(data.parameters.map(({ name, value }) => [name, value]), parameters);
      const again = encodeDnsMessage({ ...RESPONSE, answers: [answer(65, data)] }).bytes;
      assert.equal(hex(again).slice(-hex(octets(wire)).length), hex(octets(wire)));
    }
  });

  it('names the key of a service parameter that breaks a rule (RFC 9460 §2.2, §7, §8)', () => {
    for (const [parameters, key] of [
      ['0003 0002 0035 0001 0003 026832', /port.*alpn/], ['0003 0002 0035 0003 0002 0035', /port.*port/], ['0000 0002 0001', /mandatory key alpn/],
      ['0000 0004 0001 0001 0001 0003 026832', /mandatory/], ['0004 0003 c00002', /ipv4hint/], ['0006 0004 20010db8', /ipv6hint/], ['0001 0000', /alpn/],
      ['0001 0001 00', /alpn/], ['0002 0000', /alpn with no-default-alpn/], ['0003 0003 003500', /port of 2/], ['0003 00ff 0035', /SvcParamValue/],
    ] as const) {
      const data = firstData(withRecord('0041', `0001 00 ${parameters}`));
      assert.ok(data?.kind === 'opaque' && data.problem !== undefined && key.test(data.problem), `${parameters}: ${JSON.stringify(data)}`);
    }
  });

  it('keeps data that does not fit its type or length as octets, with the problem', () => {
    for (const [type, rdata] of [
      ['0001', 'c00002'], ['0001', 'c000020100'], ['001c', 'c0000201'], ['0010', ''], ['0010', '05 6162'], ['000f', '000a'], ['000f', '000a 0161 00 ff'],
      ['0006', '00 00 00000001'], ['0021', '0001 0002 0003'], ['0101', '00 00 6361'], ['0101', '00 03 3c623e'], ['0005', 'c0ff'], ['0005', '0161'],
    ] as const) {
      const { message, warnings } = decodeDnsMessage(withRecord(type, rdata));
      const data = message.answers[0]?.data;
      assert.ok(data?.kind === 'opaque' && data.problem, `${type} ${rdata}`);
      assert.equal(data.hex, hex(octets(rdata)));
      assert.equal(warnings.length, 1);
    }
  });

  it('refuses names that cannot be followed, and says where', () => {
    const refused: readonly (readonly [what: string, name: string, offset: number])[] = [
      ['a pointer to itself', 'c00c', 12], ['a pointer forward', 'c010 0000 01 61 00', 12], ['a pointer past the end', 'ffff', 12], ['a pointer into the header', 'c000', 12],
      ['two pointers at each other', '0161 c010 c00c', 14], ['label type 0x40', '41 61 00', 12], ['label type 0x80', '81 61 00', 12],
      ['a label past the end', '3f 61', 13], ['a name of more than 255 octets', `${`3f${'61'.repeat(63)}`.repeat(4)}00`, 12 + 64 * 3],
    ];
    for (const [what, name, offset] of refused) {
      assert.throws(() => decodeDnsMessage(octets(`0001 0100 0001 0000 0000 0000 ${name} 0001 0001`)), { code: 'decode', offsetBytes: offset }, what);
    }
  });

  it('follows a few pointers but no long chain of them', () => {
    const chain = (hops: number): Uint8Array => {
      // One opaque record holds "a" and then pointers, each to the one before; the last question-like name uses them all.
      const start = 12 + 11;
      const pointers = Array.from({ length: hops }, (_, index) => (0xc000 | (index === 0 ? start : start + 3 + 2 * (index - 1))).toString(16)).join('');
      const rdata = `016100${pointers}`;
      const last = (0xc000 | (start + 3 + 2 * (hops - 1))).toString(16);
      const length = octets(rdata).length.toString(16).padStart(4, '0');
      return octets(`0001 8180 0000 0002 0000 0000 00 ff00 0001 00000000 ${length} ${rdata} ${last} 0001 0001 00000000 0004 c0000201`);
    };
    assert.equal(decodeDnsMessage(chain(5)).message.answers[1]?.name, 'a');
    assert.throws(() => decodeDnsMessage(chain(127)), { code: 'decode', message: /at most \d+ pointers/ });
  });

  it('refuses counts that lie and headers that are cut, and warns of octets behind the end', () => {
    assert.throws(() => decodeDnsMessage(octets('0001 8180 ffff ffff ffff ffff')), { code: 'decode' });
    assert.throws(() => decodeDnsMessage(octets('0001 8180 0000 0000 0000 00')), { code: 'decode', offsetBytes: 10 });
    assert.match(decodeDnsMessage(octets('0001 0100 0000 0000 0000 0000 6a6b')).warnings.join(), /2 octets follow the last record at offset 12/);
  });

  it('shows labels of any octets escaped', () => {
    const name = '04002e5c0d 083c7363726970743e 011b 00';
    const { message, pdu } = decodeDnsMessage(octets(`0001 0100 0001 0000 0000 0000 ${name} 0001 0001`));
    assert.equal(message.questions[0]?.name, '\\000\\046\\092\\013.\\060script\\062.\\027');
    assert.equal(fieldValue(pdu, 'QNAME'), message.questions[0]?.name);
    assert.equal(hex(encodeName(message.questions[0]?.name ?? '')), hex(octets(name)));
  });

  it('counts a TTL with its highest bit as 0 (RFC 2181 §8) and a second OPT as one too many (RFC 6891 §6.1.1)', () => {
    const { message, warnings } = decodeDnsMessage(octets(`0001 8180 0000 0001 0000 0002 00 0001 0001 80000000 0004 c0000201
      00 0029 04d0 01 00 8000 0004 000a 0000 00 0029 0200 00000000 0000`));
    assert.equal(message.answers[0]?.ttlSeconds, 0);
    assert.deepEqual(message.edns, { udpPayloadBytes: 1232, version: 0, dnssecOk: true, options: [{ code: 10, hex: '' }] });
    assert.equal(message.responseCode, 16, 'BADVERS: the upper bits come from OPT');
    assert.equal(message.additionals.length, 1);
    assert.equal(warnings.length, 2);
  });

  it('refuses names that have no wire form, naming the label', () => {
    for (const [name, message] of [
      ['a..b', /Label 2 of the name "a\.\.b" is empty/], ['', /is empty/], ['.a', /Label 1/], ['a..', /Label 2/], [`x.${'y'.repeat(64)}`, /Label 2 \("y+"\).* 64 octets/],
      [`${'abcdefg.'.repeat(32)}`, /longer than 255 octets at label 32/], ['a b', /space/], ['münchen.example', /U\+00FC/], ['a\\25', /escape/], ['a\\256', /\\255/],
    ] as const) {
      assert.throws(() => encodeName(name), { code: 'input', message }, name);
    }
    assert.equal(hex(encodeName('.')), '00');
    assert.equal(hex(encodeName('*._a.example.')), hex(octets('012a 025f61 076578616d706c65 00')));
    fc.assert(fc.property(dnsNames, (name) => assert.equal(hex(encodeName(name)), hex(encodeDnsMessage({ ...RESPONSE, questions: [{ name, type: 1, class: 1 }] }).bytes.subarray(12, -4)))));
  });

  it('throws nothing but DecodeError for octets of any kind, and keeps its field tree right', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 120 }),
      fc.uint8Array({ maxLength: 120 }).map((rest) => Uint8Array.of(0, 1, 0x81, 0x80, 0, 1, 0, 2, 0, 1, 0, 1, ...rest)),
      fc.tuple(dnsMessages, fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 0xc0, 0x3f, 0xff), fc.nat({ max: 255 }))), { maxLength: 5 }), fc.nat())
        .map(([message, changes, cut]) => {
          const { bytes } = encodeDnsMessage(message);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        }),
    );
    fc.assert(fc.property(hostile, (bytes) => {
      try {
        const { message, pdu } = decodeDnsMessage(bytes);
        assertFieldTree(pdu, bytes);
        // What was accepted is a message that can be written and read again.
        const { message: again } = decodeDnsMessage(encodeDnsMessage(message).bytes);
        assert.deepEqual(again.answers.length, message.answers.length);
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'decode', String(error));
      }
    }), { numRuns: 3000 });
  });

  it('knows record types by name and number', () => {
    assert.deepEqual(['aaaa', 'HTTPS', 'type65280'].map(recordTypeCode), [28, 65, 65_280]);
    assert.deepEqual([1, 257, 65_280].map(recordTypeName), ['A', 'CAA', 'TYPE65280']);
    assert.throws(() => recordTypeCode('AAAAA'), { code: 'input' });
    assert.throws(() => recordTypeCode('TYPE65536'), { code: 'input' });
  });
});

describe('DNS messages on a stream', () => {
  it('stand after their length, with exact length and offsets, and read back (RFC 1035 §4.2.2)', () => {
    fc.assert(fc.property(dnsMessages, (message) => {
      const payload = dnsStreamPayload(message);
      const { bytes, pdus } = payload.encode();
      assert.equal(bytes.length, payload.lengthBytes);
      assert.equal((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0), bytes.length - 2);
      assert.deepEqual(bytes.subarray(2), encodeDnsMessage(message).bytes);
      for (const pdu of pdus) assertEncoded(pdu);
    }));
  });
});
