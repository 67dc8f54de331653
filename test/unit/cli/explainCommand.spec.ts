import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONDITION_SWITCHES } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import { runCli } from './recordingTerminal';

async function explainJson(...args: readonly string[]): Promise<Explanation> {
  const { code, out, error } = await runCli(['explain', ...args, '--json']);
  assert.deepEqual([code, error], [0, '']);
  return JSON.parse(out) as Explanation;
}

describe('wirewalk explain', () => {
  it('prints the keys of DESIGN §7, with fields, for one run as an object and for several as an array', async () => {
    const explanation = await explainJson('https://www.example/users', '--set', 'path.rttMs=50');
    for (const key of ['request', 'conditions', 'steps', 'frames', 'totals', 'findings']) assert.ok(key in explanation, key);
    assert.equal(explanation.conditions.path.rttMs, 50);
    for (const step of explanation.steps) {
      assert.deepEqual(['id', 'title', 'state', 'reason', 'layers', 'startMs', 'endMs', 'frames', 'spec'].filter((key) => !(key in step)), []);
    }
    const [frame] = explanation.frames;
    assert.ok(frame && frame.pdus[0] && frame.pdus[0].fields[0]);
    assert.deepEqual(['name', 'value', 'bitOffset', 'bitLength', 'source', 'spec'].filter((key) => !(key in (frame.pdus[0]?.fields[0] ?? {}))), []);
    const { out } = await runCli(['explain', 'http://www.example/', '--repeat', '2', '--json']);
    const runs = JSON.parse(out) as readonly Explanation[];
    assert.equal(runs.length, 2);
    assert.equal(runs[1]?.totals.roundTrips, 1, 'the connection is open');
  });

  it('counts round trips as the protocols need them', async () => {
    // Resolver 1, TCP 1, TLS 1.3 1, request 1 (RFC 8446 §2, RFC 9293 §3.5); ARP is not counted.
    assert.equal((await explainJson('https://www.example/')).totals.roundTrips, 4);
    assert.equal((await explainJson('http://www.example/')).totals.roundTrips, 3);
    assert.equal((await explainJson('http://203.0.113.10/')).totals.roundTrips, 2);
    assert.equal((await explainJson('https://www.example/', '--set', 'cache.connection=open')).totals.roundTrips, 1);
    assert.equal((await explainJson('http://localhost:3000/')).totals.roundTrips, 2);
  });

  it('sends what the options say', async () => {
    const { request, frames } = await explainJson('http://www.example/login', '--data', 'a=b', '--header', 'X-Kind: test', '--client', 'curl-7.88');
    assert.deepEqual([request.method, request.body?.lengthBytes], ['POST', 3]);
    const line = frames.flatMap(({ pdus }) => pdus).find(({ protocol, summary }) => protocol === 'http' && summary.startsWith('POST'));
    assert.ok(line, 'the request is in a frame');
  });

  it('lets no secret into any output', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirewalk-'));
    try {
      const file = join(folder, 'secret.pcapng');
      const secrets = ['hunter2hunter2', 'tok3ntok3n', 'b34rerb34rer', 'c00kiec00kie', 'b0dyb0dyb0dy'];
      const args = [
        // curl sends the password of a URL; fetch refuses such a URL.
        `http://me:${secrets[0]}@www.example/?access_token=${secrets[1]}`, '--client', 'curl-7.88', '--header', `Authorization: Bearer ${secrets[2]}`,
        '--header', `Cookie: session=${secrets[3]}`, '--data', `password=${secrets[4]}`, '--client', 'curl-7.88', '--pcapng', file,
      ];
      const outputs = await Promise.all([['--pcapng', file], ['--json'], ['--markdown'], ['--mermaid']].map((format) => runCli(['explain', ...args, ...format])));
      const everything = outputs.map(({ code, out, error }) => `${code}${out}${error}`).join('') + readFileSync(file, 'latin1');
      const base64 = Buffer.from(`me:${secrets[0]}`).toString('base64');
      for (const secret of [...secrets, base64]) {
        assert.ok(!everything.includes(secret), secret);
        assert.ok(!everything.includes(Buffer.from(secret).toString('hex')), `${secret} in hexadecimal`);
      }
      assert.ok(readFileSync(file).length > 2000, 'the capture holds the exchange');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('prints a report without colours, or with them, and nothing that controls a terminal', async () => {
    const plain = await runCli(['explain', 'https://www.example/']);
    assert.match(plain.out, /^GET https:\/\/www\.example\/\n.*predicted for .*\n4 round trips, first octet after \d+\.\d ms/);
    for (const heading of ['Steps', 'Stack', 'Frames on the client link']) assert.match(plain.out, new RegExp(`\n${heading}\n`));
    assert.doesNotMatch(plain.out, /[^\n\x20-\x7e\u00a0-\uffff]/);
    const coloured = await runCli(['explain', 'https://www.example/'], { colour: true });
    assert.equal(coloured.out.replaceAll(/\u001b\[\d+m/g, ''), plain.out);
  });

  it('lists every condition with its default, and every client', async () => {
    const { code, out } = await runCli(['explain', '--help']);
    assert.equal(code, 0);
    for (const { key, default: value } of CONDITION_SWITCHES) assert.ok([`\n  ${key}=${value} `, `\n  ${key}=${value}\n`].some((line) => out.includes(line)), key);
    for (const client of ['curl-7.88', 'node-20-fetch', 'node-24-fetch']) assert.ok(out.includes(client), client);
  });

  const bad: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no URL', [], /A URL is missing/],
    ['two URLs', ['http://a.example/', 'http://b.example/'], /found "http:\/\/b\.example\/" as well/],
    ['no host', ['https://'], /host/],
    ['a foreign scheme', ['ftp://a.example/'], /ftp/],
    ['port 0', ['http://a.example:0/'], /port.*1 to 65535/],
    ['a megabyte of URL', [`https://a.example/${'x'.repeat(1_000_000)}`], /8192/],
    ['an escape sequence in the host', ['https://a\u001b]0;x\u0007.example/'], /\\u\{1B\}/],
    ['an unknown host', ['https://{host}/'], /\{host\}/],
    ['IPv6 over too small an MTU', ['https://[2001:db8::1]/', '--set', 'path.mtu=1000'], /1280 bytes \(RFC 8200/],
    ['an unknown option', ['http://a.example/', '--colour'], /--colour/],
    ['an option without its value', ['http://a.example/', '--client'], /--client/],
    ['an unknown client', ['http://a.example/', '--client', 'netscape-4'], /netscape-4/],
    ['an unknown condition', ['http://a.example/', '--set', 'path.rtt=5'], /path\.rttMs/],
    ['a value out of range', ['http://a.example/', '--set', 'path.rttMs=-1'], /0 to 60000/],
    ['a setting without a value', ['http://a.example/', '--set', 'path.rttMs'], /key=value/],
    ['a header without a colon', ['http://a.example/', '--header', 'x'], /Name: value/],
    ['a header with a line break', ['http://a.example/', '--header', 'x: a\r\ny: b'], /line break/],
    ['a method with a space', ['http://a.example/', '--method', 'GET /'], /method/],
    ['no runs', ['http://a.example/', '--repeat', '0'], /1 to 100/],
    ['two formats', ['http://a.example/', '--json', '--markdown'], /--json, --markdown/],
    ['a capture file that cannot be written', ['http://a.example/', '--pcapng', '/nowhere/x.pcapng'], /no such file/],
  ];
  for (const [name, args, message] of bad) {
    it(`answers ${name} with one sentence and exit code 2`, async () => {
      const { code, out, error } = await runCli(['explain', ...args]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(error, message);
      assert.match(error, /^wirewalk: [^\n]{1,600}\n$/);
      assert.doesNotMatch(error, /\n\s+at |[\0-\x09\x0b-\x1f]/);
    });
  }

  it('knows its commands', async () => {
    assert.match((await runCli([])).out, /wirewalk explain <url>/);
    for (const command of ['scan', 'probe', 'compare']) assert.match((await runCli([command, '--help'])).out, new RegExp(`wirewalk ${command} `));
    const { code, error } = await runCli(['explode']);
    assert.equal(code, 2);
    assert.match(error, /"explode".*explain, scan, probe, compare/);
  });
});
