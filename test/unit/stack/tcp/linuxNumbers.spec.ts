import assert from 'node:assert/strict';
import { HyStart } from '../../../../src/stack/4-transport/tcp/hyStart';
import { firstWindow, ReceiveWindow } from '../../../../src/stack/4-transport/tcp/receiveWindow';
import { SackBlocks, splitDuplicate } from '../../../../src/stack/4-transport/tcp/sackBlocks';
import { SendBuffer } from '../../../../src/stack/4-transport/tcp/sendBuffer';
import { TailLossProbe } from '../../../../src/stack/4-transport/tcp/tailLossProbe';
import { exchange } from './twoHosts';

const MSS_BYTES = 1448;

/** Starts of the SYNs of a connection that nobody answers, in ms from the first. */
function synTimes(): readonly number[] {
  const { trace } = exchange(1, 1, { 'path.lossFrames': Array.from({ length: 40 }, (_, index) => `c2s:${index + 1}`).join(',') });
  const times = trace.frames.filter(({ link }) => link === 'client').map(({ sentMs }) => sentMs);
  return times.map((timeMs) => timeMs - (times[0] ?? 0));
}

describe('TCP as Linux 6.18 was measured', () => {
  it('sends SYNs into silence when a captured curl did, within the slots of kernel timers', () => {
    // curl towards a wire that loses everything.
    const captured = [0, 1023, 2047, 3071, 4099, 5119, 7135, 11_391, 19_583, 35_711, 69_759];
    const predicted = synTimes();
    assert.equal(predicted.length, captured.length);
    const waits = (times: readonly number[]) => times.slice(1).map((timeMs, index) => timeMs - (times[index] ?? 0));
    const [waited, said] = [waits(captured), waits(predicted)];
    waited.forEach((ms, index) => {
      const slotMs = ms < 2000 ? 32 : ms < 16_000 ? 256 : 2048;
      assert.ok(Math.abs((said[index] ?? 0) - ms) <= slotMs / 2 + 1, `wait ${index + 1}: ${said[index]} beside ${ms}`);
    });
  });

  it('offers the windows of a captured response: 64240, then what grows with each segment', () => {
    assert.deepEqual(firstWindow(1460, 10, undefined), { bytes: 64_240, shift: 10 });
    const window = new ReceiveWindow({ windowBytes: 64_240, mssBytes: MSS_BYTES, shift: 10, bufferBytes: undefined, nowMs: 0 });
    const offered = [window.offered(0)];
    for (let segment = 1; segment <= 5; segment++) {
      window.received(MSS_BYTES, segment > 1);
      offered.push(window.offered(segment * MSS_BYTES));
    }
    assert.deepEqual(offered, [64_512, 67_584, 70_656, 73_728, 76_800, 79_872]);
  });

  it('makes the receive buffer as large as the kernel\'s tracepoint tcp_rcvbuf_grow says', () => {
    // space=14480 copied=40544 inq=2896 scaling_ratio=170 led to window_clamp=316241, and that to rcv_ssthresh=314796 rcv_wnd=315392.
    const window = new ReceiveWindow({ windowBytes: 64_240, mssBytes: MSS_BYTES, shift: 10, bufferBytes: undefined, nowMs: 0 });
    for (let segment = 0; segment < 30; segment++) window.received(MSS_BYTES, segment > 0);
    window.measured(50, MSS_BYTES);
    window.read(40_544, 2896, 0, 110);
    window.read(2896, 0, 0, 110);
    let offered = 0;
    for (let segment = 0; segment < 200; segment++) {
      window.received(MSS_BYTES, false);
      offered = window.offered((31 + segment) * MSS_BYTES);
      window.read(MSS_BYTES, 0, 0, 110);
    }
    assert.equal(offered, 315_392);
  });

  it('takes of a long first write what strace saw, 46336 octets, and grows the buffer where the congestion window is not filled', () => {
    const buffer = new SendBuffer(MSS_BYTES);
    const write = (acknowledgedTo: number, windowSegments: number) => {
      let sentTo = acknowledgedTo;
      while (buffer.write(600_153, sentTo, acknowledgedTo, 64_240)) sentTo = Math.min(buffer.acceptedTo, acknowledgedTo + windowSegments * MSS_BYTES);
      return buffer.acceptedTo;
    };
    assert.equal(write(0, 10), 46_336);
    assert.equal(buffer.hasRoom(43_440, 14_480, 20, true), false);
    assert.equal(buffer.hasRoom(46_336, 43_440, 22, false), true);
    // The second write took 97016 octets, of which the window let a few more segments go meanwhile.
    assert.ok(Math.abs(write(43_440, 22) - 46_336 - 97_016) <= 3 * MSS_BYTES);
  });

  it('reports the latest range first, as a capture with two losses shows, and a duplicate before all (RFC 2018 §4, RFC 2883 §4)', () => {
    const blocks = new SackBlocks();
    for (const start of [20_273, 21_721, 23_169, 26_065, 27_513]) blocks.add({ start, end: start + MSS_BYTES });
    assert.deepEqual(blocks.take(), [{ start: 26_065, end: 28_961 }, { start: 20_273, end: 24_617 }]);
    blocks.repeated({ start: 1, end: 1449 });
    assert.deepEqual(blocks.take()[0], { start: 1, end: 1449 });
    assert.equal(blocks.take().length, 2);
    blocks.advance(28_961);
    assert.equal(blocks.isEmpty, true);
    const ranges = [{ start: 10, end: 20 }, { start: 30, end: 60 }];
    assert.deepEqual(splitDuplicate(ranges, 25), [ranges[0], [ranges[1]]]);
    assert.deepEqual(splitDuplicate([{ start: 40, end: 50 }, { start: 30, end: 60 }], 25), [{ start: 40, end: 50 }, [{ start: 30, end: 60 }]]);
    assert.deepEqual(splitDuplicate(ranges, 5), [undefined, ranges]);
  });

  it('probes the tail after two round trips, later where one segment may wait for its acknowledgment (RFC 8985 §7.2), once', () => {
    const probe = new TailLossProbe();
    assert.equal(probe.delayMs(50, 1), 300);
    assert.equal(probe.delayMs(50, 2), 108);
    probe.sent(1000, true);
    assert.equal(probe.delayMs(50, 1), Infinity);
    assert.equal(probe.acknowledged(1000, true, false), false, 'a duplicate says that nothing was lost');
    probe.sent(1000, true);
    assert.equal(probe.acknowledged(1001, false, true), true, 'it repaired a loss');
  });

  it('leaves slow start when round trips grow or acknowledgments come for half a round trip (HyStart)', () => {
    const growing = new HyStart();
    // 50 ms at first; an eighth more is 56.25.
    assert.equal(growing.acknowledged(50, 50, 14_480, 28_960, 20), false);
    const samples = Array.from({ length: 9 }, (_, index) => growing.acknowledged(110 + 3 * index, 57, 30_000 + index, 60_000, 30));
    assert.deepEqual(samples.map((left, index) => (left ? index : undefined)).filter((index) => index !== undefined), [8]);
    const train = new HyStart();
    train.acknowledged(50, 50, 14_480, 28_960, 20);
    const leaves = Array.from({ length: 30 }, (_, index) => train.acknowledged(100 + index, 50, 30_000 + index, 60_000, 30)).indexOf(true);
    assert.equal(leaves, 26, 'after 25.5 ms of acknowledgments 1 ms apart');
  });
});
