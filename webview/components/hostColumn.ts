import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { StackColumn, StackEvent, StackLayer } from '../../src/model/explanation';
import type { LayerNumber } from '../../src/model/layer';
import type { LayerPassage } from '../frameJourney';
import type { IconName } from '../icons';
import { formatMs, formatWhole, layerName, text } from '../localise';
import { choose } from '../selection';
import { layerStyles, sharedStyles } from '../styles';

/** How a layer is lit: `touched` by the chosen step, `lit` by the chosen frame, which goes down or up through it. */
export interface CellLight {
  readonly strength: 'touched' | 'lit';
  readonly direction?: 'down' | 'up';
  readonly passage?: LayerPassage;
}

/** Events shown before "Show more". */
const FIRST_EVENTS = 20;

/** One host's seven layers, each a disclosure of what it did. Rows come from the grid around it. */
@customElement('ww-host-column')
export class HostColumn extends LitElement {
  static override styles = [sharedStyles, layerStyles, css`
    :host { display: contents; }
    section { display: grid; grid-row: 1 / -1; grid-template-rows: subgrid; min-width: 0; }
    h3 { display: flex; align-items: center; gap: 6px; font-size: inherit; font-weight: 600; margin: 0; padding: 2px 0 4px; }
    .cell { border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-left: 4px solid var(--layer); border-radius: 4px; min-width: 0; background: var(--vscode-editor-background); }
    .cell.quiet { border-left-style: dotted; }
    .cell.touched { background: color-mix(in srgb, var(--layer) 10%, var(--vscode-editor-background)); }
    .cell.lit { background: color-mix(in srgb, var(--layer) 24%, var(--vscode-editor-background)); border-color: var(--layer); outline: 1px solid var(--vscode-contrastActiveBorder, var(--layer)); }
    button.head { display: flex; align-items: center; gap: 4px 8px; flex-wrap: wrap; width: 100%; padding: 6px 8px 6px 4px; min-height: 34px; }
    .head:hover { background: var(--vscode-list-hoverBackground); }
    .name { font-weight: 600; }
    .quiet .name { font-weight: 400; }
    .what { display: inline-flex; align-items: center; gap: 4px; margin-left: auto; font-size: 12px; min-width: 0; overflow-wrap: anywhere; }
    .lit .what { font-weight: 600; }
    ol { border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); padding: 4px; max-height: 260px; overflow: auto; background: var(--vscode-editor-background); }
    .touched .what { color: var(--vscode-foreground); }
    .event, button.event { display: grid; grid-template-columns: 16px minmax(0, 1fr); gap: 0 6px; width: 100%; padding: 4px; border-radius: 3px; line-height: 1.35; font-size: 12px; }
    button.event:hover { background: var(--vscode-list-hoverBackground); }
    .event.chosen { color: var(--vscode-list-activeSelectionForeground); background: var(--vscode-list-activeSelectionBackground); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    .event.chosen .muted { color: inherit; }
    .meta { font-size: 11px; font-variant-numeric: tabular-nums; }
    @container (max-width: 540px) {
      button.head { padding: 3px 4px 3px 1px; gap: 1px 4px; min-height: 30px; font-size: 12px; }
      .what { font-size: 11px; gap: 2px; }
    }
    .nothing { padding: 6px; font-size: 12px; }
  `];

  @property({ attribute: false }) column: StackColumn | undefined;
  @property() icon: IconName = 'server';
  @property({ attribute: false }) opened: ReadonlySet<LayerNumber> = new Set();
  @property({ attribute: false }) lights: ReadonlyMap<LayerNumber, CellLight> = new Map();
  @property({ type: Number }) chosenFrame: number | undefined;
  @state() private fullLayers: ReadonlySet<LayerNumber> = new Set();

  protected override render() {
    const { column } = this;
    if (!column) return nothing;
    return html`<section aria-label=${column.title}>
      <h3><ww-icon .name=${this.icon}></ww-icon><span class="foreign">${column.title}</span></h3>
      ${column.layers.map((layer) => this.cell(layer))}
    </section>`;
  }

  private cell({ layer, events }: StackLayer) {
    const light = this.lights.get(layer);
    const isOpen = this.opened.has(layer);
    return html`<div data-layer=${layer} class=${classMap({ cell: true, [`layer-${layer}`]: true, quiet: events.length === 0, touched: light?.strength === 'touched', lit: light?.strength === 'lit' })}>
      <button class="plain head" aria-expanded=${isOpen} @click=${() => this.toggle(layer)}>
        <ww-icon .name=${isOpen ? 'chevron-down' : 'chevron-right'}></ww-icon>
        <span class="badge"><span class="hidden-text">${text('layer', layer)}</span><span aria-hidden="true">${layer}</span></span>
        <span class="name">${layerName(layer)}</span>
        ${light?.passage && light.direction
          ? html`<span class="what"><span class="hidden-text">${text(light.direction)}</span>
              <ww-icon .name=${light.direction === 'down' ? 'arrow-down' : 'arrow-up'}></ww-icon>
              <span class="foreign">${light.passage.protocol}</span> <span class="nowrap">${text('bytes', formatWhole(light.passage.lengthBytes))}</span></span>`
          : html`<span class="what muted foreign">${protocols(events).join(' · ')}</span>`}
      </button>
      ${isOpen ? this.events(layer, events) : nothing}
    </div>`;
  }

  private events(layer: LayerNumber, events: readonly StackEvent[]) {
    if (events.length === 0) return html`<p class="nothing muted">${text('nothingHere')}</p>`;
    const shown = this.fullLayers.has(layer) ? events : events.slice(0, FIRST_EVENTS);
    const left = events.length - shown.length;
    return html`<ol tabindex="0" aria-label=${layerName(layer)}>
      ${shown.map((event) => html`<li>${this.event(layer, event)}</li>`)}
      ${left > 0 ? html`<li><button class="icon-button" @click=${() => (this.fullLayers = new Set([...this.fullLayers, layer]))}>${text('moreEvents', left)}</button></li>` : nothing}
    </ol>`;
  }

  private event(layer: LayerNumber, event: StackEvent) {
    const { frame } = event;
    const content = html`<ww-icon .name=${event.direction === 'down' ? 'arrow-down' : 'arrow-up'}></ww-icon>
      <span><span class="hidden-text">${text(event.direction)}</span><strong>${event.protocol}</strong> <span class="foreign">${event.action}</span><br>
        <span class="meta muted">${text('ms', formatMs(event.timeMs))} · ${text('bytes', formatWhole(event.lengthBytes))}${frame === undefined ? nothing : html` · ${text('frameTitle', frame + 1)}`}</span></span>`;
    if (frame === undefined) return html`<div class="event">${content}</div>`;
    const isChosen = frame === this.chosenFrame;
    return html`<button class="plain event ${isChosen ? 'chosen' : ''}" aria-pressed=${isChosen} @click=${() => choose(this, { frame, layer })}>${content}</button>`;
  }

  private toggle(layer: LayerNumber): void {
    this.dispatchEvent(new CustomEvent('ww-toggle-layer', { detail: { host: this.column?.host ?? '', layer } }));
  }
}

function protocols(events: readonly StackEvent[]): readonly string[] {
  return [...new Set(events.map((event) => event.protocol))];
}
