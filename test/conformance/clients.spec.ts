import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { requireTshark, tsharkOn } from './tshark';

const CAPTURES = resolve(__dirname, '../../../shared/captures');
const FIXTURES = resolve(__dirname, '../fixtures/clients');

function fixture<Content>(name: string): readonly Content[] {
  return JSON.parse(readFileSync(join(FIXTURES, name), 'utf8')) as readonly Content[];
}

/** Skips where the captures are not beside the repository: they are no part of it. */
function requireCaptures(context: Mocha.Context): void {
  requireTshark(context);
  if (existsSync(CAPTURES)) return;
  console.log('      skipped: the captures are not beside the repository');
  context.skip();
}

/** The octets that the first connection's client sent, in order. */
function sentByClient(file: string): string {
  const lines = tsharkOn(join(CAPTURES, file), '-Y', 'tcp.len > 0 && tcp.stream == 0 && tcp.dstport < 1024', '-T', 'fields', '-e', 'tcp.payload');
  return lines.join('').replaceAll(':', '');
}

describe('the recorded clients', () => {
  it('sent the ClientHellos that the captures hold', function () {
    requireCaptures(this);
    const captured = fixture<{ source: string; hex: string }>('hellos.json').filter(({ source }) => source !== 'measured');
    for (const { source, hex } of captured) assert.ok(sentByClient(source).startsWith(hex), source);
    assert.equal(captured.length, 12);
  });

  it('sent the request heads that the captures hold, as tshark decrypts them', function () {
    requireCaptures(this);
    const captured = fixture<{ source: string; head: string }>('captured-heads.json').filter(({ source }) => source !== 'measured');
    for (const { source, head } of captured) {
      const fields = ['http.request.method', 'http.request.uri', 'http.request.version', 'http.request.line'];
      const [first = ''] = tsharkOn(
        join(CAPTURES, source), '-Y', 'http.request', '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=^', ...fields.flatMap((field) => ['-e', field]),
      );
      const [method, target, version, lines = ''] = first.split('|');
      assert.equal(`${method} ${target} ${version}\r\n${lines.replaceAll('\\r\\n', '\r\n').replaceAll('^', '')}\r\n`, head, source);
    }
    assert.equal(captured.length, 6);
  });
});
