import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_PROFILES, clientProfile } from '../../../src/clients/clientProfiles';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { Step } from '../../../src/model/trace';
import { predict } from '../../../src/simulator/predict';

/** Seconds after which a client gave up where nobody answered, by what it had to try. */
interface GaveUp {
  readonly client: string;
  readonly gaveUpAfterS?: Readonly<Record<string, number>>;
}

const observed = (JSON.parse(readFileSync(join(__dirname, '../../fixtures/clients/habits.json'), 'utf8')) as readonly GaveUp[])
  .flatMap(({ client, gaveUpAfterS }) => (gaveUpAfterS ? [{ client, gaveUpAfterS }] : []));

const SITUATIONS: Readonly<Record<string, ConditionSettings>> = {
  one: { fault: 'tcp.timeout' },
  two: { fault: 'tcp.timeout', 'server.addressCount': 2 },
  both: { fault: 'tcp.timeout', 'client.ip': 'dual' },
  silentTls: { fault: 'tls.handshake-timeout' },
};

/** The machine that they were measured on was busy, and undici looks at its clock once in a while only. */
const MOST_LATE_S = 2.3;

function stepsOf(client: string, settings: ConditionSettings): readonly Step[] {
  const [trace] = predict(requestFromUrl('https://www.example/'), { conditions: makeConditions({ 'cache.dns': 'warm', ...settings }), client: clientProfile(client) });
  assert.ok(trace);
  const all = (steps: readonly Step[]): readonly Step[] => steps.flatMap((step) => [step, ...all(step.children ?? [])]);
  return all(trace.steps);
}

const handshakes = (steps: readonly Step[]) => steps.filter(({ id }) => id === 'tcp.handshake');

/** From the first SYN to the end of the last attempt, in s. */
function waitedS(steps: readonly Step[]): number {
  const attempts = steps.filter(({ id }) => id === 'tcp.handshake' || id === 'tls.handshake');
  return (Math.max(...attempts.map(({ endMs }) => endMs)) - Math.min(...attempts.map(({ startMs }) => startMs))) / 1000;
}

describe('a client that nobody answers', () => {
  for (const { client, gaveUpAfterS } of observed) {
    it(`gives up when it was seen to: ${client}`, () => {
      for (const [situation, measuredS] of Object.entries(gaveUpAfterS)) {
        const lateS = measuredS - waitedS(stepsOf(client, SITUATIONS[situation] ?? {}));
        assert.ok(lateS > -0.3 && lateS < MOST_LATE_S, `${situation}: measured ${measuredS} s, ${lateS} s more than predicted`);
      }
    });

    it(`says whose limit it was, with the words that the code gets: ${client}`, () => {
      const { title, http: { timeouts } } = clientProfile(client);
      const [attempt] = handshakes(stepsOf(client, { fault: 'tcp.timeout' }));
      assert.equal(attempt?.state, 'fails');
      for (const part of [title, `${(timeouts.connectMs ?? 0) / 1000} s`, timeouts.connectError ?? '?', 'changes it']) assert.ok(attempt.reason.includes(part), attempt.reason);
    });
  }

  it('waits as long as the system where it has no limit, or a longer one', () => {
    const seen = new Set(observed.map((each) => each.client));
    for (const { id } of CLIENT_PROFILES.filter((each) => !seen.has(each.id) && each.id !== 'node-22-fetch' && each.http.timeouts.totalMs === undefined)) {
      const [attempt] = handshakes(stepsOf(id, { fault: 'tcp.timeout' }));
      assert.match(attempt?.reason ?? '', /answered none of \d+ SYNs/, id);
    }
  });

  // net.Dialer.Timeout: each address gets an appropriate fraction. Seen: one SYN-SENT socket to the first after 12 s, one to the second after 24 s.
  it('shares the limit between the addresses where Go does', () => {
    const [first, second, ...others] = handshakes(stepsOf('go-net-http', SITUATIONS['two'] ?? {}));
    assert.equal(others.length, 0);
    assert.equal(Math.round((second?.startMs ?? 0) - (first?.startMs ?? 0)), 15_000);
  });

  it('goes on from a silent address to the next one, and ends the limit with the connection', () => {
    const steps = (client: string) => stepsOf(client, { fault: 'ip6.silent', 'client.ip': 'dual' });
    const [silent, open] = handshakes(steps('python-httpx'));
    assert.deepEqual([silent?.state, open?.state], ['fails', 'happens']);
    assert.equal(Math.round((open?.startMs ?? 0) - (silent?.startMs ?? 0)), 5000);
    for (const { client } of observed) assert.equal(steps(client).filter(({ id }) => id === 'http.response')[0]?.state, 'happens', client);
  });
});
