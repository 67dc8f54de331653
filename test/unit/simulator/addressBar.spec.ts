import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import { makeConditions } from '../../../src/model/conditions';
import { maskRequest } from '../../../src/model/maskRequest';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';
import { runCli } from '../cli/recordingTerminal';

const conditions = makeConditions({});

function typedInto(id: string, typed: string) {
  const client = clientProfile(id);
  const request = maskRequest(requestFromUrl(typed, { addressBar: true }));
  const [trace] = predict(request, { conditions, client });
  assert.ok(trace);
  return explain(trace, { conditions, client, detail: 'fields' });
}

describe('a text in the address bar', () => {
  it('is a browser\'s first step, which says what each part is for', () => {
    const { steps, frames } = typedInto('chromium-156', 'me:s3cret@www.example.com/a?b=1#part');
    const [step] = steps;
    assert.ok(step);
    assert.deepEqual([step.id, step.state, step.layers, step.startMs, step.endMs], ['browser.address', 'happens', [7], 0, 0]);
    for (const part of ['https://', 'scheme https', 'host www.example.com', 'port 443', 'path /a?b=1', '#part is never sent']) assert.ok(step.reason.includes(part), `${part} in ${step.reason}`);
    assert.doesNotMatch(JSON.stringify([step, frames]), /s3cret/);
    assert.doesNotMatch(JSON.stringify(frames), /#part/);
  });

  it('asks the search service for terms', () => {
    const { steps, frames } = typedInto('chromium-156', 'two words');
    assert.match(steps[0]?.title ?? '', /^Take "two words" as search terms$/);
    const sent = frames.flatMap(({ pdus }) => pdus).flatMap(({ fields }) => fields ?? []).map(({ value }) => String(value));
    for (const value of ['/search?q=two+words', 'search.example']) assert.ok(sent.some((each) => each.includes(value)), value);
    assert.match(typedInto('chromium-156', '\u202ecod.x y').steps[0]?.title ?? '', /"\\u\{202E\}cod\.x y"/);
  });

  it('changes nothing where there is a scheme, or the client has no address bar', () => {
    const steps = (id: string, typed: string) => typedInto(id, typed).steps.map((step) => step.id);
    assert.ok(!steps('chromium-156', 'https://www.example/').includes('browser.address'));
    assert.ok(!steps('curl-7.88', 'www.example.com').includes('browser.address'));
  });

  it('can be explained on the command line for a browser, and other clients say where it could', async () => {
    const found = await runCli(['explain', 'two words', '--client', 'chromium-156']);
    assert.deepEqual([found.code, found.error], [0, '']);
    assert.match(found.out, /^GET https:\/\/search\.example\/search\?q=two\+words\n/);
    const refused = await runCli(['explain', 'two words', '--client', 'curl-7.88']);
    assert.match(refused.error, /A URL has no spaces .*A browser \(--client chromium-156\) would search for it\./);
    for (const client of ['curl-7.88', 'chromium-156']) assert.doesNotMatch((await runCli(['explain', 'http://a b/', '--client', client])).error, /would search/);
  });
});
