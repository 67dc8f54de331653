import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { StepState } from '../../src/model/trace';
import type { IconName } from '../icons';
import { formatMs, stateName, text } from '../localise';
import { focusDrawn, movedFocus } from '../rovingFocus';
import { choose } from '../selection';
import { ancestors, hasParts } from '../shownSteps';
import type { ShownStep } from '../shownSteps';
import { layerStyles, sharedStyles } from '../styles';

const STATE_ICONS: Readonly<Record<StepState, IconName>> = {
  happens: 'pass-filled',
  skipped: 'debug-step-over',
  'not-applicable': 'circle-slash',
  fails: 'error',
};

/** Of so many steps and parts of steps, only the steps are shown at first, and the whole reason of the chosen one alone. */
const MANY_STEPS = 24;

/** The steps with state, reason, time and layers, and a bar that says when each takes place. Parts of a step can be folded away. */
@customElement('ww-step-list')
export class StepList extends LitElement {
  static override styles = [sharedStyles, layerStyles, css`
    :host { position: relative; }
    ol { display: flex; flex-direction: column; }
    li {
      display: grid; grid-template-columns: 16px minmax(0, 1fr) auto; gap: 2px 8px; padding: 6px 8px 6px calc(8px + var(--indent, 0px));
      border: 1px solid transparent; border-left: 2px solid transparent; border-radius: 3px; cursor: pointer;
    }
    li.depth-1 { --indent: 16px; } li.depth-2 { --indent: 32px; } li.depth-3 { --indent: 48px; }
    li:hover { background: var(--vscode-list-hoverBackground); outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    li[aria-selected='true'] {
      color: var(--vscode-list-activeSelectionForeground); background: var(--vscode-list-activeSelectionBackground);
      border-left-color: var(--vscode-focusBorder); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px;
    }
    li[aria-selected='true'] .muted, li[aria-selected='true'] .badge { color: inherit; }
    li:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    .title { font-weight: 600; }
    .fold { margin-left: -4px; cursor: pointer; border-radius: 3px; }
    .fold ww-icon { color: inherit; vertical-align: text-bottom; }
    .fold:hover { background: var(--vscode-toolbar-hoverBackground); }
    .time { font-variant-numeric: tabular-nums; }
    .more { grid-column: 2 / -1; line-height: 1.4; }
    .brief li:not([aria-selected='true']) .why { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
    .state { font-weight: 600; }
    .happens ww-icon { color: var(--vscode-charts-green); }
    .fails ww-icon { color: var(--vscode-errorForeground); }
    .skipped .title, .not-applicable .title { font-weight: 400; }
    .skipped .title { text-decoration: underline dashed; text-underline-offset: 3px; text-decoration-thickness: 1px; }
    .not-applicable .title { font-style: italic; }
    li[aria-selected='true'] ww-icon { color: inherit; }
    .layers { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; margin-top: 2px; font-size: 11px; }
    .bar { grid-column: 2 / -1; height: 5px; width: 100%; margin-top: 4px; overflow: visible; }
    .bar .track { fill: color-mix(in srgb, var(--vscode-foreground) 12%, transparent); }
    .bar .span { fill: var(--vscode-charts-blue); }
    .fails .span { fill: var(--vscode-errorForeground); }
    li[aria-selected='true'] .span { fill: currentColor; }
  `];

  @property({ attribute: false }) steps: readonly ShownStep[] = [];
  @property({ type: Number }) totalMs = 0;
  @property({ type: Number }) chosen: number | undefined;

  @state() private folded: ReadonlySet<number> = new Set();
  /** What the person wants of all steps; undefined: folded where there are many. */
  private wanted: boolean | undefined;

