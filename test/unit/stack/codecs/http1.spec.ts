import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Http1Message } from '../../../../src/stack/7-application/http1/message';
import { http1Payload } from '../../../../src/stack/7-application/http1/messageCodec';
import { parseHttp1Head } from '../../../../src/stack/7-application/http1/messageParser';
import { assertEncoded, assertFieldTree, fieldValue, leaves } from './fieldTree';

const octets = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const fromClient = { kind: 'client', detail: 'curl 7.88' } as const;

const tokens = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,12}$/);
// RFC 9110 §5.5: no space or tab at either end.
const values = fc.stringMatching(/^[!-~\x80-\xff]([ -~\x80-\xff\t]{0,20}[!-~\x80-\xff])?$|^$/);
const headers = fc.array(fc.record({ name: tokens, value: values }, { noNullPrototype: true }), { maxLength: 6 })
  .map((fields) => fields.filter(({ name }) => !/^(?:content-length|transfer-encoding)$/i.test(name)).map((field) => ({ ...field, source: fromClient })));
const content = fc.option(fc.uint8Array({ maxLength: 60 }).map((bytes) => ({ lengthBytes: bytes.length, bytes: () => bytes })), { nil: undefined });
const messages: fc.Arbitrary<Http1Message> = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), method: tokens, target: fc.webPath().map((path) => `/${encodeURI(path)}`), headers, content }),
  fc.record({ kind: fc.constant('response' as const), status: fc.integer({ min: 100, max: 599 }), reasonPhrase: fc.stringMatching(/^([!-~]([ -~]{0,12}[!-~])?)?$/), headers, content }),
).map(({ content: body, ...message }) => ({ ...message, ...(body ? { content: body } : {}) }));

