import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FrameJourney } from '../frameJourney';
import { formatMs, stateName, text } from '../localise';
import { mayMove } from '../motion';
import type { ShownStep } from '../shownSteps';
import { sharedStyles } from '../styles';
import type { Stop } from '../walk';

export type WalkAction = 'next' | 'previous';

/** How long a stop is shown while playing: a frame's journey and time to read. */
const DWELL_MS = 2600;

/** Back, play, next, and one sentence about where the walk stands. Fires `ww-walk`. */
@customElement('ww-player')
export class Player extends LitElement {
  static override styles = [sharedStyles, css`
    :host { display: flex; align-items: center; gap: 4px 10px; flex-wrap: wrap; }
    .buttons { display: inline-flex; gap: 2px; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-radius: 6px; padding: 1px; }
    .count { font-variant-numeric: tabular-nums; min-width: 64px; }
    .caption { flex: 1 1 200px; min-width: 0; line-height: 1.4; min-height: 2.8em; display: flex; align-items: center; }
    /* There the list of steps stands right above. */
    @container (max-width: 640px) { .of-step { display: none; } }
  `];

  @property({ attribute: false }) walk: readonly Stop[] = [];
  @property({ type: Number }) position = -1;
  @property({ attribute: false }) steps: readonly ShownStep[] = [];
  @property({ attribute: false }) journeys: readonly FrameJourney[] = [];
  @state() private isPlaying = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Starts or stops playing; with reduced motion, or at the end, it stays as it is. */
  toggle(): void {
    this.isPlaying = !this.isPlaying && mayMove() && this.position < this.walk.length - 1;
    clearTimeout(this.timer);
    if (this.isPlaying) this.go('next');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.isPlaying = false;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!this.isPlaying || !changed.has('position')) return;
    clearTimeout(this.timer);
    if (this.position >= this.walk.length - 1) this.isPlaying = false;
    else this.timer = setTimeout(() => this.go('next'), DWELL_MS);
  }

  protected override render() {
    const { length } = this.walk;
    return html`
      <span class="buttons" role="group" aria-label=${text('player')}>
        ${this.button('previous', 'chevron-left', this.position <= 0)}
        ${mayMove()
          ? html`<button class="icon-button" title=${text(this.isPlaying ? 'pause' : 'play')} aria-label=${text(this.isPlaying ? 'pause' : 'play')}
              ?disabled=${this.position >= length - 1} @click=${() => this.toggle()}><ww-icon .name=${this.isPlaying ? 'debug-pause' : 'play'}></ww-icon></button>`
          : nothing}
        ${this.button('next', 'chevron-right', this.position >= length - 1)}
      </span>
      <span class="count muted">${text('position', this.position + 1, length)}</span>
      <span class="caption" role="status"><span class="foreign">${this.caption()}</span></span>
    `;
  }

  private button(action: WalkAction, icon: 'chevron-left' | 'chevron-right', isDisabled: boolean) {
    return html`<button class="icon-button" title=${text(action)} aria-label=${text(action)} ?disabled=${isDisabled} @click=${() => this.go(action)}><ww-icon .name=${icon}></ww-icon></button>`;
  }

  private caption() {
    const stop = this.walk[this.position];
    if (!stop) return html`<span class="muted">${text('playerHint')}</span>`;
    const step = this.steps[stop.step]?.step;
    const journey = stop.frame === undefined ? undefined : this.journeys[stop.frame];
    if (!journey) return step ? html`<strong>${step.title}</strong>: ${stateName(step.state)}. ${step.reason}` : nothing;
    return html`<strong>${journey.frame.summary}</strong>
      <span class="muted">${text('fromTo', journey.sender, journey.receiver)} · ${text('ms', formatMs(stop.timeMs))}${step ? html`<span class="of-step"> · ${step.title}</span>` : nothing}</span>`;
  }

  private go(action: WalkAction): void {
    this.dispatchEvent(new CustomEvent<WalkAction>('ww-walk', { detail: action }));
  }
}
