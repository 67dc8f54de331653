import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PduDetail } from '../../src/messages';
import { text } from '../localise';
import { describeProvenance } from '../provenance';
import { focusDrawn, movedFocus } from '../rovingFocus';
import { flattenFields } from '../shownFields';
import type { ShownField } from '../shownFields';
import { sharedStyles } from '../styles';
import { specLink } from './specLink';

/** The fields of a PDU as a tree grid: name, value and meaning, where the value comes from. Fires `ww-field`, `ww-point-field`. */
@customElement('ww-field-tree')
export class FieldTree extends LitElement {
  static override styles = [sharedStyles, css`
    :host { container-type: inline-size; min-width: 0; }
    [role='treegrid'] { max-height: 46vh; overflow: auto; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-radius: 4px; margin-top: 6px; }
    [role='row'] { display: grid; grid-template-columns: minmax(0, 10fr) minmax(0, 11fr) minmax(0, 8fr); gap: 0 8px; padding: 3px 8px; line-height: 1.4; border: 1px solid transparent; scroll-margin: 30px; }
    .header { position: sticky; top: 0; z-index: 1; background: var(--vscode-editor-background); border-bottom-color: var(--vscode-contrastBorder, var(--vscode-panel-border)); font-weight: 600; font-size: 11px; }
    [data-path] { cursor: pointer; }
    [data-path]:hover, [data-path].pointed { background: var(--vscode-list-hoverBackground); outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    [data-path][aria-selected='true'] { color: var(--vscode-list-activeSelectionForeground); background: var(--vscode-list-activeSelectionBackground); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    [data-path][aria-selected='true'] :is(.muted, a) { color: inherit; }
    [data-path][aria-selected='true'] a { text-decoration: underline; }
    [data-path]:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
    .name { display: flex; align-items: flex-start; gap: 2px; }
    .name ww-icon, .name .gap { width: 16px; flex: none; margin-top: 1px; }
    .depth-1 .name { padding-left: 14px; } .depth-2 .name { padding-left: 28px; } .depth-3 .name { padding-left: 42px; } .depth-4 .name { padding-left: 56px; }
    .value { min-width: 0; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; overflow: hidden; }
    [aria-selected='true'] .value { -webkit-line-clamp: 40; }
    .source { font-size: 11px; line-height: 18px; }
    .source ww-icon { font-size: 13px; vertical-align: text-bottom; }
    .source .spec { display: block; }
    .example .invented { text-decoration: underline dotted; text-decoration-thickness: 1.5px; text-underline-offset: 3px; font-style: italic; }
    .example .source { font-style: italic; }
    @container (min-width: 640px) { .source .spec { display: inline; margin-left: 6px; } }
    @container (max-width: 400px) {
      [role='row'] { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
      .source { grid-column: 1 / -1; padding-left: 18px; }
      .source .spec { display: inline; }
      .header .source { display: none; }
    }
  `];

  @property({ attribute: false }) pdu: PduDetail | undefined;
  @property() chosen: string | undefined;
  @property() pointed: string | undefined;
  @state() private closed: ReadonlySet<string> = new Set();
  private all: readonly ShownField[] = [];

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('pdu')) {
      this.all = flattenFields(this.pdu?.fields ?? []);
      this.closed = new Set();
    }
    // A field that is chosen from the bytes must be seen.
    if (changed.has('chosen') && this.chosen !== undefined) {
      const hiding = [...this.closed].filter((path) => this.chosen?.startsWith(`${path}.`));
      if (hiding.length > 0) this.closed = new Set([...this.closed].filter((path) => !hiding.includes(path)));
    }
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('chosen') && this.chosen !== undefined) {
      this.renderRoot.querySelector(`[data-path="${this.chosen}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }

  protected override render() {
    const { pdu } = this;
    if (!pdu) return nothing;
    const visible = this.visible();
    return html`<h2>${text('fieldsOf', pdu.protocol)}</h2>
      ${visible.length === 0
        ? html`<p class="muted">${text('noFields')}</p>`
        : html`<div role="treegrid" aria-label=${text('fieldsOf', pdu.protocol)} @keydown=${this.onKey} @pointerleave=${() => this.fire('ww-point-field', null)}>
            <div role="row" class="header"><span role="columnheader">${text('fieldName')}</span><span role="columnheader">${text('fieldValue')}</span><span role="columnheader" class="source">${text('fieldSource')}</span></div>
            ${visible.map((each, index) => this.row(each, index))}
          </div>`}`;
  }

  private visible(): readonly ShownField[] {
    return this.all.filter(({ path }) => ![...this.closed].some((parent) => path.startsWith(`${parent}.`)));
  }

  private row(shown: ShownField, index: number) {
    const { field, depth, path } = shown;
    const { icon, words } = describeProvenance(field.source);
    const isChosen = path === this.chosen;
    const isStop = isChosen || (this.chosen === undefined && index === 0);
    const hasChildren = (field.children ?? []).length > 0;
    const isOpen = !this.closed.has(path);
    return html`<div role="row" aria-level=${depth + 1} aria-expanded=${hasChildren ? isOpen : nothing} aria-selected=${isChosen} tabindex=${isStop ? 0 : -1} data-path=${path}
      class="depth-${Math.min(4, depth)} ${field.source.kind} ${path === this.pointed ? 'pointed' : ''}" @click=${() => this.fire('ww-field', shown)} @pointerenter=${() => this.fire('ww-point-field', shown)}>
      <span role="gridcell" class="name">${hasChildren
        ? html`<ww-icon .name=${isOpen ? 'chevron-down' : 'chevron-right'} @click=${(event: Event) => this.toggle(path, event)}></ww-icon>`
        : html`<span class="gap"></span>`}<span class="foreign">${field.name}</span></span>
      <span role="gridcell" class="value"><span class="mono foreign invented">${String(field.value)}</span>${field.meaning ? html` <span class="muted foreign">${field.meaning}</span>` : nothing}</span>
      <span role="gridcell" class="source muted"><ww-icon .name=${icon}></ww-icon> <span class="foreign">${words}</span> ${specLink(field.spec)}</span>
    </div>`;
  }

  private toggle(path: string, event?: Event): void {
    event?.stopPropagation();
    const next = new Set(this.closed);
    if (!next.delete(path)) next.add(path);
    this.closed = next;
  }

  private fire(name: 'ww-field' | 'ww-point-field', shown: ShownField | null): void {
    this.dispatchEvent(new CustomEvent(name, { detail: shown }));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const visible = this.visible();
    const current = visible.findIndex(({ path }) => path === this.chosen);
    const here = visible[current];
    const hasChildren = (here?.field.children ?? []).length > 0;
    let target = movedFocus(event, current, visible.length);
    if (event.key === 'ArrowRight' && here && hasChildren) {
      event.preventDefault();
      if (this.closed.has(here.path)) this.toggle(here.path);
      else target = current + 1;
    } else if (event.key === 'ArrowLeft' && here) {
      event.preventDefault();
      if (hasChildren && !this.closed.has(here.path)) this.toggle(here.path);
      else target = visible.findIndex(({ path }) => path === here.path.slice(0, here.path.lastIndexOf('.')));
    } else if (event.key === 'Enter') {
      target = Math.max(0, current);
    }
    const next = target === undefined ? undefined : visible[target];
    if (!next) return;
    this.fire('ww-field', next);
    // The choice comes back as a property of the next drawing.
    requestAnimationFrame(() => focusDrawn(this.renderRoot, `[data-path="${next.path}"]`));
  };
}
