import assert from 'node:assert/strict';
import { clientForCall } from '../../../src/clients/clientForRequest';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { isCommand } from '../../../src/clients/commands';
import { RequestScanner } from '../../../src/code/requestScanner';
import { explainPlan } from '../../../src/explain/plan/explainPlan';
import { groupAt, planGroups } from '../../../src/explain/plan/planGroups';
import { planRounds, roundsTogether } from '../../../src/explain/plan/planRounds';
import { makeConditions } from '../../../src/model/conditions';
import type { ConditionSettings } from '../../../src/model/conditions';
import type { FoundRequest } from '../../../src/model/request';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { RequestPlan } from '../../../src/model/requestPlan';
import { predict } from '../../../src/simulator/predict';
import { requestWorld } from '../../../src/simulator/requestSequence';
import { loader } from '../code/grammars';

const scanner = new RequestScanner(loader);

async function calls(source: string, languageId = 'javascript'): Promise<readonly FoundRequest[]> {
  const { requests } = await scanner.scan(source, languageId);
  return requests.filter(({ kind }) => kind === 'call');
}

async function planOf(source: string, languageId = 'javascript', settings: ConditionSettings = {}): Promise<RequestPlan> {
  const [group = []] = planGroups(await calls(source, languageId));
  return explainPlan(group, { conditions: makeConditions(settings), clientFor: (found) => clientForCall(found, 'node-24-fetch'), isCommand, makeWorld: requestWorld });
}

const roundTrips = ({ rounds }: RequestPlan): readonly (number | undefined)[] => rounds.flatMap(({ requests }) => requests.map((each) => each.roundTrips));
const reused = ({ rounds }: RequestPlan): readonly (readonly string[])[] => rounds.map(({ reuses }) => [...new Set(reuses.map(({ id }) => id))].sort());
const TWO = 'async function f() { const a = await fetch("https://www.example.com/"); const b = await fetch("https://www.example.com/b"); }';

describe('A plan', () => {
  it('takes as long as the same requests one after the other in one world', async () => {
    const plan = await planOf('async function f() { const a = await fetch("https://www.example.com/"); const b = await fetch("https://www.example.com/"); }');
    const traces = predict(requestFromUrl('https://www.example.com/'), { conditions: makeConditions({ 'client.pauseMs': 0 }), client: clientProfile('node-24-fetch'), repeat: 2 });
    const round = (ms: number): number => Math.round(ms * 1e3) / 1e3;
    assert.deepEqual(plan.rounds.flatMap(({ requests }) => requests).map(({ startMs, endMs }) => round(endMs - startMs)), traces.map(({ startMs, endMs }) => round(endMs - startMs)));
    assert.equal(plan.name, 'f');
  });

  it('says what a later request takes over: all of the connection, or only what the host keeps', async () => {
    const kept = await planOf(TWO);
    assert.deepEqual(roundTrips(kept), [4, 1]);
    assert.deepEqual(reused(kept), [[], ['arp.resolve', 'dns.lookup', 'tcp.handshake', 'tls.handshake']]);
    const otherHost = await planOf(TWO.replace('www.example.com/b', 'api.example.org/b'));
    assert.deepEqual(roundTrips(otherHost), [4, 4]);
    assert.deepEqual(reused(otherHost), [[], ['arp.resolve']]);
  });

  it('keeps connections as the code does: none for requests.get, those of a session', async () => {
    const alone = await planOf('import requests\ndef f():\n  requests.get("https://a.example/1")\n  requests.get("https://a.example/2")\n', 'python');
    assert.deepEqual(roundTrips(alone), [4, 3]);
    const session = await planOf('import requests\ndef f():\n  s = requests.Session()\n  s.get("https://a.example/1")\n  s.get("https://a.example/2")\n', 'python');
    assert.deepEqual(roundTrips(session), [4, 1]);
    assert.deepEqual(session.clients.map(({ assumed }) => assumed.includes('idle limit')), [true]);
    assert.deepEqual(roundTrips(await planOf('curl https://a.example/1\ncurl https://a.example/2\n', 'shellscript')), [4, 3]);
  });

  it('sends at once what the code does, and over one connection each where HTTP/1.1 needs it', async () => {
    const { rounds, together, totalMs } = await planOf('async function f() { await Promise.all([fetch("https://a.example/1"), fetch("https://a.example/2")]); }');
    assert.deepEqual(rounds.map(({ requests }) => requests.map(({ number }) => number)), [[1, 2]]);
    assert.equal(together, undefined);
    const slowest = Math.max(...rounds.flatMap(({ requests }) => requests.map(({ aloneMs }) => aloneMs)));
    assert.ok(totalMs >= slowest && totalMs < slowest + 5, `${totalMs} beside ${slowest}`);
  });

  it('says what sending at once saves, where the code shows that it may, and where only a person can know', async () => {
    const certain = (await planOf(TWO)).together;
    assert.deepEqual([certain?.certain, certain?.rounds], [true, [[1, 2]]]);
    const both = await planOf('async function f() { await Promise.all([fetch("https://www.example.com/"), fetch("https://www.example.com/b")]); }');
    assert.equal(certain?.totalMs, both.totalMs);
    const unsure = await planOf('import requests\ndef f():\n  requests.get("https://a.example/1")\n  requests.get("https://a.example/2")\n', 'python');
    assert.deepEqual([unsure.together?.certain, unsure.together?.rounds], [false, [[1, 2]]]);
    assert.equal((await planOf(TWO.replace('/b")', '/b", { method: "POST" })'))).together, undefined);
  });

  it('leaves out what cannot be simulated, with the reason, and predicts unknown parts of the path as they stand', async () => {
    const plan = await planOf('async function f() { await fetch(`https://${host}/a`); await fetch(`https://a.example/${id}`); await fetch("https://a.example/", { method }); await fetch("https://a.example/", { headers: { "A ": "b" } }); await fetch("https://a..example/"); }');
    assert.deepEqual(plan.rounds.flatMap(({ requests }) => requests.map(({ url, number }) => [number, url])), [[2, 'https://a.example/{id}']]);
    assert.deepEqual(plan.leftOut.map(({ reason }) => reason), [
      'The host is known only when the code runs: {host}.', 'The method is known only when the code runs.',
      '"A " is no name of a header field; a name is one token.', 'A host name has no empty label; found "a..example".',
    ]);
  });

  it('fails where the world makes requests fail, and goes on', async () => {
    const plan = await planOf(TWO, 'javascript', { fault: 'tcp.refused' });
    assert.deepEqual(plan.rounds.flatMap(({ requests }) => requests.map(({ firstByteMs, failure }) => [firstByteMs, failure !== undefined])), [[undefined, true], [undefined, true]]);
    assert.equal(plan.conditions['fault'], 'tcp.refused');
  });

  it('holds hosts of all places with one clock, starts alike each time, and shows no secret', async () => {
    const source = 'async function f() { const a = await fetch("http://localhost:3000/"); const b = await fetch("https://a.example/?token=s3cret"); const c = await fetch("http://192.0.2.9/"); }';
    for (const settings of [{}, { 'cache.connection': 'open' }, { 'server.http': '2', 'client.ip': 'dual' }]) {
      const plan = await planOf(source, 'javascript', settings);
      const times = plan.rounds.flatMap(({ requests }) => requests.map(({ startMs, endMs }) => [startMs, endMs]));
      assert.equal(times[0]?.[0], 0);
      for (const [index, [startMs = 0]] of times.entries()) if (index > 0) assert.equal(startMs, times[index - 1]?.[1]);
      assert.deepEqual(await planOf(source, 'javascript', settings), plan);
      assert.doesNotMatch(JSON.stringify(plan), /s3cret/);
    }
  });
});

