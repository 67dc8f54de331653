import assert from 'node:assert/strict';
import { INVENTED_EPOCH_MS, pcapng } from '../../../src/export/pcapng';
import type { Trace } from '../../../src/model/trace';
import { frame, handMadeTrace, step } from '../explain/handMadeTrace';

interface Block {
  readonly type: number;
  readonly body: DataView;
}

/** Reads blocks as draft-ietf-opsawg-pcapng §3.1 says: type, length, body, length again. */
function readBlocks(file: Uint8Array): Block[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const blocks: Block[] = [];
  for (let at = 0; at < file.length; ) {
    const length = view.getUint32(at + 4, true);
    assert.equal(length % 4, 0);
    assert.equal(view.getUint32(at + length - 4, true), length, 'both lengths agree');
    blocks.push({ type: view.getUint32(at, true), body: new DataView(file.buffer, file.byteOffset + at + 8, length - 12) });
    at += length;
  }
  return blocks;
}

function readOptions(body: DataView, from: number): Map<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  for (let at = from; ; ) {
    const [code, length] = [body.getUint16(at, true), body.getUint16(at + 2, true)];
    if (code === 0) return options;
    options.set(code, new Uint8Array(body.buffer, body.byteOffset + at + 4, length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
}

function readPacket({ body }: Block): { timeNs: bigint; bytes: Uint8Array; comment: string; direction: number | undefined } {
  const length = body.getUint32(12, true);
  const options = readOptions(body, 20 + Math.ceil(length / 4) * 4);
  return {
    timeNs: (BigInt(body.getUint32(4, true)) << 32n) | BigInt(body.getUint32(8, true)),
    bytes: new Uint8Array(body.buffer, body.byteOffset + 20, length),
    comment: new TextDecoder().decode(options.get(1) ?? new Uint8Array()),
    direction: options.get(2)?.[0],
  };
}

const PACKET = 6;
const packets = (file: Uint8Array): ReturnType<typeof readPacket>[] => readBlocks(file).filter(({ type }) => type === PACKET).map(readPacket);

describe('pcapng', () => {
  it('holds the frames of the link, when and whither they went, and to which step they belong', () => {
    const trace = handMadeTrace();
    const found = packets(pcapng([trace], { link: 'client' }));
    const epochNs = BigInt(INVENTED_EPOCH_MS) * 1_000_000n;
    assert.deepEqual(
      found.map(({ timeNs, bytes, comment, direction }) => [timeNs - epochNs, bytes.length, comment, direction]),
      [
        [1_000_000_000n, 42, 'Title of arp.resolve', 2],
        [1_000_200_000n, 42, 'Title of arp.resolve', 1],
        [1_000_200_000n, 71, 'Title of dns.lookup', 2],
        [1_010_400_000n, 87, 'Title of dns.cache', 1],
        [1_011_000_000n, 100, 'Title of http.request', 2],
        [1_011_050_000n, 66, 'Title of http.request', 2],
        [1_030_100_000n, 900, 'Title of http.request', 1],
      ],
    );
    assert.deepEqual(found[6]?.bytes, trace.frames[8]?.encode().bytes);
    assert.equal(packets(pcapng([trace], { link: 'wan', startTimeMs: 0 }))[0]?.timeNs, 1_000_300_000n);
  });

  it('puts the secrets of all runs before the first packet, each once', () => {
    const run = (line: string): Trace => ({ ...handMadeTrace(), keyLog: () => line });
    const blocks = readBlocks(pcapng([run('CLIENT_RANDOM aa bb'), run(''), run('CLIENT_RANDOM aa bb\nCLIENT_RANDOM cc dd\n')], { link: 'client' }));
    assert.deepEqual(blocks.slice(0, 4).map(({ type }) => type), [0x0a0d0d0a, 1, 10, PACKET]);
    const secrets = blocks[2]?.body;
    assert.ok(secrets);
    assert.equal(secrets.getUint32(0, true), 0x544c534b);
    const log = new Uint8Array(secrets.buffer, secrets.byteOffset + 8, secrets.getUint32(4, true));
    assert.equal(new TextDecoder().decode(log), 'CLIENT_RANDOM aa bb\nCLIENT_RANDOM cc dd\n');
    assert.deepEqual(readBlocks(pcapng([handMadeTrace()], { link: 'client' })).filter(({ type }) => type === 10), []);
  });

  it('leaves out what was lost before the capture, keeps what was lost after it', () => {
    const frames = [
      frame(0, { from: 'client', to: 'router', sentMs: 0, receivedMs: 1, lengthBytes: 61, lost: true }),
      frame(1, { from: 'router', to: 'client', sentMs: 2, receivedMs: 3, lengthBytes: 62, lost: true }),
    ];
    const found = packets(pcapng([{ ...handMadeTrace(), frames }], { link: 'client' }));
    assert.deepEqual(found.map(({ bytes }) => bytes.length), [61]);
  });

  it('limits and cleans hostile names and comments', () => {
    const steps = [step('x.y', { title: `\0\u001b]8;;http://evil.example\u0007${'ä'.repeat(70_000)}`, frames: [0] })];
    const file = pcapng([{ ...handMadeTrace(), steps }], { link: 'client' });
    const comment = packets(file)[0]?.comment ?? '';
    assert.match(comment, /^\\u\{0\}\\u\{1B\}\]8;;http:\/\/evil\.example\\u\{7\}ä{900,}…$/);
    assert.ok(new TextEncoder().encode(comment).length < 65_535);
    assert.equal(readBlocks(pcapng([handMadeTrace()], { link: `\0${'n'.repeat(70_000)}` })).length, 2, 'no such link, no packets');
  });

  it('is the same file for the same trace', () => {
    assert.deepEqual(pcapng([handMadeTrace()], { link: 'client' }), pcapng([handMadeTrace()], { link: 'client' }));
  });
});
