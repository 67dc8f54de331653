import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Explanation, StackColumn } from '../../src/model/explanation';
import type { LayerNumber } from '../../src/model/layer';
import type { FrameJourney } from '../frameJourney';
import { LAYER_ORDER } from '../layerOrder';
import { text } from '../localise';
import { choose } from '../selection';
import type { Selection } from '../selection';
import type { ShownStep } from '../shownSteps';
import { sharedStyles } from '../styles';
import { findStop } from '../walk';
import type { Stop } from '../walk';
import type { CellLight } from './hostColumn';
import type { Player, WalkAction } from './player';
import type { Parcel } from './parcel';

const CLIENT = 'client';
const SERVER = 'server';

/** The client's stack and the server's beside each other, the network between, and a frame that travels through them. */
@customElement('ww-stack')
export class Stack extends LitElement {
  static override styles = [sharedStyles, css`
    :host { container-type: inline-size; }
    .bar { display: flex; align-items: center; gap: 8px; margin-bottom: 8px; }
    ww-player { flex: 1 1 auto; min-width: 0; }
    .columns {
      --host: minmax(140px, 1fr); --between: minmax(76px, 110px);
      position: relative; display: grid; grid-auto-flow: column; grid-template-rows: repeat(8, auto); column-gap: 8px; row-gap: 4px;
      grid-template-columns: var(--host) var(--between) var(--host); grid-auto-columns: var(--host); overflow-x: auto; padding: 1px;
    }
    /* Client and server on one machine, or one link. */
    .columns.direct { grid-template-columns: var(--host) var(--host); }
    .none { display: flex; gap: 6px; padding: 12px 0; line-height: 1.4; }
    .columns:focus-visible { outline-offset: 1px; }
    @container (max-width: 460px) { .columns { --host: minmax(112px, 1fr); --between: 66px; column-gap: 6px; } }
  `];

  @property({ attribute: false }) explanation: Explanation | undefined;
  @property({ attribute: false }) journeys: readonly FrameJourney[] = [];
  @property({ attribute: false }) steps: readonly ShownStep[] = [];
  @property({ attribute: false }) walk: readonly Stop[] = [];
  @property({ attribute: false }) selection: Selection = { view: 'stack' };
  @state() private openLayers: ReadonlySet<string> = new Set();
  @state() private openHosts: ReadonlySet<string> = new Set();

  private get parcel(): Parcel | null {
    return this.renderRoot.querySelector('ww-parcel');
  }

  private get player(): Player | null {
    return this.renderRoot.querySelector('ww-player');
  }

  protected override render() {
    const stacks = this.explanation?.stacks ?? [];
    const client = stacks.find(({ host }) => host === CLIENT);
    const server = stacks.find(({ host }) => host === SERVER);
    const between = stacks.filter((each) => each !== client && each !== server);
    const shown = between.filter(({ host }) => this.openHosts.has(host));
    if (stacks.length === 0) return html`<div class="bar">${this.walkControls()}</div><p class="none muted"><ww-icon name="info"></ww-icon> <span>${text('noStack')}</span></p>`;
    const areAllOpen = [client, server].every((each) => !each || LAYER_ORDER.every((layer) => this.openLayers.has(key(each.host, layer))));
    return html`
      <div class="bar">
        ${this.walkControls()}
        <button class="icon-button" title=${text(areAllOpen ? 'collapseAll' : 'expandAll')} aria-label=${text(areAllOpen ? 'collapseAll' : 'expandAll')}
          @click=${() => this.openAll(!areAllOpen, [client, server])}>
          <ww-icon .name=${areAllOpen ? 'collapse-all' : 'expand-all'}></ww-icon>
        </button>
      </div>
      <div class="columns ${between.length === 0 ? 'direct' : ''}" role="group" tabindex="0" aria-label=${text('stack')} @keydown=${this.onKey}>
        ${client ? this.column(client, 'pulse') : nothing}
        ${between.length > 0
          ? html`<ww-network .hosts=${between} .opened=${this.openHosts} .journey=${this.journey} .stepHost=${this.chosenStep?.host} @ww-toggle-host=${this.onToggleHost}></ww-network>`
          : nothing}
        ${shown.map((each) => this.column(each, 'type-hierarchy'))}
        ${server ? this.column(server, 'server') : nothing}
        <ww-parcel></ww-parcel>
      </div>
    `;
  }

