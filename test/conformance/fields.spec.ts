import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { encodeFrame } from '../../src/stack/2-data-link/encodeFrame';
import { dnsPayload } from '../../src/stack/7-application/dns/dnsPayload';
import { decodeFrame } from '../../src/stack/decodeFrame';
import { wholeSlice } from '../../src/stack/payload';
import { carrying as carryingPayload, dnsMessages, ethernetFrames } from '../unit/stack/codecs/arbitraries';
import type { DissectedField } from './pdml';
import { pcap } from './pcapFile';
import { dissect, frameOctets } from './pdml';
import { KNOWN_NAMES, namedFields } from './tsharkNames';
import { requireTshark } from './tshark';

const OWN_CAPTURE = resolve(__dirname, '../fixtures/captures/dns-and-tcp.pcap');
const CAPTURES = resolve(__dirname, '../../../shared/captures');
/** tshark leaves these out of queries, where they have no meaning. */
const ONLY_IN_RESPONSES = new Set(['dns.flags.authoritative', 'dns.flags.recavail', 'dns.flags.authenticated', 'dns.flags.rcode']);

interface Seen {
  readonly name: string;
  readonly value: string;
  /** Octets of the frame that hold it; empty for parts of an octet, whose place tshark tells in its own ways. */
  readonly place: string;
}

/** What we read from a frame, with places counted from the frame's first octet. */
function ours(octets: Uint8Array): readonly Seen[] {
  let start = 0;
  return decodeFrame(octets).pdus.flatMap((pdu) => {
    const base = start;
    start += pdu.headerBytes;
    return namedFields(pdu).map(({ name, value, field }) => {
      const isWhole = field.bitOffset % 8 === 0 && field.bitLength % 8 === 0;
      return { name, value: plainValue(value), place: isWhole ? `${base + field.bitOffset / 8}+${field.bitLength / 8}` : '' };
    });
  });
}

function theirs(fields: readonly DissectedField[], places: ReadonlyMap<string, boolean>): readonly Seen[] {
  const quotes = fields.some(({ name }) => name === 'icmp.type' || name === 'icmpv6.type');
  return fields
    .filter(({ name }) => KNOWN_NAMES.has(name) && !(quotes && name === 'tcp.seq_raw'))
    // tshark gives the version of IPv6 a second, hidden name for its filters.
    .filter(({ name, show }) => name !== 'ip.version' || show !== '6')
    // RFC 9293 §3.2: the list ends at the first End option; tshark shows each octet of padding after it as one more.
    .filter(({ name, show }, index, all) => !(name === 'tcp.option_kind' && show === '0' && all[index - 1]?.name === name && all[index - 1]?.show === '0'))
    .map(({ name, start, length, show }) => ({ name, value: plainValue(show), place: places.get(name) ? `${start}+${length}` : '' }));
}

/** Numbers as decimal text, whether they were hexadecimal or not. */
function plainValue(value: string): string {
  return /^0x[0-9a-f]+$/i.test(value) ? String(Number(value)) : value;
}

/** Where our value has escapes, tshark's is written in another way: then only the place is compared. */
function withoutEscapes(mine: readonly Seen[], seen: readonly Seen[]): readonly Seen[] {
  return seen.map((each, index) => (mine[index]?.value.includes('\\') ? { ...each, value: mine[index].value } : each));
}

/** Compares each field that both know, by name, in the order of the frame. */
function compareFrame(octets: Uint8Array, fields: readonly DissectedField[], what: string): number {
  const mine = ours(octets);
  const places = new Map(mine.map(({ name, place }) => [name, place !== '']));
  const seen = theirs(fields, places);
  const names = new Set(seen.map(({ name }) => name));
  for (const { name } of mine) if (!ONLY_IN_RESPONSES.has(name)) names.add(name);
  for (const name of names) {
    const only = (from: readonly Seen[]): readonly Seen[] => from.filter((each) => each.name === name);
    assert.deepEqual(only(mine), withoutEscapes(only(mine), only(seen)), `${what}: ${name}`);
  }
  const statuses = fields.filter(({ name }) => /^(?:ip|tcp|udp|icmp|icmpv6)\.checksum\.status$/.test(name)).map(({ show }) => show);
  const { problems } = decodeFrame(octets);
  assert.equal(statuses.includes('0'), problems.some((problem) => problem.includes('checksum')), `${what}: checksums, ${problems.join(' ')}`);
  return seen.length;
}

function compareFile(path: string): { frames: number; fields: number } {
  const dissected = dissect(path);
  const frames = frameOctets(path);
  assert.equal(dissected.length, frames.length);
  const fields = frames.reduce((sum, octets, index) => sum + compareFrame(octets, dissected[index] ?? [], `frame ${index + 1}`), 0);
  return { frames: frames.length, fields };
}

describe('fields beside those of tshark', () => {
  it('are the same in a capture of ARP, every record type and TCP from SYN to FIN and RST', function () {
    requireTshark(this);
    const { frames, fields } = compareFile(OWN_CAPTURE);
    assert.equal(frames, 38);
    assert.ok(fields > 1400, `${fields} fields`);
    for (const octets of frameOctets(OWN_CAPTURE)) assert.deepEqual(decodeFrame(octets).problems, []);
  });

  it('are the same in every packet of the captures of real clients', function () {
    requireTshark(this);
    if (!existsSync(CAPTURES)) {
      console.log('      skipped: the captures are not beside this repository');
      this.skip();
    }
    let fields = 0;
    for (const file of readdirSync(CAPTURES).filter((name) => /\.pcap(?:ng)?$/.test(name))) fields += compareFile(join(CAPTURES, file)).fields;
    assert.ok(fields > 10_000, `${fields} fields`);
  });

  it('are the same in frames of any structure that we made, with checksums that tshark finds right', function () {
    requireTshark(this);
    const carrying = fc.tuple(ethernetFrames, dnsMessages).map(([frame, message]) => {
      if (frame.payload.protocol === 'arp' || frame.payload.payload.protocol !== 'udp') return frame;
      const payload = { ...frame.payload.payload, sourcePort: 50_000, destinationPort: 53, data: wholeSlice(dnsPayload({ ...message, opcode: 0 })) };
      return { ...frame, payload: carryingPayload(frame.payload, payload) };
    });
    const frames = fc.sample(carrying, { seed: 11, numRuns: 400 }).map((frame) => encodeFrame(frame).bytes);
    const directory = mkdtempSync(join(tmpdir(), 'wirewalk-'));
    try {
      const file = join(directory, 'made.pcap');
      writeFileSync(file, pcap(frames));
      compareFile(file);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
