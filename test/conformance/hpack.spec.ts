import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DEFAULT_TABLE_BYTES } from '../../src/stack/7-application/http2/hpack/dynamicTable';
import { HpackDecoder } from '../../src/stack/7-application/http2/hpack/decoder';
import { HpackEncoder } from '../../src/stack/7-application/http2/hpack/encoder';
import type { HpackField } from '../../src/stack/7-application/http2/hpack/headerField';
import { entryBytes } from '../../src/stack/7-application/http2/hpack/headerField';
import { integerBytes, peekInteger, writeInteger } from '../../src/stack/7-application/http2/hpack/integerCodec';
import { fieldBlockOctets } from '../../src/stack/7-application/http2/hpack/representation';
import { fromComputation } from '../../src/model/provenance';
import { FieldReader } from '../../src/stack/fieldReader';
import { fromHex, FieldWriter, toHex } from '../../src/stack/fieldWriter';

type Pairs = readonly (readonly [string, string])[];
const pairs = (fields: readonly HpackField[]): Pairs => fields.map(({ name, value }) => [name, value]);
const fields = (list: Pairs): readonly HpackField[] => list.map(([name, value]) => ({ name, value }));
const hex = (spaced: string) => fromHex(spaced.replaceAll(' ', ''));

const FIRST: Pairs = [[':method', 'GET'], [':scheme', 'http'], [':path', '/'], [':authority', 'www.example.com']];
const REQUESTS: readonly Pairs[] = [
  FIRST,
  [...FIRST, ['cache-control', 'no-cache']],
  [[':method', 'GET'], [':scheme', 'https'], [':path', '/index.html'], [':authority', 'www.example.com'], ['custom-key', 'custom-value']],
];
const DATE_21 = 'Mon, 21 Oct 2013 20:13:21 GMT';
const DATE_22 = 'Mon, 21 Oct 2013 20:13:22 GMT';
const LOCATION = 'https://www.example.com';
const RESPONSES: readonly Pairs[] = [
  [[':status', '302'], ['cache-control', 'private'], ['date', DATE_21], ['location', LOCATION]],
  [[':status', '307'], ['cache-control', 'private'], ['date', DATE_21], ['location', LOCATION]],
  [
    [':status', '200'], ['cache-control', 'private'], ['date', DATE_22], ['location', LOCATION], ['content-encoding', 'gzip'],
    ['set-cookie', 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'],
  ],
];
const REQUEST_TABLES: readonly Pairs[] = [
  [[':authority', 'www.example.com']],
  [['cache-control', 'no-cache'], [':authority', 'www.example.com']],
  [['custom-key', 'custom-value'], ['cache-control', 'no-cache'], [':authority', 'www.example.com']],
];
const RESPONSE_TABLES: readonly Pairs[] = [
  [['location', LOCATION], ['date', DATE_21], ['cache-control', 'private'], [':status', '302']],
  [[':status', '307'], ['location', LOCATION], ['date', DATE_21], ['cache-control', 'private']],
  [['set-cookie', 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'], ['content-encoding', 'gzip'], ['date', DATE_22]],
];

/** RFC 7541 appendix C.3 to C.6: blocks, lists, and the table after each block with its size. */
const SEQUENCES = [
  {
    name: 'C.3', tableBytes: DEFAULT_TABLE_BYTES, lists: REQUESTS, tables: REQUEST_TABLES, sizes: [57, 110, 164],
    blocks: [
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d', '8286 84be 5808 6e6f 2d63 6163 6865',
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
    ],
  },
  {
    name: 'C.4', tableBytes: DEFAULT_TABLE_BYTES, lists: REQUESTS, tables: REQUEST_TABLES, sizes: [57, 110, 164],
    blocks: [
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff', '8286 84be 5886 a8eb 1064 9cbf',
      '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
    ],
  },
  {
    name: 'C.5', tableBytes: 256, lists: RESPONSES, tables: RESPONSE_TABLES, sizes: [222, 222, 215],
    blocks: [
      '4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '4803 3330 37c1 c0bf',
      '88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31',
    ],
  },
  {
    name: 'C.6', tableBytes: 256, lists: RESPONSES, tables: RESPONSE_TABLES, sizes: [222, 222, 215],
    blocks: [
      '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
      '4883 640e ffc1 c0bf',
      '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
    ],
  },
] as const;

describe('HPACK against the examples of RFC 7541 appendix C', () => {
  it('writes and reads the integers of C.1', () => {
    for (const { prefixBits, value, octets } of [
      { prefixBits: 5, value: 10, octets: '0a' }, { prefixBits: 5, value: 1337, octets: '1f9a0a' }, { prefixBits: 8, value: 42, octets: '2a' },
    ]) {
      const writer = new FieldWriter();
      const description = { spec: '', source: fromComputation };
      if (prefixBits < 8) writer.number('before', 8 - prefixBits, 0, description);
      writeInteger(writer, 'value', prefixBits, value, description);
      assert.equal(toHex(writer.snapshot()), octets);
      assert.equal(integerBytes(prefixBits, value), octets.length / 2);
      assert.deepEqual(peekInteger(new FieldReader('HPACK', fromHex(octets)), prefixBits), { value, bits: octets.length * 4 - 8 + prefixBits });
    }
  });

  it('reads the single fields of C.2 and knows which enter the table', () => {
    for (const { octets, list, table } of [
      { octets: '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572', list: [['custom-key', 'custom-header']], table: [['custom-key', 'custom-header']] },
      { octets: '040c 2f73 616d 706c 652f 7061 7468', list: [[':path', '/sample/path']], table: [] },
      { octets: '1008 7061 7373 776f 7264 0673 6563 7265 74', list: [['password', 'secret']], table: [] },
      { octets: '82', list: [[':method', 'GET']], table: [] },
    ]) {
      const decoder = new HpackDecoder();
      assert.deepEqual(pairs(decoder.decode(hex(octets))), list);
      assert.deepEqual(pairs(decoder.table.fields), table);
    }
  });

  for (const { name, tableBytes, lists, tables, sizes, blocks } of SEQUENCES) {
    it(`reads ${name}, with the table after each block`, () => {
      const decoder = new HpackDecoder({ tableBytes });
      blocks.forEach((block, index) => {
        assert.deepEqual(pairs(decoder.decode(hex(block))), lists[index]);
        assert.deepEqual(pairs(decoder.table.fields), tables[index]);
        assert.equal(decoder.table.lengthBytes, sizes[index]);
      });
    });
  }

  it('writes C.4 octet for octet', () => {
    const encoder = new HpackEncoder(() => 'incremental');
    assert.deepEqual(REQUESTS.map((list) => toHex(fieldBlockOctets(encoder.encode(fields(list))))), SEQUENCES[1].blocks.map((block) => block.replaceAll(' ', '')));
  });
});

interface Story {
  readonly cases: readonly { readonly wire: string; readonly headers: readonly Readonly<Record<string, string>>[]; readonly header_table_size?: number }[];
}

describe('HPACK against recorded stories', () => {
  // Test cases of the HTTP/2 Japan Community (MIT licence, see test/fixtures/hpack/LICENSE): what two encoders wrote.
  for (const file of ['story_02.json', 'go-story_02.json']) {
    it(`reads every block of ${file}, and a list counts what its fields count`, () => {
      const story = JSON.parse(readFileSync(new URL(`../fixtures/hpack/${file}`, import.meta.url), 'utf8')) as Story;
      const decoder = new HpackDecoder();
      assert.ok(story.cases.length > 5);
      for (const { wire, headers } of story.cases) {
        const list = decoder.decode(fromHex(wire));
        assert.deepEqual(pairs(list), headers.map((header) => Object.entries(header)[0]));
        assert.equal(list.reduce((sum, field) => sum + entryBytes(field), 0), headers.reduce((sum, header) => sum + Object.entries(header).flat().join('').length + 32, 0));
      }
    });
  }
});