  private walkControls() {
    const position = findStop(this.walk, this.selection.step, this.selection.frame);
    return html`<ww-player .walk=${this.walk} .position=${position} .steps=${this.steps} .journeys=${this.journeys} @ww-walk=${this.onWalk}></ww-player>`;
  }

  private column(column: StackColumn, icon: string) {
    const opened = new Set(LAYER_ORDER.filter((layer) => this.openLayers.has(key(column.host, layer))));
    return html`<ww-host-column data-host=${column.host} .column=${column} .icon=${column.host === CLIENT ? 'vm' : icon} .opened=${opened}
      .lights=${this.lights(column.host)} .chosenFrame=${this.selection.frame} @ww-toggle-layer=${this.onToggleLayer}></ww-host-column>`;
  }

  private get journey(): FrameJourney | undefined {
    return this.selection.frame === undefined ? undefined : this.journeys[this.selection.frame];
  }

  private get chosenStep(): ShownStep['step'] | undefined {
    return this.selection.step === undefined ? undefined : this.steps[this.selection.step]?.step;
  }

  /** Which layers of a host the choice lights: those that the frame passes, and fainter those that the step touches. */
  private lights(host: string): ReadonlyMap<LayerNumber, CellLight> {
    const lights = new Map<LayerNumber, CellLight>();
    const { journey } = this;
    const step = this.chosenStep;
    const takesPart = step?.host === host || journey?.sender === host || journey?.receiver === host;
    if (step && takesPart) for (const layer of step.layers) lights.set(layer, { strength: 'touched' });
    if (journey && (journey.sender === host || journey.receiver === host)) {
      const direction = journey.sender === host ? 'down' : 'up';
      for (const passage of journey.passages) lights.set(passage.layer, { strength: 'lit', direction, passage });
    }
    return lights;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('selection') as Selection | undefined;
    if (!before || before.frame === this.selection.frame) return;
    const { journey } = this;
    if (journey && this.selection.view === 'stack') this.parcel?.travel(journey, (host, layer) => this.placeOf(host, layer));
    else this.parcel?.stop();
  }

  /** Where a layer of a host is drawn; for a host that is closed, its sign in the network between. */
  private placeOf(host: string, layer: LayerNumber): DOMRect | undefined {
    const root = this.renderRoot;
    const column = root.querySelector(`ww-host-column[data-host="${CSS.escape(host)}"]`);
    const cell = column?.shadowRoot?.querySelector(`[data-layer="${layer}"]`);
    const sign = root.querySelector('ww-network')?.shadowRoot?.querySelector(`[data-host="${CSS.escape(host)}"]`);
    return (cell ?? sign)?.getBoundingClientRect();
  }

  private readonly onToggleLayer = (event: CustomEvent<{ host: string; layer: LayerNumber }>): void => {
    const { host, layer } = event.detail;
    this.openLayers = toggled(this.openLayers, key(host, layer));
    if (this.lights(host).get(layer)?.strength === 'lit') choose(this, { frame: this.selection.frame, layer });
  };

  private readonly onToggleHost = (event: CustomEvent<readonly string[]>): void => {
    for (const host of event.detail) this.openHosts = toggled(this.openHosts, host);
  };

  private openAll(isOpen: boolean, columns: readonly (StackColumn | undefined)[]): void {
    const keys = columns.flatMap((each) => (each ? LAYER_ORDER.map((layer) => key(each.host, layer)) : []));
    this.openLayers = new Set(isOpen ? keys : []);
  }

  private readonly onWalk = (event: CustomEvent<WalkAction>): void => this.walkBy(event.detail === 'next' ? 1 : -1);

  private walkBy(step: 1 | -1): void {
    const position = findStop(this.walk, this.selection.step, this.selection.frame);
    const stop = this.walk[position < 0 ? 0 : position + step];
    if (stop) choose(this, { step: stop.step < 0 ? undefined : stop.step, frame: stop.frame });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'ArrowRight') this.walkBy(1);
    else if (event.key === 'ArrowLeft') this.walkBy(-1);
    else if (event.key === ' ' && event.target === event.currentTarget) this.player?.toggle();
    else return;
    event.preventDefault();
  };
}

function key(host: string, layer: LayerNumber): string {
  return `${layer} ${host}`;
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
