import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatMs, stateName, text } from '../localise';
import { focusDrawn, movedFocus } from '../rovingFocus';
import { choose } from '../selection';
import type { ShownStep } from '../shownSteps';
import { layerStyles, sharedStyles } from '../styles';

/** Shares of the whole time at which a line helps the eye. */
const MARKS = [0, 25, 50, 75, 100] as const;
/** A bar that is shorter, in percent, could not be seen. */
const LEAST_WIDTH = 0.6;

/** The steps that take time, one line each, as bars over the time of the whole request: what waits for what, and what goes on at once. */
@customElement('ww-timeline')
export class Timeline extends LitElement {
  static override styles = [sharedStyles, layerStyles, css`
    :host { container-type: inline-size; }
    .hint { margin-bottom: 8px; line-height: 1.4; }
    .row { display: grid; grid-template-columns: minmax(0, 2fr) minmax(120px, 3fr) 62px; align-items: center; gap: 0 8px; padding: 0 8px; min-height: 24px; border-radius: 3px; }
    [role='option'] { cursor: pointer; }
    [role='option']:hover { background: var(--vscode-list-hoverBackground); outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    [role='option'][aria-selected='true'] { color: var(--vscode-list-activeSelectionForeground); background: var(--vscode-list-activeSelectionBackground); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    [role='option'][aria-selected='true'] :is(.muted, .badge) { color: inherit; }
    [role='option']:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
    .title { line-height: 18px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .time { text-align: end; font-variant-numeric: tabular-nums; }
    .heads { position: sticky; top: 0; z-index: 1; background: var(--vscode-editor-background); border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); }
    svg { width: 100%; height: 24px; display: block; overflow: visible; }
    .mark { stroke: color-mix(in srgb, var(--vscode-foreground) 16%, transparent); }
    .span { fill: var(--layer, currentColor); }
    .fails .span { fill: var(--vscode-errorForeground); }
    [aria-selected='true'] .span { fill: currentColor; }
    .heads text { fill: var(--vscode-descriptionForeground); font-size: 10px; }
    @container (max-width: 420px) {
      .row { grid-template-columns: minmax(0, 1fr) 62px; padding: 4px 8px; }
      .row > svg { grid-row: 2; grid-column: 1 / -1; }
    }
  `];

  @property({ attribute: false }) steps: readonly ShownStep[] = [];
  @property({ type: Number }) totalMs = 0;
  @property({ type: Number }) chosen: number | undefined;

  protected override render() {
    const rows = this.rows();
    const stop = this.chosen !== undefined && rows.includes(this.chosen) ? this.chosen : rows[0];
    return html`
      <p class="hint muted">${rows.length === 0 ? text('noTimeline') : text('timelineHint')}</p>
      ${rows.length === 0
        ? nothing
        : html`<div class="row heads" aria-hidden="true"><span></span>
            <svg>${MARKS.filter((mark) => mark % 50 === 0).map((mark) => svg`<text x="${mark}%" y="16" text-anchor=${mark === 0 ? 'start' : mark === 100 ? 'end' : 'middle'}>${text('ms', formatMs((this.totalMs * mark) / 100))}</text>`)}</svg><span></span></div>`}
      <div role="listbox" aria-label=${text('timeline')} @keydown=${this.onKey}>${rows.map((index) => this.row(index, index === stop))}</div>
    `;
  }

  /** Places of the steps that take time, in the list of all. */
  private rows(): readonly number[] {
    return this.steps.flatMap(({ step, depth }, index) =>
      depth === 0 && step.endMs > step.startMs && step.startMs < this.totalMs && (step.state === 'happens' || step.state === 'fails') ? [index] : []);
  }

  private row(index: number, isStop: boolean) {
    const step = this.steps[index]?.step;
    if (!step) return nothing;
    const { startMs, endMs, title, state, layers } = step;
    const top = Math.max(1, ...layers);
    const share = (ms: number) => Math.min(100, (100 * ms) / this.totalMs);
    const width = Math.max(LEAST_WIDTH, share(endMs) - share(startMs));
    return html`<div role="option" aria-selected=${index === this.chosen} tabindex=${isStop ? 0 : -1} data-index=${index} title=${title}
      class="row layer-${top} ${state}" @click=${() => choose(this, { step: index })}>
      <span class="title"><span class="badge"><span class="hidden-text">${text('layer', top)}</span><span aria-hidden="true">${top}</span></span> <span class="foreign">${title}</span></span>
      <svg aria-hidden="true">
        ${MARKS.map((mark) => svg`<line class="mark" x1="${mark}%" x2="${mark}%" y1="0" y2="24"></line>`)}
        <rect class="span" x="${Math.min(100 - LEAST_WIDTH, share(startMs))}%" width="${width}%" y="6" height="12" rx="2"></rect>
      </svg>
      <span class="time muted nowrap" aria-hidden="true">${text('ms', formatMs(endMs - startMs))}</span>
      <span class="hidden-text">${stateName(state)}, ${text('takes', formatMs(endMs - startMs), formatMs(startMs))}</span>
    </div>`;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const rows = this.rows();
    const next = rows[movedFocus(event, rows.indexOf(this.chosen ?? -1), rows.length) ?? -1];
    if (next === undefined) return;
    choose(this, { step: next });
    void this.updateComplete.then(() => focusDrawn(this.renderRoot, `[data-index="${next}"]`));
  };
}
