import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MANIFEST_NAMES } from '../../../src/code/manifests/manifestNames';
import { isManifest, readManifest } from '../../../src/code/manifests/manifestFiles';
import { ProjectManifests } from '../../../src/code/manifests/projectManifests';
import { withVersions } from '../../../src/code/manifests/withVersions';
import { ListedFiles } from '../../../src/code/workspace/workspaceFiles';
import { RequestScanner } from '../../../src/code/requestScanner';
import { loader } from './grammars';

/** Files as their tools write them, and what they say of clients. */
const SAID: readonly (readonly [name: string, text: string, packages: Readonly<Record<string, string>>, runtime?: string])[] = [
  ['package.json', '{ "engines": { "node": ">=22" }, "dependencies": { "axios": "^1.7.2", "left-pad": "1.0.0", "got": "file:../got" }, "devDependencies": { "ky": "~1.4.0" } }', { ky: '~1.4.0', axios: '^1.7.2' }, '>=22'],
  ['package-lock.json', '{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "axios": "^1.7.2" } }, "node_modules/axios": { "version": "1.7.9" }, "node_modules/a/node_modules/axios": { "version": "0.21.0" }, "node_modules/@angular/common": { "version": "18.2.1" } } }', { axios: '1.7.9', '@angular/common': '18.2.1' }],
  ['package-lock.json', '{ "lockfileVersion": 1, "dependencies": { "got": { "version": "11.8.6", "requires": {} } } }', { got: '11.8.6' }],
  ['yarn.lock', '# yarn lockfile v1\n\n\n"@angular/common@^18.0.0":\n  version "18.2.1"\n  resolved "https://registry.example/c.tgz"\n\naxios@^1.6.0, axios@^1.7.2:\n  version "1.7.9"\n  dependencies:\n    form-data "^4.0.0"\n', { '@angular/common': '18.2.1', axios: '1.7.9' }],
  ['yarn.lock', '__metadata:\n  version: 8\n\n"axios@npm:^1.7.2":\n  version: 1.7.9\n  resolution: "axios@npm:1.7.9"\n', { axios: '1.7.9' }],
  ['.nvmrc', 'v22.12.0\n', {}, '22.12.0'],
  ['.nvmrc', 'lts/*\n', {}],
  ['requirements.txt', '# clients\nRequests[socks]==2.32.3\nhttpx >= 0.27, < 1 ; python_version > "3.8"  # new\n-r other.txt\naiohttp\ngit+https://git.example/x.git\n', { requests: '==2.32.3', httpx: '>= 0.27, < 1' }],
  ['pyproject.toml', '[project]\nname = "x"\nrequires-python = ">=3.11"\ndependencies = [\n  "requests>=2.31",\n  "httpx[http2]~=0.27",\n]\n\n[project.optional-dependencies]\ndev = ["aiohttp==1.0"]\n', { requests: '>=2.31', httpx: '~=0.27' }, '>=3.11'],
  ['pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.12"\nrequests = "^2.32"\nhttpx = { extras = ["http2"], version = "^0.27" }\n', { requests: '^2.32', httpx: '^0.27' }, '^3.12'],
  ['poetry.lock', '[[package]]\nname = "requests"\nversion = "2.32.3"\ndescription = "x"\n\n[package.dependencies]\nname = "no"\n\n[metadata]\nlock-version = "2.0"\n', { requests: '2.32.3' }],
  ['uv.lock', 'version = 1\n\n[[package]]\nname = "httpx"\nversion = "0.28.1"\nsource = { registry = "https://pypi.example/simple" }\n', { httpx: '0.28.1' }],
  ['go.mod', 'module example.com/app\n\ngo 1.22\n\nrequire (\n\tgithub.com/go-resty/resty/v2 v2.13.1\n\tgithub.com/gorilla/websocket v1.5.3 // indirect\n)\n', { 'github.com/go-resty/resty/v2': '2.13.1', 'github.com/gorilla/websocket': '1.5.3' }, '1.22'],
  ['pom.xml', '<project><properties><okhttp.version>4.12.0</okhttp.version><java.version>17</java.version></properties><dependencies><!-- <dependency><groupId>org.jsoup</groupId><artifactId>jsoup</artifactId><version>1.0</version></dependency> --><dependency><groupId>com.squareup.okhttp3</groupId><artifactId>okhttp</artifactId><version>${okhttp.version}</version></dependency><dependency><groupId>com.squareup.retrofit2</groupId><artifactId>retrofit</artifactId><version>${unknown}</version></dependency></dependencies></project>', { 'com.squareup.okhttp3:okhttp': '4.12.0' }, '17'],
  ['build.gradle.kts', 'dependencies {\n  implementation("com.squareup.okhttp3:okhttp:4.12.0")\n  // implementation("org.jsoup:jsoup:1.0")\n  implementation("com.squareup.retrofit2:retrofit:$v")\n}\n', { 'com.squareup.okhttp3:okhttp': '4.12.0' }],
  ['App.csproj', '<Project><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="RestSharp" Version="112.0.0" /></ItemGroup></Project>', { RestSharp: '112.0.0' }, 'net8.0'],
  ['Cargo.toml', '[package]\nname = "x"\nrust-version = "1.75"\n\n[dependencies]\nreqwest = { version = "0.12", features = ["json"] }\nureq = "2.10"\n\n[dev-dependencies]\nhyper = "1"\n', { reqwest: '0.12', ureq: '2.10' }, '1.75'],
  ['Cargo.lock', 'version = 3\n\n[[package]]\nname = "reqwest"\nversion = "0.12.8"\nsource = "registry+https://crates.example"\n', { reqwest: '0.12.8' }],
  ['composer.json', '{ "require": { "php": ">=8.2", "guzzlehttp/guzzle": "^7.9" } }', { 'guzzlehttp/guzzle': '^7.9' }, '>=8.2'],
  ['composer.lock', '{ "packages": [ { "name": "symfony/http-client", "version": "v7.1.5" } ] }', { 'symfony/http-client': '7.1.5' }],
  ['Gemfile.lock', 'GEM\n  remote: https://rubygems.example/\n  specs:\n    faraday (2.12.0)\n      faraday-net_http (>= 2.0, < 3.4)\n    httparty (0.22.0)\n\nDEPENDENCIES\n  faraday\n', { faraday: '2.12.0', httparty: '0.22.0' }],
];

