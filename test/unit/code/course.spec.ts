import assert from 'node:assert/strict';
import { RequestScanner } from '../../../src/code/requestScanner';
import { loader } from './grammars';

const scanner = new RequestScanner(loader);
const PY = 'import requests, asyncio, httpx\n';

/** What is said of each call, in words. */
const CASES: readonly (readonly [language: string, source: string, ...expected: string[]])[] = [
  ['javascript', 'fetch("https://a.example/")', 'started'],
  ['javascript', 'async function load() { await fetch("https://a.example/"); if (x) await fetch("https://b.example/"); }', 'load', 'load conditional'],
  ['javascript', 'const load = async () => { for (const id of ids) await fetch(`https://a.example/${id}`); return x && fetch("https://b.example/"); }', 'load loop', 'load conditional started'],
  ['javascript', 'class A { async go() { await Promise.all(ids.map(async (id) => { await fetch(`https://a.example/${id}`); })); } }', 'go loop together'],
  ['javascript', 'async function f() { if ((await fetch("https://a.example/")).ok) { await fetch("https://b.example/"); } else { await fetch("https://c.example/"); } }', 'f', 'f conditional', 'f conditional'],
  ['javascript', 'async function f() { try { await fetch("https://a.example/"); } catch { await fetch("https://b.example/"); } }', 'f', 'f conditional'],
  ['python', `${PY}def f():\n  if requests.get("https://a.example/").ok:\n    return requests.get("https://b.example/")\n  return [requests.get(f"https://a.example/{i}") for i in ids]\n`, 'f', 'f conditional', 'f loop'],
  ['python', `${PY}async def f(client: httpx.AsyncClient):\n  await asyncio.gather(client.get("https://a.example/1"), client.get("https://a.example/2"))\n`, 'f together', 'f together'],
  ['go', 'package m\nimport "net/http"\nfunc (s *S) Load() {\n for _, u := range us {\n  go http.Get("https://a.example/1")\n }\n if r, err := http.Get("https://a.example/2"); err != nil {\n  http.Get("https://a.example/3")\n }\n}\n', 'Load loop started', 'Load', 'Load conditional'],
  ['csharp', 'class A { readonly HttpClient c = new HttpClient(); async Task F() { while (x) { await c.GetAsync("https://a.example/1"); } await Task.WhenAll(c.GetAsync("https://a.example/2"), c.GetAsync("https://a.example/3")); } }', 'F loop', 'F together', 'F together'],
  ['java', 'class A { void f(RestTemplate t) { for (String s : xs) { t.getForObject("https://a.example/" + s, U.class); } if (x) { t.delete("https://a.example/2"); } } }', 'f loop', 'f conditional'],
  ['rust', 'async fn f(client: &reqwest::Client) { for x in xs { client.get("https://a.example/1").send().await; } match client.get("https://a.example/2").send().await { Ok(_) => { client.get("https://a.example/3").send().await; } Err(_) => {} } }', 'f loop', 'f', 'f conditional'],
  ['php', '<?php function f($ids) { foreach ($ids as $id) { file_get_contents("https://a.example/$id"); } if ($x) { file_get_contents("https://b.example/"); } }', 'f loop', 'f conditional'],
  ['ruby', 'def f\n  Net::HTTP.get(URI("https://a.example/")) if x\n  while y\n    Net::HTTP.get(URI("https://b.example/"))\n  end\nend\n', 'f conditional', 'f loop'],
  ['shellscript', 'for i in 1 2; do curl "https://a.example/$i"; done\nif true; then curl https://b.example/; fi\n', 'loop', 'conditional'],
];

describe('The course of calls', () => {
  for (const [language, source, ...expected] of CASES) {
    it(`${language}: ${expected.join(', ')}`, async () => {
      const { requests } = await scanner.scan(source, language);
      const said = requests.filter(({ kind }) => kind === 'call').map(({ course = {} }) => [
        ...(course.functionName === undefined ? [] : [course.functionName]), ...(course.inLoop ? ['loop'] : []), ...(course.conditional ? ['conditional'] : []),
        ...(course.started ? ['started'] : []), ...(course.together ? ['together'] : []),
      ].join(' '));
      assert.deepEqual(said, expected, source);
    });
  }
});
