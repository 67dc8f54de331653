import type { HostServices, OpenStep } from '../../services';
import type { Subresource, SubresourceKind } from './subresource';

/** Assumptions: what a desktop machine takes about; no measurement. */
const PARSE_MS_PER_KILOBYTE = 0.02;
const SCRIPT_MS_PER_KILOBYTE = 0.05;
const STYLE_MS = 1;
const LAYOUT_MS = 4;
const PAINT_MS = 3;
/** What is needed for the first paint is asked for first, as browsers do (Fetch standard, request priority). */
const PRIORITY: Readonly<Record<SubresourceKind, number>> = { css: 0, font: 1, js: 1, img: 2 };
const ASSUMED = 'the time is an assumption';

/** Gets one resource in the simulated network; `done` comes once, whether it succeeded or not. */
export type ResourceFetcher = (resource: Subresource, done: () => void) => void;

/** A browser's work on one page, from its first octet to the load event (WHATWG HTML §13.2, CSS 2 §9). */
export class PageLoader {
  private left: number;
  private blockingLeft: number;
  private documentComplete = false;
  private painted = false;
  private parse: OpenStep | undefined;
  private readonly scriptBytes: number;

  constructor(private readonly host: HostServices, private readonly resources: readonly Subresource[], private readonly loaded: () => void) {
    this.left = resources.length;
    // Styles block painting, and scripts block the parser, wherever they stand (WHATWG HTML §4.12.1, §4.2.4).
    this.blockingLeft = resources.filter(isBlocking).length;
    this.scriptBytes = resources.filter(({ kind }) => kind === 'js').reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  }

  /** The first octets of the document arrived: parsing begins, and what it names is asked for while the rest is on its way. */
  begin(fetch: ResourceFetcher): void {
    this.parse = this.open('browser.parse', 'Parse the page while it arrives', 'WHATWG HTML §13.2');
    const ordered = [...this.resources].sort((a, b) => PRIORITY[a.kind] - PRIORITY[b.kind]);
    for (const resource of ordered) {
      fetch(resource, () => {
        this.left -= 1;
        if (isBlocking(resource)) this.blockingLeft -= 1;
        this.advance();
      });
    }
  }

  /** All of the document is there. */
  complete(lengthBytes: number): void {
    this.host.after((lengthBytes / 1000) * PARSE_MS_PER_KILOBYTE, () => {
      this.documentComplete = true;
      this.parse?.happens(
        `Content-Type says HTML, so the browser built the document from its octets as they came, and asked for ${this.resources.length} more resources as soon as it found their names (${ASSUMED}).`,
      );
      this.advance();
    });
  }

  private advance(): void {
    if (this.documentComplete && this.blockingLeft === 0 && !this.painted) {
      this.painted = true;
      this.runScripts();
    }
    if (this.painted && this.left === 0) this.finish();
  }

  private runScripts(): void {
    const scripts = this.resources.filter(({ kind }) => kind === 'js').length;
    const step = scripts > 0 ? this.open('browser.script', `Run ${scripts} scripts`, 'WHATWG HTML §4.12.1') : undefined;
    this.after((this.scriptBytes / 1000) * SCRIPT_MS_PER_KILOBYTE, () => {
      step?.happens(`They are neither async nor defer, so parsing and painting wait for them (${ASSUMED}).`);
      this.render();
    });
  }

  private render(): void {
    const style = this.open('browser.style', 'Compute the style of each element', 'CSS Cascade 4 §6');
    this.after(STYLE_MS, () => {
      style.happens(`Document and style sheets are there: ${this.resources.filter(({ kind }) => kind === 'css').length} of them apply (${ASSUMED}).`);
      const layout = this.open('browser.layout', 'Lay the boxes out', 'CSS 2 §9');
      this.after(LAYOUT_MS, () => {
        layout.happens(`Each box gets its place and size; an image without a size that comes later makes this happen again (${ASSUMED}).`);
        const paint = this.open('browser.paint', 'Paint, rasterise and composite', 'CSS 2 Appendix E');
        this.after(PAINT_MS, () => {
          paint.happens(`The first picture of the page is on the screen${this.left > 0 ? `, while ${this.left} resources are still on their way` : ''} (${ASSUMED}).`);
        });
      });
    });
  }

  private pending = 0;

  private after(delayMs: number, action: () => void): void {
    this.pending += 1;
    this.host.after(delayMs, () => {
      action();
      this.pending -= 1;
      this.advance();
    });
  }

  private finished = false;

  private finish(): void {
    if (this.pending > 0 || this.finished) return;
    this.finished = true;
    this.loaded();
  }

  private open(id: string, title: string, spec: string): OpenStep {
    return this.host.trace.openStep({ id, title, layers: [7], spec: [spec] });
  }
}

function isBlocking({ kind }: Subresource): boolean {
  return kind === 'css' || kind === 'js';
}
