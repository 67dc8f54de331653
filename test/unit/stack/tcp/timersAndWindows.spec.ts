import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LINUX } from '../../../../src/clients/operatingSystems/linux';
import { SYSTEM_PROFILES } from '../../../../src/clients/operatingSystems/systemProfiles';
import { AcknowledgmentPolicy } from '../../../../src/stack/4-transport/tcp/acknowledgmentPolicy';
import { CongestionControl, initialWindowSegments } from '../../../../src/stack/4-transport/tcp/congestionControl';
import { kernelTimerMs } from '../../../../src/stack/4-transport/tcp/kernelTimer';
import { ProportionalRateReduction } from '../../../../src/stack/4-transport/tcp/proportionalRateReduction';
import { RoundTripEstimator } from '../../../../src/stack/4-transport/tcp/roundTripEstimator';
import { addToSequence, sequenceDistance } from '../../../../src/stack/4-transport/tcp/sequenceNumber';

describe('TCP timers and windows', () => {
  it('starts with one second and follows RFC 6298 §2 from the first sample on', () => {
    const estimator = new RoundTripEstimator(LINUX.tcp);
    assert.equal(estimator.timeoutMs, 1000);
    estimator.sample(100);
    // SRTT = R, RTTVAR = R/2, RTO = SRTT + max(G, 4·RTTVAR), where Linux puts its minimum of 200 ms in place of G.
    assert.equal(estimator.timeoutMs, 100 + 4 * 50);
    estimator.sample(200);
    // RTTVAR = 3/4·50 + 1/4·|100-200| = 62.5; SRTT = 7/8·100 + 1/8·200 = 112.5.
    assert.equal(estimator.timeoutMs, 112.5 + 4 * 62.5);
    estimator.backOff();
    assert.equal(estimator.timeoutMs, 2 * (112.5 + 4 * 62.5));
  });

  it('opens with the window of RFC 6928 §2', () => {
    assert.deepEqual([536, 1448, 1460, 2190, 8960, 65_483].map(initialWindowSegments), [10, 10, 10, 6, 2, 2]);
  });

  it('doubles in slow start and shrinks to seven tenths at a loss (RFC 5681 §3.1, RFC 9438 §4.6)', () => {
    const congestion = new CongestionControl(1448);
    congestion.acknowledged(10, 100, 50);
    assert.equal(congestion.windowSegments, 20);
    congestion.acknowledged(20, 150, 50);
    assert.equal(congestion.windowSegments, 40);
    congestion.lossNoticed();
    assert.equal(congestion.windowSegments, 28);
    assert.equal(congestion.inSlowStart, false);
    congestion.timedOut();
    assert.equal(congestion.windowSegments, 1);
  });

  it('acknowledges at least every second full-sized segment and within half a second (RFC 9293 §3.8.6.3)', () => {
    const arrivals = fc.array(fc.record({ gapMs: fc.integer({ min: 0, max: 300 }), bytes: fc.integer({ min: 1, max: 1448 }), push: fc.boolean(), answers: fc.boolean() }), { maxLength: 60 });
    fc.assert(fc.property(fc.constantFrom(...Object.values(SYSTEM_PROFILES)), arrivals, ({ tcp }, events) => {
      const policy = new AcknowledgmentPolicy(0, tcp.acknowledgments);
      let nowMs = 0;
      let unacknowledgedBytes = 0;
      for (const { gapMs, bytes, push, answers } of events) {
        nowMs += gapMs;
        policy.dataReceived(nowMs, bytes, push);
        unacknowledgedBytes += bytes;
        assert.ok(policy.waitMs(50) < 500);
        const choice = policy.choose(true, false);
        if (unacknowledgedBytes >= 2 * 1448) assert.equal(choice, 'now');
        if (answers) policy.dataSent(nowMs);
        if (choice === 'now' || answers) {
          policy.acknowledged();
          unacknowledgedBytes = 0;
        }
      }
    }));
  });

  it('fires timers when the wheels of a kernel with 250 ticks a second let it: half a slot late (kernel/time/timer.c)', () => {
    // The table at the head of that file for HZ 250: slots of 4 ms before 252 ms, of 32 ms before 2016 ms, of 256 ms before 16128 ms.
    const slotsMs = [[40, 4], [248, 4], [252, 32], [1000, 32], [2012, 32], [2016, 256], [16_124, 256], [16_128, 2048]] as const;
    for (const [timeoutMs, slotMs] of slotsMs) assert.equal(kernelTimerMs(timeoutMs), timeoutMs + slotMs / 2);
    assert.equal(kernelTimerMs(250.4), 252 + 16, 'whole ticks');
  });

  it('fires a timer that another one started where both end in slots of the same wheel, as a request was sent again after 260, 256 and 512 ms (curl 7.88 on Linux 6.18)', () => {
    assert.deepEqual([250.4, 500.8, 1001.6].map((timeoutMs) => kernelTimerMs(timeoutMs, 32)), [256, 512, 1024]);
    assert.equal(kernelTimerMs(3000, 32), 3000 + 128, 'a coarser wheel knows nothing of that slot');
  });

  it('sends in recovery what RFC 6937 §3 and its examples allow', () => {
    // A flight of 20 whose first segment is lost, reduced to half: every other acknowledgment sends one segment, 10 in all.
    const reduction = new ProportionalRateReduction(10, 20);
    let pipe = 19;
    let sent = 0;
    for (let acknowledgment = 1; acknowledgment <= 19; acknowledgment++) {
      pipe--;
      const allowed = reduction.allowance({ pipe, delivered: 1, lost: acknowledgment === 1 ? 1 : 0, advanced: false });
      for (let segment = 0; segment < allowed; segment++) {
        reduction.segmentSent();
        sent++;
        pipe++;
      }
    }
    assert.deepEqual({ sent, pipe }, { sent: 10, pipe: 10 });
  });

  it('counts octets modulo 2^32', () => {
    fc.assert(fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 2 ** 31 - 1 }), (sequence, octets) => {
      assert.equal(sequenceDistance(sequence, addToSequence(sequence, octets)), octets);
    }));
  });
});
