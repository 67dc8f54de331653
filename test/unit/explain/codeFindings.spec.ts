import assert from 'node:assert/strict';
import { waitsForever } from '../../../src/clients/waitsForever';
import { RequestScanner } from '../../../src/code/requestScanner';
import { withCodeFindings } from '../../../src/explain/codeFindings/codeFindings';
import { SourceText } from '../../../src/explain/codeFindings/sourceText';
import { readErrorText } from '../../../src/explain/errorText/readErrorText';
import { loader } from '../code/grammars';

/** Ids of the findings about calls, in the order of the text; those of the scanner itself are left out. */
const OURS = /^(?:http\.(?:no-timeout|post-retried|body-on-get|cleartext-token|preflight)|url\.(?:https-only|address-literal|localhost)|tls\.verification-disabled)$/;
const scanner = new RequestScanner(loader);

async function findings(source: string, languageId: string): Promise<readonly string[]> {
  const { requests } = await scanner.scan(source, languageId);
  assert.ok(requests.some(({ kind }) => kind === 'call'), `a call is found in ${source}`);
  return requests.flatMap((found) => withCodeFindings(found, { source: new SourceText(() => source), waitsForever }).findings.map(({ id }) => id).filter((id) => OURS.test(id)));
}

interface Cases {
  readonly title: string;
  readonly language: string;
  /** Each alone has exactly the finding. */
  readonly yes: readonly string[];
  /** Each alone has none. */
  readonly no: readonly string[];
}

