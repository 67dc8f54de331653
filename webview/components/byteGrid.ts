import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LayerNumber } from '../../src/model/layer';
import { formatWhole, text } from '../localise';
import { focusDrawn } from '../rovingFocus';
import type { ByteRange } from '../shownFields';
import { layerStyles, sharedStyles } from '../styles';

/** Octets drawn at once. A frame of an Ethernet link fits; longer PDUs are paged. */
const PAGE_BYTES = 2048;
const WIDE_COLUMNS = 16;
const NARROW_COLUMNS = 8;
/** Offset, 16 hex pairs and 16 characters need this much room. */
const WIDE_FROM_PX = 460;

/** Octets in hexadecimal and ASCII. The arrow keys move; the octet under the cursor tells its field. Fires `ww-byte`, `ww-point-byte`. */
@customElement('ww-byte-grid')
export class ByteGrid extends LitElement {
  static override styles = [sharedStyles, layerStyles, css`
    :host { min-width: 0; }
    .scroll { overflow: auto; max-height: 40vh; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-radius: 4px; margin-top: 6px; padding: 4px 6px; }
    [role='grid'] { font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; line-height: 20px; width: max-content; }
    [role='row'] { display: flex; }
    [role='rowheader'] { color: var(--vscode-descriptionForeground); margin-right: 8px; user-select: none; }
    .hex { display: inline-block; width: 2.6ch; text-align: center; cursor: pointer; }
    .hex:nth-child(9) { margin-right: 0.6ch; }
    .ascii { display: inline-flex; margin-left: 1ch; }
    .ascii span { width: 1ch; cursor: pointer; }
    .in-header { background: color-mix(in srgb, var(--layer) 22%, transparent); }
    .pointed { box-shadow: inset 0 -2px 0 var(--vscode-focusBorder); }
    .chosen { background: var(--vscode-editor-selectionBackground); color: var(--vscode-editor-selectionForeground, var(--vscode-foreground)); outline: 1px dotted var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    .hex:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: -2px; }
    .pages { display: flex; align-items: center; gap: 4px; margin-top: 4px; }
  `];

