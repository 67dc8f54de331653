import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RequestScanner } from '../../../src/code/requestScanner';
import { loader } from './grammars';

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Without a clock: what a scan gives up depends on the text alone, not on the machine. */
const untimed = new RequestScanner(loader, { pause });
/** A clock that the parser's own progress moves on: a millisecond each time that it looks. */
let nowMs = 0;
let pauses = 0;
const scanner = new RequestScanner(loader, {
  nowMs: () => (nowMs += 1),
  pause: () => {
    pauses += 1;
    return pause();
  },
});

interface Dialect {
  /** A call that the language's clients know; what it requests is `https://a.example/`. */
  readonly call: string;
  /** The same with another argument in place of the URL. */
  readonly with: (argument: string) => string;
  readonly plus: string;
  /** Two names that stand for each other, and a call that requests one of them. */
  readonly cycle: string;
  readonly pieces: readonly string[];
}

const URL_LITERAL = '"https://a.example/"';

function dialect(before: string, call: (argument: string) => string, plus: string, cycle: string, pieces: readonly string[]): Dialect {
  const whole = (argument: string): string => `${before}${call(argument)}`;
  return { call: whole(URL_LITERAL), with: whole, plus, cycle: `${before}${cycle}`, pieces: [before, call(URL_LITERAL), call('a'), ...pieces] };
}

const C_PIECES = ['{', '}', '(', ')', '[', ']', '"', '\'', '\\', '/*', '*/', '//', '\n', '\r', ';', ',', '=', '+', '.', '<', '>', ':', '?', 'a', 'b', '0x1', '1e999', '\0', '\ud800', '\udc00', '\u202e', '😀', 'https://b.example/{a}'];
const DIALECTS: Readonly<Record<string, Dialect>> = {
  javascript: dialect('', (argument) => `fetch(${argument});`, ' + ', 'const a = b; const b = a; fetch(a);', [...C_PIECES, '`', '${', '=>', 'async ', 'const a = ', 'function f(a', 'a.b = ', 'class A { a = ', 'import a from "axios";', 'new URL(', '...']),
  typescriptreact: dialect('', (argument) => `fetch(${argument});`, ' + ', 'const a: string = b; const b: string = a; fetch(a);', [...C_PIECES, '`', '${', '<a>', '</a>', '<a b={', 'enum A { a = ', 'as const', ': string']),
  python: dialect('', (argument) => `requests.get(${argument})\n`, ' + ', 'a = b\nb = a\nrequests.get(a)\n', [...C_PIECES, '"""', 'f"{', '}"', 'r"', '#', '\t', 'def f(a):\n  ', 'lambda a: ', 'class A:\n  ', 'self.a = ', '% (', '**a', 'async with ']),
  go: dialect('package m\nfunc f() {\n', (argument) => `http.Get(${argument})\n`, ' + ', 'a := b; b := a; http.Get(a)\n', [...C_PIECES, '`', ':=', 'func f(a string) {', 'fmt.Sprintf("%s', 'a.Header.Set(', '&http.Client{', 'go ', 'chan']),
  java: dialect('class A { void f() {\n', (argument) => `HttpRequest.newBuilder(URI.create(${argument}));\n`, ' + ', 'String a = b; String b = a; URI.create(a); HttpRequest.newBuilder(URI.create(a));', [...C_PIECES, '"""', 'new Request.Builder().url(', '@GET(', 'final String a = ', '->', 'String.format("%s', '<A extends ']),
  kotlin: dialect('fun f() {\n', (argument) => `Request.Builder().url(${argument}).build()\n`, ' + ', 'val a = b; val b = a; Request.Builder().url(a).build()', [...C_PIECES, '"""', '$', '$a', '${', 'val a = ', 'fun f(a: A) {', '{ a -> ', '?.', '!!', '?:', '@GET(', 'class A(val a: ', 'client.get(', 'a to b']),
  csharp: dialect('class A { void F() { var c = new HttpClient();\n', (argument) => `c.GetAsync(${argument});\n`, ' + ', 'string a = b; string b = a; c.GetAsync(a);', [...C_PIECES, '$"', '@"', '"""', '{0}', 'new Uri(', 'await ', 'new HttpClient { BaseAddress = ', '?.']),
  rust: dialect('fn f() {\n', (argument) => `reqwest::get(${argument});\n`, ' + ', 'let a = b; let b = a; reqwest::get(a);', [...C_PIECES, 'r#"', '"#', 'format!("{', '}")', '&', '::<', 'let a = ', 'json!({', '|a|', '\'a']),
  php: dialect('<?php\n', (argument) => `file_get_contents(${argument});\n`, ' . ', '$a = $b; $b = $a; curl_init($a);', [...C_PIECES, '$', '$a', '{$', '<<<X\n', 'X;', '?>', '<?php ', '->', '::', 'curl_setopt($a, CURLOPT_URL, ']),
  ruby: dialect('', (argument) => `HTTParty.get(${argument})\n`, ' + ', 'a = b\nb = a\nHTTParty.get(a)\n', [...C_PIECES, '#{', '%w[', '<<~X\n', 'X\n', 'do |a|\n', 'end\n', ':a', '@a = ', 'def f(a)\n', 'unless ']),
  cpp: dialect('void f() {\n', (argument) => `curl_easy_setopt(c, CURLOPT_URL, ${argument});\n`, ' + ', 'std::string a = b; std::string b = a; curl_easy_setopt(c, CURLOPT_URL, a);', [...C_PIECES, '#define a ', '#if 0\n', 'R"(', ')"', '*', '&', '->', '::', 'template <', 'std::string a = ']),
  shellscript: dialect('', (argument) => `curl ${argument}\n`, '', 'a=$b\nb=$a\ncurl "$a"\n', [...C_PIECES, '$(', '`', '${', '$((', '<<X\n', 'X\n', '|', '&&', 'curl -H ', '-d @', 'if ', 'fi\n', 'a=', '[[ ']),
  powershell: dialect('', (argument) => `Invoke-RestMethod ${argument}\n`, '', '$a = $b\n$b = $a\nInvoke-RestMethod $a\n', [...C_PIECES, '$(', '`', '@"\n', '\n"@', '@{', '${', '|', '-Uri ', '-Headers ', '<#', '#>']),
};
const LANGUAGES = Object.keys(DIALECTS);
const OPENERS = ['(', '[', '{', '<', '`${', 'a(', 'a[', 'a{', '"', '!', '-', 'a?b:', 'a=>', 'f"{', '#{', '$(', '${', '<a>', 'if(', '&', '/*', '\\'];

