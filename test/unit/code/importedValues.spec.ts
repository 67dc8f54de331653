import assert from 'node:assert/strict';
import { languageForFile } from '../../../src/code/languages';
import { RequestScanner } from '../../../src/code/requestScanner';
import { ListedFiles } from '../../../src/code/workspace/workspaceFiles';
import { WorkspaceValues } from '../../../src/code/workspace/workspaceValues';
import type { FoundRequest } from '../../../src/model/request';
import { loader } from './grammars';

type Files = Readonly<Record<string, string>>;

interface Workspace {
  readonly values: WorkspaceValues;
  readonly scanner: RequestScanner;
  readonly read: readonly string[];
}

function workspace(files: Files): Workspace {
  const read: string[] = [];
  const values = new WorkspaceValues(loader, (path) => {
    read.push(path);
    return Promise.resolve(files[path]);
  });
  values.use(new ListedFiles(Object.keys(files), (path) => path.replace(/^\/w\//, '')));
  const scanner = new RequestScanner(loader, { imports: (uri, languageId, text) => values.importsOf(uri, languageId, text) });
  return { values, scanner, read };
}

/** The calls of one file, once all that it asks of the others is known. */
async function callsOf(files: Files, path: string, { values, scanner } = workspace(files)): Promise<readonly FoundRequest[]> {
  const text = files[path] ?? '';
  for (;;) {
    const { requests, limits } = await scanner.scan(text, languageForFile(path).id, undefined, path);
    assert.deepEqual(limits, []);
    if (!values.isWanting) return requests.filter(({ kind }) => kind === 'call');
    await values.fill();
  }
}

/** Files of a workspace, and the requests of the last one: method, URL and the files that they name. */
const FOLDED: readonly (readonly [what: string, files: Files, calls: readonly string[]])[] = [
  ['a constant', { '/w/src/config.ts': 'export const BASE = "https://api.example.com/v1";', '/w/src/a.ts': 'import { BASE } from "./config"; fetch(`${BASE}/users`);' },
    ['GET https://api.example.com/v1/users src/config.ts']],
  ['a renamed constant of a file with a JavaScript ending', { '/w/src/config.ts': 'const b = "https://api.example.com"; export { b as BASE };', '/w/src/a.ts': 'import { BASE as root } from "./config.js"; fetch(root + "/users");' },
    ['GET https://api.example.com/users src/config.ts']],
  ['a default export', { '/w/config/index.js': 'export default { api: { base: "https://api.example.com" } };', '/w/a.js': 'import config from "./config"; fetch(config.api.base);' },
    ['GET https://api.example.com/ config/index.js']],
  ['a namespace', { '/w/config.ts': 'export const BASE = "https://api.example.com";', '/w/a.ts': 'import * as config from "./config"; fetch(`${config.BASE}/x`);' }, ['GET https://api.example.com/x config.ts']],
  ['CommonJS', { '/w/config.js': 'const BASE = "https://api.example.com";\nmodule.exports = { BASE };', '/w/a.js': 'const { BASE } = require("./config"); fetch(BASE + "/x"); fetch(require("./config").BASE);' },
    ['GET https://api.example.com/x config.js', 'GET https://api.example.com/ config.js']],
  ['members of exports', { '/w/config.js': 'exports.BASE = "https://api.example.com";', '/w/a.js': 'const config = require("./config"); fetch(config.BASE);' }, ['GET https://api.example.com/ config.js']],
  ['a barrel', { '/w/lib/a.ts': 'export const BASE = "https://api.example.com";', '/w/lib/index.ts': 'export * from "./b"; export { BASE as HOST } from "./a";', '/w/lib/b.ts': 'import { HOST } from "."; export const USERS = `${HOST}/users`;', '/w/c.ts': 'import { USERS } from "./lib"; fetch(USERS);' },
    ['GET https://api.example.com/users lib/index.ts lib/b.ts lib/a.ts']],
  ['an alias of the sources', { '/w/src/config.ts': 'export const BASE = "https://api.example.com";', '/w/src/deep/a.tsx': 'import { BASE } from "@/config"; fetch(BASE);' }, ['GET https://api.example.com/ src/config.ts']],
  ['an instance of axios', { '/w/src/api.ts': 'import axios from "axios";\nexport const api = axios.create({ baseURL: "https://api.example.com/v1", timeout: 3000, headers: { "X-App": "w" } });\napi.defaults.headers.common["X-Late"] = "1";', '/w/src/a.ts': 'import { api } from "./api"; api.post("/users", { a: 1 });' },
    ['POST https://api.example.com/v1/users src/api.ts']],
  ['a default instance', { '/w/src/api.ts': 'import axios from "axios";\nexport default axios.create({ baseURL: "https://api.example.com/v1" });', '/w/src/a.ts': 'import http from "./api"; http.get("/users");' }, ['GET https://api.example.com/v1/users src/api.ts']],
  ['a script of a page', { '/w/src/config.ts': 'export const BASE = "https://api.example.com";', '/w/src/App.vue': '<template/>\n<script setup lang="ts">\nimport { BASE } from "./config";\nfetch(`${BASE}/x`);\n</script>' }, ['GET https://api.example.com/x src/config.ts']],
  ['a Python module', { '/w/app/config.py': 'BASE = "https://api.example.com"\nURL = BASE + "/v1"\n', '/w/app/a.py': 'import requests\nfrom .config import URL\nrequests.get(f"{URL}/users")\n' }, ['GET https://api.example.com/v1/users app/config.py']],
  ['a Python package', { '/w/app/__init__.py': '', '/w/app/config.py': 'BASE = "https://api.example.com"\n', '/w/main.py': 'import requests\nfrom app import config\nimport app.config\nrequests.get(config.BASE)\nrequests.post(app.config.BASE)\n' },
    ['GET https://api.example.com/ app/config.py', 'POST https://api.example.com/ app/config.py']],
  ['a Python session', { '/w/http_session.py': 'import requests\nsession = requests.Session()\nsession.headers.update({"X-App": "w"})\nsession.verify = False\n', '/w/main.py': 'from http_session import session\nsession.get("https://api.example.com/x")\n' }, ['GET https://api.example.com/x http_session.py']],
  ['a constant of a Go package', { '/w/go.mod': 'module example.com/app', '/w/config.go': 'package main\n\nconst baseURL = "https://api.example.com"\n', '/w/main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.Get(baseURL + "/users") }\n' }, ['GET https://api.example.com/users config.go']],
  ['a Go package', { '/w/go.mod': 'module example.com/app', '/w/internal/config/urls.go': 'package config\n\nconst (\n\tHost = "https://api.example.com"\n\tUsers = Host + "/users"\n)\n', '/w/main.go': 'package main\n\nimport (\n\t"net/http"\n\n\t"example.com/app/internal/config"\n)\n\nfunc main() { http.Get(config.Users) }\n' },
    ['GET https://api.example.com/users internal/config/urls.go']],
  ['a Java class', { '/w/src/com/x/Api.java': 'package com.x;\npublic final class Api { public static final String BASE = "https://api.example.com"; public static String host = "https://other.example"; }', '/w/src/com/x/A.java': 'package com.x;\nclass A { void f() { HttpRequest.newBuilder(URI.create(Api.BASE + "/users")).GET().build(); HttpRequest.newBuilder(URI.create(Api.host)).build(); } }' },
    ['GET https://api.example.com/users src/com/x/Api.java', 'GET {Api.host}']],
  ['a Java class of another package', { '/w/src/com/x/Api.java': 'package com.x;\npublic interface Api { String BASE = "https://api.example.com"; }', '/w/src/com/y/A.java': 'package com.y;\nimport static com.x.Api.BASE;\nclass A { void f() { HttpRequest.newBuilder(URI.create(BASE + "/users")).GET().build(); } }' },
    ['GET https://api.example.com/users src/com/x/Api.java']],
  ['a C# class', { '/w/Api.cs': 'namespace W; public static class Api { public const string Base = "https://api.example.com"; }', '/w/A.cs': 'class A { async Task F() { var client = new HttpClient(); await client.GetAsync(Api.Base + "/users"); } }' }, ['GET https://api.example.com/users Api.cs']],
  ['a PHP class', { '/w/src/Config.php': '<?php\nnamespace App;\nclass Config { public const BASE = "https://api.example.com"; }', '/w/src/a.php': '<?php\nuse App\\Config;\nfile_get_contents(Config::BASE . "/users");' }, ['GET https://api.example.com/users src/Config.php']],
  ['a Ruby module', { '/w/lib/config.rb': 'module Config\n  BASE = "https://api.example.com"\nend\n', '/w/lib/a.rb': 'require "net/http"\nrequire_relative "config"\nNet::HTTP.get(URI("#{Config::BASE}/users"))\n' }, ['GET https://api.example.com/users lib/config.rb']],
  ['a Rust module', { '/w/Cargo.toml': '', '/w/src/config.rs': 'pub const BASE: &str = "https://api.example.com";\n', '/w/src/main.rs': 'mod config;\nuse crate::config::BASE;\nasync fn f() { reqwest::get(format!("{}/users", BASE)).await; reqwest::get(config::BASE).await; }\n' },
    ['GET https://api.example.com/users src/config.rs', 'GET https://api.example.com/ src/config.rs']],
];

describe('values of other files', () => {
  for (const [what, files, expected] of FOLDED) {
    it(`folds ${what}`, async () => {
      const path = Object.keys(files).at(-1) ?? '';
      const calls = await callsOf(files, path);
      assert.deepEqual(calls.map(({ request: { method, url, importedFrom = [] } }) => [method, url, ...importedFrom].join(' ')), expected);
    });
  }
});

/** Files whose last one asks, and the URL that it then has: what is not certain stays a name. */
const UNKNOWN: readonly (readonly [what: string, files: Files, url: string])[] = [
  ['the environment', { '/w/c.ts': 'export const BASE = process.env.API_URL;', '/w/a.ts': 'import { BASE } from "./c"; fetch(`${BASE}/x`);' }, '{process.env.API_URL}/x'],
  ['a file of secrets', { '/w/.env': 'BASE=https://secret.example', '/w/a.ts': 'import { BASE } from "./.env"; fetch(`${BASE}/x`);' }, '{BASE}/x'],
  ['what is not exported', { '/w/c.ts': 'const BASE = "https://a.example";', '/w/a.ts': 'import { BASE } from "./c"; fetch(BASE);' }, '{BASE}'],
  ['what changes', { '/w/c.ts': 'export let BASE = "https://a.example"; export function set(b) { BASE = b; }', '/w/a.ts': 'import { BASE } from "./c"; fetch(BASE);' }, '{BASE}'],
  ['what a function gives', { '/w/c.ts': 'export const BASE = read();', '/w/a.ts': 'import { BASE } from "./c"; fetch(BASE);' }, '{BASE}'],
  ['a folder above the topmost', { '/c.ts': 'export const BASE = "https://a.example";', '/w/a.ts': 'import { BASE } from "../../../../etc/c"; fetch(BASE);' }, '{BASE}'],
  ['a library', { '/w/node_modules/c/index.js': 'export const BASE = "https://a.example";', '/w/a.ts': 'import { BASE } from "c"; fetch(BASE);' }, '{BASE}'],
  ['itself', { '/w/a.ts': 'import { BASE } from "./a"; export { BASE }; fetch(BASE);' }, '{BASE}'],
  ['a circle', { '/w/b.ts': 'import { A } from "./a"; export const B = A + "b";', '/w/c.ts': 'export * from "./d"; export * from "./c";', '/w/d.ts': 'export * from "./c";', '/w/a.ts': 'import { B } from "./b"; import { X } from "./c"; export const A = B + "a"; fetch(`${B}${X}`);' }, '{B}{X}'],
  ['names that every object has', { '/w/c.ts': 'export default {};', '/w/a.ts': 'import c, { __proto__ as p, constructor as k } from "./c"; fetch(`${c.__proto__}${c.constructor}${p}${k}`);' }, '{c.__proto__}{c.constructor}{p}{k}'],
  ['two files that both have it', { '/w/go.mod': '', '/w/b.go': 'package main\n\nconst host = "https://b.example"\n', '/w/c.go': 'package main\n\nconst host = "https://c.example"\n', '/w/a.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.Get(host) }\n' }, '{host}'],
  ['a test of the package', { '/w/go.mod': '', '/w/b_test.go': 'package main\n\nconst host = "https://b.example"\n', '/w/a.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.Get(host) }\n' }, '{host}'],
  ['a class that others may change', { '/w/Api.cs': 'public static class Api { public static string Base = "https://a.example"; }', '/w/A.cs': 'class A { async Task F() { await new HttpClient().GetAsync(Api.Base); } }' }, '{Api.Base}'],
  ['two classes of the name', { '/w/x/Api.cs': 'public static class Api { public const string Base = "https://x.example"; }', '/w/y/Api.cs': 'public static class Api { public const string Base = "https://y.example"; }', '/w/A.cs': 'class A { async Task F() { await new HttpClient().GetAsync(Api.Base); } }' }, '{Api.Base}'],
];

describe('what other files leave open', () => {
  for (const [what, files, url] of UNKNOWN) {
    it(`stays open: ${what}`, async () => {
      const made = workspace(files);
      const [call] = await callsOf(files, Object.keys(files).at(-1) ?? '', made);
      assert.equal(call?.request.url, url);
      assert.deepEqual(made.read.filter((each) => /env|node_modules|etc/.test(each)), []);
    });
  }
});

describe('values of a workspace', () => {
  const base = (host: string): string => `export const BASE = "https://${host}.example";`;
  const ASKING = 'import { BASE } from "./b"; fetch(BASE);';

  it('are read once, and again only after a change of a file that they come from', async () => {
    const files: Record<string, string> = { '/w/c.ts': base('old'), '/w/b.ts': 'export { BASE } from "./c";', '/w/other.ts': '', '/w/a.ts': ASKING };
    const made = workspace(files);
    const url = async (): Promise<string | undefined> => (await callsOf(files, '/w/a.ts', made))[0]?.request.url;
    assert.equal(await url(), 'https://old.example/');
    assert.deepEqual(made.read, ['/w/b.ts', '/w/c.ts']);
    files['/w/c.ts'] = base('new');
    made.values.forget('/w/other.ts');
    assert.equal(await url(), 'https://old.example/');
    made.values.forget('/w/c.ts');
    assert.equal(await url(), 'https://new.example/');
    assert.deepEqual(made.read, ['/w/b.ts', '/w/c.ts', '/w/b.ts', '/w/c.ts']);
  });

  it('are answered to a hover from what is known, without reading', async () => {
    const files = { '/w/b.ts': base('b'), '/w/a.ts': ASKING };
    const { scanner, values, read } = workspace(files);
    const hover = async (): Promise<string | undefined> => (await scanner.at({ uri: '/w/a.ts', version: 1, languageId: 'typescript', text: ASKING }, { line: 0, character: ASKING.indexOf('fetch') }))?.request.url;
    assert.deepEqual([await hover(), read.length], ['{BASE}', 0]);
    assert.equal(await values.fill(), true);
    assert.deepEqual([await hover(), read.length], ['https://b.example/', 1]);
    assert.equal(values.isWanting, false);
  });

  it('are not looked for any more once that is cancelled', async () => {
    const { scanner, values, read } = workspace({ '/w/b.ts': base('b'), '/w/a.ts': ASKING });
    await scanner.scan(ASKING, 'typescript', undefined, '/w/a.ts');
    assert.equal(await values.fill({ aborted: true }), false);
    assert.deepEqual(read, []);
  });

  it('of a long chain, of many files and of large ones are given up within limits', async () => {
    const chain = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`/w/f${at}.ts`, `export { BASE } from "./f${at + 1}";`]));
    const long = workspace({ ...chain, '/w/f50.ts': base('end') });
    await long.scanner.scan('import { BASE } from "./f0"; fetch(BASE);', 'typescript', undefined, '/w/a.ts');
    await long.values.fill();
    assert.ok(long.read.length <= 8, `${long.read.length} files after each other`);

    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`/w/f${at}.ts`, base(`h${at}`)]));
    const wide = workspace(many);
    const text = Array.from({ length: 1000 }, (_, at) => `import { BASE as b${at} } from "./f${at}"; fetch(b${at});`).join('\n');
    await wide.scanner.scan(text, 'typescript', undefined, '/w/a.ts');
    await wide.values.fill();
    assert.ok(wide.read.length <= 120, `${wide.read.length} files at a time`);

    const nested = `export const BASE = ${'['.repeat(50_000)}${']'.repeat(50_000)};`;
    for (const large of [`${base('b')}${' '.repeat(300_001)}`, nested, `export const BASE = ${'{a:'.repeat(20_000)}1${'}'.repeat(20_000)};`]) {
      const [call] = await callsOf({ '/w/b.ts': large, '/w/a.ts': ASKING.replace('(BASE)', '(`${BASE}`)') }, '/w/a.ts');
      assert.equal(call?.request.url, '{BASE}');
    }
  });

  it('name the file and line of a header field that an imported client adds', async () => {
    const files = { '/w/api.ts': 'import axios from "axios";\nexport const api = axios.create({ headers: { "X-App": "w" } });\napi.defaults.headers.common["X-Late"] = "1";\n', '/w/a.ts': 'import { api } from "./api";\napi.get("https://a.example/", { headers: { "X-Own": "2" } });\n' };
    const [call] = await callsOf(files, '/w/a.ts');
    assert.deepEqual(call?.request.headers, [
      { name: 'X-App', value: 'w', source: { kind: 'code', detail: 'api.ts', line: 1 } },
      { name: 'X-Late', value: '1', source: { kind: 'code', detail: 'api.ts', line: 2 } },
      { name: 'X-Own', value: '2', source: { kind: 'code', line: 1 } },
    ]);
  });

  it('leave a text as it is where nothing of other files is known', async () => {
    const alone = new RequestScanner(loader);
    for (const [, files] of FOLDED) {
      const path = Object.keys(files).at(-1) ?? '';
      const { requests } = await alone.scan(files[path] ?? '', languageForFile(path).id);
      for (const { request } of requests) assert.equal(request.importedFrom, undefined);
    }
  });
});