const PY = 'import requests\n';
const GO = 'package main\nimport "net/http"\nfunc f() {\n';
const CASES: Readonly<Record<string, readonly Cases[]>> = {
  'http.no-timeout': [
    {
      title: 'requests in Python', language: 'python',
      yes: [`${PY}requests.get("https://a.example/")`, `${PY}requests.get("https://a.example/")\nrequests.get("https://a.example/b", timeout=3)`, `${PY}def f(host):\n  requests.post(f"https://{host}/x", json={"a": 1})`],
      no: [
        `${PY}requests.get("https://a.example/", timeout=5)`, `${PY}from .config import LIMIT\nrequests.get("https://a.example/", timeout=LIMIT)`, `${PY}def f(**kw):\n  requests.get("https://a.example/", **kw)`,
        `import socket\n${PY}socket.setdefaulttimeout(5)\nrequests.get("https://a.example/")`, `${PY}requests.get("http://localhost:8000/")`, `${PY}s = requests.Session()\ns.get("https://a.example/")`,
        'import httpx\nhttpx.get("https://a.example/")', 'import aiohttp\nasync def f():\n  async with aiohttp.ClientSession() as session:\n    await session.get("https://a.example/")',
      ],
    },
    {
      title: 'urllib', language: 'python',
      yes: ['import urllib.request\nurllib.request.urlopen("https://a.example/")'],
      no: ['import urllib.request\nurllib.request.urlopen("https://a.example/", None, limit)', 'import urllib.request\nurllib.request.urlopen("https://a.example/", timeout=limit)'],
    },
    {
      title: 'net/http', language: 'go',
      yes: [`${GO} http.Get("https://a.example/")\n}`],
      no: [`${GO} http.DefaultClient.Timeout = limit\n http.Get("https://a.example/")\n}`, `${GO} c := &http.Client{Timeout: 5 * time.Second}\n c.Get("https://a.example/")\n}`],
    },
    {
      title: 'reqwest', language: 'rust',
      yes: ['async fn f() { reqwest::get("https://a.example/").await; }'],
      no: ['async fn f() { tokio::time::timeout(limit, reqwest::get("https://a.example/")).await; }', 'fn f() { reqwest::blocking::get("https://a.example/"); }'],
    },
    { title: 'clients that have a limit of their own', language: 'javascript', yes: [], no: ['fetch("https://a.example/")'] },
    { title: 'a command, which a person can stop', language: 'shellscript', yes: [], no: ['curl https://a.example/'] },
  ],
  'http.post-retried': [
    {
      title: 'curl', language: 'shellscript',
      yes: ['curl --retry 3 -d a=b https://a.example/', 'curl --retry 1 -X PATCH -d a=b https://a.example/'],
      no: ['curl --retry 3 https://a.example/', 'curl --retry 0 -d a=b https://a.example/', 'curl -d a=b https://a.example/', 'curl --retry 3 -H "Idempotency-Key: 1" -d a=b https://a.example/', 'curl --retry 3 -X PUT -d a=b https://a.example/'],
    },
    { title: 'got, which leaves POST out', language: 'javascript', yes: [], no: ['import got from "got"; got.post("https://a.example/", { retry: { limit: 3 }, json: {} })'] },
  ],
  'http.body-on-get': [
    {
      title: 'fetch', language: 'javascript',
      yes: ['fetch("https://a.example/", { body: "x" })', 'fetch("https://a.example/", { method: "HEAD", body: JSON.stringify({ a: 1 }) })'],
      no: ['fetch("https://a.example/", { body })', 'fetch("https://a.example/", { body: "" })', 'fetch("https://a.example/", { method, body: "x" })', 'fetch("https://a.example/", { method: "DELETE", body: "x" })', 'function fetch() {}\nfetch("https://a.example/", { body: "x" })'],
    },
    {
      title: 'curl', language: 'shellscript',
      yes: ['curl -X GET -d \'{"query": {}}\' https://a.example/_search'],
      no: ['curl -G -d a=b https://a.example/', 'curl -d a=b https://a.example/'],
    },
  ],
  'url.https-only': [
    { title: 'domains of the preload list', language: 'javascript', yes: ['fetch("http://tool.dev/")', 'fetch(`http://a.b.app/${id}`)'], no: ['fetch("https://tool.dev/")', 'fetch("http://dev/")', 'fetch("http://a.dev.example/")', 'fetch(`http://${name}.dev/`)', 'const s = "http://tool.dev/"; fetch("https://a.example/")'] },
  ],
  'tls.verification-disabled': [
    {
      title: 'requests', language: 'python',
      yes: [`${PY}requests.get("https://a.example/", verify=False, timeout=3)`],
      no: [`${PY}requests.get("https://a.example/", verify=True, timeout=3)`, `${PY}requests.get("https://a.example/", verify="ca.pem", timeout=3)`, `${PY}requests.get("https://localhost:8443/", verify=False, timeout=3)`, `${PY}requests.get("http://a.example/", verify=False, timeout=3)`],
    },
    { title: 'curl', language: 'shellscript', yes: ['curl -k https://a.example/', 'curl --insecure "https://$HOST/"'], no: ['curl https://a.example/ # -k', 'curl -k http://a.example/', 'curl -k https://127.0.0.1/'] },
  ],
  'http.cleartext-token': [
    {
      title: 'fetch', language: 'javascript',
      yes: ['fetch("http://api.example.com/", { headers: { Authorization: `Bearer ${token}` } })', 'fetch("http://10.1.2.3/", { headers: { authorization: "Basic YTpi" } })'],
      no: [
        'fetch("https://api.example.com/", { headers: { Authorization: "Bearer x" } })', 'fetch("http://localhost:3000/", { headers: { Authorization: "Bearer x" } })', 'fetch("http://127.8.8.8/", { headers: { Authorization: "Bearer x" } })',
        'fetch("http://[::1]/", { headers: { Authorization: "Bearer x" } })', 'fetch("http://app.localhost/", { headers: { Authorization: "Bearer x" } })', 'fetch("http://backend:3000/", { headers: { Authorization: "Bearer x" } })',
        'fetch("http://api.example.com/", { headers: { Accept: "text/html" } })', 'fetch(`http://${host}/`, { headers: { Authorization: "Bearer x" } })', 'fetch(`http://${sub}.example.com/`, { headers: { Authorization: "Bearer x" } })',
      ],
    },
    { title: 'curl -u', language: 'shellscript', yes: ['curl -u me:secret http://a.example/'], no: ['curl -u me:secret https://a.example/', 'curl http://a.example/'] },
  ],
  'url.address-literal': [
    {
      title: 'addresses', language: 'javascript',
      yes: ['fetch("http://52.95.110.1/")', 'fetch(`https://[2a00:1450:4001::5]:8443/${id}`)'],
      no: [
        ...['127.0.0.1', '0.0.0.0', '10.0.0.1', '172.31.0.1', '192.168.1.1', '169.254.169.254', '192.0.2.7', '198.51.100.7', '203.0.113.7', '198.18.0.1', '100.64.0.1', '1.1.1.1', '8.8.8.8'].map((each) => `fetch("http://${each}/")`),
        ...['::1', '2001:db8::1', '3fff::1', 'fd00::1', 'fe80::1', '2606:4700:4700::1111', '::ffff:10.0.0.1'].map((each) => `fetch("http://[${each}]/")`),
        'fetch("https://1.2.3.4.example/")', 'fetch("https://a.example/52.95.110.1")', '// http://52.95.110.1/\nfetch("https://a.example/")',
      ],
    },
  ],
  'url.localhost': [
    {
      title: 'Node.js', language: 'javascript',
      yes: ['import http from "node:http"; http.get("http://localhost:3000/")', 'import fs from "node:fs"; fetch("http://localhost:3000/")'],
      no: ['fetch("http://localhost:3000/")', 'import fs from "node:fs"; fetch("http://127.0.0.1:3000/")', 'import fs from "node:fs"; fetch("http://a.localhost/")', 'document.title; fetch("http://localhost:3000/")'],
    },
    { title: 'other languages', language: 'python', yes: [], no: [`${PY}requests.get("http://localhost:8000/")`] },
  ],
  'http.preflight': [
    {
      title: 'a page', language: 'javascript',
      yes: ['document.title; fetch("https://a.example/", { method: "PUT" })', 'import { useState } from "react"; fetch("https://a.example/", { headers: { "X-Team": "a" } })', 'document.title; fetch("https://a.example/", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })'],
      no: [
        'fetch("https://a.example/", { method: "PUT" })', 'document.title; fetch("https://a.example/", { method: "POST", body: "x" })', 'document.title; fetch("/a", { method: "PUT" })', 'document.title; fetch("https://a.example/", { mode: "no-cors", headers: { "X-A": "b" } })',
        'document.title; fetch("https://a.example/", { headers: { Accept: "text/html" } })', 'document.title; fetch("https://a.example/", { method: verb })',
      ],
    },
  ],
};

