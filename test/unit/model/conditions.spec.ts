import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedConditions, CONDITION_SWITCHES, conditionValue, makeConditions } from '../../../src/model/conditions';
import { FAULTS } from '../../../src/model/switches/fault';
import { InputError } from '../../../src/model/wirewalkError';

describe('conditions', () => {
  it('have a value of the right kind for every switch, and no other', () => {
    const conditions = makeConditions();
    const keys: string[] = [];
    for (const [room, value] of Object.entries(conditions)) {
      if (typeof value === 'object') keys.push(...Object.keys(value as object).map((name) => `${room}.${name}`));
      else keys.push(room);
    }
    assert.deepEqual(keys.sort(), CONDITION_SWITCHES.map(({ key }) => key).sort());
    for (const { key, default: usual } of CONDITION_SWITCHES) assert.equal(typeof conditionValue(conditions, key), typeof usual);
  });

  it('keep what is set, and tell it from the defaults', () => {
    assert.deepEqual(changedConditions(makeConditions({ 'path.rttMs': 120, 'cache.dns': 'warm' })), { 'path.rttMs': 120, 'cache.dns': 'warm' });
    assert.equal(makeConditions({ 'path.rttMs': 120 }).resolver.rttMs, 120);
    assert.equal(makeConditions({ 'path.rttMs': 120, 'resolver.rttMs': 5 }).resolver.rttMs, 5);
    assert.deepEqual(changedConditions(makeConditions()), {});
  });

  it('hold no secret of the URL that a redirect leads to, nor of a cookie', () => {
    const { location } = makeConditions({ 'server.location': 'https://u:pw@www.example/cb?token=abcd&a=b' }).server;
    assert.equal(location, 'https://u:**@www.example/cb?token=****&a=b');
    assert.equal(makeConditions({ 'server.setCookie': 'sid=abcd; Secure; Path=/' }).server.setCookie, 'sid=****; Secure; Path=/');
  });

  it('refuse what no switch accepts, with what it would accept', () => {
    const wrong: readonly [string, string | number, RegExp][] = [
      ['path.rtt', 1, /There is no condition "path\.rtt".*path\.rttMs/],
      ['__proto__', 1, /There is no condition/],
      ['path.rttMs', -1, /a number from 0 to 60000; found "-1"/],
      ['path.rttMs', '', /found ""/],
      ['path.rttMs', '0x10', /found "0x10"/],
      ['path.rttMs', ' 5', /found " 5"/],
      ['path.mtu', 1500.5, /a whole number/],
      ['server.tls', '1.1', /one of 1\.3, 1\.2/],
      ['path.lossFrames', 'c2s:0', /c2s:3,s2c:8/],
      ['fault', 'dns', new RegExp(FAULTS.join(', ').replaceAll('.', '\\.'))],
    ];
    for (const [key, value, message] of wrong) {
      assert.throws(() => makeConditions({ [key]: value }), (error) => error instanceof InputError && message.test(error.message), key);
    }
    fc.assert(fc.property(fc.string(), fc.string(), (key, value) => {
      try {
        makeConditions(Object.fromEntries([[key, value]]));
      } catch (error) {
        assert.ok(error instanceof InputError);
      }
    }));
  });
});
