import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { commandLineConsent } from '../../../src/cli/probeConsent';
import { classifyAddress } from '../../../src/probe/addressClass';
import type { PlannedContact } from '../../../src/probe/probeOptions';
import { runCli } from './recordingTerminal';

interface Printed {
  readonly target: string;
  readonly contacted: readonly string[];
  readonly steps: readonly { readonly id: string; readonly title: string; readonly state: string; readonly observed?: unknown; readonly verdict?: string }[];
  readonly observation: { readonly probedFrom: string };
  readonly findings: readonly unknown[];
}

describe('wirewalk probe and compare', () => {
  let server: Server;
  let origin: string;
  before((done) => {
    // Node's own HTTP server would refuse to send the escape sequence.
    server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nServer: evil\u001b]8;;http://x\u0007\r\nContent-Length: 5\r\n\r\nhello'));
    });
    server.listen(0, '127.0.0.1', () => {
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      done();
    });
  });
  after((done) => {
    server.close(done);
  });

  it('prints what it saw with the keys of DESIGN §7, and names first what it contacts', async () => {
    const { code, out, error } = await runCli(['probe', 'http', origin, '--json']);
    assert.equal(code, 0);
    const printed = JSON.parse(out) as Printed;
    assert.deepEqual(Object.keys(printed), ['target', 'contacted', 'steps', 'observation', 'findings']);
    assert.ok(printed.contacted.some((address) => address.includes('127.0.0.1')));
    assert.equal(printed.steps.find(({ id }) => id === 'http.request')?.state, 'happens');
    assert.ok(printed.steps.every(({ observed }) => Array.isArray(observed)));
    assert.match(error, /^contacting 127\.0\.0\.1 port \d+ .*loopback/);
  });

  it('lays the prediction beside what it saw', async () => {
    const { code, out } = await runCli(['compare', origin, '--json']);
    assert.equal(code, 0);
    const printed = JSON.parse(out) as Printed;
    assert.deepEqual(Object.keys(printed), ['target', 'contacted', 'steps', 'observation', 'findings']);
    const request = printed.steps.find(({ id }) => id === 'http.request');
    assert.ok(request?.verdict === 'agrees' || request?.verdict === 'differs', JSON.stringify(request));
    const { out: text } = await runCli(['compare', origin]);
    assert.match(text, /predicted: happens, .* \| observed: happens, /);
  });

  it('prints nothing that a server could control a terminal with', async () => {
    const { out } = await runCli(['probe', 'http', origin]);
    assert.match(out, /http\.request/);
    assert.doesNotMatch(out, /[^\n\x20-\x7e\u00a0-\uffff]/);
  });

  it('reports a refused connection as a result', async () => {
    const { code, out } = await runCli(['probe', 'tls', '127.0.0.1:1', '--json']);
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as Printed).steps.find(({ id }) => id === 'tcp.handshake')?.state, 'fails');
  });

  it('lets a name lead nowhere near a metadata address, unless that address was typed', async () => {
    const contact: PlannedContact = { address: '169.254.169.254', port: 80, transport: 'tcp', addressClass: classifyAddress('169.254.169.254'), purpose: 'one GET request' };
    const terminal = { out: () => undefined, error: () => undefined, colour: false };
    assert.equal(await commandLineConsent(terminal, ['http://harmless.example/'])([contact]), false);
    assert.equal(await commandLineConsent(terminal, ['http://harmless.example/', '169.254.169.254'])([contact]), true);
  });

  const bad: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no kind', ['probe'], /probe dns/],
    ['no target', ['probe', 'tls'], /A host is missing/],
    ['an option of another kind', ['probe', 'tls', 'a.example', '--type', 'A'], /takes no --type/],
    ['an unknown transport', ['probe', 'dns', 'a.example', '--transport', 'pigeon'], /udp, tcp, tls, https/],
    ['a root without a trace', ['probe', 'dns', 'a.example', '--root', '192.0.2.1'], /--trace/],
    ['a certificate file that is not there', ['probe', 'tls', 'a.example', '--ca', '/nowhere.pem'], /no such file/],
    ['an empty label', ['probe', 'dns', 'a..example', '--server', '127.0.0.1:1'], /empty label/],
    ['port 0', ['probe', 'tls', 'a.example:0'], /1 to 65535/],
    ['a foreign scheme', ['compare', 'ftp://a.example/'], /ftp/],
    ['no URL to compare', ['compare'], /A URL is missing/],
  ];
  for (const [name, args, message] of bad) {
    it(`answers ${name} with one sentence and exit code 2`, async () => {
      const { code, out, error } = await runCli(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(error, message);
      assert.match(error, /^wirewalk: [^\n]{1,600}\n$/);
    });
  }
});