describe('Findings about calls', () => {
  for (const [id, groups] of Object.entries(CASES)) {
    for (const { title, language, yes, no } of groups) {
      it(`${id}: ${title}`, async () => {
        for (const source of yes) assert.deepEqual(await findings(source, language), [id], source);
        for (const source of no) assert.deepEqual((await findings(source, language)).filter((each) => each === id), [], source);
      });
    }
  }

  it('show no secret, name a source and are one sentence without line breaks', async () => {
    const source = 'import fs from "node:fs"; document.title;\nfetch("http://me:s3cret@52.95.110.1/?token=s3cret", { method: "PUT", headers: { Authorization: "Bearer s3cret", "X\u202e": "s3cret" } })';
    const { requests } = await scanner.scan(source, 'javascript');
    const all = requests.flatMap((found) => withCodeFindings(found, { source: new SourceText(() => source), waitsForever }).findings);
    assert.deepEqual(all.map(({ id }) => id), ['url.credentials', 'http.cleartext-token', 'url.address-literal', 'http.preflight']);
    for (const { message, spec } of all) {
      assert.ok(spec, message);
      assert.doesNotMatch(message, /s3cret|\n|\u202e/);
      // Nor is any taken for a network error, which a quick fix would offer to explain.
      assert.equal(readErrorText(message), undefined);
    }
  });

  it('see the text of a call wherever its lines end', () => {
    const lines = ['a', 'bc', 'def', ''];
    for (const end of ['\n', '\r\n', '\r']) {
      const source = new SourceText(() => lines.join(end));
      assert.equal(source.part({ start: { line: 1, character: 1 }, end: { line: 2, character: 2 } }), `c${end}de`);
      assert.equal(source.part({ start: { line: 0, character: 0 }, end: { line: 9, character: 9 } }), lines.join(end));
    }
  });
});
