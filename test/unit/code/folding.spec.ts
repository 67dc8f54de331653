import assert from 'node:assert/strict';
import vm from 'node:vm';
import fc from 'fast-check';
import type { FoundRequest } from '../../../src/model/request';
import { RequestScanner } from '../../../src/code/requestScanner';
import { loader } from './grammars';

const scanner = new RequestScanner(loader);

async function onlyCall(source: string, languageId = 'typescript'): Promise<FoundRequest> {
  const { requests, limits } = await scanner.scan(source, languageId);
  assert.deepEqual(limits, []);
  const calls = requests.filter(({ kind }) => kind === 'call');
  const [call] = calls;
  assert.ok(call && calls.length === 1, `one call in ${source}`);
  return call;
}

/** Source, and the URL that a person who follows the standards finds in it. */
const URLS: readonly (readonly [what: string, source: string, url: string])[] = [
  ['a literal, normalised', 'fetch("HTTPS://API.Example.com:443/a/../b c?q=é#f")', 'https://api.example.com/b%20c?q=%C3%A9#f'],
  ['hexadecimal escapes', 'fetch("\\x68\\x74\\x74\\x70s://api.example.com/")', 'https://api.example.com/'],
  ['Unicode escapes', 'fetch("\\u0068ttps://api.example.com/\\u{1F600}")', 'https://api.example.com/%F0%9F%98%80'],
  ['a template', 'const id = 7; fetch(`https://api.example.com/users/${id}`)', 'https://api.example.com/users/7'],
  ['a chain of +', 'const b = "https://api.example.com"; fetch(b + "/a" + 1 + 2)', 'https://api.example.com/a12'],
  ['numbers first', 'fetch("https://api.example.com/" + (1 + 2))', 'https://api.example.com/3'],
  ['members of a constant', 'const API = { base: "https://api.example.com", paths: { a: "/a" } } as const; fetch(API.base + API["paths"].a)', 'https://api.example.com/a'],
  ['an enum', 'enum P { A = "/a", B = "/b" } fetch(`https://api.example.com${P.B}`)', 'https://api.example.com/b'],
  ['let that nothing assigns', 'let u = "https://api.example.com/"; fetch(u)', 'https://api.example.com/'],
  ['destructuring', 'const C = { base: "https://api.example.com" }; const { base: b } = C; fetch(`${b}/x`)', 'https://api.example.com/x'],
  ['new URL with base', 'fetch(new URL("../b?x=1", "https://api.example.com/a/c/d"))', 'https://api.example.com/a/b?x=1'],
  ['href and toString', 'const u = new URL("/b", "https://api.example.com"); fetch(u.href + String(u).length)', 'https://api.example.com/b{String().length}'],
  ['URLSearchParams', 'fetch(`https://api.example.com/?${new URLSearchParams({ q: "a b", n: "1&2" })}`)', 'https://api.example.com/?q=a+b&n=1%262'],
  ['encodeURIComponent', 'fetch("https://api.example.com/" + encodeURIComponent("a/b"))', 'https://api.example.com/a%2Fb'],
  ['types and parentheses', 'const u = ("https://api.example.com/" as string)!; fetch((u satisfies string))', 'https://api.example.com/'],
  ['the inner of two scopes', 'const u = "https://outer.example/"; function f() { const u = "https://inner.example/"; fetch(u); }', 'https://inner.example/'],
  ['not a sibling scope', 'const u = "https://outer.example/"; { const u = "https://inner.example/"; } fetch(u)', 'https://outer.example/'],
  ['a parameter hides a constant', 'const u = "https://outer.example/"; function f(u: string) { fetch(u); }', '{u}'],
  ['a variable that is assigned', 'let u = "https://a.example/"; u = other(); fetch(u)', '{u}'],
  ['assigned in another function', 'let u = "https://a.example/"; function g() { u += "x"; } fetch(u)', '{u}'],
  ['assigned by destructuring', 'let u = "https://a.example/"; ({ u } = g()); fetch(u)', '{u}'],
  ['a shadow that is assigned', 'const u = "https://a.example/"; function g() { let u = 1; u = 2; } fetch(u)', 'https://a.example/'],
  ['a member that is assigned', 'const A = { b: "https://a.example/" }; A.b = g(); fetch(A.b)', '{A.b}'],
  ['Object.assign', 'const A = { b: "https://a.example/" }; Object.assign(A, g()); fetch(A.b)', '{A.b}'],
  ['declared twice', 'var u = "https://a.example/"; var u = "https://b.example/"; fetch(u)', '{u}'],
  ['a ternary', 'fetch(x ? "https://a.example/" : "https://b.example/")', '{expression}'],
  ['an unknown host', 'fetch(`https://${host}/users`)', 'https://{host}/users'],
  ['part of a host', 'fetch(`https://${region}.example.com/users`)', 'https://{region}.example.com/users'],
  ['a name that goes on', 'fetch(`https://api.${domain}/users`)', 'https://api.{domain}/users'],
  ['an unknown base', 'fetch(`${baseUrl}/users`)', '{baseUrl}/users'],
  ['the environment', 'const u = process.env.API_URL; fetch(`${u}/users`)', '{process.env.API_URL}/users'],
  ['the environment with a default', 'fetch((process.env.API_URL ?? "https://d.example") + "/users")', '{process.env.API_URL}/users'],
  ['a path with an unknown part', 'fetch(`https://API.example.com/users/${user.id}/posts`)', 'https://api.example.com/users/{user.id}/posts'],
  ['functions of the file', 'const B = "https://a.example"; const url = (p: string) => `${B}/v1${p}`; function user(id, q = "x") { const path = "/users/" + id; return url(path); } fetch(user(userId))', 'https://a.example/v1/users/{userId}'],
  ['an argument that goes by the name of a constant', 'const B = "https://a.example"; const url = (p: string) => `${B}/v1${p}`; function f(B) { fetch(url(B)); }', 'https://a.example/v1{B}'],
  ['methods and getters of the class', 'class A { get base() { return "https://b.example"; } u(p: string): string { return this.base + p; } f(x) { return fetch(this.u(`/${x}`)); } }', 'https://b.example/{x}'],
  ['a function that returns in several places', 'function two(a) { if (a) return "https://c.example/1"; return "https://c.example/2"; } fetch(two(1))', '{two()}'],
  ['a function that calls itself', 'function rec(n) { return rec(n - 1); } fetch(rec(1))', '{rec()}'],
  ['a function that changes its parameter', 'function set(p) { p = p + "/x"; return p; } fetch(set("https://a.example"))', '{p}/x'],
  ['members of a URL that are set', 'const u = new URL("https://api.example.com:81/a?b=c#d"); u.pathname = "/x y"; u.search = "?q=1"; u.port = ""; fetch(u)', 'https://api.example.com/x%20y?q=1#d'],
  ['members of a URL that is known in part', 'const u = new URL(`https://api.example.com/${v}?b=c`); u.pathname = `x/${y}`; u.search = "?q=1"; fetch(u)', 'https://api.example.com/x/{y}?q=1'],
  ['the host of a URL that is not known', 'const u = new URL("https://api.example.com/"); u.host = h; fetch(u)', '{u}'],
  ['parameters added later', 'const u = new URL("https://api.example.com/s"); u.searchParams.set("q", q); fetch(u)', 'https://api.example.com/s?q={q}'],
  ['a URL object that is changed', 'const u = new URL("https://api.example.com/s"); u.host = h; fetch(u)', '{u}'],
  ['relative', 'fetch("/api/users")', '{origin}/api/users'],
  ['itself', 'const u = u + "x"; fetch(u)', '{u}x'],
  ['each other', 'const a = b; const b = a; fetch(a)', '{a}'],
  ['a tagged template', 'fetch(sql`https://a.example/`)', '{sql()}'],
  ['a line end inside', 'fetch("ht\\ntps://a.example/")', 'https://a.example/'],
];

