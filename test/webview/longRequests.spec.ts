import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ConditionSettings } from '../../src/model/conditions';
import type { PanelModel } from '../../src/vscode/panel/panelModel';
import { Predictor } from '../../src/vscode/predictor';
import { RequestModel } from '../../src/vscode/requestModel';
import { eachPanel } from './eachPanel';
import { violations } from './panelPage';
import type { PanelPage } from './panelPage';

/** Chromium's request for a page, always under these settings. */
function predicted(settings: ConditionSettings): PanelModel {
  const request = { url: 'https://www.example.com/', method: 'GET', headers: [], unknownParts: [] };
  const model = new RequestModel(request, new Predictor({ client: 'chromium-156', conditions: {} }), () => undefined);
  return { request: model.request, explain: () => model.explain(settings), frame: (index) => model.frame(index), export: (format) => model.export(format) };
}

const selectedSteps = (page: Page) => page.locator('ww-step-list [aria-selected="true"] .title').allTextContents();

describe('stack panel with a long request', () => {
  const openPanel = eachPanel();
  const open = (model: PanelModel): Promise<PanelPage> => openPanel({ model });

  it('lays the steps that take time over the whole request, and chooses one by the keyboard', async () => {
    const model = predicted({});
    const { steps, totals } = model.explain({}).explanation;
    const timed = steps.filter(({ state, startMs, endMs }) => state === 'happens' && endMs > startMs && startMs < totals.totalMs);
    const { page } = await open(model);
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const rows = page.locator('ww-timeline [role="option"]');
    assert.deepEqual(await rows.locator('.title .foreign').allTextContents(), timed.map(({ title }) => title));
    const bars = await rows.locator('rect').evaluateAll((all) => all.map((bar) => [Number.parseFloat(bar.getAttribute('x') ?? ''), Number.parseFloat(bar.getAttribute('width') ?? '')]));
    timed.forEach(({ startMs, endMs, title }, at) => {
      const [x = Number.NaN, width = Number.NaN] = bars[at] ?? [];
      assert.ok(Math.abs(x - (100 * startMs) / totals.totalMs) < 0.7, `${title} begins at ${x} %`);
      assert.ok(Math.abs(x + width - Math.min(100, (100 * endMs) / totals.totalMs)) < 0.7, `${title} ends at ${x + width} %`);
    });
    await rows.first().focus();
    await page.keyboard.press('End');
    await page.locator('ww-timeline [aria-selected="true"]:focus').waitFor();
    assert.deepEqual(await selectedSteps(page), [timed.at(-1)?.title]);
  });

  it('folds the parts of many steps away, and shows them by arrow keys, by a button and for a chosen frame', async () => {
    const model = predicted({ 'page.subresources': 'css:1x20000,js:2x50000@cdn.example' });
    const { steps } = model.explain({}).explanation;
    const { page } = await open(model);
    const rows = page.locator('ww-step-list li');
    await rows.first().waitFor();
    assert.equal(await rows.count(), steps.length);
    const parent = steps.findIndex(({ children = [] }) => children.length > 0);
    await rows.nth(parent).click();
    await page.keyboard.press('ArrowRight');
    await page.locator('ww-step-list [aria-expanded="true"]').waitFor();
    assert.equal(await rows.count(), steps.length + (steps[parent]?.children ?? []).length);
    await page.keyboard.press('ArrowRight');
    await page.locator('ww-step-list [aria-level="2"][aria-selected="true"]:focus').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.locator('ww-step-list [aria-expanded="true"]').waitFor({ state: 'detached' });
    assert.deepEqual(await selectedSteps(page), [steps[parent]?.title]);
    await page.getByRole('button', { name: 'Show the parts of all steps' }).click();
    await page.locator('ww-step-list [aria-expanded="false"]').first().waitFor({ state: 'detached' });
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Hide the parts of all steps' }).click();
    await page.locator('ww-step-list [aria-expanded="true"]').first().waitFor({ state: 'detached' });
  });

  it('tells PDUs of the same protocol in one frame apart by what they are', async () => {
    const model = predicted({ 'server.http': '3', 'cache.altSvc': 'known' });
    const { frames } = model.explain({}).explanation;
    const { page } = await open(model);
    await page.getByRole('tab', { name: 'Sequence' }).click();
    const answer = frames.find(({ summary }) => summary.includes('Server Hello'));
    assert.ok(answer);
    await page.locator(`ww-sequence [data-frame="${answer.index}"]`).click();
    const shown = page.locator('ww-encapsulation');
    await shown.locator('.what').first().waitFor();
    // RFC 9001 §4.1.4: one datagram may carry packets of several encryption levels.
    assert.deepEqual(await shown.locator('.bar .what').allTextContents(), ['Initial packet 0', 'Handshake packet 0', '1-RTT packet 0']);
    const apart = await shown.locator('li .what').allTextContents();
    for (const what of ['Encrypted Extensions', 'Certificate', 'Certificate Verify', 'Finished', 'SETTINGS']) assert.ok(apart.includes(what), `${what} in ${apart.join(', ')}`);
    assert.deepEqual(await violations(page), []);
  });
});
