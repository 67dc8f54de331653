import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { FieldReader } from '../../../../src/stack/fieldReader';
import { fromHex, FieldWriter, toHex } from '../../../../src/stack/fieldWriter';
import type { HpackField } from '../../../../src/stack/7-application/http2/hpack/headerField';
import { QpackDecoder } from '../../../../src/stack/7-application/http3/qpack/decoder';
import { QpackEncoder } from '../../../../src/stack/7-application/http3/qpack/encoder';
import type { FieldSection } from '../../../../src/stack/7-application/http3/qpack/fieldLine';
import { fieldSectionBytes, writeFieldSection } from '../../../../src/stack/7-application/http3/qpack/fieldLine';
import type { QpackInstruction } from '../../../../src/stack/7-application/http3/qpack/instruction';
import { instructionBytes, writeInstruction } from '../../../../src/stack/7-application/http3/qpack/instruction';
import { readDecoderInstruction } from '../../../../src/stack/7-application/http3/qpack/instructionReader';
import { assertEncoded, assertFieldTree } from '../codecs/fieldTree';

const hex = (text: string): Uint8Array => fromHex(text.replaceAll(' ', ''));
const lines = (fields: readonly HpackField[] | undefined) => fields?.map(({ name, value }) => `${name}: ${value}`);

function encodedInstructions(instructions: readonly QpackInstruction[]): Uint8Array {
  const writer = new FieldWriter();
  for (const each of instructions) writeInstruction(writer, each, { kind: 'client' });
  const encoded = writer.finish({ layer: 7, protocol: 'http3', summary: '' });
  assertEncoded(encoded);
  assert.equal(encoded.bytes.length, instructions.reduce((sum, each) => sum + instructionBytes(each), 0));
  return encoded.bytes;
}

function encodedSection(section: FieldSection): Uint8Array {
  const writer = new FieldWriter();
  writeFieldSection(writer, section, { kind: 'client' });
  const encoded = writer.finish({ layer: 7, protocol: 'http3', summary: '' });
  assertEncoded(encoded);
  assert.equal(encoded.bytes.length, fieldSectionBytes(section));
  return encoded.bytes;
}

function decoderInstruction(text: string) {
  const bytes = hex(text);
  const reader = new FieldReader('QPACK', bytes);
  const instruction = readDecoderInstruction(reader, { kind: 'network' });
  assert.equal(reader.remainingBytes, 0);
  assert.equal(toHex(encodedInstructions([instruction])), text);
  return instruction;
}

/** What Chromium 156 said to nghttp3 0.8 about its first request: its encoder stream, type included, and the section on stream 0. */
const CHROMIUM_ENCODER_STREAM =
  '023fe11fc090f1e3c2e92a12b97c8e9ae82dc69a659fc18860d5485f2bce9a68674148b1275ad1ffa2fe749d37215aed83aa4fe7efbc1fcbdfcfd29fcde9ec3d' +
  '26b69fe7efbc1fc85b73f96b4148b1275ad1ad49e33505023f306d4148b1275ad1ad5d034ca7b29f07224c696e757822ff20d3d07f66a281b0dae053fafc087e' +
  'd4ce6aadf2a7979c89c6bfb521aeba0bc8b1e632586d975765c53facd8f7e8cff4a506ea5531149d4ffda98ca39282a117a7b0f49580b6e2e05c0b814dc39476' +
  '1986d975765cddec497ca589d34d1f43aeba0c41a4c7a98f33a69a3fdf9a68fa1d75d0620d263d4c79a68fbed00177fe8d48e62b1d3cd1f46a4731581f734bf4' +
  '6a473158f058ebfa352398ac0ebaa6faf963e7efb4005defa1d75d0620d263d4c20d35459162f924e3aa62fdf782367efb4005dd6a4148b4a549275906497f83' +
  'a8f5176a4148b4a549275a93c85f86a87dcd30d25f6a4148b4a549275ad416cf023f316a4148b4a549275a42a13f8690e4b692d49fdf929bd9abfa5242cb40d2' +
  '5fa523b3e94f684c9fff098b2d4b70ddf45abefb4005df66aec31ec327d785b6007d286f';
const CHROMIUM_SECTION = '0f00d18dd78c8b8a89ff1f888786858483828180';

