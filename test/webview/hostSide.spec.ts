import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePanelMessage } from '../../src/messages';
import type { HostMessage, PanelMessage } from '../../src/messages';
import { PanelController } from '../../src/vscode/panel/panelController';
import { panelHtml } from '../../src/vscode/panel/panelHtml';
import { MAX_EVENTS_PER_LAYER, MAX_FRAMES, MAX_PDU_BYTES, limitDetail, limitState } from '../../src/vscode/panel/panelLimits';
import type { PanelModel } from '../../src/vscode/panel/panelModel';
import { panelStrings } from '../../src/vscode/panel/panelStrings';
import { switchViews } from '../../src/vscode/panel/switchViews';
import { parseSavedPanel } from '../../src/vscode/panel/savedPanel';
import { frameJourneys } from '../../webview/frameJourney';
import { FixtureModel, REQUEST } from './fixtures/panelFixture';

const english = { l10n: { t: (message: string) => message } } as Parameters<typeof panelStrings>[0];

function controllerOf(model: PanelModel | undefined) {
  const posted: HostMessage[] = [];
  const log: string[] = [];
  const controller = new PanelController(
    {
      language: 'en', strings: panelStrings(english), switches: switchViews(english), post: (message) => void posted.push(message),
      save: () => Promise.reject(new Error('disk full')), probe: () => undefined, revealSource: () => undefined, log: (line) => void log.push(line),
    },
    model,
  );
  return { controller, posted, log };
}

describe('messages from the panel', () => {
  it('takes every message that there is', () => {
    const messages: readonly PanelMessage[] = [
      { type: 'ready' }, { type: 'changeSettings', settings: { 'path.rttMs': 10, 'cache.dns': 'warm' } }, { type: 'requestFrame', index: 3, revision: 1 },
      { type: 'export', format: 'pcapng' }, { type: 'probe', kind: 'tls' }, { type: 'revealSource' }, { type: 'report', problem: 'x' },
    ];
    assert.deepEqual(messages.map(parsePanelMessage), messages.map((message) => ({ message })));
  });

  it('refuses all others without repeating them, and never throws', () => {
    const secret = 'S3CRET';
    const wrong = [
      null, secret, [], { type: secret }, { type: 'requestFrame', index: -1, revision: 0 }, { type: 'requestFrame', index: 0.5, revision: 0 },
      { type: 'export', format: '../../.bashrc' }, { type: 'ready', more: secret }, { type: 'changeSettings', settings: { a: secret.repeat(1000) } },
      { type: 'changeSettings', settings: { a: { b: 1 } } }, { type: 'changeSettings', settings: Object.fromEntries(Array.from({ length: 257 }, (_, at) => [`k${at}`, 1])) },
      { type: 'report', problem: 'x'.repeat(10_000_000) },
    ];
    for (const each of wrong) {
      const parsed = parsePanelMessage(each);
      assert.ok('problem' in parsed, JSON.stringify(each).slice(0, 80));
      assert.ok(!parsed.problem.includes(secret), parsed.problem);
    }
    fc.assert(fc.property(fc.anything(), (anything) => void parsePanelMessage(anything)));
  });
});

describe('panel controller', () => {
  it('says nothing before the page is ready, then the texts and the state', () => {
    const { controller, posted } = controllerOf(new FixtureModel());
    controller.refresh();
    assert.deepEqual(posted, []);
    controller.receive({ type: 'ready' });
    controller.receive({ type: 'ready' });
    assert.deepEqual(posted.map(({ type }) => type), ['initialise', 'state', 'initialise', 'state']);
  });

  it('keeps the settings for a page that comes back, and drops those that are refused', () => {
    const { controller, posted } = controllerOf(new FixtureModel());
    controller.receive({ type: 'ready' });
    controller.receive({ type: 'changeSettings', settings: { 'cache.dns': 'warm' } });
    controller.receive({ type: 'changeSettings', settings: { 'cache.dns': 'lukewarm' } });
    assert.deepEqual(posted.at(-1), { type: 'failed', what: 'settings', message: 'cache.dns is one of cold, warm, negative, expired; found "lukewarm".' });
    controller.receive({ type: 'ready' });
    const last = posted.at(-1);
    assert.ok(last?.type === 'state');
    assert.deepEqual(last.state.settings, { 'cache.dns': 'warm' });
  });

  it('answers only for frames of the state that is shown', () => {
    const { controller, posted } = controllerOf(new FixtureModel());
    controller.receive({ type: 'ready' });
    controller.receive({ type: 'requestFrame', index: 0, revision: 0 });
    controller.receive({ type: 'requestFrame', index: 0, revision: 1 });
    controller.receive({ type: 'requestFrame', index: 999, revision: 1 });
    assert.deepEqual(posted.slice(2).map((message) => [message.type, message.type === 'failed' && message.message]), [['frame', false], ['failed', 'There is no frame 999.']]);
  });

  it('keeps the words of its own mistakes to the log', async () => {
    const { controller, posted, log } = controllerOf(new FixtureModel());
    controller.receive({ type: 'ready' });
    controller.receive({ type: 'export', format: 'json' });
    await new Promise(setImmediate);
    assert.deepEqual(posted.at(-1), { type: 'failed', what: 'export', message: panelStrings(english).unexpectedError });
    assert.match(log.join('\n'), /export: Error: disk full/);
  });
});

