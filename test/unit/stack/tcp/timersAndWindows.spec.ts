import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AcknowledgmentPolicy } from '../../../../src/stack/4-transport/tcp/acknowledgmentPolicy';
import { CongestionControl, initialWindowSegments } from '../../../../src/stack/4-transport/tcp/congestionControl';
import { RoundTripEstimator } from '../../../../src/stack/4-transport/tcp/roundTripEstimator';
import { addToSequence, sequenceDistance } from '../../../../src/stack/4-transport/tcp/sequenceNumber';

describe('TCP timers and windows', () => {
  it('starts with one second and follows RFC 6298 §2 from the first sample on', () => {
    const estimator = new RoundTripEstimator();
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
    const arrivals = fc.array(fc.record({ gapMs: fc.integer({ min: 0, max: 300 }), bytes: fc.integer({ min: 1, max: 1448 }), answers: fc.boolean() }), { maxLength: 60 });
    fc.assert(fc.property(arrivals, (events) => {
      const policy = new AcknowledgmentPolicy(0);
      let nowMs = 0;
      let unacknowledgedBytes = 0;
      for (const { gapMs, bytes, answers } of events) {
        nowMs += gapMs;
        policy.dataReceived(nowMs, bytes);
        unacknowledgedBytes += bytes;
        assert.ok(policy.waitMs(50) < 500);
        if (unacknowledgedBytes >= 2 * 1448) assert.ok(policy.atOnce(true));
        if (answers) policy.dataSent(nowMs);
        if (policy.atOnce(true) || answers) {
          policy.acknowledged();
          unacknowledgedBytes = 0;
        }
      }
    }));
  });

  it('counts octets modulo 2^32', () => {
    fc.assert(fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 2 ** 31 - 1 }), (sequence, octets) => {
      assert.equal(sequenceDistance(sequence, addToSequence(sequence, octets)), octets);
    }));
  });
});
