import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Explanation } from '../../src/model/explanation';
import type { FrameJourney } from '../frameJourney';
import { formatMs, formatWhole, text } from '../localise';
import { focusDrawn, movedFocus } from '../rovingFocus';
import { choose } from '../selection';
import type { Selection } from '../selection';
import type { ShownStep } from '../shownSteps';
import { layerStyles, sharedStyles } from '../styles';

/** Every frame as an arrow between the hosts that it is from and for, over time; each row says the same in words. */
@customElement('ww-sequence')
export class Sequence extends LitElement {
  static override styles = [sharedStyles, layerStyles, css`
    :host { container-type: inline-size; }
    .hint { margin-bottom: 8px; line-height: 1.4; }
    .row { display: grid; grid-template-columns: 28px 62px minmax(170px, 1.3fr) minmax(0, 1fr) 62px; align-items: center; gap: 0 8px; padding: 0 8px; min-height: 26px; border-radius: 3px; }
    [role='option'] { cursor: pointer; }
    [role='option']:hover { background: var(--vscode-list-hoverBackground); outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    [role='option'].touched { background: color-mix(in srgb, var(--vscode-focusBorder) 14%, transparent); }
    [role='option'][aria-selected='true'] { color: var(--vscode-list-activeSelectionForeground); background: var(--vscode-list-activeSelectionBackground); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    [role='option'][aria-selected='true'] .muted { color: inherit; }
    [role='option']:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
    .number { text-align: end; font-variant-numeric: tabular-nums; }
    .summary { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .heads { position: sticky; top: 0; z-index: 1; background: var(--vscode-editor-background); border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); }
    svg { width: 100%; height: 26px; display: block; overflow: visible; }
    .life { stroke: color-mix(in srgb, var(--vscode-foreground) 30%, transparent); }
    .arrow { stroke: var(--layer, currentColor); stroke-width: 1.6; }
    .tip { fill: var(--layer, currentColor); }
    .lost .arrow { stroke-dasharray: 4 3; }
    [aria-selected='true'] .arrow { stroke: currentColor; }
    [aria-selected='true'] .tip { fill: currentColor; }
    .heads text { fill: var(--vscode-foreground); font-size: 10px; font-weight: 600; }
    /* Where there is no room beside the arrow, what it carries stands below it in full. */
    @container (max-width: 600px) {
      .row { grid-template-columns: 24px minmax(0, 1fr) 60px 60px; padding: 2px 8px; }
      .row > svg { grid-column: 2; grid-row: 1; }
      .row > .time { grid-column: 3; grid-row: 1; }
      .row > .length { grid-column: 4; grid-row: 1; }
      .row > .summary { grid-column: 2 / -1; grid-row: 2; white-space: normal; line-height: 1.35; }
    }
  `];

  @property({ attribute: false }) explanation: Explanation | undefined;
  @property({ attribute: false }) journeys: readonly FrameJourney[] = [];
  @property({ attribute: false }) steps: readonly ShownStep[] = [];
  @property({ attribute: false }) selection: Selection = { view: 'sequence' };

  protected override render() {
    const { explanation } = this;
    if (!explanation) return nothing;
    const { frames, totals, observedLink } = explanation;
    const lifelines = this.lifelines();
    const touched = new Set(this.selection.step === undefined ? [] : this.steps[this.selection.step]?.step.frames);
    return html`
      <p class="hint muted">${frames.length === 0 ? text('noStack') : text('sequenceHint', observedLink)}</p>
      <div class="row heads" aria-hidden="true">
        <span></span><span class="time"></span>
        <svg>${lifelines.map((host, at) => svg`<text x="${this.x(at, lifelines.length)}%" y="17" text-anchor="middle">${this.shortTitle(host)}</text>`)}</svg>
        <span></span><span class="length"></span>
      </div>
      <div role="listbox" aria-label=${text('frames')} @keydown=${this.onKey}>
        ${this.journeys.map((journey) => this.row(journey, lifelines, touched))}
      </div>
      ${frames.length < totals.frames ? html`<p class="hint muted">${text('framesShown', formatWhole(frames.length), formatWhole(totals.frames))}</p>` : nothing}
    `;
  }

  private row(journey: FrameJourney, lifelines: readonly string[], touched: ReadonlySet<number>) {
    const { frame, sender, receiver, passages } = journey;
    const isChosen = frame.index === this.selection.frame;
    const isStop = isChosen || (this.selection.frame === undefined && frame.index === 0);
    const topLayer = passages[0]?.layer ?? 1;
    return html`<div role="option" aria-selected=${isChosen} tabindex=${isStop ? 0 : -1} data-frame=${frame.index}
      class="row layer-${topLayer} ${touched.has(frame.index) ? 'touched' : ''} ${frame.lost ? 'lost' : ''}" @click=${() => choose(this, { frame: frame.index })}>
      <span class="number muted">${frame.index + 1}</span>
      <span class="number time muted nowrap">${text('ms', formatMs(frame.timeMs))}</span>
      <svg aria-hidden="true">
        ${lifelines.map((_, at) => svg`<line class="life" x1="${this.x(at, lifelines.length)}%" x2="${this.x(at, lifelines.length)}%" y1="0" y2="26"></line>`)}
        ${this.arrow(this.x(lifelines.indexOf(sender), lifelines.length), this.x(lifelines.indexOf(receiver), lifelines.length), frame.lost)}
      </svg>
      <span class="summary foreign" title=${frame.summary}><span class="hidden-text">${text('fromTo', sender, receiver)}: </span>
        ${frame.lost ? html`<strong>${text('lost')}</strong> ` : nothing}${frame.summary}</span>
      <span class="number length muted nowrap">${text('bytes', formatWhole(frame.length))}</span>
    </div>`;
  }

  /** From one lifeline to another, a little downhill as time passes; a lost frame ends half way, in a cross. */
  private arrow(from: number, to: number, isLost: boolean) {
    const end = isLost ? (from + to) / 2 : to;
    const back = to > from ? -7 : 7;
    const tip = isLost ? svg`<path class="arrow" d="M-4 -4 L4 4 M-4 4 L4 -4"></path>` : svg`<path class="tip" d="M0 0 L${back} -4 L${back} 4 Z"></path>`;
    return svg`<line class="arrow" x1="${from}%" y1="8" x2="${end}%" y2="${isLost ? 13 : 18}"></line><svg x="${end}%" y="${isLost ? 13 : 18}">${tip}</svg>`;
  }

  private x(at: number, count: number): number {
    return count < 2 ? 50 : 10 + (80 * Math.max(0, at)) / (count - 1);
  }

  /** The hosts that take part, in the order of the path. */
  private lifelines(): readonly string[] {
    const ends = new Set(this.journeys.flatMap(({ sender, receiver }) => [sender, receiver]));
    const known = (this.explanation?.stacks ?? []).map(({ host }) => host).filter((host) => ends.has(host));
    return [...known, ...[...ends].filter((host) => !known.includes(host))].sort((a, b) => Number(a === 'server') - Number(b === 'server'));
  }

  private shortTitle(host: string): string {
    return host.length > 12 ? `${host.slice(0, 11)}…` : host;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const next = movedFocus(event, this.selection.frame ?? -1, this.journeys.length);
    if (next === undefined) return;
    choose(this, { frame: next });
    void this.updateComplete.then(() => focusDrawn(this.renderRoot, `[data-frame="${next}"]`));
  };
}
