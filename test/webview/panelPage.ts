import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { HostMessage, ProbeKind } from '../../src/messages';
import { PanelController } from '../../src/vscode/panel/panelController';
import { panelHtml } from '../../src/vscode/panel/panelHtml';
import type { ExportedFile, PanelModel } from '../../src/vscode/panel/panelModel';
import { panelStrings } from '../../src/vscode/panel/panelStrings';
import { switchViews } from '../../src/vscode/panel/switchViews';
import type { Localizer } from '../../src/vscode/panel/panelStrings';
import themes from './fixtures/themes.json';

export type ThemeName = keyof typeof themes;
export const THEME_NAMES = ['dark', 'light', 'hcDark', 'hcLight'] as const satisfies readonly ThemeName[];
/** The classes that VS Code puts on a webview's body. */
const BODY_CLASSES: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark', light: 'vscode-light', hcDark: 'vscode-high-contrast', hcLight: 'vscode-high-contrast-light vscode-high-contrast',
};
const ROOT = path.resolve(import.meta.dirname, '../..');
/** What VS Code gives the body of a webview before the extension's own styles. */
const DEFAULT_STYLE = `html { scrollbar-color: var(--vscode-scrollbarSlider-background) transparent; }
body { background: var(--vscode-editor-background); color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }`;
const NONCE = 'dGVzdC1ub25jZQ';
const STYLE_NONCE = 'c3R5bGUtbm9uY2U';
/** Texts as they are in English. */
const english = { l10n: { t: (message: string) => message } } as unknown as Localizer;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, one line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''} ${node.html.slice(0, 160)}`));
}

/** The Chromium of this machine: `CHROMIUM`, or the first of the usual names on the path. */
export function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const places = (process.env.PATH ?? '').split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [process.env.CHROMIUM ?? '', ...places].find((place) => place !== '' && existsSync(place));
}

export interface PanelPageOptions {
  readonly model: PanelModel | undefined;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly savedState?: unknown;
  readonly reducedMotion?: boolean;
}

/** The panel in a page like VS Code's, with the real host side behind it. */
export interface PanelPage {
  readonly page: Page;
  readonly controller: PanelController;
  /** What the panel posted, in order. */
  readonly posted: unknown[];
  readonly saved: { state: unknown };
  readonly exported: ExportedFile[];
  readonly probed: ProbeKind[];
  readonly log: string[];
  /** Breaches of the content security policy, script errors and requests other than for the page's own three files. */
  readonly troubles: string[];
  /** Posts to the page what need not be a message of ours. */
  readonly post: (message: unknown) => Promise<void>;
  close(): Promise<void>;
}

/** Builds the page's bundle once, serves it on loopback and opens panels in one browser. */
export class PanelBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly origin: string,
    private readonly stop: () => void,
  ) {}

  static async launch(executablePath: string): Promise<PanelBrowser> {
    const folder = mkdtempSync(path.join(tmpdir(), 'wirewalk-panel-'));
    await build({
      absWorkingDir: ROOT, entryPoints: { panel: 'webview/panel.ts' }, outdir: folder, bundle: true, format: 'esm', platform: 'browser', target: 'es2022',
      tsconfig: 'webview/tsconfig.json', logLevel: 'error',
    });
    const icons = path.join(ROOT, 'node_modules/@vscode/codicons/dist');
    const files: Readonly<Record<string, readonly [string, string]>> = {
      '/panel.js': [path.join(folder, 'panel.js'), 'text/javascript'],
      '/codicon.css': [path.join(icons, 'codicon.css'), 'text/css'],
      '/codicon.ttf': [path.join(icons, 'codicon.ttf'), 'font/ttf'],
    };
    let origin = '';
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const file = files[pathname];
      if (pathname === '/') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end(panelHtml({ cspSource: origin, nonce: NONCE, styleNonce: STYLE_NONCE, scriptUri: `${origin}/panel.js`, iconsUri: `${origin}/codicon.css`, language: 'en', title: 'Stack', loading: 'Loading' }));
      } else if (file) {
        response.writeHead(200, { 'content-type': file[1] });
        response.end(readFileSync(file[0]));
      } else {
        // The browser's own request for an icon.
        response.writeHead(pathname === '/favicon.ico' ? 204 : 404);
        response.end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    });
    return new PanelBrowser(browser, origin, () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    });
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.stop();
  }

  async open(options: PanelPageOptions): Promise<PanelPage> {
    const { model, theme = 'dark', width = 1280, savedState, reducedMotion = true } = options;
    const context = await this.browser.newContext({ viewport: { width, height: 900 }, reducedMotion: reducedMotion ? 'reduce' : 'no-preference' });
    const page = await context.newPage();
    const troubles: string[] = [];
    const posted: unknown[] = [];
    const saved = { state: savedState };
    const exported: ExportedFile[] = [];
    const probed: ProbeKind[] = [];
    const log: string[] = [];
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
    });
    const own = new Set(['/', '/panel.js', '/codicon.css', '/codicon.ttf', '/favicon.ico'].map((name) => this.origin + name));
    page.on('request', (request) => {
      if (!own.has(request.url().replace(/\?.*$/, ''))) troubles.push(`request: ${request.url()}`);
    });

    // One after another, as VS Code keeps messages in order.
    let delivered = Promise.resolve();
    const post = (message: unknown): Promise<void> => (delivered = delivered.then(() => deliver(page, message)));
    const controller = new PanelController(
      {
        language: 'en', strings: panelStrings(english), switches: switchViews(english),
        post: (message: HostMessage) => void post(message),
        save: (file) => Promise.resolve(void exported.push(file)),
        probe: (kind) => void probed.push(kind),
        revealSource: () => void log.push('reveal source'),
        log: (message) => void log.push(message),
      },
      model,
    );
    await page.exposeBinding('wirewalkPost', (_source, message: unknown) => {
      posted.push(message);
      controller.receive(message);
    });
    await page.exposeBinding('wirewalkSave', (_source, state: unknown) => void (saved.state = state));
    await page.exposeBinding('wirewalkViolation', (_source, what: unknown) => void troubles.push(`policy: ${String(what)}`));
    // tsx names functions by a helper of its own, which the page does not have.
    await page.addInitScript({ content: 'globalThis.__name = (value) => value;' });
    await page.addInitScript(prepareWebview, { variables: themes[theme], bodyClasses: BODY_CLASSES[theme], style: DEFAULT_STYLE, savedState: savedState ?? null });
    await page.goto(`${this.origin}/`);
    return { page, controller, posted, saved, exported, probed, log, troubles, post, close: () => context.close() };
  }
}

/** Octets travel as plain numbers to the page and become octets again there, as VS Code does with its own encoding. */
async function deliver(page: Page, message: unknown): Promise<void> {
  const encoded = JSON.stringify(message, (_key, value: unknown) => (value instanceof Uint8Array ? { octets: [...value] } : value));
  await page.evaluate((text) => {
    const revive = (_key: string, value: unknown): unknown =>
      typeof value === 'object' && value !== null && 'octets' in value && Array.isArray(value.octets) ? Uint8Array.from(value.octets as number[]) : value;
    window.postMessage(JSON.parse(text, revive));
  }, encoded);
}

/** Runs in the page before its own script: what VS Code puts into a webview. */
function prepareWebview(setup: { variables: Record<string, string>; bodyClasses: string; style: string; savedState: unknown }): void {
  const bindings = window as unknown as Record<'wirewalkPost' | 'wirewalkSave' | 'wirewalkViolation', (value: unknown) => void>;
  document.addEventListener('securitypolicyviolation', (event) => bindings.wirewalkViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  // Before deferred scripts run, as in VS Code.
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    for (const [name, value] of Object.entries(setup.variables)) document.documentElement.style.setProperty(name, value);
    document.body.className = setup.bodyClasses;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(setup.style);
    document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
  });
  let state: unknown = setup.savedState ?? undefined;
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => bindings.wirewalkPost(message),
      getState: () => state,
      setState: (next: unknown) => {
        state = next;
        bindings.wirewalkSave(next);
      },
    }),
  });
}
