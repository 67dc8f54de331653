import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PanelState } from '../../src/messages';
import type { ExplainedClient, Totals } from '../../src/model/explanation';
import type { Request } from '../../src/model/request';
import { formatMs, formatWhole, text } from '../localise';
import type { StringKey } from '../localise';
import { post } from '../host';
import { sharedStyles } from '../styles';

interface Metric {
  readonly label: StringKey;
  readonly of: (totals: Totals) => number | undefined;
  readonly unit: 'count' | 'ms' | 'bytes';
}

const METRICS: readonly Metric[] = [
  { label: 'roundTrips', of: (totals) => totals.roundTrips, unit: 'count' },
  { label: 'firstByte', of: (totals) => totals.timeToFirstByteMs, unit: 'ms' },
  { label: 'total', of: (totals) => totals.totalMs, unit: 'ms' },
  { label: 'sent', of: (totals) => totals.bytesSent, unit: 'bytes' },
  { label: 'received', of: (totals) => totals.bytesReceived, unit: 'bytes' },
  { label: 'frames', of: (totals) => totals.frames, unit: 'count' },
];

function format(value: number, unit: Metric['unit']): string {
  if (unit === 'ms') return text('ms', formatMs(value));
  return unit === 'bytes' ? text('bytes', formatWhole(value)) : formatWhole(value);
}

/** What of the client is not measured, in brackets after its name. */
function assumption({ measured, assumed }: ExplainedClient): string {
  if (!measured) return ` (${text('assumedClient')})`;
  return assumed.length === 0 ? '' : ` (${text('assumedParts', assumed.join(', '))})`;
}

/** The client that the code names, where another one stands in for it or its version is known, and the files that values come from. */
function origins({ client: named, clientVersion, importedFrom = [] }: Request, { id }: ExplainedClient): readonly string[] {
  const versioned = named === undefined ? '' : clientVersion ? `${named} ${clientVersion.version} (${clientVersion.file})` : named;
  return [
    ...(named === undefined || (named === id && !clientVersion) ? [] : [named === id ? versioned : text('inPlaceOf', versioned)]),
    ...(importedFrom.length > 0 ? [text('valuesOf', importedFrom.join(', '))] : []),
  ];
}

/** What is explained, and its totals with the change against the defaults. */
@customElement('ww-summary')
export class Summary extends LitElement {
  static override styles = [sharedStyles, css`
    :host { container-type: inline-size; }
    .request { display: flex; align-items: baseline; gap: 8px; flex-wrap: wrap; }
    h1 { font: 600 15px/1.4 var(--vscode-editor-font-family, monospace); margin: 0; flex: 1 1 240px; min-width: 0; max-height: 4.2em; overflow: auto; }
    .method { padding: 1px 6px; border-radius: 3px; background: var(--vscode-badge-background); color: var(--vscode-badge-foreground); border: 1px solid var(--vscode-contrastBorder, transparent); }
    .client { display: flex; gap: 4px 12px; flex-wrap: wrap; align-items: center; margin-top: 4px; }
    .client ww-icon { vertical-align: text-bottom; }
    dl { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 1px; margin-top: 12px; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-radius: 5px; overflow: hidden; background: var(--vscode-contrastBorder, var(--vscode-panel-border)); }
    dl > div { padding: 8px 12px; background: var(--vscode-editor-background); }
    dt { font-size: 11px; }
    .value { font-size: 17px; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .note { font-size: 11px; min-height: 16px; line-height: 16px; font-variant-numeric: tabular-nums; }
    .note ww-icon { vertical-align: top; }
    .less ww-icon { color: var(--vscode-charts-green); }
    .more ww-icon { color: var(--vscode-editorWarning-foreground, var(--vscode-foreground)); }
    @container (max-width: 760px) {
      dl { grid-template-columns: repeat(3, minmax(0, 1fr)); margin-top: 8px; }
      dl > div { padding: 4px 8px; }
    }
    @container (max-width: 340px) { dl { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
  `];

  @property({ attribute: false }) state: PanelState | undefined;

  protected override render() {
    if (!this.state) return nothing;
    const { request, client, totals } = this.state.explanation;
    return html`
      <div class="request">
        <h1 class="foreign" tabindex="0"><span class="method">${request.method}</span> ${request.url}</h1>
      </div>
      <div class="client muted">
        <span class="foreign">${client.title}${assumption(client)}</span>
        ${origins(request, client).map((words) => html`<span class="foreign">${words}</span>`)}
        ${request.location
          ? html`<button class="icon-button" @click=${() => post({ type: 'revealSource' })}><ww-icon name="go-to-file"></ww-icon>${text('goToSource')}</button>`
          : nothing}
      </div>
      <dl aria-label=${text('totals')}>${METRICS.map((metric) => this.tile(metric, totals))}</dl>
    `;
  }

  private tile({ label, of, unit }: Metric, totals: Totals) {
    const value = of(totals);
    const range = label === 'total' ? text('range', formatMs(totals.totalRangeMs[0]), text('ms', formatMs(totals.totalRangeMs[1]))) : undefined;
    return html`<div data-metric=${label}>
      <dt class="muted">${text(label)}</dt>
      <dd class="value">${value === undefined ? text('never') : format(value, unit)}</dd>
      <dd class="note muted" title=${range ?? nothing}>${this.delta(value, this.state && of(this.state.baseline), unit) ?? range ?? nothing}</dd>
    </div>`;
  }

  private delta(value: number | undefined, before: number | undefined, unit: Metric['unit']) {
    if (value === undefined || before === undefined) return undefined;
    const change = value - before;
    if (Math.abs(change) < 0.05) return undefined;
    const amount = format(Math.abs(change), unit);
    // A request that never gets its answer is no saving.
    const judged = this.state?.explanation.totals.timeToFirstByteMs === undefined ? '' : change < 0 ? 'less' : 'more';
    return html`<span class=${judged}>
      <ww-icon .name=${change < 0 ? 'arrow-down' : 'arrow-up'}></ww-icon><span aria-hidden="true">${change < 0 ? '−' : '+'}${amount}</span>
      <span class="hidden-text">${text(change < 0 ? 'lessThanDefault' : 'moreThanDefault', amount)}</span>
    </span>`;
  }
}
