import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { HpackDecoder } from '../../../../src/stack/7-application/http2/hpack/decoder';
import { HpackEncoder, nghttp2Indexing } from '../../../../src/stack/7-application/http2/hpack/encoder';
import { DynamicTable } from '../../../../src/stack/7-application/http2/hpack/dynamicTable';
import type { HpackField } from '../../../../src/stack/7-application/http2/hpack/headerField';
import { huffmanDecode, huffmanEncode } from '../../../../src/stack/7-application/http2/hpack/huffman';
import { fieldBlockOctets, representationBytes } from '../../../../src/stack/7-application/http2/hpack/representation';
import { fromHex } from '../../../../src/stack/fieldWriter';
import { otherDecoder, otherEncoder } from './hpackJs';

const text = (maxLength: number) => fc.array(fc.integer({ min: 0, max: 255 }), { maxLength }).map((octets) => String.fromCharCode(...octets));
/** Few names and values, so that tables are hit; some large, so that they overflow. */
const field = fc.oneof(
  fc.record({
    name: fc.constantFrom(':path', ':status', 'accept', 'date', 'cookie', 'authorization', 'x-a', 'x-b'),
    value: fc.constantFrom('', '/', '200', 'a', 'gzip, deflate', 'x'.repeat(900), 'Sun, 22 Nov 2026 01:17:57 GMT'),
  }),
  fc.record({ name: text(20).filter((name) => name !== ''), value: text(60) }),
);
const lists = fc.array(fc.array(field, { maxLength: 12 }), { maxLength: 8 });
const pairs = (fields: readonly HpackField[]) => fields.map(({ name, value }) => [name, value] as const);
const failsAt = (offset: number) => (error: unknown) => error instanceof DecodeError && error.offsetBytes === offset;

describe('HPACK', () => {
  it('reads what it wrote, through a table that fills and overflows, in the octets that it counted', () => {
    fc.assert(fc.property(lists, fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 8 }), (blocks, sizes) => {
      const encoder = new HpackEncoder(nghttp2Indexing);
      const decoder = new HpackDecoder({ tableBytes: 4096, listBytes: 1 << 20 });
      blocks.forEach((fields, index) => {
        const size = sizes[index];
        if (size !== undefined) encoder.allowTable(size);
        const block = encoder.encode(fields);
        const octets = fieldBlockOctets(block);
        assert.equal(block.reduce((sum, each) => sum + representationBytes(each), 0), octets.length);
        assert.deepEqual(pairs(decoder.decode(octets)), pairs(fields));
      });
    }));
  });

  it('is read by another implementation, and reads what that one writes', () => {
    const ascii = fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), value: fc.stringMatching(/^[ -~]{0,80}$/),
    });
    fc.assert(fc.property(fc.array(fc.array(fc.oneof(field.filter(({ name, value }) => /^[ -~]+$/.test(name + value)), ascii), { minLength: 1, maxLength: 12 }), { maxLength: 8 }), fc.boolean(), (blocks, huffman) => {
      const encoder = new HpackEncoder(nghttp2Indexing);
      const decoder = new HpackDecoder();
      const theirs = { decode: otherDecoder(), encode: otherEncoder() };
      for (const fields of blocks) {
        assert.deepEqual(theirs.decode(fieldBlockOctets(encoder.encode(fields))), pairs(fields));
        assert.deepEqual(pairs(decoder.decode(theirs.encode(fields, huffman))), pairs(fields));
      }
    }));
  });

  it('keeps an entry that fits its table exactly, and empties the table for one that does not (RFC 7541 §4.4)', () => {
    const exact = { name: 'abc', value: 'x'.repeat(65) };
    const table = new DynamicTable(100);
    table.add({ name: 'a', value: '' });
    table.add(exact);
    assert.deepEqual([table.fields, table.lengthBytes], [[exact], 100]);
    table.add({ name: 'abc', value: 'x'.repeat(66) });
    assert.deepEqual([table.fields, table.lengthBytes], [[], 0]);
  });

  it('has a Huffman code for every octet, and says where octets are none', () => {
    fc.assert(fc.property(text(300), (each) => assert.equal(huffmanDecode(huffmanEncode(each)), each)));
    assert.throws(() => huffmanDecode(fromHex('fffffffc')), failsAt(3), 'EOS');
    assert.throws(() => huffmanDecode(fromHex('1fff')), failsAt(2), 'padding of more than 7 bits');
    assert.throws(() => huffmanDecode(fromHex('18')), failsAt(1), 'padding with a zero');
  });

  it('answers any octets with a list or with the place that is wrong', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      try {
        new HpackDecoder().decode(octets);
      } catch (error) {
        assert.ok(error instanceof DecodeError && error.offsetBytes >= 0 && error.offsetBytes <= octets.length, String(error));
      }
    }), { numRuns: 2000 });
  });

  it('refuses indices, sizes, integers and strings that cannot be', () => {
    for (const [block, offset] of [
      ['80', 0], ['82be', 1], ['8220', 1], ['3fe21f', 0], ['7f00', 0], ['ff808080808001', 0], ['ff', 1], ['0005', 1], ['00016105', 3],
    ] as const) {
      assert.throws(() => new HpackDecoder().decode(fromHex(block)), (error) => {
        assert.ok(error instanceof DecodeError, block);
        return error.offsetBytes >= offset && error.offsetBytes <= block.length / 2;
      }, block);
    }
  });

  it('stops a bomb: a short block that stands for a long list', () => {
    const entry = new HpackEncoder(() => 'incremental').encode([{ name: 'x', value: 'y'.repeat(4000) }]);
    const bomb = new Uint8Array(16_000).fill(0xbe);
    const decoder = new HpackDecoder();
    decoder.decode(fieldBlockOctets(entry));
    assert.throws(() => decoder.decode(bomb), failsAt(Math.floor(65_536 / 4033)));
  });
});
