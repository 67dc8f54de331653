import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PduDetail } from '../../src/messages';
import type { ExplainedFrame } from '../../src/model/explanation';
import { formatWhole, text } from '../localise';
import { layerStyles, sharedStyles } from '../styles';

/** Headers shorter than this share of the frame are still drawn that wide, so that they can be pressed. */
const LEAST_SHARE = 1;

/** The PDUs of a frame as headers beside each other, each as long as its share; what is encrypted or reassembled stands below. */
@customElement('ww-encapsulation')
export class Encapsulation extends LitElement {
  static override styles = [sharedStyles, layerStyles, css`
    .bar { display: flex; flex-wrap: wrap; gap: 2px; }
    button {
      flex: 1 1 auto; min-width: 56px; font: inherit; font-size: 12px; color: var(--vscode-foreground); cursor: pointer; padding: 4px 8px; text-align: start; border-radius: 3px;
      border: 1px solid var(--layer); border-top-width: 3px; background: color-mix(in srgb, var(--layer) 12%, var(--vscode-editor-background));
    }
    button:hover { background: color-mix(in srgb, var(--layer) 24%, var(--vscode-editor-background)); }
    button[aria-pressed='true'] { background: color-mix(in srgb, var(--layer) 32%, var(--vscode-editor-background)); outline: 1px solid var(--vscode-contrastActiveBorder, var(--layer)); font-weight: 600; }
    button:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 1px; }
    small { font-size: 11px; font-weight: 400; display: block; font-variant-numeric: tabular-nums; }
    .what { display: block; font-size: 11px; font-weight: 400; max-width: 18ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    /* What is not in the frame's own octets may be many, and their names are long: one line each. */
    ul { position: relative; display: flex; flex-direction: column; gap: 2px; max-height: 168px; overflow: auto; padding: 1px; }
    li button { display: grid; grid-template-columns: auto auto minmax(0, 1fr) auto; gap: 8px; width: 100%; padding: 3px 8px; border-top-width: 1px; border-left-width: 3px; align-items: center; }
    li .what { max-width: none; }
    .share { width: 100%; height: 6px; margin: 6px 0 2px; display: block; }
    .share rect { fill: var(--layer); }
    .share .chosen { stroke: var(--vscode-foreground); stroke-width: 1; }
    .apart { margin-top: 8px; font-size: 11px; margin-bottom: 4px; }
  `];

  @property({ attribute: false }) frame: ExplainedFrame | undefined;
  @property({ attribute: false }) pdus: readonly PduDetail[] = [];
  @property({ attribute: false }) inFrame: readonly boolean[] = [];
  @property({ type: Number }) chosen = 0;

  protected override updated(): void {
    // Only the list's own box is scrolled.
    const list = this.renderRoot.querySelector('ul');
    const chosen = list?.querySelector<HTMLElement>('[aria-pressed="true"]')?.parentElement;
    if (list && chosen) list.scrollTop = Math.min(Math.max(list.scrollTop, chosen.offsetTop + chosen.offsetHeight - list.clientHeight), chosen.offsetTop);
  }

  protected override render() {
    const entries = this.pdus.map((pdu, index) => ({ pdu, index, inside: this.inFrame[index] === true }));
    // Layer 1 stands around the frame, the others in it or apart from it.
    const line = entries.filter(({ pdu }) => pdu.layer === 1);
    const apart = entries.filter(({ pdu, inside }) => !inside && pdu.layer !== 1);
    const stacked = [...line, ...entries.filter(({ inside }) => inside)];
    const isAlone = (pdu: PduDetail) => stacked.filter((each) => each.pdu.protocol === pdu.protocol).length === 1;
    return html`
      <div class="bar" role="group" aria-label=${text('encapsulation')}>${stacked.map(({ pdu, index }) => this.button(pdu, index, isAlone(pdu) ? '' : pdu.summary))}</div>
      ${this.shares(entries.filter(({ inside }) => inside))}
      ${apart.length > 0
        ? html`<p class="apart muted">${text('separatePdus')}</p><ul aria-label=${text('separatePdus')}>${apart.map(({ pdu, index }) => html`<li>${this.button(pdu, index, pdu.summary)}</li>`)}</ul>`
        : nothing}
    `;
  }

  /** `what`: what tells it from others of the same protocol. */
  private button(pdu: PduDetail, index: number, what: string) {
    const label = text('pduLabel', pdu.layer, pdu.protocol, formatWhole(pdu.length), formatWhole(pdu.headerLength));
    return html`<button class="layer-${pdu.layer}" aria-pressed=${index === this.chosen} title=${pdu.summary === '' ? label : text('sourceDetail', label, pdu.summary)} data-pdu=${index}
      @click=${() => this.dispatchEvent(new CustomEvent('ww-pdu', { detail: index }))}>
      <span class="badge" aria-hidden="true">${pdu.layer}</span> <span>${pdu.protocol}</span>${what === '' ? nothing : html`<span class="what foreign">${what}</span>`}<small>${text('bytes', formatWhole(pdu.headerLength || pdu.length))}</small></button>`;
  }

  /** To scale: what part of the frame each PDU has to itself, up to where the next one begins. */
  private shares(entries: readonly { readonly pdu: PduDetail; readonly index: number }[]) {
    const total = this.frame?.length ?? 0;
    if (total === 0) return nothing;
    const percent = (octets: number) => (100 * octets) / total;
    return html`<svg class="share" aria-hidden="true">${entries.map(({ pdu, index }, at) => {
      const end = Math.min(pdu.offset + pdu.bytes.length, entries[at + 1]?.pdu.offset ?? total);
      const octets = end - pdu.offset;
      return svgRect(percent(pdu.offset), Math.max(LEAST_SHARE, percent(octets)), `layer-${pdu.layer} ${index === this.chosen ? 'chosen' : ''}`);
    })}</svg>`;
  }
}

function svgRect(x: number, width: number, classes: string) {
  return svg`<rect class=${classes} x="${x}%" width="${width}%" y="0" height="6"></rect>`;
}
