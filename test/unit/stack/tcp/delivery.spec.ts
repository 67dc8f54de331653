import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TracedFrame } from '../../../../src/model/trace';
import { countingPayload, exchange } from './twoHosts';

const way = fc.constantFrom('c2s', 's2c');
const lossFrames = fc.array(fc.tuple(way, fc.integer({ min: 1, max: 60 })), { maxLength: 12 })
  .map((items) => items.map(([direction, frame]) => `${direction}:${frame}`).join(','));
const reorderFrames = fc.array(fc.tuple(way, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 })), { maxLength: 6 })
  .map((items) => items.map(([direction, frame, by]) => `${direction}:${frame}>${by}`).join(','));
const sizes = fc.tuple(fc.integer({ min: 1, max: 6000 }), fc.integer({ min: 1, max: 90_000 }));

/** Sequence and acknowledgment numbers of a segment (RFC 9293 §3.1), and its octets of data. */
function segment(frame: TracedFrame): { readonly port: number; readonly sequence: number; readonly acknowledgment: number; readonly flags: number; readonly data: number } | undefined {
  const tcp = frame.encode().pdus.find(({ pdu }) => pdu.protocol === 'tcp');
  if (!tcp) return undefined;
  const view = new DataView(tcp.bytes.buffer, tcp.bytes.byteOffset, tcp.bytes.byteLength);
  return { port: view.getUint16(0), sequence: view.getUint32(4), acknowledgment: view.getUint32(8), flags: view.getUint8(13), data: tcp.pdu.lengthBytes - tcp.pdu.headerBytes };
}

function holds(bytes: Uint8Array, lengthBytes: number, salt: number): boolean {
  return Buffer.from(countingPayload(lengthBytes, salt).encode().bytes).equals(bytes);
}

describe('TCP between two hosts', () => {
  it('delivers every octet once and in order, and ends, whatever the path loses or reorders (RFC 9293 §3.4)', () => {
    fc.assert(fc.property(sizes, lossFrames, reorderFrames, fc.constantFrom(1, 10, 1000), ([requestBytes, responseBytes], lost, reordered, mbps) => {
      const { atServer, atClient, client, server } = exchange(requestBytes, responseBytes, { 'path.lossFrames': lost, 'path.reorderFrames': reordered, 'path.mbps': mbps });
      assert.ok(holds(atServer, requestBytes, 1));
      assert.ok(holds(atClient, responseBytes, 2));
      // The server has closed and hears no more; an error it would hear.
      assert.deepEqual([client, server], ['ended', 'open']);
    }), { seed: 8985, numRuns: 60 });
  });

  it('delivers what a slow reader and a small buffer take in time, with the window closed in between (RFC 9293 §3.8.6)', () => {
    const buffer = fc.constantFrom(undefined, 2048, 4096, 20_000, 100_000);
    fc.assert(fc.property(buffer, fc.constantFrom(0.2, 2, 100), lossFrames, (receiveBufferBytes, readMbps, lost) => {
      const sockets = { readMbps, ...(receiveBufferBytes === undefined ? {} : { receiveBufferBytes }) };
      const { atClient, client } = exchange(100, 60_000, { 'path.lossFrames': lost }, sockets);
      assert.ok(holds(atClient, 60_000, 2));
      assert.equal(client, 'ended');
    }), { seed: 9293, numRuns: 30 });
  });

  it('acknowledges every octet that was sent, and none that was not (RFC 9293 §3.8)', () => {
    fc.assert(fc.property(sizes, lossFrames, ([requestBytes, responseBytes], lost) => {
      const { trace } = exchange(requestBytes, responseBytes, { 'path.lossFrames': lost });
      const frames = trace.frames.filter(({ link }) => link === 'client').map(segment).filter((each) => each !== undefined);
      for (const fromServer of [false, true]) {
        const sent = frames.filter(({ port }) => (port === 80) === fromServer);
        const answers = frames.filter(({ port, flags }) => (port === 80) !== fromServer && (flags & 0x10) !== 0 && (flags & 0x04) === 0);
        const first = sent.find(({ flags }) => (flags & 0x02) !== 0)?.sequence ?? 0;
        const after = (sequence: number) => (sequence - first) >>> 0;
        // SYN and FIN take a sequence number each (RFC 9293 §3.4).
        const end = Math.max(...sent.map(({ sequence, data, flags }) => after(sequence) + data + ((flags & 0x03) !== 0 ? 1 : 0)));
        assert.equal(end, (fromServer ? responseBytes : requestBytes) + 2);
        assert.equal(Math.max(...answers.map(({ acknowledgment }) => after(acknowledgment))), end);
      }
    }), { seed: 793, numRuns: 15 });
  });
});
