import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import type { Request } from '../../../src/model/request';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

type Place = 'same' | 'port' | 'subdomain' | 'host' | 'upgrade' | 'downgrade';
type Field = 'authorization' | 'cookie' | 'x-own' | 'referer';

/** What a server saw a client do that follows redirects, by itself or because the code had it do so. */
interface Observed {
  readonly client: string;
  readonly followsByItself?: false;
  readonly redirected?: Readonly<Record<string, string | null>>;
  readonly kept?: Readonly<Record<Place, Readonly<Record<Field, boolean>>>>;
  readonly sameConnection?: boolean;
  readonly requestsInLoop?: number;
}

const observed = (JSON.parse(readFileSync(join(__dirname, '../../fixtures/clients/habits.json'), 'utf8')) as readonly Observed[]).filter(({ redirected }) => redirected);

const FROM: Readonly<Record<Place, string>> = {
  same: 'http://site.example/a', port: 'http://site.example/a', subdomain: 'http://site.example/a', host: 'http://site.example/a', upgrade: 'http://site.example/a',
  downgrade: 'https://site.example/a',
};
const TO: Readonly<Record<Place, string>> = {
  same: 'http://site.example/b', port: 'http://site.example:8080/b', subdomain: 'http://www.site.example/b', host: 'http://other.example/b', upgrade: 'https://site.example/b',
  downgrade: 'http://site.example/b',
};

interface Sent {
  readonly method: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** What the client sent, in HTTP/1.1. */
function sent({ frames }: Explanation): readonly Sent[] {
  return frames.filter(({ from }) => from === 'client').flatMap(({ pdus }) => pdus).filter(({ protocol }) => protocol === 'http')
    .map(({ summary, fields }) => ({ method: summary.split(' ')[0] ?? '', fields: new Map(fields.map(({ name, value }) => [name.toLowerCase(), String(value)])) }));
}

function run(client: string, url: string, settings: ConditionSettings, request: Partial<Request> & { readonly content?: string } = {}): Explanation {
  const { content, method = 'GET', headers = [], ...others } = request;
  const conditions = makeConditions({ 'cache.dns': 'warm', 'cache.arp': 'warm', ...settings });
  const profile = clientProfile(client);
  const asked = { ...requestFromUrl(url, { method, headers, ...(content === undefined ? {} : { content }) }), ...others };
  const [explanation] = predict(asked, { conditions, client: profile }).map((trace) => explain(trace, { conditions, client: profile, detail: 'fields' }));
  assert.ok(explanation);
  return explanation;
}

const states = ({ steps }: Explanation, id: string) => steps.filter((step) => step.id === id).map(({ state }) => state);
const reasons = ({ steps }: Explanation, id: string) => steps.filter((step) => step.id === id).map(({ reason }) => reason).join(' ');

describe('a redirect', () => {
  for (const { client, redirected = {}, kept, sameConnection, requestsInLoop, followsByItself } of observed) {
    const told = followsByItself === false ? { 'client.redirects': 'follow' } : {};
    const moved = (status: number, location: string) => ({ 'server.status': status, 'server.location': location, ...told });

    it(`makes of method and content what a server saw of ${client}`, () => {
      const found = Object.keys(redirected).map((way) => {
        const [status = '', method = ''] = way.split(' ');
        const [, next] = sent(run(client, FROM.same, moved(Number(status), TO.same), { method, content: 'a=1' }));
        return [way, next ? `${next.method}${next.fields.get('content-length') === '3' ? ' with content' : ''}` : null];
      });
      assert.deepEqual(Object.fromEntries(found), redirected);
    });

    it(`takes those header fields along that ${client} was seen to take along`, () => {
      const code = [['Authorization', 'Bearer x'], ['Cookie', 'a=1'], ['X-Own', '1']].map(([name = '', value = '']) => ({ name, value, source: { kind: 'code' } as const }));
      const found = (Object.keys(FROM) as Place[]).map((place) => {
        const [, next] = sent(run(client, FROM[place], moved(302, TO[place]), { headers: code }));
        return [place, { authorization: next?.fields.has('authorization'), cookie: next?.fields.has('cookie'), 'x-own': next?.fields.has('x-own'), referer: next?.fields.has('referer') }];
      });
      assert.deepEqual(Object.fromEntries(found), kept);
    });

    it(`takes the connection that ${client} was seen to take, and ends where it was seen to end`, () => {
      const followed = run(client, FROM.same, moved(302, TO.same));
      assert.equal(states(followed, 'tcp.handshake').filter((state) => state === 'happens').length, sameConnection === true ? 1 : 2);
      assert.equal(sent(run(client, FROM.same, moved(302, FROM.same))).length, requestsInLoop);
    });
  }

  it('is followed, left to the code or refused as the code says, and as the switch says before the code', () => {
    const moved = { 'server.status': 302, 'server.location': TO.same };
    const outcome = (client: string, settings: ConditionSettings, request: Partial<Request>) => states(run(client, FROM.same, { ...moved, ...settings }, request), 'http.redirect');
    assert.deepEqual(outcome('node-24-fetch', {}, { redirects: 'manual' }), ['skipped']);
    assert.deepEqual(outcome('node-24-fetch', {}, { redirects: 'error' }), ['fails']);
    assert.deepEqual(outcome('node-24-fetch', { 'client.redirects': 'follow' }, { redirects: 'error' }), ['happens']);
    assert.deepEqual(outcome('ruby-net-http', { 'client.redirects': 'follow' }, {}), ['skipped']);
    const limited = run('python-requests', FROM.same, { ...moved, 'server.location': FROM.same }, { maxRedirects: 3 });
    assert.deepEqual([sent(limited).length, states(limited, 'http.redirect').at(-1)], [4, 'fails']);
    assert.match(reasons(limited, 'http.redirect'), /3 redirects at most/);
  });
});