describe('manifests', () => {
  for (const [name, text, packages, runtime] of SAID) {
    it(`are read: ${name} ${JSON.stringify(packages).slice(0, 50)}`, () => {
      const manifest = readManifest(name, name, text);
      assert.deepEqual([manifest && Object.fromEntries(manifest.packages), manifest?.runtime], [packages, runtime]);
    });
  }

  it('of any content give versions or nothing, in time that grows with their length', () => {
    const deep = '['.repeat(1_000_000);
    const hostile = [deep, `{"dependencies":${'{"a":'.repeat(100_000)}`, '{"__proto__":{"axios":"9"},"dependencies":{"__proto__":{"axios":"9"}}}', '{"constructor":{"prototype":{"x":1}}}', '<dependency>'.repeat(300_000), '<!--'.repeat(500_000), '[[package]]\n'.repeat(100_000), '"'.repeat(1_000_000), ' '.repeat(1_000_000), `dependencies = [${'"a'.repeat(300_000)}`, '\n'.repeat(500_000), `${'a.'.repeat(500_000)}\n`];
    for (const name of MANIFEST_NAMES) {
      for (const text of hostile) assert.deepEqual([...(readManifest(name.replace('*', 'a'), name, text)?.packages ?? [])], []);
      fc.assert(fc.property(fc.string(), (text) => {
        readManifest(name.replace('*', 'a'), name, text);
      }), { numRuns: 50 });
    }
    assert.equal(({} as Record<string, unknown>)['axios'], undefined);
    assert.equal(readManifest('package.json', 'package.json', ' '.repeat(4_000_001)), undefined);
  });

  it('are no other files', () => assert.deepEqual(['.env', 'package.json.bak', 'id_rsa', 'settings.json', '.npmrc'].filter(isManifest), []));
});

