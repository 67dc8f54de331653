import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { PanelModel } from '../../src/vscode/panel/panelModel';
import { parseSavedPanel } from '../../src/vscode/panel/savedPanel';
import { WirewalkError } from '../../src/model/wirewalkError';
import { Predictor } from '../../src/vscode/predictor';
import { RequestModel } from '../../src/vscode/requestModel';
import { FixtureModel, REQUEST, fixtureComparison } from './fixtures/panelFixture';
import { eachPanel } from './eachPanel';
import { THEME_NAMES, violations } from './panelPage';
import type { PanelPage, PanelPageOptions } from './panelPage';

const selectedSteps = (page: Page) => page.locator('ww-step-list [aria-selected="true"] .title').allTextContents();
const metric = (page: Page, name: string) => page.locator(`ww-summary [data-metric="${name}"]`);
const litLayers = (page: Page, host: string) =>
  page.locator(`ww-host-column[data-host="${host}"] .cell.lit`).evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.layer)));
const chosenBytes = (page: Page) => page.locator('ww-byte-grid [data-byte][aria-selected="true"]').evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.byte)));

describe('stack panel', () => {
  const openPanel = eachPanel();
  const open = (options: Partial<PanelPageOptions> = {}): Promise<PanelPage> => openPanel({ model: new FixtureModel(undefined, '', fixtureComparison()), ...options });

  async function openWithFrame(options: Partial<PanelPageOptions> = {}): Promise<PanelPage> {
    const opened = await open(options);
    await opened.page.locator('ww-step-list [data-index="2"]').click();
    await opened.page.locator('ww-field-tree').waitFor();
    return opened;
  }

  for (const theme of THEME_NAMES) {
    it(`has nothing for axe to object to in ${theme}, in each view, with everything open`, async () => {
      const { page } = await openWithFrame({ theme });
      await page.getByRole('button', { name: 'All switches' }).click();
      await page.getByRole('button', { name: 'Expand all layers' }).click();
      await page.locator('ww-network button').first().click();
      await page.locator('ww-field-tree [data-path="0"]').click();
      const found = [...(await violations(page))];
      for (const view of ['Sequence', 'Timeline', 'Prediction and Probe']) {
        await page.getByRole('tab', { name: view }).click();
        found.push(...(await violations(page)));
      }
      assert.deepEqual(found, []);
    });
  }

  for (const width of [400, 800, 1600]) {
    it(`fits a width of ${width} pixels`, async () => {
      const { page } = await openWithFrame({ width });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0);
    });
  }

  it('lights the layers and frames that a step touches, on both ends', async () => {
    const { page } = await openWithFrame();
    assert.deepEqual(await selectedSteps(page), ['Open a TCP connection']);
    assert.deepEqual(await litLayers(page, 'client'), [4, 3, 2, 1]);
    assert.deepEqual(await litLayers(page, 'server'), [4, 3, 2, 1]);
    await page.getByRole('tab', { name: 'Sequence' }).click();
    const touched = await page.locator('ww-sequence .touched').evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.frame)));
    assert.deepEqual(touched, [4, 5, 6]);
  });

  it('tells a step that is skipped, not applicable or happening apart by words and icons', async () => {
    const { page } = await open();
    await page.locator('ww-what-if [data-key="cache.dns"]').click();
    await page.locator('ww-step-list .skipped').waitFor();
    const states = await page.locator('ww-step-list li').evaluateAll((rows) =>
      rows.map((row) => [row.querySelector('.state')?.textContent, row.querySelector('ww-icon')?.shadowRoot?.textContent]));
    const words = states.map(([word]) => word);
    assert.deepEqual(words, ['Happens', 'Skipped', 'Happens', 'Happens', 'Not applicable', 'Happens']);
    assert.equal(new Set(states.map(([, glyph]) => glyph)).size, 3);
  });

  it('sends a changed switch to the host and shows the change against the defaults', async () => {
    const model = new FixtureModel();
    const { page, posted } = await open({ model });
    await page.locator('ww-what-if [data-key="cache.dns"]').click();
    await metric(page, 'roundTrips').getByText('−1', { exact: true }).waitFor();
    assert.deepEqual(posted.at(-1), { type: 'changeSettings', settings: { 'cache.dns': 'warm' } });
    assert.match((await metric(page, 'total').textContent()) ?? '', /10\.5 ms less than by default/);
    // 75 and 91 octets: the two DNS frames of the scenario.
    assert.match((await metric(page, 'sent').textContent()) ?? '', /75 B less than by default/);
    assert.match((await page.locator('header [role="status"]').textContent()) ?? '', /round trips −1, total −10\.5 ms, bytes −166/);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.locator('ww-step-list .skipped').waitFor({ state: 'detached' });
    assert.deepEqual(model.asked.at(-1), {});
  });

  it('finds a switch by any word of it, and turns it back where it is named as turned', async () => {
    const model = new FixtureModel();
    const { page, posted } = await open({ model });
    await page.getByRole('button', { name: 'All switches' }).click();
    const all = page.locator('ww-all-switches');
    await all.locator('.find input').fill('nxdomain');
    await all.getByRole('status').getByText(/^1 of \d+ switches$/).waitFor();
    await all.locator('[data-key="fault"]').click();
    await all.locator('[data-key="fault"] vscode-option').filter({ hasText: 'dns.nxdomain' }).click();
    await page.locator('ww-what-if .meaning', { hasText: 'dns.nxdomain: The name does not exist.' }).waitFor();
    await page.getByRole('button', { name: 'Fault: dns.nxdomain. Back to none' }).click();
    await page.getByRole('button', { name: 'Fault: dns.nxdomain. Back to none' }).waitFor({ state: 'detached' });
    assert.deepEqual(posted.slice(-2), [
      { type: 'changeSettings', settings: { fault: 'dns.nxdomain' } },
      { type: 'changeSettings', settings: {} },
    ]);
    for (const word of ['cache', 'tls', '']) {
      await all.locator('.find input').fill(word);
      await all.getByRole('status').getByText(/^\d+ of \d+ switches$/).waitFor();
      const blank = await all.locator('vscode-dropdown').evaluateAll((found) => found.filter((each) => !('value' in each) || each.value === '' || (each.shadowRoot?.querySelector('.selected-value')?.textContent ?? '').trim() === '').map((each) => (each as HTMLElement).dataset.key));
      assert.deepEqual(blank, [], `dropdowns without a value after a search for "${word}"`);
    }
    await all.locator('.find input').fill('no such switch');
    await all.getByText('No switch has that in its name or help.').waitFor();
  });

  it('tells what an error message means, in order of likelihood, with the probe that decides', async () => {
    const diagnosis = { words: '<b>ECONNREFUSED</b>', title: 'Nothing listens there.', causes: ['Not started.', 'Another port.'], probe: 'tls', spec: 'RFC 9293 §3.5.2', isExample: false } as const;
    const model = new FixtureModel();
    const { page, probed } = await open({ model: { request: model.request, explain: (settings) => ({ ...model.explain(settings), diagnosis }), frame: (index) => model.frame(index), export: (format) => model.export(format) } });
    const shown = page.locator('ww-diagnosis');
    await shown.getByText('<b>ECONNREFUSED</b>').waitFor();
    assert.deepEqual(await shown.locator('li').allTextContents(), ['Not started.', 'Another port.']);
    assert.deepEqual(await violations(page), []);
    await shown.getByRole('button', { name: 'Probe TLS' }).click();
    assert.deepEqual(probed, ['tls']);
  });

  it('says why a value is refused and puts the control back', async () => {
    const { page, controller } = await open();
    const field = page.locator('ww-what-if [data-key="path.rttMs"]');
    await field.locator('input').fill('-5');
    await field.locator('input').press('Enter');
    const notice = page.locator('.notice');
    await notice.waitFor();
    assert.match((await notice.textContent()) ?? '', /path\.rttMs is a number from 0 to 60000; found "-5"/);
    assert.deepEqual(controller.currentSettings, {});
    assert.equal(await field.evaluate((element) => (element as HTMLInputElement).value), '40');
  });

  it('shows the bytes of a chosen field, and the field of a chosen byte, in another header too', async () => {
    const { page } = await openWithFrame();
    // The third field of TCP has 16 bits at bit 32; TCP stands behind 14 octets of Ethernet and 20 of IPv4.
    await page.locator('ww-field-tree [data-path="2"]').click();
    assert.deepEqual(await chosenBytes(page), [38, 39]);
    await page.locator('ww-byte-grid [data-byte="36"]').click();
    await page.locator('ww-field-tree [data-path="1"][aria-selected="true"]').waitFor();
    assert.deepEqual(await chosenBytes(page), [36, 37]);
    // Octet 16 belongs to the IPv4 header's second field.
    await page.locator('ww-byte-grid [data-byte="16"]').click();
    await page.locator('ww-field-tree h2', { hasText: 'ipv4' }).waitFor();
    assert.equal(await page.locator('ww-field-tree [aria-selected="true"]').getAttribute('data-path'), '1');
    assert.deepEqual(await chosenBytes(page), [16, 17]);
    // Of a field with parts, the part: octet 19 is the second half of the third field.
    await page.locator('ww-byte-grid [data-byte="19"]').click();
    await page.locator('ww-field-tree [data-path="2.1"][aria-selected="true"]').waitFor();
    assert.deepEqual(await chosenBytes(page), [19]);
  });

  it('shows what is encrypted in the frame as bytes of its own', async () => {
    const { page } = await open();
    await page.locator('ww-step-list [data-index="5"]').click();
    await page.locator('ww-encapsulation button', { hasText: 'http' }).click();
    await page.locator('ww-byte-grid h2', { hasText: 'http alone' }).waitFor();
    assert.match((await page.locator('ww-byte-grid .ascii').first().textContent()) ?? '', /^GET\u00a0\/v1\//);
  });

  it('marks invented values with a look, an icon and words', async () => {
    const { page } = await openWithFrame();
    const decoration = await page.locator('ww-field-tree .example .invented').first().evaluate((value) => getComputedStyle(value).textDecoration);
    assert.match(decoration, /underline.* dotted/);
    assert.match((await page.locator('ww-field-tree .example .source').first().textContent()) ?? '', /invented example/);
  });

  it('can be walked with the keyboard alone', async () => {
    const { page } = await open();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.locator('ww-step-list [data-index="0"]').focus();
    await press('ArrowDown', 'ArrowDown');
    await page.locator('ww-step-list [data-index="2"][aria-selected="true"]:focus').waitFor();
    await page.locator('ww-field-tree').waitFor();
    await page.locator('ww-stack .columns').focus();
    await press('ArrowRight');
    assert.match((await page.locator('ww-player .caption').textContent()) ?? '', /SYN ACK/);
    await page.locator('ww-host-column[data-host="client"] [data-layer="4"] button').first().focus();
    await press('Enter');
    assert.ok((await page.locator('ww-host-column[data-host="client"] [data-layer="4"] li').count()) > 0);
    await page.locator('ww-field-tree [data-path][tabindex="0"]').focus();
    await press('ArrowDown', 'ArrowDown');
    await page.locator('ww-field-tree [data-path="2"]:focus').waitFor();
    await page.locator('ww-byte-grid [tabindex="0"]').focus();
    const before = await chosenBytes(page);
    await press('ArrowDown');
    await page.locator('ww-byte-grid [data-byte]:focus').waitFor();
    await page.waitForFunction((old) => {
      const find = (root: ParentNode): Element | null => {
        for (const element of root.querySelectorAll('*')) {
          if (element.matches('ww-byte-grid')) return element;
          const inner = element.shadowRoot && find(element.shadowRoot);
          if (inner) return inner;
        }
        return null;
      };
      const chosen = [...(find(document)?.shadowRoot?.querySelectorAll('[data-byte][aria-selected="true"]') ?? [])].map((cell) => (cell as HTMLElement).dataset.byte).join();
      return chosen !== old;
    }, before.join());
  });

  it('reaches every control with the Tab key, and nothing traps it', async () => {
    const { page } = await openWithFrame();
    await page.locator('ww-summary h1').focus();
    const visited = new Set<string>();
    for (let count = 0; count < 80; count += 1) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(() => {
        let active: Element | null = document.activeElement;
        const path: string[] = [];
        for (; active; active = active.shadowRoot?.activeElement ?? null) path.push(active.tagName.toLowerCase());
        return path.find((name) => name.startsWith('ww-') && name !== 'ww-icon') ?? path.at(-1) ?? '';
      });
      visited.add(place);
    }
    for (const name of ['ww-what-if', 'ww-step-list', 'ww-stack', 'ww-frame-view', 'ww-export']) assert.ok(visited.has(name), `${name} in ${[...visited].join(' ')}`);
  });

  it('shows hostile text as text: nothing runs, nothing is requested, nothing becomes markup', async () => {
    const attack = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script><link rel=dns-prefetch href=//evil.example>\u202e](command:x)`;
    const model = new FixtureModel({ ...REQUEST, url: `https://api.example.com/${attack}`, method: `GET${attack}` }, attack, fixtureComparison(attack));
    const { page, posted } = await openWithFrame({ model });
    await page.getByRole('button', { name: 'Expand all layers' }).click();
    await page.getByRole('tab', { name: 'Sequence' }).click();
    await page.getByRole('tab', { name: 'Prediction and Probe' }).click();
    await page.locator('ww-comparison table').first().waitFor();
    const markup = await page.evaluate(() => {
      const found: string[] = [];
      const visit = (root: ParentNode): void => {
        for (const element of root.querySelectorAll('*')) {
          const isMarkup = element.matches('img, iframe, object, script:not([nonce]), link:not([href$="codicon.css"]), a:not([href^="https://www.rfc-editor.org/"])');
          if (isMarkup) found.push(element.outerHTML);
          if (element.shadowRoot) visit(element.shadowRoot);
        }
      };
      visit(document);
      return { found, title: document.title };
    });
    assert.deepEqual(markup, { found: [], title: 'Stack' });
    assert.ok((await page.locator('ww-summary h1').textContent())?.includes('<img src=x onerror='));
    assert.ok((await page.locator('ww-step-list li').first().textContent())?.includes(attack));
    assert.ok(posted.every((message) => ['ready', 'requestFrame'].includes((message as { type: string }).type)));
  });

  it('comes back after a reload with the same settings and selection, from a state that the host accepts', async () => {
    const first = await openWithFrame();
    await first.page.locator('ww-what-if [data-key="cache.dns"]').click();
    await first.page.locator('ww-step-list .skipped').waitFor();
    await first.page.getByRole('tab', { name: 'Sequence' }).click();
    await first.page.locator('ww-sequence [data-frame="3"]').click();
    const { state } = first.saved;
    assert.deepEqual(parseSavedPanel(state), { request: REQUEST, settings: { 'cache.dns': 'warm' } });
    await first.close();
    const second = await open({ savedState: state });
    await second.page.locator('ww-sequence [data-frame="3"][aria-selected="true"]').waitFor();
    await second.page.locator('ww-field-tree').waitFor();
  });

  for (const [what, savedState] of [['nonsense', { selection: { view: '<b>', step: -1, frame: 'x' } }], ['places that do not exist', { selection: { view: 'stack', step: 9999, frame: 9999, layer: 7 } }]] as const) {
    it(`begins afresh from a saved state with ${what}`, async () => {
      const { page } = await open({ savedState });
      await page.locator('ww-step-list li').first().waitFor();
      assert.deepEqual(await selectedSteps(page), []);
    });
  }

  it('drops and reports messages of unknown shape, and keeps what it shows', async () => {
    const { page, post, log } = await openWithFrame();
    const wrong = [null, 'text', { type: 'other' }, { type: 'state', revision: 1, state: { explanation: { steps: [{}] } } }, { type: 'frame', revision: 1, detail: { index: 0, bytes: [1], pdus: [] } }];
    for (const message of wrong) await post(message);
    await page.waitForFunction(() => true);
    assert.equal(log.filter((line) => line.startsWith('panel: message to the panel dropped')).length, wrong.length);
    assert.deepEqual(await selectedSteps(page), ['Open a TCP connection']);
  });

  it('ignores a frame that belongs to an earlier state', async () => {
    const { page, post } = await openWithFrame();
    const before = await page.locator('ww-encapsulation').textContent();
    await post({ type: 'frame', revision: 0, detail: { index: 4, bytes: new Uint8Array(3), pdus: [] } });
    assert.equal(await page.locator('ww-encapsulation').textContent(), before);
  });

  it('says what it needs where there is nothing to explain', async () => {
    const { page } = await open({ model: undefined });
    await page.getByRole('heading', { name: 'Nothing to explain yet' }).waitFor();
    assert.deepEqual(await violations(page), []);
  });

  it('says why a request cannot be explained, in a sentence', async () => {
    const fail = () => {
      throw new WirewalkError('input', 'The URL has no host: "https:///users".');
    };
    const model: PanelModel = { request: REQUEST, explain: fail, frame: fail, export: fail };
    const { page } = await open({ model });
    await page.getByRole('alert').filter({ hasText: 'The URL has no host: "https:///users".' }).waitFor();
    assert.deepEqual(await violations(page), []);
  });

  it('exports and probes through the host', async () => {
    const { page, exported, probed } = await open();
    for (const format of ['pcapng', 'markdown', 'json', 'mermaid']) await page.locator(`ww-export [data-format="${format}"]`).click();
    await page.getByRole('tab', { name: 'Prediction and Probe' }).click();
    await page.getByRole('button', { name: 'Probe TLS' }).click();
    assert.deepEqual(exported.map(({ fileName }) => fileName), ['pcapng', 'markdown', 'json', 'mermaid'].map((format) => `api.example.com.${format}`));
    assert.deepEqual(probed, ['tls']);
  });

  it('lays the observation beside the prediction, with the reason where they differ', async () => {
    const { page } = await open();
    await page.getByRole('tab', { name: 'Prediction and Probe' }).click();
    const row = page.locator('ww-comparison tr.differs');
    assert.match((await row.textContent()) ?? '', /Agree on keys\s*Happens · 41\.1 ms.*Happens · 83 ms.*Differs.*The server asked for another group/s);
    assert.match((await page.locator('ww-comparison details').textContent()) ?? '', /OCSP staple\s*absent\s*none was sent/);
  });

  it('shows what the simulator predicts, every step and frame of it', async () => {
    const predictor = new Predictor({ client: 'node-20-fetch', conditions: {} });
    const model = new RequestModel(REQUEST, predictor, () => undefined);
    const { explanation } = model.explain({});
    const { page } = await open({ model, width: 1600 });
    const steps = page.locator('ww-step-list li');
    await steps.first().waitFor();
    for (let index = 0; index < (await steps.count()); index += 1) await steps.nth(index).click();
    await page.getByRole('tab', { name: 'Sequence' }).click();
    for (const { index, length } of explanation.frames) {
      await page.locator(`ww-sequence [data-frame="${index}"]`).click();
      await page.locator('ww-frame-view .title', { hasText: `Frame ${index + 1} ` }).waitFor();
      await page.locator('ww-encapsulation .layer-1').click();
      await page.locator('ww-byte-grid h2', { hasText: 'Bytes on the line' }).waitFor();
      // IEEE 802.3 §3.1.1: 8 octets before the frame, 4 after it; with those 4 it has 64 at least.
      assert.equal(await page.locator('ww-byte-grid [data-byte]').count(), 8 + Math.max(60, length) + 4);
      await page.locator('ww-encapsulation .layer-2').first().click();
      await page.locator('ww-byte-grid h2', { hasText: 'Bytes of the frame' }).waitFor();
      assert.equal(await page.locator('ww-byte-grid [data-byte]').count(), length);
    }
    assert.deepEqual(await violations(page), []);
    await page.getByRole('checkbox', { name: 'Connection open' }).click();
    await page.locator('ww-step-list .skipped').first().waitFor();
  });

  it('lets the frame travel, and plays, where motion is wanted', async () => {
    const { page } = await open({ reducedMotion: false });
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('ww-parcel .header').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play' }).waitFor();
  });

  it('moves nothing and offers no playing where motion is not wanted', async () => {
    const { page } = await openWithFrame({ reducedMotion: true });
    assert.equal(await page.getByRole('button', { name: 'Play' }).count(), 0);
    assert.equal(await page.locator('ww-parcel .header').count(), 0);
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  });
});
