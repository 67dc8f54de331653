import assert from 'node:assert/strict';
import { PanelBrowser, findChromium } from './panelPage';
import type { PanelPage, PanelPageOptions } from './panelPage';

/**
 * What a suite needs that opens a panel in each test: one browser, which is absent only outside of CI, and after each test that the
 * panel made no trouble. Call it in `describe`; what it returns opens a panel, one at a time.
 */
export function eachPanel(): (options: PanelPageOptions) => Promise<PanelPage> {
  let browser: PanelBrowser | undefined;
  let panel: PanelPage | undefined;

  before(async function () {
    const chromium = findChromium();
    if (chromium === undefined) {
      if (process.env.CI === 'true') throw new Error('No Chromium on the path and none named by CHROMIUM.');
      console.log('      skipped: no Chromium on the path and none named by CHROMIUM');
      return this.skip();
    }
    browser = await PanelBrowser.launch(chromium);
  });

  after(async () => browser?.close());

  afterEach(async () => {
    const { troubles = [] } = panel ?? {};
    await panel?.close();
    panel = undefined;
    assert.deepEqual(troubles, [], 'breaches of the policy, script errors or requests');
  });

  return async (options) => {
    assert(browser);
    return (panel = await browser.open(options));
  };
}