function* hostileTexts({ call, with: callWith, plus }: Dialect): Generator<string> {
  yield callWith(`"https://a.example/${'a'.repeat(300_000)}"`);
  if (plus !== '') yield callWith(`${URL_LITERAL}${`${plus}"a"`.repeat(5_000)}`);
  if (plus !== '') yield callWith(`a${`${plus}a`.repeat(5_000)}`);
  yield `${call}\n""`;
  yield callWith(`${'('.repeat(2_000)}${URL_LITERAL}${')'.repeat(2_000)}`);
  yield `${call}${'fetch(get(url('.repeat(2_000)}`;
  for (const opener of OPENERS) yield `${call}${opener.repeat(1_500)}`;
}

describe('hostile text', () => {
  for (const [languageId, dialect] of Object.entries(DIALECTS)) {
    it(`is survived in ${languageId}: nesting, length, names that stand for each other`, async () => {
      const plain = await scanner.scan(dialect.call, languageId);
      assert.deepEqual(plain.requests.map(({ kind, request }) => [kind, request.url]), [['call', 'https://a.example/']]);
      const { requests: [found] } = await scanner.scan(dialect.cycle, languageId);
      assert.match(found?.request.url ?? '', /^(?:https?:\/\/)?\{[ab]\}/);
      for (const text of hostileTexts(dialect)) {
        const { requests } = await scanner.scan(text, languageId);
        for (const { request } of requests) assert.ok(request.url.length < 9000, text.slice(0, 100));
        await scanner.at({ uri: 'hostile', version: text.length, languageId, text }, { line: 0, character: text.length - 3 });
        scanner.forget('hostile');
      }
    });
  }

  it('never makes a scan or a hover throw, in any language', async () => {
    const cases = fc.constantFrom(...LANGUAGES).chain((languageId) => fc.record({
      languageId: fc.constant(languageId),
      text: fc.array(fc.oneof({ arbitrary: fc.constantFrom(...(DIALECTS[languageId]?.pieces ?? [])), weight: 9 }, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 40 }).map((pieces) => pieces.join('')),
      place: fc.double({ min: 0, max: 1, noNaN: true }),
    }));
    let version = 0;
    await fc.assert(fc.asyncProperty(cases, async ({ languageId, text, place }) => {
      const { requests } = await scanner.scan(text, languageId);
      const lines = text.split(/\r\n|\n|\r/);
      for (const { range, urlRange } of requests) {
        for (const { line, character } of [range.start, urlRange.start, urlRange.end, range.end]) assert.ok(character <= (lines[line] ?? '').length, JSON.stringify(range));
      }
      const line = Math.floor(place * lines.length);
      version += 1;
      await scanner.at({ uri: 'any', version, languageId, text }, { line, character: Math.floor(place * (lines[line] ?? '').length) });
    }), { numRuns: 1200 });
    scanner.forget('any');
  });

  it('ends at the limits for size, depth and number, and says so', async () => {
    const url = '"https://a.example/",';
    const cases: readonly (readonly [string, readonly string[], number])[] = [
      [`fetch("https://a.example/");${'('.repeat(200_000)}`, [], 1],
      [`fetch("https://a.example/");${'['.repeat(100_000)}${']'.repeat(100_000)}`, [], 1],
      [`fetch("https://a.example/"${' + "a"'.repeat(20_000)})`, [], 1],
      [`${'fetch('.repeat(5_000)}"https://a.example/"${')'.repeat(5_000)}`, ['scan.too-complex'], -1],
      [`fetch(x);[${url.repeat(450_000)}]`, ['scan.urls-only', 'scan.too-many'], 5000],
      [`fetch("https://a.example/${'a'.repeat(1_000_000)}")`, [], 1],
      [' '.repeat(20_000_001), ['scan.too-large'], 0],
    ];
    for (const [text, limits, count] of cases) {
      const result = await untimed.scan(text, 'javascript');
      assert.deepEqual(result.limits.map(({ id }) => id), limits, text.slice(0, 40));
      if (count >= 0) assert.equal(result.requests.length, count, text.slice(0, 40));
    }
  });

  it('is given up when its time is over, a little at a time', async () => {
    nowMs = 0;
    pauses = 0;
    // Recovery from these errors takes about the square of the length.
    const { limits, requests } = await scanner.scan(`fetch("https://a.example/");${'"a?b:"'.repeat(100_000)}`, 'javascript');
    assert.deepEqual([limits.map(({ id }) => id), requests.map(({ kind }) => kind)], [['scan.too-complex'], ['url']]);
    assert.ok(nowMs < 3000 && pauses > 100, `${nowMs} ${pauses}`);
  });
});
