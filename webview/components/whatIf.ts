import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { SwitchView } from '../../src/messages';
import type { ConditionSettings } from '../../src/model/conditions';
import { text } from '../localise';
import { sharedStyles } from '../styles';
import './allSwitches';
import { isPair, pairOf, switchControl } from './switchControl';

/** The slider of the round-trip time ends here; the field beside it takes any value. */
const SLIDER_END_MS = 300;
const SLIDER_KEY = 'path.rttMs';

/**
 * The what-if switches: a few at once, what is turned of the others, and all of them on demand. Fires `ww-settings` with all settings
 * that are not the default.
 */
@customElement('ww-what-if')
export class WhatIf extends LitElement {
  static override styles = [sharedStyles, css`
    .line { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; }
    .control { display: inline-flex; align-items: center; gap: 6px; }
    .entry { display: inline-flex; align-items: center; gap: 6px; }
    .switch { position: relative; display: inline-flex; align-items: center; gap: 8px; padding-left: 8px; border-left: 2px solid transparent; }
    .switch.changed { border-left-color: var(--vscode-settings-modifiedItemIndicator, var(--vscode-focusBorder)); }
    .end { margin-left: auto; display: flex; align-items: center; gap: 4px; }
    .turned { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 8px; }
    .turned button { border-color: var(--vscode-settings-modifiedItemIndicator, var(--vscode-focusBorder)); color: var(--vscode-foreground); max-width: 100%; height: auto; min-height: 24px; }
    .meaning { flex-basis: 100%; line-height: 1.4; }
    vscode-dropdown { min-width: 72px; }
    vscode-text-field { width: 72px; --input-min-width: 60px; }
    input[type='range'] { width: 110px; accent-color: var(--vscode-focusBorder); margin: 0; }
    ww-all-switches { margin-top: 12px; }
  `];

  @property({ attribute: false }) switches: readonly SwitchView[] = [];
  @property({ attribute: false }) settings: ConditionSettings = {};
  /** Why the last change was refused: the controls then show again what holds. */
  @property() refusal = '';
  @state() private isOpen = false;

  protected override render() {
    const changed = Object.keys(this.settings).length;
    return html`
      <div class="line">
        <h2>${text('whatIf')}</h2>
        ${this.switches.filter((each) => each.primary).map((each) => this.control(each))}
        <span class="end">
          <button class="icon-button" ?disabled=${changed === 0} @click=${() => this.send({})}><ww-icon name="discard"></ww-icon>${text('reset')}</button>
          <button class="icon-button" aria-expanded=${this.isOpen} aria-controls="all" @click=${() => (this.isOpen = !this.isOpen)}>
            <ww-icon .name=${this.isOpen ? 'chevron-down' : 'chevron-right'}></ww-icon>${text('allSwitches')}
          </button>
        </span>
      </div>
      ${this.turned()}
      <ww-all-switches id="all" ?hidden=${!this.isOpen} .switches=${this.isOpen ? this.switches.filter((each) => !each.primary || !isPair(each)) : []}
        .settings=${this.settings} .refusal=${this.refusal}
        @ww-switch=${({ detail }: CustomEvent<{ view: SwitchView; value: string | number }>) => this.set(detail.view, detail.value)}></ww-all-switches>
    `;
  }

  /** What is turned without standing in the line: a click turns it back. */
  private turned() {
    const views = this.switches.filter((each) => each.key in this.settings && (!each.primary || this.settings[each.key] !== (pairOf(each)?.on ?? this.settings[each.key])));
    if (views.length === 0) return nothing;
    return html`<div class="turned">${views.map((view) => {
      const shown = (value: string | number) => (value === '' ? text('emptyValue') : value);
      const turned = text('turnedSwitch', view.label, shown(this.settings[view.key] ?? view.default));
      const title = text('resetSwitch', turned, shown(view.default));
      return html`<button class="icon-button foreign" title=${title} aria-label=${title} @click=${() => this.set(view, view.default)}>
        ${turned}<ww-icon name="close"></ww-icon></button>`;
    })}${views.map((view) => this.meaning(view))}</div>`;
  }

  /** What the chosen value is, where its name alone does not say. */
  private meaning(view: SwitchView) {
    const meaning = view.type === 'choice' ? view.meanings?.[String(this.settings[view.key])] : undefined;
    return meaning === undefined ? nothing : html`<p class="meaning muted">${text('sourceDetail', String(this.settings[view.key]), meaning)}</p>`;
  }

  private control(view: SwitchView) {
    const value = this.settings[view.key] ?? view.default;
    const isChanged = value !== view.default;
    const change = (next: string | number) => this.set(view, next);
    return html`<span class="switch ${isChanged ? 'changed' : ''}">
      ${switchControl(view, value, change, true)}
      ${view.key === SLIDER_KEY && view.type === 'number'
        ? html`<input type="range" min=${view.min} max=${SLIDER_END_MS} step="5" aria-label=${view.label} .value=${live(String(value))}
            @input=${(event: Event) => event.target instanceof HTMLInputElement && change(event.target.valueAsNumber)}>`
        : nothing}
      ${isChanged ? html`<span class="hidden-text">${text('changed', view.default === '' ? text('emptyValue') : view.default)}</span>` : nothing}
    </span>`;
  }

  private set(view: SwitchView, value: string | number): void {
    const others = Object.fromEntries(Object.entries(this.settings).filter(([key]) => key !== view.key));
    this.send(value === view.default ? others : { ...others, [view.key]: value });
  }

  private send(settings: ConditionSettings): void {
    this.dispatchEvent(new CustomEvent<ConditionSettings>('ww-settings', { detail: settings, bubbles: true, composed: true }));
  }
}