describe('QPACK', () => {
  it('decodes every step of RFC 9204 appendix B', () => {
    const decoder = new QpackDecoder(220);
    assert.deepEqual(lines(decoder.decode(hex('0000 510b 2f69 6e64 6578 2e68 746d 6c'))), [':path: /index.html']);
    assert.equal(decoder.decode(hex('0381 10 11')), undefined, 'blocked until the entries come');
    decoder.readEncoderStream(hex('3fbd01 c00f 7777 772e 6578 616d 706c 652e 636f 6d c10c 2f73 616d 706c 652f 7061 7468'));
    assert.deepEqual([decoder.table.insertCount, decoder.table.lengthBytes], [2, 106]);
    assert.deepEqual(lines(decoder.decode(hex('0381 10 11'))), [':authority: www.example.com', ':path: /sample/path']);
    assert.deepEqual(decoderInstruction('84'), { kind: 'section-acknowledgment', streamId: 4 });
    decoder.readEncoderStream(hex('4a63 7573 746f 6d2d 6b65 790c 6375 7374 6f6d 2d76 616c 7565'));
    assert.equal(decoder.table.lengthBytes, 160);
    assert.deepEqual(decoderInstruction('01'), { kind: 'insert-count-increment', increment: 1 });
    decoder.readEncoderStream(hex('02'));
    assert.equal(decoder.table.lengthBytes, 217);
    assert.deepEqual(lines(decoder.decode(hex('0500 80 c1 81'))), [':authority: www.example.com', ':path: /', 'custom-key: custom-value']);
    assert.deepEqual(decoderInstruction('48'), { kind: 'stream-cancellation', streamId: 8 });
    decoder.readEncoderStream(hex('810d 6375 7374 6f6d 2d76 616c 7565 32'));
    assert.deepEqual([decoder.table.insertCount, decoder.table.lengthBytes], [5, 215]);
    assert.deepEqual(lines([decoder.table.at(4) ?? assert.fail()]), ['custom-key: custom-value2']);
    assert.equal(decoder.table.at(0), undefined, 'dropped to make room');
  });

  it('decodes what Chromium sent, and encodes the same list to the same octets', () => {
    const decoder = new QpackDecoder(4096);
    const stream = fromHex(CHROMIUM_ENCODER_STREAM).subarray(1);
    decoder.readEncoderStream(stream);
    const fields = decoder.decode(fromHex(CHROMIUM_SECTION)) ?? assert.fail();
    assert.deepEqual(lines(fields)?.slice(0, 5), [
      ':method: GET', ':authority: www.test.example:4433', ':scheme: https', ':path: /index.html', 'sec-ch-ua: "Not:A-Brand";v="8", "Chromium";v="156"',
    ]);
    const encoder = new QpackEncoder(true);
    encoder.allow({ tableBytes: 4096, blockedStreams: 100 });
    const { instructions, section } = encoder.encode(fields);
    assert.equal(toHex(encodedInstructions(instructions)), toHex(stream));
    assert.equal(toHex(encodedSection(section)), CHROMIUM_SECTION);
    assert.deepEqual(encoder.encode(fields).instructions, [], 'a second time every field stands in the table');
  });

  const text = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 30 });
  const field = fc.oneof(
    fc.constantFrom([':method', 'GET'], [':path', '/x'], ['accept', '*/*'], ['x-frame-options', 'deny'], ['server', 'example'], [':status', '421']),
    fc.tuple(text.map((name) => `x-${name.toLowerCase()}`), text),
  ).map(([name = '', value = '']): HpackField => ({ name, value }));

  it('brings every list back, with a dynamic table of any size and without', () => {
    fc.assert(fc.property(fc.array(fc.array(field, { maxLength: 12 }), { minLength: 1, maxLength: 5 }), fc.constantFrom(0, 64, 220, 4096), (lists, tableBytes) => {
      const encoder = new QpackEncoder(true);
      encoder.allow({ tableBytes, blockedStreams: 1 });
      const decoder = new QpackDecoder(tableBytes);
      for (const list of lists) {
        const { instructions, section } = encoder.encode(list);
        decoder.readEncoderStream(encodedInstructions(instructions));
        const octets = encodedSection(section);
        const reader = new FieldReader('QPACK', octets);
        assert.deepEqual(lines(decoder.read(reader)), lines(list));
        assertFieldTree(reader.finish({ layer: 7, protocol: 'http3', summary: '' }), octets);
      }
    }));
  });

  it('refuses or reads hostile octets, never anything else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
      const decoder = new QpackDecoder(220);
      for (const read of [() => decoder.readEncoderStream(octets), () => decoder.decode(octets), () => readDecoderInstruction(new FieldReader('QPACK', octets), { kind: 'network' })]) {
        try {
          read();
        } catch (error) {
          assert.ok(error instanceof DecodeError, String(error));
        }
      }
    }), { numRuns: 3000 });
    for (const bad of ['', '00', '0100', '0080', '0000ff24', '00005f5400', '000051', '000080', '000010', '00002f']) {
      assert.throws(() => new QpackDecoder(0).decode(fromHex(bad)), DecodeError, bad);
    }
    for (const bad of ['3fe11f', '00', '80', 'ff24', '4a63']) assert.throws(() => new QpackDecoder(220).readEncoderStream(fromHex(bad)), DecodeError, bad);
  });
});