describe('what is posted to the panel', () => {
  it('has no more frames, events and octets than can be shown', () => {
    const model = new FixtureModel();
    const state = model.explain({});
    const [frame] = state.explanation.frames;
    const [column] = state.explanation.stacks;
    const [layer] = column?.layers ?? [];
    const [event] = layer?.events ?? [];
    assert.ok(frame && column && layer && event);
    const huge = {
      ...state,
      explanation: { ...state.explanation, frames: Array.from({ length: 40_000 }, () => frame), stacks: [{ ...column, layers: [{ ...layer, events: Array.from({ length: 9000 }, () => event) }] }] },
    };
    const { explanation } = limitState(huge);
    assert.equal(explanation.frames.length, MAX_FRAMES);
    assert.equal(explanation.stacks[0]?.layers[0]?.events.length, MAX_EVENTS_PER_LAYER);
    const detail = model.frame(0);
    const [pdu] = detail.pdus;
    assert.ok(pdu);
    const limited = limitDetail({ ...detail, pdus: [{ ...pdu, bytes: new Uint8Array(1_000_000) }] });
    assert.equal(limited.pdus[0]?.bytes.length, MAX_PDU_BYTES);
    assert.equal(limited.pdus[0]?.bytes.buffer.byteLength, MAX_PDU_BYTES);
  });
});

describe('saved panel', () => {
  const good = { version: 1, request: REQUEST, settings: { 'path.rttMs': 5 }, selection: { view: 'stack' } };

  it('is read back', () => {
    assert.deepEqual(parseSavedPanel(JSON.parse(JSON.stringify(good))), { request: REQUEST, settings: { 'path.rttMs': 5 } });
  });

  it('is refused when somebody edited it', () => {
    const wrong = [
      undefined, null, 7, { ...good, version: 2 }, { ...good, settings: { 'path.rttMs': -5 } }, { ...good, settings: { nothing: 1 } }, { ...good, request: { ...REQUEST, url: '' } },
      { ...good, request: { ...REQUEST, url: 'x'.repeat(70_000) } }, { ...good, request: { ...REQUEST, method: 'GET /\r\nX: y' } },
      { ...good, request: { ...REQUEST, headers: [{ name: 'a', value: 'b', source: { kind: 'magic' } }] } }, { ...good, request: { ...REQUEST, headers: Array.from({ length: 201 }, () => REQUEST.headers[0]) } },
    ];
    assert.deepEqual(wrong.map(parseSavedPanel), wrong.map(() => undefined));
    fc.assert(fc.property(fc.anything(), (anything) => parseSavedPanel(anything) === undefined));
  });
});

describe('panel page', () => {
  it('has a policy that allows one script by nonce and nothing from elsewhere', () => {
    const html = panelHtml({ cspSource: 'https://x.example', nonce: 'N1', styleNonce: 'N2', scriptUri: 'https://x.example/panel.js', iconsUri: 'https://x.example/codicon.css', language: 'en', title: '<b>', loading: '"&' });
    assert.ok(html.includes(`content="default-src 'none'; script-src 'nonce-N1'; style-src https://x.example 'nonce-N2'; font-src https://x.example; img-src https://x.example; base-uri 'none'; form-action 'none'"`));
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(!html.includes('<b>'));
    assert.doesNotMatch(html, /unsafe|\son[a-z]+=|style=/);
  });
});

describe('frame journeys', () => {
  it('find the host that a frame is for beyond the next hop', () => {
    const journeys = frameJourneys(new FixtureModel().explain({}).explanation);
    assert.deepEqual(journeys.slice(0, 6).map(({ sender, receiver }) => `${sender} ${receiver}`), [
      'client router', 'router client', 'client resolver', 'resolver client', 'client server', 'server client',
    ]);
    assert.deepEqual(journeys[2]?.passages.map(({ layer, protocol, lengthBytes }) => [layer, protocol, lengthBytes]), [
      [7, 'dns', 33], [4, 'udp', 41], [3, 'ipv4', 61], [2, 'ethernet', 75], [1, 'ethernet', 75],
    ]);
  });
});
