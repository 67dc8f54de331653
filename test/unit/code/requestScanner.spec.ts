import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FoundRequest, TextRange } from '../../../src/model/request';
import { GrammarLoader } from '../../../src/code/grammarLoader';
import { RequestScanner } from '../../../src/code/requestScanner';
import { loader, readGrammar } from './grammars';

const options = { pause: () => new Promise<void>((resolve) => setImmediate(resolve)) };
const scanner = new RequestScanner(loader, options);

/** VS Code's own rule for lines, written another way than `LineIndex`. */
function slice(text: string, range: TextRange): string {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const offset = ({ line, character }: TextRange['start']): number => lines.slice(0, line).join('').length + character;
  return text.slice(offset(range.start), offset(range.end));
}

async function only(source: string, languageId = 'typescript'): Promise<FoundRequest> {
  const { requests } = await scanner.scan(source, languageId);
  const [found] = requests;
  assert.ok(found && requests.length === 1, JSON.stringify(requests.map(({ request }) => request.url)));
  return found;
}

const ids = (found: { findings: readonly { id: string }[] }): string[] => found.findings.map(({ id }) => id);

describe('RequestScanner', () => {
  it('reads everything that a fetch call says', async () => {
    const source = [
      'const common = { Accept: "application/json" };',
      'const payload = { city: "Lisbon", tags: ["a", null], skipped: undefined };',
      'await fetch("https://api.example.com/readings", {',
      '  method: "post",',
      '  headers: { ...common, "Content-Type": "application/json", Authorization: `Bearer ${token}` },',
      '  body: JSON.stringify(payload),',
      '  signal: AbortSignal.timeout(5 * 1000),',
      '});',
    ].join('\n');
    const range = { start: { line: 2, character: 6 }, end: { line: 7, character: 2 } };
    const inCode = { kind: 'code', line: 2 };
    assert.deepEqual(await only(source), {
      kind: 'call',
      range,
      urlRange: { start: { line: 2, character: 13 }, end: { line: 2, character: 45 } },
      request: {
        url: 'https://api.example.com/readings',
        method: 'POST',
        headers: [
          { name: 'Accept', value: 'application/json', source: inCode },
          { name: 'Content-Type', value: 'application/json', source: inCode },
          { name: 'Authorization', value: 'Bearer {token}', source: inCode },
        ],
        body: { text: '{"city":"Lisbon","tags":["a",null]}', lengthBytes: 35, mediaType: 'application/json' },
        unknownParts: [],
        timeoutMs: 5000,
        location: { range },
      },
      callee: 'fetch',
      confidence: 1,
      findings: [],
    });
  });

  it('sends methods as Fetch normalises them', async () => {
    const methods = { post: 'POST', Put: 'PUT', patch: 'patch', PATCH: 'PATCH', delete: 'DELETE', propfind: 'propfind' };
    for (const [given, sent] of Object.entries(methods)) {
      assert.equal((await only(`fetch("https://a.example/", { method: "${given}" })`)).request.method, sent);
    }
    const unknown = await only('fetch("https://a.example/", { method: edit ? "PUT" : "POST" })');
    assert.equal(unknown.request.method, '{method}');
    const afterSpread = await only('fetch("https://a.example/", { ...options, method: "PUT" })');
    assert.deepEqual([afterSpread.request.method, ids(afterSpread)], ['PUT', ['request.options-unknown', 'request.headers-unknown']]);
    assert.equal((await only('fetch("https://a.example/", { method: "PUT", ...options })')).request.method, '{method}');
  });

  it('reads the other forms of headers, bodies and requests', async () => {
    const cases: readonly (readonly [string, Partial<FoundRequest['request']>])[] = [
      ['fetch(new Request("https://a.example/", { method: "DELETE" }))', { method: 'DELETE' }],
      ['const r = new Request("https://a.example/", { method: "put" }); fetch(r, { method: "POST" })', { method: 'POST' }],
      ['fetch("https://a.example/", { body: new URLSearchParams({ a: "b c" }), method: "POST" })',
        { body: { text: 'a=b+c', lengthBytes: 5, mediaType: 'application/x-www-form-urlencoded;charset=UTF-8' } }],
      ['const f = new FormData(); f.append("a", "b"); fetch("https://a.example/", { body: f, method: "POST" })', { body: { mediaType: 'multipart/form-data' } }],
      ['fetch("https://a.example/", { body: "héllo", method: "POST" })', { body: { text: 'héllo', lengthBytes: 6, mediaType: 'text/plain;charset=UTF-8' } }],
      ['fetch("https://a.example/", { body: JSON.stringify(data), method: "POST" })', { body: { mediaType: 'text/plain;charset=UTF-8' } }],
      ['fetch("https://a.example/", { headers: [["A", "1"], ["A", "2"]] })',
        { headers: ['1', '2'].map((value) => ({ name: 'A', value, source: { kind: 'code', line: 0 } })) }],
    ];
    for (const [source, expected] of cases) {
      const request = (await scanner.scan(source, 'javascript')).requests.find(({ kind }) => kind === 'call')?.request;
      assert.ok(request, source);
      const actual = Object.fromEntries(Object.keys(expected).map((key) => [key, request[key as keyof typeof request]]));
      assert.deepEqual(actual, expected, source);
    }
  });

  it('knows how sure it is that fetch is the fetch', async () => {
    const call = 'fetch("https://a.example/")';
    const confidences = [
      [`${call}`, 1], [`window.fetch("https://a.example/")`, 1], [`globalThis["fetch"]("https://a.example/")`, 1],
      [`import fetch from "node-fetch"; ${call}`, 0.95], [`const fetch = require("./x"); ${call}`, 0.9], [`import { fetch } from "./mine"; ${call}`, 0.8],
      [`function fetch(u) {} ${call}`, 0.4], [`const f = (fetch) => ${call}`, 0.4],
    ] as const;
    for (const [source, confidence] of confidences) assert.equal((await only(source)).confidence, confidence, source);
    for (const none of ['fetch()', 'this.fetch("x")', 'store.fetch(1)', '// fetch("x")', '"fetch(1)"', 'prefetch("x")']) {
      assert.deepEqual((await scanner.scan(none, 'typescript')).requests, [], none);
    }
  });

  it('tells URLs that nothing requests apart, and reports a call once', async () => {
    const source = [
      '// https://comment.example/.', '/* (https://block.example/a) */', 'import "https://module.example/m.js";',
      'document.createElementNS("http://www.w3.org/2000/svg", "g");', 'const s = "https://string.example/";', 'const r = /https:\\/\\/x|http:\\/\\//;',
      'fetch("https://call.example/", { headers: { Referer: "https://inside.example/" } });',
    ].join('\r');
    const { requests } = await scanner.scan(source, 'javascript');
    assert.deepEqual(requests.map((found) => [slice(source, found.urlRange), found.kind, ids(found)]), [
      ['https://comment.example/', 'url', ['url.in-comment']],
      ['https://block.example/a', 'url', ['url.in-comment']],
      ['https://module.example/m.js', 'url', ['url.in-import']],
      ['http://www.w3.org/2000/svg', 'url', ['url.in-namespace']],
      ['https://string.example/', 'url', ['url.in-string']],
      ['https://call.example/', 'call', []],
    ]);
  });

  it('gives findings for what is certain', async () => {
    const findings = [
      ['https://user:s3cret@a.example/', ['url.credentials']], ['https://a.example:0/', ['url.invalid']], ['https://a.example:65536/', ['url.invalid']],
      ['https://', ['url.invalid']], ['javascript:alert(1)', ['url.not-network']], ['data:text/plain,x', ['url.not-network']],
      ['vscode://x/y', ['url.not-network']], ['file:///etc/passwd', ['url.not-network']], ['https://a\\u202Eb.example/', ['url.invalid', 'url.control-characters']],
      ['https://\\u0430\\u0440\\u0440\\u04CF\\u0435.com/', ['url.mixed-script']], ['https://xn--80ak6aa92e.com/', ['url.mixed-script']],
      [`https://a.example/${'x'.repeat(9000)}`, ['url.too-long']], ['https://[::1]:8080/', []], ['wss://a.example/', []],
    ] as const;
    for (const [url, expected] of findings) {
      const { requests } = await scanner.scan(`fetch("${url}")`, 'javascript');
      const [found] = requests;
      assert.deepEqual(found && ids(found), expected, url);
    }
  });

  it('finds under the pointer what a scan finds', async () => {
    const text = '\ufeffconst 😀 = 1; /* 🎉 https://b.example/ */\r\nfetch(`https://a.example/${x}`,\rinit);\n"https://c.example/"';
    const { requests } = await scanner.scan(text, 'typescript');
    assert.deepEqual(requests.map(({ range }) => slice(text, range)), ['https://b.example/', 'fetch(`https://a.example/${x}`,\rinit)', 'https://c.example/']);
    const document = { uri: 'file:///a.ts', version: 1, languageId: 'typescript', text };
    for (const expected of requests) {
      assert.deepEqual(await scanner.at(document, expected.urlRange.start), expected);
      assert.deepEqual(await scanner.at(document, { ...expected.urlRange.end, character: expected.urlRange.end.character - 1 }), expected);
    }
    assert.equal(await scanner.at(document, { line: 0, character: 2 }), undefined);
    const script = await scanner.at({ uri: 'b', version: 1, languageId: 'plaintext', text: 'click javascript:alert(1) or mailto:a@b.example' }, { line: 0, character: 10 });
    assert.deepEqual(script && [script.kind, script.confidence, ids(script)], ['url', 0, ['url.not-network']]);
  });

  it('never throws, and its ranges hold what they claim', async () => {
    const pieces = fc.constantFrom('fetch(', '"https://a.example/"', '`${', '}`', ')', '\r', '\r\n', '\n', '😀', '//', '/*', '*/', 'const u = ', 'u', '+', ';', '{', ' ', '\ud800', '\0', 'https://b.example/x,');
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces, { maxLength: 30 }).map((each) => each.join('')));
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom('typescript', 'typescriptreact', 'javascript', 'python', 'html', 'json', 'markdown', 'nonsense'), async (text, languageId) => {
        const { requests } = await scanner.scan(text, languageId);
        for (const { kind, range, urlRange } of requests) {
          assert.match(slice(text, range), kind === 'call' ? /^(?:fetch|window|self|global)[^]*\)?$/ : /^https?:\/\//);
          assert.ok(slice(text, range).includes(slice(text, urlRange)));
        }
        const document = { uri: `u:${text}`, version: 1, languageId, text };
        await scanner.at(document, { line: 0, character: 3 });
      }),
      { numRuns: 400 },
    );
  });

  it('parses an edited document from its last tree, holds at most five trees and frees them all', async () => {
    const edited = new RequestScanner(loader, options);
    let text = 'const API = "https://a.example";\nfetch(API + "/x");\n';
    for (let version = 1; version <= 300; version += 1) {
      text = version % 2 === 0 ? text.replace('"https://a', '"https://ab') : `// é😀\r\n${text}`;
      const line = text.split('\r\n').length;
      const found = await edited.at({ uri: 'one', version, languageId: 'typescript', text }, { line, character: 8 });
      assert.equal(found?.request.url, `${/https:[^"]*/.exec(text)?.[0] ?? ''}/x`);
      assert.equal(edited.treeCount, 1);
    }
    for (let document = 0; document < 12; document += 1) {
      await edited.at({ uri: `u${document}`, version: 1, languageId: 'javascript', text: 'fetch(1)' }, { line: 0, character: 0 });
    }
    assert.equal(edited.treeCount, 5);
    edited.dispose();
    assert.equal(edited.treeCount, 0);
  });

  it('sees in an edited document what a fresh parse sees', async () => {
    const pieces = ['fetch("https://a.example/x");', 'const u = "https://b.example";', 'fetch(u + "/y");', '/* ', ' */', '// ', '\n', '`', '"', '{ ', ' }', 'x', '😀', 'function f(u) { ', 'fetch'];
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(12), insert: fc.constantFrom('', ...pieces) });
    const starts = fc.array(fc.constantFrom(...pieces), { minLength: 3, maxLength: 15 }).map((each) => each.join(''));
    const edited = new RequestScanner(loader, options);
    let uri = 0;
    await fc.assert(
      fc.asyncProperty(starts, fc.array(edit, { minLength: 1, maxLength: 6 }), async (start, edits) => {
        let text = start;
        uri += 1;
        for (const [version, { at, remove, insert }] of edits.entries()) {
          const offset = Math.floor(at * text.length);
          text = text.slice(0, offset) + insert + text.slice(offset + remove);
          const document = { uri: String(uri), version, languageId: 'javascript', text };
          await edited.at(document, { line: 0, character: 0 });
          for (const expected of (await scanner.scan(text, 'javascript')).requests) {
            const found = await edited.at(document, expected.range.start);
            const fresh = await scanner.at({ ...document, uri: `fresh ${text}` }, expected.range.start);
            assert.deepEqual(found, fresh, text);
          }
        }
      }),
      { numRuns: 150 },
    );
    edited.dispose();
  });

  it('stops when it is not wanted any more', async () => {
    const text = `${'fetch("https://a.example/x");\n'.repeat(3000)}`;
    const started = { aborted: false };
    const cancelling = new RequestScanner(loader, {
      pause: () => {
        started.aborted = true;
        return Promise.resolve();
      },
    });
    const result = await cancelling.scan(text, 'javascript', started);
    assert.ok(result.requests.length < 3000);
    assert.deepEqual(result.limits.map(({ id }) => id), ['scan.cancelled']);
    const document = { uri: 'c', version: 1, languageId: 'javascript', text };
    assert.equal(await cancelling.at(document, { line: 1, character: 2 }, { aborted: true }), undefined);
    // What was cancelled goes on for whoever asks next.
    assert.equal((await cancelling.at(document, { line: 1, character: 2 }))?.kind, 'call');
    cancelling.dispose();
  });

  it('falls back to URLs and says so when a grammar is missing or damaged', async () => {
    const damaged: readonly (readonly [string, (name: string) => Promise<Uint8Array>])[] = [
      ['missing', (name) => (name === 'tree-sitter.wasm' ? readGrammar(name) : Promise.reject(new Error('no such file')))],
      ['text', (name) => (name === 'tree-sitter.wasm' ? readGrammar(name) : Promise.resolve(new TextEncoder().encode('<html>not found</html>')))],
      ['cut', async (name) => (name === 'tree-sitter.wasm' ? readGrammar(name) : (await readGrammar(name)).slice(0, 5000))],
    ];
    for (const [what, readFile] of damaged) {
      const broken = new RequestScanner(new GrammarLoader(readFile));
      const result = await broken.scan('fetch("https://a.example/")', 'typescript');
      assert.deepEqual([result.limits.map(({ id }) => id), result.requests.map(({ kind, request }) => [kind, request.url])], [['scan.no-grammar'], [['url', 'https://a.example/']]], what);
      const found = await broken.at({ uri: 'x', version: 1, languageId: 'typescript', text: 'fetch("https://a.example/")' }, { line: 0, character: 9 });
      assert.deepEqual(found && [found.kind, ids(found)], ['url', ['url.in-string', 'scan.no-grammar']], what);
    }
  });
});
