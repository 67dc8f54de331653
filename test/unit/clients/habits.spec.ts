import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_PROFILES, clientProfile } from '../../../src/clients/clientProfiles';
import type { RedirectHabit, RetryHabit } from '../../../src/model/clientHabits';

/** Which of the code's header fields went along with a redirect, and whether a Referer did. */
interface KeptFields {
  readonly authorization: boolean;
  readonly cookie: boolean;
  readonly 'x-own': boolean;
  readonly referer: boolean;
}

/** What a server saw one client do. */
interface ObservedHabits {
  readonly client: string;
  /** Whether a request that a reused, or a new, connection answered with a reset came again. */
  readonly repeatsOnStaleConnection?: Readonly<Record<'GET' | 'POST', boolean>>;
  readonly repeatsOnNewConnection: Readonly<Record<'GET' | 'POST', boolean>>;
  /** SYNs that were refused. */
  readonly connectAttempts?: number;
  /** After 408, 429 and 503. */
  readonly repeatsOnStatus: boolean;
  readonly followsByItself?: false;
  /** By status and method of a request with content: the method that followed, null for none. */
  readonly redirected?: Readonly<Record<string, string | null>>;
  /** By where the redirect led. */
  readonly kept?: Readonly<Record<'same' | 'port' | 'subdomain' | 'host' | 'upgrade' | 'downgrade', KeptFields>>;
  readonly sameConnection?: boolean;
  readonly requestsInLoop?: number;
  readonly returnsCookie?: boolean;
  readonly answersFromCache?: boolean;
}

const observed = JSON.parse(readFileSync(join(__dirname, '../../fixtures/clients/habits.json'), 'utf8')) as readonly ObservedHabits[];

function repeats(habit: RetryHabit['staleConnection']): Record<'GET' | 'POST', boolean> {
  return { GET: habit !== 'none', POST: habit === 'all' };
}

/** What follows `status` for a request with content, as the profile says it. */
function followed(habit: RedirectHabit, status: number, method: string): string | null {
  const rule = status === 301 || status === 302 || status === 303 ? habit.becomesGet[status] : 'none';
  if (rule === 'all but HEAD' || (rule === 'POST' && method === 'POST')) return 'GET';
  if (!habit.repeatsUnsafe) return null;
  return habit.keepsContent === 'with the method' || status >= 307 ? `${method} with content` : method;
}

/** Which fields go to a place that is another origin, and another one in the sense of the profile. */
function kept(habit: RedirectHabit, crosses: boolean, downgrade: boolean): KeptFields {
  const goes = (name: string) => !habit.drops.includes(name) && !(crosses && habit.dropsAcrossOrigins.includes(name));
  return { authorization: goes('authorization'), cookie: goes('cookie'), 'x-own': true, referer: habit.sendsReferer && !downgrade };
}

describe('the habits of a client', () => {
  for (const seen of observed) {
    it(`${seen.client} does what a server saw it do`, () => {
      const { http: { retries, redirects: byItself, redirectsWhenTold }, memory, assumed } = clientProfile(seen.client);
      const redirects = byItself ?? redirectsWhenTold;
      assert.deepEqual(repeats(retries.newConnection), seen.repeatsOnNewConnection);
      if (seen.repeatsOnStaleConnection) assert.deepEqual(repeats(retries.staleConnection), seen.repeatsOnStaleConnection);
      if (seen.connectAttempts !== undefined) assert.equal(1 + retries.connectAttempts, seen.connectAttempts);
      assert.equal(retries.statuses.length > 0, seen.repeatsOnStatus);
      if (seen.returnsCookie !== undefined) assert.equal(memory.cookies, seen.returnsCookie);
      if (seen.answersFromCache !== undefined) assert.equal(memory.httpCache, seen.answersFromCache);
      assert.equal(byItself !== undefined, seen.redirected !== undefined && seen.followsByItself !== false);
      if (!redirects || !seen.redirected) return assert.ok(seen.redirected === undefined && (!redirects || assumed.includes('redirects')));
      const ways = Object.keys(seen.redirected);
      assert.deepEqual(Object.fromEntries(ways.map((way) => [way, followed(redirects, Number(way.slice(0, 3)), way.slice(4))])), seen.redirected);
      assert.deepEqual(
        {
          same: kept(redirects, false, false), port: kept(redirects, true, false), subdomain: kept(redirects, redirects.crossing !== 'domain', false),
          host: kept(redirects, true, false), upgrade: kept(redirects, true, false), downgrade: kept(redirects, true, true),
        },
        seen.kept,
      );
      assert.equal(redirects.downgrades, true);
      assert.equal(1 + redirects.limit, seen.requestsInLoop);
      assert.equal(!redirects.newConnection, seen.sameConnection);
    });
  }

  it('that were not measured are said to be assumed', () => {
    const seen = new Set(observed.map(({ client }) => client));
    // Node.js 22 shares its profile with 20 and 24, which were.
    const others = CLIENT_PROFILES.filter(({ id, measured, assumed }) => measured && !seen.has(id) && !assumed.includes('retries'));
    assert.deepEqual(others.map(({ id }) => id), ['node-22-fetch', 'node-22-https']);
  });
});