  @property({ attribute: false }) bytes: Uint8Array = new Uint8Array();
  @property({ type: Number }) totalBytes = 0;
  @property() heading = '';
  @property({ type: Number }) layer: LayerNumber = 1;
  @property({ attribute: false }) header: ByteRange = { start: 0, end: 0 };
  @property({ attribute: false }) chosen: ByteRange | undefined;
  @property({ attribute: false }) pointed: ByteRange | undefined;
  /** The octet that has the keyboard. */
  @property({ type: Number }) active = 0;
  @property() fieldName = '';
  @state() private columns = WIDE_COLUMNS;
  @state() private page = 0;
  private readonly resized = new ResizeObserver(([entry]) => {
    if (entry) this.columns = entry.contentRect.width >= WIDE_FROM_PX ? WIDE_COLUMNS : NARROW_COLUMNS;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('active') || changed.has('bytes')) this.page = Math.floor(Math.min(this.active, Math.max(0, this.bytes.length - 1)) / PAGE_BYTES);
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('chosen') && this.chosen) this.renderRoot.querySelector(`[data-byte="${this.chosen.start}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  protected override render() {
    const { bytes, columns } = this;
    const start = this.page * PAGE_BYTES;
    const end = Math.min(bytes.length, start + PAGE_BYTES);
    const rows = Array.from({ length: Math.ceil((end - start) / columns) }, (_, row) => start + row * columns);
    return html`<h2>${this.heading}</h2>
      <div class="scroll layer-${this.layer}"><div role="grid" aria-label=${this.heading} aria-rowcount=${Math.ceil(bytes.length / columns)}
        @keydown=${this.onKey} @click=${this.onClick} @pointerover=${this.onPoint} @pointerleave=${() => this.firePoint(null)}>
        ${rows.map((offset) => this.row(offset, Math.min(offset + columns, end)))}
      </div></div>
      ${bytes.length > PAGE_BYTES || bytes.length < this.totalBytes ? this.pager(start, end) : nothing}`;
  }

  private row(offset: number, end: number) {
    const places = Array.from({ length: end - offset }, (_, index) => offset + index);
    const ascii = places.map((at) => html`<span class=${this.look(at)} data-byte-text=${at}>${printable(this.bytes[at] ?? 0)}</span>`);
    return html`<div role="row" aria-rowindex=${Math.floor(offset / this.columns) + 1}>
      <span role="rowheader">${offset.toString(16).padStart(4, '0')}</span>
      ${places.map((at) => this.cell(at))}
      ${fill(this.columns - places.length)}<span class="ascii" role="gridcell" aria-label=${places.map((at) => printable(this.bytes[at] ?? 0)).join('')}>${ascii}</span>
    </div>`;
  }

  private cell(at: number) {
    const hex = (this.bytes[at] ?? 0).toString(16).padStart(2, '0');
    const isActive = at === this.active;
    return html`<span role="gridcell" class="hex ${this.look(at)}" tabindex=${isActive ? 0 : -1} data-byte=${at} aria-selected=${isWithin(this.chosen, at)}
      aria-label=${isActive ? text('byteLabel', at, hex, printable(this.bytes[at] ?? 0), this.fieldName) : nothing}>${hex}</span>`;
  }

  private look(at: number): string {
    const classes = [isWithin(this.chosen, at) && 'chosen', isWithin(this.header, at) && 'in-header', isWithin(this.pointed, at) && 'pointed'];
    return classes.filter(Boolean).join(' ');
  }

  private pager(start: number, end: number) {
    const last = Math.ceil(this.bytes.length / PAGE_BYTES) - 1;
    return html`<div class="pages">
      <button class="icon-button" aria-label=${text('previous')} ?disabled=${this.page === 0} @click=${() => (this.page -= 1)}><ww-icon name="chevron-left"></ww-icon></button>
      <button class="icon-button" aria-label=${text('next')} ?disabled=${this.page >= last} @click=${() => (this.page += 1)}><ww-icon name="chevron-right"></ww-icon></button>
      <span class="muted">${text('bytePage', formatWhole(start), formatWhole(end - 1))}</span>
      ${this.bytes.length < this.totalBytes ? html`<span class="muted">${text('bytesTruncated', formatWhole(this.bytes.length), formatWhole(this.totalBytes))}</span>` : nothing}
    </div>`;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { columns, active } = this;
    const rowStart = active - (active % columns);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: active + 1, ArrowLeft: active - 1, ArrowDown: active + columns, ArrowUp: active - columns,
      Home: rowStart, End: Math.min(rowStart + columns, this.bytes.length) - 1, PageDown: active + 16 * columns, PageUp: active - 16 * columns,
    };
    const wanted = targets[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    if (wanted < 0 || wanted >= this.bytes.length) return;
    this.choose(wanted);
    requestAnimationFrame(() => focusDrawn(this.renderRoot, `[data-byte="${wanted}"]`));
  };

  private readonly onClick = (event: Event): void => {
    const at = byteAt(event);
    if (at !== undefined) this.choose(at);
  };

  private readonly onPoint = (event: Event): void => this.firePoint(byteAt(event) ?? null);

  private choose(at: number): void {
    this.dispatchEvent(new CustomEvent('ww-byte', { detail: at }));
  }

  private firePoint(at: number | null): void {
    this.dispatchEvent(new CustomEvent('ww-point-byte', { detail: at }));
  }
}

function byteAt(event: Event): number | undefined {
  const { target } = event;
  const at = target instanceof HTMLElement ? (target.dataset.byte ?? target.dataset.byteText) : undefined;
  return at === undefined ? undefined : Number(at);
}

function isWithin(range: ByteRange | undefined, at: number): boolean {
  return range !== undefined && at >= range.start && at < range.end;
}

/** Blank cells, so that the characters of a short last row stand below the others. */
function fill(count: number) {
  return Array.from({ length: count }, () => html`<span class="hex" aria-hidden="true"></span>`);
}

function printable(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? '\u00a0' : '·';
}