describe('The rounds of a plan', () => {
  const roundsOf = async (body: string): Promise<readonly (readonly number[])[]> => planRounds(await calls(`async function f() { ${body} }`));
  const GET = (path: number): string => `fetch("https://a.example/${path}")`;

  it('follow what the code waits for', async () => {
    assert.deepEqual(await roundsOf(`await ${GET(1)}; await ${GET(2)};`), [[0], [1]]);
    assert.deepEqual(await roundsOf(`const a = ${GET(1)}; const b = ${GET(2)}; await Promise.all([a, b]);`), [[0, 1]]);
    assert.deepEqual(await roundsOf(`${GET(1)}.then(() => ${GET(2)});`), [[0], [1]]);
    assert.deepEqual(await roundsOf(`await Promise.all([${GET(1)}, ${GET(2)}]); await Promise.all([${GET(3)}, ${GET(4)}]); await ${GET(5)};`), [[0, 1], [2, 3], [4]]);
  });

  it('are fewer only where a request need not wait', async () => {
    const found = await calls(`async function f() { const a = await ${GET(1)}; const b = await ${GET(2)}; const c = await fetch(\`https://a.example/\${b.id}\`); const d = await ${GET(4)}; }`);
    assert.deepEqual(roundsTogether(found, planRounds(found)), { certain: true, rounds: [[0, 1, 3], [2]] });
    const needed = await calls(`async function f() { const a = await ${GET(1)}; const b = await fetch("https://a.example/2", { method: "PUT" }); }`);
    assert.equal(roundsTogether(needed, planRounds(needed)), undefined);
  });
});

describe('The function of a plan', () => {
  it('is the innermost around the place that sends requests itself', async () => {
    const groups = planGroups(await calls('const x = fetch("https://a.example/0");\nfunction outer() {\n  fetch("https://a.example/1");\n  function inner() {\n    fetch("https://a.example/2");\n  }\n  ids.map((id) => fetch(`https://a.example/${id}`));\n}\n'));
    assert.deepEqual(groups.map((group) => group.map(({ request }) => request.url.slice(-1))), [['0'], ['1', '}'], ['2']]);
    const urlAt = (line: number): string | undefined => groupAt(groups, { line, character: 2 })?.[0]?.request.url;
    assert.deepEqual([urlAt(0), urlAt(2), urlAt(4), urlAt(6)], [undefined, 'https://a.example/1', 'https://a.example/2', 'https://a.example/1']);
  });
});
