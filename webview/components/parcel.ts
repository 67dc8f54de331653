import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { LayerNumber } from '../../src/model/layer';
import type { FrameJourney } from '../frameJourney';
import { mayMove } from '../motion';
import { layerStyles } from '../styles';

/** Finds where a layer of a host is drawn on the screen. */
export type PlaceFinder = (host: string, layer: LayerNumber) => DOMRect | undefined;

const DURATION_MS = 1900;
/** Share of the time spent on the wire; the rest is half way down, half way up. */
const WIRE_SHARE = 0.24;
const DOWN_END = (1 - WIRE_SHARE) / 2;

/** The frame on its way: it gains a header at each layer going down and loses one at each going up. Decoration only. */
@customElement('ww-parcel')
export class Parcel extends LitElement {
  static override styles = [layerStyles, css`
    :host { position: absolute; top: 0; left: 0; z-index: 3; pointer-events: none; }
    :host([hidden]) { display: none; }
    .parcel { position: absolute; display: flex; gap: 1px; padding: 2px; border-radius: 4px; background: var(--vscode-editor-background); border: 1px solid var(--vscode-focusBorder); opacity: 0; }
    .header { overflow: hidden; white-space: nowrap; width: 0; height: 18px; font-size: 11px; line-height: 18px; text-align: center; border-radius: 2px; color: var(--vscode-foreground); background: color-mix(in srgb, var(--layer) 45%, var(--vscode-editor-background)); }
  `];

  @state() private journey: FrameJourney | undefined;
  private running: Animation[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  /** Shows the journey once, where motion is wanted. */
  travel(journey: FrameJourney, placeOf: PlaceFinder): void {
    this.stop();
    if (!mayMove() || journey.passages.length === 0) return;
    this.journey = journey;
    void this.updateComplete.then(() => this.animateJourney(journey, placeOf));
  }

  stop(): void {
    for (const animation of this.running.splice(0)) animation.cancel();
    this.journey = undefined;
  }

  protected override render() {
    if (!this.journey) return nothing;
    // The physical layer adds no header.
    const outermostFirst = this.journey.passages.filter(({ layer }) => layer > 1).reverse();
    return html`<div class="parcel">${outermostFirst.map(({ layer, protocol }) => html`<div class="header layer-${layer}" data-layer=${layer}>${protocol}</div>`)}</div>`;
  }

  private animateJourney(journey: FrameJourney, placeOf: PlaceFinder): void {
    const parcel = this.renderRoot.querySelector('.parcel');
    if (!parcel || this.journey !== journey) return;
    const layers: readonly LayerNumber[] = [...new Set<LayerNumber>([...journey.passages.map(({ layer }) => layer), 1])];
    const last = Math.max(1, layers.length - 1);
    const origin = this.getBoundingClientRect();
    const frames: Keyframe[] = [];
    const add = (host: string, layer: LayerNumber, offset: number) => {
      const place = placeOf(host, layer);
      if (!place) return;
      const x = Math.round(place.left - origin.left + place.width / 2);
      const y = Math.round(place.top - origin.top + Math.min(place.height, 34) / 2);
      frames.push({ offset, transform: `translate(${x}px, ${y}px) translate(-50%, -50%)`, opacity: 1, easing: 'ease-in-out' });
    };
    layers.forEach((layer, at) => add(journey.sender, layer, (at / last) * DOWN_END));
    if (!journey.frame.lost) [...layers].reverse().forEach((layer, at) => add(journey.receiver, layer, 1 - DOWN_END + (at / last) * DOWN_END));
    if (frames.length < 2) return;
    const timing: KeyframeAnimationOptions = { duration: DURATION_MS, fill: 'both' };
    const ending = [...frames.slice(0, -1), { ...frames.at(-1), opacity: 0, offset: 1 }];
    this.running.push(parcel.animate(ending, timing));
    for (const header of this.renderRoot.querySelectorAll<HTMLElement>('.header')) {
      const at = layers.findIndex((layer) => layer === Number(header.dataset.layer));
      this.running.push(header.animate(headerFrames(at / last, header.scrollWidth + 10), timing));
    }
  }
}

/** A header is put on when its layer is reached on the way down, and taken off there on the way up. */
function headerFrames(depth: number, widthPx: number): Keyframe[] {
  const on = depth * DOWN_END;
  const off = 1 - on;
  const gone = { width: '0px' };
  const there = { width: `${widthPx}px` };
  const turn = 0.04;
  return [
    { ...gone, offset: 0 },
    { ...gone, offset: Math.max(0, on - turn) },
    { ...there, offset: Math.min(0.5, on + turn) },
    { ...there, offset: Math.max(0.5, off - turn) },
    { ...gone, offset: Math.min(1, off + turn) },
    { ...gone, offset: 1 },
  ];
}