describe('versions of clients', () => {
  const scanner = new RequestScanner(loader);

  /** What stands with the calls of a text whose project has these files: version, file, profile. */
  async function told(files: Readonly<Record<string, string>>, path: string, languageId: string, text: string): Promise<readonly unknown[]> {
    const read: string[] = [];
    const manifests = new ProjectManifests((each) => {
      read.push(each);
      return Promise.resolve(files[each]);
    });
    manifests.use(new ListedFiles(Object.keys(files), (each) => each.slice(3)));
    await manifests.load(path);
    const { length } = read;
    await manifests.load(path);
    assert.equal(read.length, length, 'each file is read once');
    const { requests } = await scanner.scan(text, languageId);
    const around = { manifests: manifests.around(path), languageId, text: () => text };
    return requests.map((each) => withVersions(each, around).request).map(({ clientVersion, nearestClient, likelyClient, likelyFrom }) => [clientVersion?.version, clientVersion?.exact, clientVersion?.file, nearestClient ?? likelyClient, likelyFrom]);
  }

  const AXIOS = 'import axios from "axios"; axios.get("https://a.example/");';

  it('are those of the lock file, else the nearest range', async () => {
    const files = { '/w/package.json': '{"dependencies":{"axios":"^0.27.0"}}', '/w/p/package.json': '{"dependencies":{"axios":"^1.7.0"}}' };
    assert.deepEqual(await told(files, '/w/p/src/a.js', 'javascript', AXIOS), [['^1.7.0', false, 'p/package.json', 'node-24-https', undefined]]);
    assert.deepEqual(await told({ ...files, '/w/package-lock.json': '{"packages":{"node_modules/axios":{"version":"1.7.9"}}}' }, '/w/p/src/a.js', 'javascript', AXIOS), [['1.7.9', true, 'package-lock.json', 'node-24-https', undefined]]);
    assert.deepEqual(await told({ '/w/other/package.json': files['/w/package.json'] }, '/w/p/a.js', 'javascript', AXIOS), [[undefined, undefined, undefined, 'node-24-https', undefined]]);
  });

  it('of Node choose the nearest profile for what the code leaves open, and none for a page', async () => {
    const node = (range: string): Readonly<Record<string, string>> => ({ '/w/package.json': JSON.stringify({ engines: { node: range } }) });
    const profile = async (range: string, text: string): Promise<unknown> => (await told(node(range), '/w/a.ts', 'typescript', text)).map((each) => (each as unknown[])[3]);
    for (const [range, major] of [['>=18', 20], ['^20.11', 20], ['22.x', 22], ['^22 || ^24', 22], ['>=26', 24], ['v23', 24]] as const) {
      assert.deepEqual(await profile(range, 'fetch("https://a.example/")'), [`node-${major}-fetch`], range);
      assert.deepEqual(await profile(range, AXIOS), [`node-${major}-https`], range);
    }
    for (const range of ['*', 'lts', '', '<__proto__>']) assert.deepEqual(await profile(range, 'fetch("https://a.example/")'), [undefined]);
    assert.deepEqual(await profile('>=20', 'document.title; fetch("https://a.example/")'), [undefined]);
    assert.deepEqual(await profile('>=20', `import React from "react"; ${AXIOS}`), ['chromium-156']);
    assert.deepEqual(await told({ ...node('>=20'), '/w/.nvmrc': '22\n' }, '/w/a.ts', 'typescript', 'fetch("https://a.example/")'), [[undefined, undefined, undefined, 'node-22-fetch', '.nvmrc']]);
  });

  it('come from the ecosystem of the client', async () => {
    const files = { '/w/go.mod': 'module x\n\ngo 1.22\n', '/w/requirements.txt': 'requests==2.32.3\n', '/w/package.json': '{"dependencies":{"request":"2.88.2"}}' };
    assert.deepEqual(await told(files, '/w/main.go', 'go', 'package main\n\nimport "net/http"\n\nfunc main() { http.Get("https://a.example/") }\n'), [['1.22', false, 'go.mod', undefined, undefined]]);
    assert.deepEqual(await told(files, '/w/a.py', 'python', 'import requests\nrequests.get("https://a.example/")\n'), [['==2.32.3', false, 'requirements.txt', undefined, undefined]]);
  });
});