describe('constant folding', () => {
  for (const [what, source, url] of URLS) {
    it(`finds the URL: ${what}`, async () => {
      assert.equal((await onlyCall(source)).request.url, url);
    });
  }

  it('names exactly the parts that stand in the URL', async () => {
    for (const [, source] of URLS) {
      const { request } = await onlyCall(source);
      const standing = [...request.url.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
      assert.deepEqual([...new Set(standing)].sort(), [...request.unknownParts].sort(), source);
    }
  });

  it('agrees with JavaScript about constant expressions', async () => {
    const literal = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }).map((text) => JSON.stringify(text)),
      fc.string({ maxLength: 8 }).map((text) => `'${Array.from(text, (each) => `\\u{${(each.codePointAt(0) ?? 0).toString(16)}}`).join('')}'`),
      fc.nat(1000).map(String),
      fc.constantFrom('true', 'null', 'undefined', '0x1f', '1e3', '.5', '"\\x41\\101\\\n\\v\\q"', '`a\\u0041`'),
    );
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 5 },
        literal,
        fc.tuple(tie('expression'), fc.constantFrom('+', '||', '&&', '??'), tie('expression')).map(([a, operator, b]) => `(${a} ${operator} ${b})`),
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `\`\${${a}}-\${${b}}\``),
        tie('expression').map((inner) => `String(${inner})`),
        tie('expression').map((inner) => `({ a: 1, 'b c': ${inner} })['b c']`),
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a}, ${b}][1]`),
        tie('expression').map((inner) => `JSON.stringify({ k: ${inner}, l: [${inner}] })`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(expression, async (source) => {
        // The text is what is compared, so it goes where nothing normalises it.
        const expected: unknown = vm.runInNewContext(`const v = ${source}; JSON.stringify("" + v)`);
        const { request } = await onlyCall(`const v = ${source}; fetch("https://a.example/", { method: "POST", body: "" + v })`, 'javascript');
        assert.equal(JSON.stringify(request.body?.text), expected, source);
      }),
      { numRuns: 300 },
    );
  });
});
