import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StackColumn } from '../../src/model/explanation';
import { LAYER_ORDER } from '../layerOrder';
import type { FrameJourney } from '../frameJourney';
import { text } from '../localise';
import { layerStyles, sharedStyles } from '../styles';

/** Hosts of one kind: routers on the path are shown as one sign. */
interface HostGroup {
  readonly title: string;
  readonly hosts: readonly string[];
  readonly topLayer: number;
}

/** The hosts between client and server, each at the height of the highest layer it works on: a switch at 2, a router at 3. */
@customElement('ww-network')
export class Network extends LitElement {
  static override styles = [sharedStyles, layerStyles, css`
    :host { display: contents; }
    section { display: grid; grid-row: 1 / -1; grid-template-rows: subgrid; min-width: 0; }
    h3 { font-size: 11px; font-weight: 400; margin: 0; padding-top: 5px; text-align: center; color: var(--vscode-descriptionForeground); }
    .level { display: flex; flex-direction: column; justify-content: center; gap: 4px; position: relative; }
    .level::before, .level.wire::after { content: ''; position: absolute; pointer-events: none; }
    .level.wire::after { left: -8px; right: -8px; top: 50%; border-top: 2px dashed color-mix(in srgb, var(--vscode-foreground) 55%, transparent); }
    .level.wire.busy::after { border-top: 2px solid var(--vscode-focusBorder); }
    button {
      font: inherit; font-size: 11px; line-height: 1.25; color: var(--vscode-foreground); cursor: pointer; padding: 4px 4px; width: 100%; text-align: center; overflow-wrap: anywhere;
      background: color-mix(in srgb, var(--layer) 10%, var(--vscode-editor-background)); border: 1px solid var(--layer); border-radius: 4px; position: relative; z-index: 1;
    }
    button:hover { background: var(--vscode-list-hoverBackground); }
    button[aria-expanded='true'] { border-style: dashed; }
    button.busy { background: color-mix(in srgb, var(--layer) 30%, var(--vscode-editor-background)); font-weight: 600; outline: 1px solid var(--vscode-contrastActiveBorder, var(--layer)); }
  `];

  @property({ attribute: false }) hosts: readonly StackColumn[] = [];
  @property({ attribute: false }) opened: ReadonlySet<string> = new Set();
  @property({ attribute: false }) journey: FrameJourney | undefined;
  /** The host of the chosen step. */
  @property() stepHost: string | undefined;

  protected override render() {
    const groups = groupHosts(this.hosts);
    return html`<section aria-label=${text('inBetween')}>
      <h3>${text('inBetween')}</h3>
      ${LAYER_ORDER.map((layer) => html`<div class="level layer-${layer} ${layer === 1 ? 'wire' : ''} ${this.journey ? 'busy' : ''}">
        ${groups.filter(({ topLayer }) => topLayer === layer).map((group) => this.sign(group))}
      </div>`)}
    </section>`;
  }

  private sign({ title, hosts, topLayer }: HostGroup) {
    const [first = ''] = hosts;
    const label = hosts.length > 1 ? text('andMore', title, hosts.length - 1) : title;
    const isEnd = hosts.some((host) => host === this.stepHost || host === this.journey?.sender || host === this.journey?.receiver);
    return html`<button data-host=${first} class=${isEnd ? 'busy' : nothing} aria-expanded=${this.opened.has(first)} title=${text('showHost', title, topLayer)}
      @click=${() => this.dispatchEvent(new CustomEvent('ww-toggle-host', { detail: hosts }))}>${label}</button>`;
  }
}

function groupHosts(hosts: readonly StackColumn[]): readonly HostGroup[] {
  const groups = new Map<string, HostGroup>();
  for (const { host, title, layers } of hosts) {
    if (layers.every(({ events }) => events.length === 0)) continue;
    const topLayer = Math.max(1, ...layers.filter(({ events }) => events.length > 0).map(({ layer }) => layer));
    const kind = host.replace(/-?\d+$/, '');
    const before = groups.get(kind);
    groups.set(kind, { title: before?.title ?? title, hosts: [...(before?.hosts ?? []), host], topLayer: Math.max(topLayer, before?.topLayer ?? 1) });
  }
  return [...groups.values()];
}
