// What a person sees in the window of a real VS Code, driven from outside: the rendered hover, the views, the panel after a reload.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromiumPath, launchChromium } from './chromium.mjs';
import { startVsCodeServer, windowAddress } from './vsCodeServer.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const SOURCE = [
  'export const users = () => fetch("https://api.example.com/v1/users", { method: "DELETE" });',
  '// https://hostile.example/[c](command:workbench.action.quit)',
  '// https://images.example/![](https://evil.example/beacon.png)<img/src=x/onerror=alert(1)>$(zap)',
  '',
].join('\n');

describe('In the window', () => {
  let folder;
  let server;
  let browser;
  let page;
  const foreignRequests = [];

  before(async function () {
    const chromium = chromiumPath();
    if (!chromium) {
      console.log('    Chromium is not installed: the tests of the window are skipped.');
      if (process.env.CI) throw new Error('Chromium is not installed.');
      return this.skip();
    }
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wirewalk-window-'));
    const workspace = path.join(folder, 'workspace');
    fs.mkdirSync(workspace);
    fs.writeFileSync(path.join(workspace, 'sample.ts'), SOURCE);
    const settings = { 'workbench.startupEditor': 'none', 'workbench.secondarySideBar.defaultVisibility': 'hidden', 'chat.disableAIFeatures': true, 'editor.hover.delay': 100 };
    server = await startVsCodeServer({ dataFolder: path.join(folder, 'data'), trustEverything: true, settings });
    browser = await launchChromium(chromium);
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(30_000);
    page.on('request', (request) => {
      if (/evil\.example|beacon/.test(request.url())) foreignRequests.push(request.url());
    });
    await page.goto(windowAddress(server.authority, { folder: workspace, extensionFolder: root }));
    await page.locator('.explorer-folders-view [aria-label^="sample.ts"]').first().dblclick();
    await page.locator('.view-line', { hasText: 'fetch' }).waitFor();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    if (folder) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** The rendered hover at a word. Asked for again until it is there: the first time finds extensions that are still starting. */
  async function hoverOf(line, word) {
    const hover = page.locator('.monaco-hover:visible', { hasText: /First time|predicted/ }).first();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await page.keyboard.press('Escape');
      await page.mouse.move(5, 400);
      await page.locator('.view-line', { hasText: line }).locator('span', { hasText: word }).last().hover();
      if (await hover.waitFor({ timeout: 3000 }).then(() => true, () => false)) return hover;
    }
    throw new Error(`No hover of ours at ${word}.`);
  }

  const runCommand = async (name) => {
    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget input').first();
    await input.fill(`>${name}`);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await page.keyboard.press('Enter');
  };

  /** Asks again until `look` gives something that counts as true. */
  async function until(what, look) {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const found = await look();
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
      await page.waitForTimeout(100);
    }
  }

  /** The panel whose page shows both texts, in whichever frame it is. */
  const panelWith = (one, other) =>
    until(`a panel with ${one} and ${other}`, async () => {
      for (const frame of page.frames()) {
        const panel = frame.locator('wirewalk-panel', { hasText: one }).filter({ hasText: other });
        if ((await panel.count().catch(() => 0)) > 0) return panel;
      }
      return undefined;
    });

  /** Whether VS Code has written the panel's state to its storage, which it does every few seconds. */
  const isStored = (text) =>
    page.evaluate(async (wanted) => {
      for (const { name } of await indexedDB.databases()) {
        if (!name?.startsWith('vscode-web-state-db')) continue;
        const database = await new Promise((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => resolve(opening.result);
          opening.onerror = () => reject(opening.error);
        });
        const values = await new Promise((resolve, reject) => {
          const reading = database.transaction('ItemTable').objectStore('ItemTable').getAll();
          reading.onsuccess = () => resolve(reading.result);
          reading.onerror = () => reject(reading.error);
        });
        database.close();
        if (values.some((value) => typeof value === 'string' && value.includes('wirewalk.stack') && value.includes(wanted))) return true;
      }
      return false;
    }, text);

  it('the hover shows steps, costs and our links', async () => {
    const hover = await hoverOf('DELETE', 'fetch');
    assert.match(await hover.innerText(), /DELETE api\.example\.com[^]*First time: \d+ round trips[^]*Again: 1 round trip[^]*Send DELETE/);
    const targets = await hover.locator('a[data-href]').evaluateAll((links) => links.map((link) => link.dataset.href.replace(/\?.*/, '')));
    for (const name of ['explainRequest', 'probeDns', 'probeTls']) assert.ok(targets.includes(`command:wirewalk.${name}`), name);
    assert.ok((await hover.locator('.codicon-pass').count()) >= 5, 'each step has an icon beside its word');
  });

  it('the hover of hostile text is text: no foreign link, image, icon or request', async () => {
    for (const [line, expected] of [['hostile', 'hostile.example'], ['images', 'images.example']]) {
      const hover = await hoverOf(line, `${line}.example`);
      assert.ok((await hover.innerText()).includes(expected));
      const ours = hover.locator('.hover-row', { hasText: /First time|predicted/ });
      assert.equal(await ours.locator('img, script, .codicon-zap').count(), 0);
      const targets = await ours.locator('a').evaluateAll((links) => links.map((link) => link.dataset.href ?? link.getAttribute('href') ?? ''));
      for (const target of targets) assert.match(target, /^command:wirewalk\.(explainRequest|probeDns|probeTls)\?/);
    }
    assert.deepEqual(foreignRequests, []);
  });

  it('the sidebar lists the lessons with their progress and the requests of the file', async () => {
    await page.keyboard.press('Escape');
    await page.locator('.activitybar .action-label[aria-label^="Wirewalk"]').first().click();
    const row = (text) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
    await row('What happens when you open a website').waitFor();
    assert.match(await row('The second time').innerText(), /0 of \d+/);
    assert.match(await row('The second time').getAttribute('aria-label'), /0 of \d+ pages finished/);
    await row('https://api.example.com').waitFor();
    assert.match(await row('DELETE /v1/users').innerText(), /line 1/);
  });

  it('the panel explains, and comes back with its request after a reload', async () => {
    await page.locator('.view-line', { hasText: 'DELETE' }).locator('span', { hasText: 'fetch' }).last().click();
    await runCommand('Wirewalk: Explain Network Request');
    await panelWith('https://api.example.com/v1/users', 'DELETE');
    await until('the stored panel', () => isStored('api.example.com/v1/users'));
    await page.reload();
    await panelWith('https://api.example.com/v1/users', 'DELETE');
  });
});
