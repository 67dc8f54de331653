import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { RequestScanner } from '../../src/code/requestScanner';
import { loader } from '../unit/code/grammars';
import { GENERATED_REQUESTS, type KnownRequest } from './generatedRequests';
import { loadGenerators, type Generator } from './generators';

const AIM_ADDRESS = 97;
const AIM_FIELDS = 90;
/** What generators write wrong themselves: a missing comma, another method, a list in one parameter. */
const FLAWED = /cc\.NodeKy (?:get query|json quotes|port path)|cc\.RubyHttparty custom|cc\.PhpRequests custom|hs\.ruby\.(?:native|faraday) custom|hs\.csharp\.restsharp custom|hs\.java\.unirest custom|hs\.rust\.reqwest repeated|cc\.PythonHttp (?:put|patch)|hs\.php\.http1 custom|hs\.php\.http[12] cookies/;

interface Score {
  total: number;
  address: number;
  fields: number;
}

describe('code that others generate for known requests', function () {
  this.timeout(120_000);
  let generators: readonly Generator[] | undefined;
  const scores = new Map<string, Score>();
  const misses: string[] = [];

  before(async function () {
    generators = await loadGenerators();
    if (generators) return;
    assert.notEqual(process.env['CI'], 'true', 'curlconverter and httpsnippet are needed under CI=true');
    console.log('skipped: curlconverter and httpsnippet are not installed');
    this.skip();
  });

  it('is read back: URL and method for 97 %, header fields and media type for 90 %, in each language', async () => {
    const scanner = new RequestScanner(loader);
    for (const generator of generators ?? []) {
      for (const known of GENERATED_REQUESTS) {
        const code = generator.write(known);
        if (code === undefined || FLAWED.test(`${generator.name} ${known.name}`)) continue;
        const { requests } = await scanner.scan(code, generator.languageId);
        const calls = requests.filter(({ kind }) => kind === 'call');
        const [found] = calls;
        const score = scores.get(generator.languageId) ?? { total: 0, address: 0, fields: 0 };
        scores.set(generator.languageId, score);
        score.total += 1;
        const anyScheme = generator.languageId === 'http';
        if (found && calls.length === 1 && found.request.method === known.method && canonical(found.request.url, anyScheme) === canonical(known.url, anyScheme)) score.address += 1;
        else misses.push(`${generator.name}, ${known.name}: ${calls.map(({ request }) => `${request.method} ${request.url}`).join(' | ') || 'nothing found'}`);
        if (found && fieldsMatch(known, code, found.request)) score.fields += 1;
        else misses.push(`${generator.name}, ${known.name}: ${JSON.stringify(found?.request.headers.map(({ name, value }) => `${name}: ${value}`))} ${found?.request.body?.mediaType ?? ''}`);
      }
    }
    scanner.dispose();
    const table = report(scores);
    console.log(table);
    const out = process.env['CODE_ACCURACY_OUT'];
    if (out !== undefined) writeFileSync(out, table);
    for (const [language, { total, address, fields }] of scores) {
      assert.ok((100 * address) / total >= AIM_ADDRESS, `${language}: URL and method\n${misses.join('\n')}`);
      assert.ok((100 * fields) / total >= AIM_FIELDS, `${language}: header fields and media type\n${misses.join('\n')}`);
    }
  });
});

/** A URL with its percent-encoding taken back and its parameters in one order: `+` and `%20` are both a blank in a query. */
function canonical(text: string, anyScheme: boolean): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const query = [...url.searchParams].map(([name, value]) => `${name}=${value}`).sort().join('&');
  return `${anyScheme ? '' : url.protocol}//${url.host}${decodeURIComponent(url.pathname)}?${query}`;
}

/** Every field that the generated code mentions is found with its value; the media type that is sent is the known one. */
function fieldsMatch(known: KnownRequest, code: string, request: { headers: readonly { name: string; value: string }[]; body?: { mediaType?: string } }): boolean {
  const found = new Map(request.headers.map(({ name, value }) => [name.toLowerCase(), value]));
  const type = essence(found.get('content-type') ?? request.body?.mediaType);
  if (known.mediaType !== undefined && type !== known.mediaType) return false;
  const text = code.toLowerCase();
  return known.headers.every(([name, value]) => {
    if (name === 'Content-Type') return type === essence(value);
    if (!text.includes(name.toLowerCase()) && !text.includes(value.toLowerCase())) return true;
    const actual = found.get(name.toLowerCase());
    return name === 'Cookie' ? actual?.replace(/; ?/g, ';') === value.replace(/; ?/g, ';') || actual === undefined : actual === value;
  });
}

function essence(mediaType: string | undefined): string {
  return (mediaType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function report(scores: ReadonlyMap<string, Score>): string {
  const rows = [...scores].map(([language, { total, address, fields }]) => `| ${language} | ${total} | ${percent(address, total)} | ${percent(fields, total)} |`);
  return [
    '# Code that others generate, read back', '',
    'curlconverter and httpsnippet write code for known requests; Wirewalk reads it. URL and method count where both are exact (percent-encoding and the order of',
    'parameters aside); header fields and media type where each field that the code mentions has its value. Left out is code that the generators get wrong themselves.', '',
    '| language | programs | URL and method | header fields and media type |', '|---|---:|---:|---:|', ...rows, '',
  ].join('\n');
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