  /** Folds the parts of all steps away, or shows them; also of the steps that come next. */
  foldAll(isFolded: boolean): void {
    this.wanted = isFolded;
    this.folded = new Set(isFolded ? this.steps.flatMap((_, index) => (hasParts(this.steps, index) ? [index] : [])) : []);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('steps')) {
      const { wanted } = this;
      this.foldAll(wanted ?? this.steps.length > MANY_STEPS);
      this.wanted = wanted;
    }
    // What is chosen is in sight.
    if (this.chosen !== undefined) {
      const hiding = ancestors(this.steps, this.chosen).filter((index) => this.folded.has(index));
      if (hiding.length > 0) this.folded = new Set([...this.folded].filter((index) => !hiding.includes(index)));
    }
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('chosen') && !changed.has('steps')) return;
    const chosen = this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!chosen) return;
    // Only the list's own box is scrolled, where it has one: what stands above the list stays in sight.
    if (this.scrollHeight <= this.clientHeight) chosen.scrollIntoView({ block: 'nearest' });
    else this.scrollTop = Math.min(Math.max(this.scrollTop, chosen.offsetTop + chosen.offsetHeight - this.clientHeight), chosen.offsetTop);
  }

  protected override render() {
    return html`<ol class=${this.steps.length > MANY_STEPS ? 'brief' : ''} role="tree" aria-label=${text('steps')} @keydown=${this.onKey}>
      ${this.shown().map((index) => this.row(index))}
    </ol>`;
  }

  /** Places of the steps that no folded one hides. */
  private shown(): readonly number[] {
    let hiddenBelow = Number.POSITIVE_INFINITY;
    return this.steps.flatMap(({ depth }, index) => {
      if (depth > hiddenBelow) return [];
      hiddenBelow = this.folded.has(index) ? depth : Number.POSITIVE_INFINITY;
      return [index];
    });
  }

  private row(index: number) {
    const shown = this.steps[index];
    if (!shown) return nothing;
    const { step, depth } = shown;
    const isFolded = hasParts(this.steps, index) ? this.folded.has(index) : undefined;
    const isChosen = index === this.chosen;
    const isStop = isChosen || (this.chosen === undefined && index === 0);
    const duration = step.endMs - step.startMs;
    const takesTime = duration > 0 && (step.state === 'happens' || step.state === 'fails');
    const frames = step.frames.length;
    return html`<li
      role="treeitem" aria-level=${depth + 1} aria-expanded=${isFolded === undefined ? nothing : !isFolded} aria-selected=${isChosen} tabindex=${isStop ? 0 : -1} data-index=${index}
      class=${classMap({ [step.state]: true, [`depth-${Math.min(depth, 3)}`]: depth > 0 })}
      @click=${() => choose(this, { step: index })}
    >
      <ww-icon .name=${STATE_ICONS[step.state]}></ww-icon>
      <span class="title foreign">${isFolded === undefined ? nothing : html`<span class="fold" aria-hidden="true" @click=${(event: Event) => this.fold(index, !isFolded, event)}><ww-icon .name=${isFolded ? 'chevron-right' : 'chevron-down'}></ww-icon></span>`}${step.title}</span>
      <span class="time muted nowrap">${takesTime ? text('ms', formatMs(duration)) : nothing}</span>
      <span class="more why"><span class="state">${stateName(step.state)}</span> · <span class="muted foreign">${step.reason}</span></span>
      <span class="more layers" aria-label=${text('layersOfStep', step.layers.join(', '))} role="img">
        ${step.layers.map((layer) => html`<span class="badge layer-${layer}">${layer}</span>`)}
        ${frames > 0 ? html`<span class="muted">${frames === 1 ? text('oneFrame') : text('framesOfStep', frames)}</span>` : nothing}
      </span>
      ${takesTime ? this.bar(step.startMs, step.endMs) : nothing}
    </li>`;
  }

  private bar(startMs: number, endMs: number) {
    const share = (ms: number) => (this.totalMs > 0 ? Math.min(100, (100 * ms) / this.totalMs) : 0);
    const width = Math.max(0.8, share(endMs) - share(startMs));
    return html`<svg class="bar" role="img" aria-label=${text('takes', formatMs(endMs - startMs), formatMs(startMs))}>
      ${svg`<rect class="track" y="2" width="100%" height="1"></rect><rect class="span" x="${Math.min(99.2, share(startMs))}%" width="${width}%" height="5" rx="1.5"></rect>`}
    </svg>`;
  }

  private fold(index: number, isFolded: boolean, event: Event): void {
    event.stopPropagation();
    this.folded = new Set(isFolded ? [...this.folded, index] : [...this.folded].filter((each) => each !== index));
    // A chosen part that is folded away would unfold its step again.
    if (isFolded && this.chosen !== undefined && ancestors(this.steps, this.chosen).includes(index)) choose(this, { step: index });
  }

  /** Right and left unfold and fold a step, or lead to its first part and to the step of a part (WAI-ARIA APG, tree pattern): the place to go to. */
  private folding(event: KeyboardEvent): number | undefined {
    const current = this.chosen ?? 0;
    if ((event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') || event.ctrlKey || event.altKey || event.metaKey) return undefined;
    event.preventDefault();
    const opens = event.key === 'ArrowRight';
    if (hasParts(this.steps, current) && this.folded.has(current) === opens) {
      this.fold(current, !opens, event);
      return current;
    }
    return opens ? (hasParts(this.steps, current) ? current + 1 : undefined) : ancestors(this.steps, current).at(-1);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const shown = this.shown();
    const next = this.folding(event) ?? shown[movedFocus(event, shown.indexOf(this.chosen ?? -1), shown.length) ?? -1];
    const isEnter = event.key === 'Enter' || event.key === ' ';
    if (isEnter) event.preventDefault();
    const target = next ?? (isEnter ? (this.chosen ?? 0) : undefined);
    if (target === undefined) return;
    choose(this, { step: target });
    void this.updateComplete.then(() => focusDrawn(this.renderRoot, `[data-index="${target}"]`));
  };
}