describe('HTTP/1.1 messages', () => {
  it('writes messages of the length that it said, and reads their heads back', () => {
    fc.assert(fc.property(messages, (message) => {
      const payload = http1Payload(message);
      const { bytes, pdus } = payload.encode();
      pdus.forEach(assertEncoded);
      assert.deepEqual([bytes.length, payload.lengthBytes], [payload.headBytes + (message.content?.lengthBytes ?? 0), bytes.length]);
      const head = parseHttp1Head(bytes, message.kind);
      assert.ok(head);
      assert.equal(head.headBytes, payload.headBytes);
      assert.deepEqual(head.headers, message.headers.map(({ name, value }) => ({ name, value })));
      assert.deepEqual(head.anomalies, []);
      assertFieldTree(head.pdu, bytes.subarray(0, head.headBytes));
      if (message.kind === 'request') assert.deepEqual(head.kind === 'request' && [head.method, head.target], [message.method, message.target]);
      else assert.deepEqual(head.kind === 'response' && [head.status, head.reasonPhrase], [message.status, message.reasonPhrase]);
      // As long as the empty line is not there, the head is not complete.
      for (const cut of [0, 1, payload.headBytes - 1]) assert.equal(parseHttp1Head(bytes.subarray(0, cut), message.kind), undefined);
    }));
  });

  it('writes the request of curl 7.88 as captured, 80 octets for a 16-character host, and tells who chose each field', () => {
    const payload = http1Payload({
      kind: 'request', method: 'GET', target: '/', headers: [
        { name: 'Host', value: 'www.test.example', source: { kind: 'code', line: 3 } },
        { name: 'User-Agent', value: 'curl/7.88.1', source: fromClient },
        { name: 'Accept', value: '*/*', source: fromClient },
      ],
    });
    assert.equal(Buffer.from(payload.encode().bytes).toString(), 'GET / HTTP/1.1\r\nHost: www.test.example\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n');
    assert.equal(payload.lengthBytes, 80);
    assert.equal(payload.summary, 'GET / HTTP/1.1');
    const [encoded] = payload.encode().pdus;
    const sources = new Map(encoded?.pdu.fields.map(({ name, source }) => [name, source]));
    assert.deepEqual([sources.get('Host'), sources.get('Accept')], [{ kind: 'code', line: 3 }, fromClient]);
    assert.equal(leaves(encoded?.pdu.fields ?? []).reduce((bits, field) => bits + field.bitLength, 0), 80 * 8, 'every octet belongs to a field');
  });

  it('refuses what would break out of its line', () => {
    const request = { kind: 'request', method: 'GET', target: '/', headers: [] } as const;
    const withField = (name: string, value: string): Http1Message => ({ ...request, headers: [{ name, value, source: fromClient }] });
    for (const message of [
      withField('X', 'a\r\nHost: evil.example'), withField('X', 'a\0'), withField('X', '€'), withField('X Y', 'a'), withField('', 'a'), withField('X:', 'a'),
      { ...request, method: 'GET /' }, { ...request, target: '/a b' }, { ...request, target: '/\r\n' }, { ...request, target: '' },
      { kind: 'response' as const, status: 99, reasonPhrase: '', headers: [] }, { kind: 'response' as const, status: 200, reasonPhrase: 'a\nb', headers: [] },
    ]) {
      assert.throws(() => http1Payload(message), { code: 'input' }, JSON.stringify(message));
    }
  });

  it('finds the end of the content by the rules of RFC 9112 §6.3, and names contradictions', () => {
    const head = (fields: string, kind: 'request' | 'response' = 'response', status = 200, requestMethod = 'GET') => {
      const start = kind === 'request' ? 'POST / HTTP/1.1' : `HTTP/1.1 ${status} OK`;
      const read = parseHttp1Head(octets(`${start}\r\n${fields}\r\n`), kind, { requestMethod });
      return [read?.framing.kind, read?.anomalies.length];
    };
    assert.deepEqual(head('Content-Length: 5\r\n'), ['length', 0]);
    assert.deepEqual(head('Transfer-Encoding: gzip, Chunked\r\n'), ['chunked', 0]);
    assert.deepEqual(head(''), ['until-close', 0]);
    assert.deepEqual(head('', 'request'), ['none', 0]);
    assert.deepEqual(head('Content-Length: 5\r\n', 'response', 304), ['none', 0]);
    assert.deepEqual(head('Content-Length: 5\r\n', 'response', 200, 'HEAD'), ['none', 0]);
    assert.deepEqual(head('Content-Length: 5\r\ncontent-length: 5\r\n'), ['length', 1]);
    assert.deepEqual(head('Content-Length: 5, 6\r\n'), ['invalid', 1]);
    assert.deepEqual(head('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'), ['chunked', 1]);
    assert.deepEqual(head('Transfer-Encoding: chunked, gzip\r\n', 'request'), ['invalid', 1]);
    for (const length of ['+5', '0x5', '-1', '5 5', '1e3', '9'.repeat(19)]) assert.deepEqual(head(`Content-Length: ${length}\r\n`), ['invalid', 1], length);
  });

  it('reads odd heads with the oddity named, and refuses what is no head', () => {
    const read = (text: string) => parseHttp1Head(octets(text), 'response');
    const odd: readonly (readonly [string, RegExp, string])[] = [
      ['HTTP/1.1 200 OK\r\nX: a\r\n  b\r\n\tc\r\n\r\n', /obs-fold/, 'a b c'], ['HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n', /NUL/, 'a b'], ['HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n', /CR without LF/, 'a b'],
      ['HTTP/1.1 200 OK\nX: a\n\n', /LF without CR/, 'a'], ['HTTP/1.1 200 OK\r\nX : a\r\n\r\n', /space between/, 'a'], ['HTTP/1.1 200 OK\r\nX: \x1b[31m\r\n\r\n', /control/, '[31m'],
    ];
    for (const [text, anomaly, value] of odd) {
      const head = read(text);
      assert.deepEqual(head?.headers.map((field) => [field.name, field.value.trim()]), [['X', value]]);
      assert.ok(head?.anomalies.length === 1 && anomaly.test(head.anomalies[0] ?? ''), JSON.stringify(head?.anomalies));
      assert.equal(fieldValue(head.pdu, 'X'), head.headers[0]?.value);
    }
    for (const text of ['HTTP/1.1 20 OK\r\n\r\n', 'HTTP/1.1 200OK\r\n\r\n', '<html>\r\n\r\n', '\r\n\r\n', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n', 'HTTP/1.1 200 OK\r\n<b>: x\r\n\r\n', 'HTTP/1.1 200 OK\r\n : x\r\n\r\n']) {
      assert.throws(() => read(text), { code: 'decode' }, text);
    }
    assert.throws(() => parseHttp1Head(octets('GET / HTTP/1.1\r\nHost : x\r\n\r\n'), 'request'), { code: 'decode' }, 'a server must refuse it (RFC 9112 §5.1)');
  });

  it('keeps what is no field line for who asks for it, with the oddity named', () => {
    const text = 'HTTP/1.1 200 OK\r\nno colon\r\n<b>: x\r\nA\x9b\0: y\r\nX: z\r\n\r\n';
    const head = parseHttp1Head(octets(text), 'response', { keepsMalformedFields: true });
    assert.deepEqual(head?.headers.map(({ name, value }) => [name, value]), [['no colon', ''], ['<b>', 'x'], ['A\x9b\0', 'y'], ['X', 'z']]);
    for (const anomaly of [/no colon/, /"<b>"/, /"A\\u\{9B\}\\u\{0\}"/, /NUL/]) assert.ok(head.anomalies.some((each) => anomaly.test(each)), `${anomaly.source}: ${head.anomalies.join(' ')}`);
    assertFieldTree(head.pdu, octets(text));
  });

  it('gives up at its limits, and throws nothing but DecodeError for octets of any kind', () => {
    assert.throws(() => parseHttp1Head(octets(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}`), 'response'), { code: 'decode', message: /at most 65536 octets/ });
    assert.throws(() => parseHttp1Head(octets(`HTTP/1.1 200 OK\r\n${'X: a\r\n'.repeat(1001)}\r\n`), 'response'), { code: 'decode', message: /1000 header fields/ });
    const pieces = fc.constantFrom('HTTP/1.1 200 OK', 'GET / HTTP/1.1', '\r\n', '\n', '\r', ' ', ':', 'X', 'Content-Length', '5', '\0', '\xff', 'Transfer-Encoding: chunked');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 14 }), fc.constantFrom('request' as const, 'response' as const), (parts, kind) => {
      try {
        const head = parseHttp1Head(octets(parts.join('')), kind);
        if (head) assertFieldTree(head.pdu, octets(parts.join('')).subarray(0, head.headBytes));
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'decode', String(error));
      }
    }), { numRuns: 3000 });
  });
});
