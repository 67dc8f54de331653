import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Field } from '../../../../src/model/pdu';
import { DecodeError } from '../../../../src/model/wirewalkError';
import { boundaryOf, readMultipart } from '../../../../src/stack/7-application/http/multipart';
import { http1Payload } from '../../../../src/stack/7-application/http1/messageCodec';
import { assertEncoded } from '../codecs/fieldTree';

const source = { kind: 'code' } as const;

function contentOf(contentType: string, content: Uint8Array): Field | undefined {
  const headers = [{ name: 'Content-Type', value: contentType, source }, { name: 'Content-Length', value: String(content.length), source }];
  const payload = http1Payload({ kind: 'request', method: 'POST', target: '/', headers, content: { lengthBytes: content.length, bytes: () => content } });
  const { bytes, pdus } = payload.encode();
  pdus.forEach(assertEncoded);
  assert.equal(bytes.length, payload.lengthBytes);
  return pdus[0]?.pdu.fields.at(-1);
}

describe('request bodies', () => {
  it('show the parts that Node.js\'s FormData writes, octet for octet', async () => {
    const form = new FormData();
    form.append('user', 'Ada & Co');
    form.append('file', new Blob([Uint8Array.of(0, 13, 10, 45, 45, 255)], { type: 'application/octet-stream' }), 'a.bin');
    const response = new Response(form);
    const contentType = response.headers.get('content-type') ?? '';
    const octets = new Uint8Array(await response.arrayBuffer());
    const { parts, closeAt } = readMultipart(octets, boundaryOf(contentType) ?? '');
    assert.deepEqual(parts.map(({ contentAt, endAt }) => Buffer.from(octets.subarray(contentAt, endAt)).toString('latin1')), ['Ada & Co', '\u0000\r\n--\u00ff']);
    assert.ok(closeAt < octets.length);
    const field = contentOf(contentType, octets);
    assert.deepEqual(field?.children?.map(({ name, value }) => [name, value]).slice(0, 2), [['Part', 'user'], ['Part', 'file']]);
  });

  it('read back parts of any content that does not hold the delimiter', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (contents) => {
      const boundary = '----example-boundary-7';
      const pieces = contents.flatMap((content) => [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
      const octets = Uint8Array.from(Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]));
      const { parts } = readMultipart(octets, boundary);
      assert.deepEqual(parts.map(({ contentAt, endAt }) => octets.slice(contentAt, endAt)), contents);
      contentOf(`multipart/form-data; boundary=${boundary}`, octets);
    }));
  });

  it('are refused or shown whole where they are not what they say', () => {
    assert.equal(boundaryOf('multipart/form-data; boundary="a b"'), 'a b');
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=', 'text/plain; boundary=x', `multipart/mixed; boundary=${'x'.repeat(71)}`, 'multipart/mixed; boundary="a "']) assert.equal(boundaryOf(type), undefined, type);
    for (const text of ['', '--x', '--x\r\n', '--x\r\nA: b', '--xy\r\n\r\n', 'a--x--']) assert.throws(() => readMultipart(Uint8Array.from(Buffer.from(text)), 'x'), DecodeError, text);
    fc.assert(fc.property(fc.stringMatching(/^[-x\r\n:a]{0,60}$/), (text) => {
      const octets = Uint8Array.from(Buffer.from(text));
      if (octets.length > 0) contentOf('multipart/form-data; boundary=x', octets);
    }));
    const started = Uint8Array.from(Buffer.from('\r\n-'.repeat(20_000)));
    assert.throws(() => readMultipart(started, 'x'), DecodeError);
  });

  it('show the fields of a form and say what a JSON text holds', () => {
    const text = (value: string) => Uint8Array.from(Buffer.from(value));
    assert.deepEqual(contentOf('application/x-www-form-urlencoded', text('a=1&b=%20&c&=d'))?.children?.map(({ name, value }) => `${name} ${String(value)}`), [
      'Name a', 'Separator =', 'Value 1', 'Separator &', 'Name b', 'Separator =', 'Value %20', 'Separator &', 'Name c', 'Separator &', 'Separator =', 'Value d',
    ]);
    assert.equal(contentOf('application/json', text('{"a":1,"b":[]}'))?.meaning, 'JSON: an object of 2 members');
    assert.equal(contentOf('application/problem+json; charset=utf-8', text('{'))?.meaning, 'Content-Type says JSON, but this is none');
  });
});
