import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { captureLink } from '../../../src/model/capturePoint';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { Step, Trace } from '../../../src/model/trace';
import { predict } from '../../../src/simulator/predict';
import { decodeFrame } from '../../../src/stack/decodeFrame';
import { fieldValue } from '../stack/codecs/fieldTree';

function run(settings: ConditionSettings, url = 'http://203.0.113.10/'): Trace {
  const [trace] = predict(requestFromUrl(url), { conditions: makeConditions(settings), client: clientProfile('curl-7.88') });
  assert.ok(trace);
  return trace;
}

function allSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...allSteps(step.children ?? [])]);
}

const named = (trace: Trace, id: string): readonly Step[] => allSteps(trace.steps).filter((step) => step.id === id);

/** Type and code of the ICMP messages on the client's link, and what the datagrams that they quote had as source. */
function icmp(trace: Trace): readonly (readonly unknown[])[] {
  return captureLink(trace, 'client').flatMap(({ frame }) => {
    const { pdus, problems } = decodeFrame(frame.encode().bytes);
    assert.deepEqual(problems, []);
    const message = pdus.find(({ protocol, summary }) => protocol === 'icmp' || (protocol === 'icmpv6' && !summary.startsWith('Neighbor')));
    if (!message) return [];
    const quoted = message.fields.find(({ name }) => name.startsWith('Original IP'));
    return [[fieldValue(message, 'Type'), fieldValue(message, 'Code'), quoted?.children?.find(({ name }) => name === 'Source Address')?.value]];
  });
}

describe('what does not arrive', () => {
  // RFC 792, RFC 1812 §5.2.7.1; RFC 4443 §3.
  const cases: readonly { readonly settings: ConditionSettings; readonly type: readonly [number, number]; readonly type6: readonly [number, number] }[] = [
    { settings: { 'client.ttl': 3 }, type: [11, 0], type6: [3, 0] },
    { settings: { fault: 'ip.no-route' }, type: [3, 0], type6: [1, 0] },
    { settings: { fault: 'ip.host-unreachable' }, type: [3, 1], type6: [1, 3] },
    { settings: { fault: 'ip.prohibited' }, type: [3, 13], type6: [1, 1] },
  ];
  for (const { settings, type, type6 } of cases) {
    it(`is reported by ICMP, through the NAT router, and ends the attempt to connect: ${Object.entries(settings).join(' ')}`, () => {
      const trace = run(settings);
      assert.deepEqual(new Set(icmp(trace).map((each) => each.join(' '))), new Set([[...type, '192.168.1.23'].join(' ')]), 'the client sees its own address quoted');
      assert.deepEqual(named(trace, 'tcp.handshake').map(({ state }) => state), ['fails']);
      const overIpv6 = run(settings, 'http://[2001:db8:80::10]/');
      assert.deepEqual(new Set(icmp(overIpv6).map((each) => each.join(' '))), new Set([[...type6, '2001:db8:1::23'].join(' ')]));
      assert.deepEqual(named(overIpv6, 'tcp.handshake').map(({ state }) => state), ['fails']);
    });
  }

  it('is heard of only by waiting where ICMP is filtered', () => {
    const trace = run({ fault: 'ip.prohibited', 'path.icmp': 'filtered' });
    assert.deepEqual(icmp(trace), []);
    assert.ok(trace.endMs > 60_000);
    assert.ok(named(trace, 'icmp.destination-unreachable').every(({ state }) => state === 'skipped'));
  });

  it('fails after three questions a second apart where the gateway is silent (Linux mcast_solicit, retrans_time_ms)', () => {
    for (const url of ['http://203.0.113.10/', 'http://[2001:db8:80::10]/']) {
      const trace = run({ fault: 'arp.timeout' }, url);
      const questions = captureLink(trace, 'client');
      assert.deepEqual(questions.map(({ timeMs }) => Math.round(timeMs - (questions[0]?.timeMs ?? 0))), [0, 1000, 2000]);
      assert.equal(Math.round(trace.endMs - (questions[0]?.timeMs ?? 0)), 3000);
    }
    assert.equal(named(run({ fault: 'arp.timeout', 'cache.arp': 'warm' }), 'http.response')[0]?.state, 'happens', 'an entry needs no question');
  });

  it('is dropped by the interface whose FCS does not match, asked for by nobody, and sent again by TCP', () => {
    const trace = run({ 'path.corruptFrames': 's2c:2', 'cache.arp': 'cold' });
    assert.deepEqual(named(trace, 'ethernet.fcs').map(({ host, state }) => [host, state]), [['client', 'fails']]);
    assert.deepEqual(trace.frames.filter(({ lost }) => lost).map(({ link, to }) => [link, to]), [['client', 'client']]);
    // RFC 6298 §2.1: the first timeout is a second.
    assert.ok(trace.endMs > 1000);
    assert.equal(named(trace, 'http.response')[0]?.state, 'happens');
    assert.deepEqual(named(run({ 'path.corruptFrames': 'c2s:4' }), 'ethernet.fcs').map(({ host }) => host), ['switch']);
  });

  it('may also arrive twice, which TCP notices', () => {
    const [twice, once] = [run({ 'path.duplicateFrames': 's2c:2' }), run({})];
    assert.equal(named(twice, 'http.response')[0]?.state, 'happens');
    const synAcks = (trace: Trace): number => captureLink(trace, 'client').filter(({ frame }) => frame.summary().some(({ summary }) => summary.startsWith('SYN ACK'))).length;
    assert.deepEqual([synAcks(once), synAcks(twice)], [1, 2]);
  });

  it('does not even leave a host without a route', () => {
    const trace = run({ 'client.route': 'none' });
    assert.deepEqual(trace.frames, []);
    assert.deepEqual(named(trace, 'ip.route').map(({ state }) => state), ['fails']);
  });
});
