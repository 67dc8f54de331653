import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { SwitchView } from '../../src/messages';
import type { ConditionSettings } from '../../src/model/conditions';
import { text } from '../localise';
import { sharedStyles } from '../styles';
import { switchControl } from './switchControl';

/** The slider of the round-trip time ends here; the field beside it takes any value. */
const SLIDER_END_MS = 300;
const SLIDER_KEY = 'path.rttMs';

/** The what-if switches: a few at once, the others on demand. Fires `ww-settings` with all settings that are not the default. */
@customElement('ww-what-if')
export class WhatIf extends LitElement {
  static override styles = [sharedStyles, css`
    .line { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; }
    .control { display: inline-flex; align-items: center; gap: 6px; }
    .entry { display: inline-flex; align-items: center; gap: 6px; }
    .switch { position: relative; display: inline-flex; align-items: center; gap: 8px; padding-left: 8px; border-left: 2px solid transparent; }
    .switch.changed { border-left-color: var(--vscode-settings-modifiedItemIndicator, var(--vscode-focusBorder)); }
    .end { margin-left: auto; display: flex; align-items: center; gap: 4px; }
    vscode-dropdown { min-width: 72px; }
    vscode-text-field { width: 72px; --input-min-width: 60px; }
    input[type='range'] { width: 110px; accent-color: var(--vscode-focusBorder); margin: 0; }
    .all { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); gap: 14px 20px; margin-top: 12px; padding: 12px; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-radius: 5px; }
    .all .switch { flex-direction: column; align-items: stretch; gap: 4px; }
    .all .control { flex-wrap: wrap; justify-content: space-between; }
    .all vscode-text-field { width: 120px; }
    .help { font-size: 11px; line-height: 1.4; }
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
        ${this.switches.filter((each) => each.primary).map((each) => this.control(each, false))}
        <span class="end">
          <button class="icon-button" ?disabled=${changed === 0} @click=${() => this.send({})}><ww-icon name="discard"></ww-icon>${text('reset')}</button>
          <button class="icon-button" aria-expanded=${this.isOpen} aria-controls="all" @click=${() => (this.isOpen = !this.isOpen)}>
            <ww-icon .name=${this.isOpen ? 'chevron-down' : 'chevron-right'}></ww-icon>${text('allSwitches')}
          </button>
        </span>
      </div>
      <div id="all" class="all" ?hidden=${!this.isOpen}>
        ${this.isOpen ? this.switches.filter((each) => !each.primary).map((each) => this.control(each, true)) : nothing}
      </div>
    `;
  }

  private control(view: SwitchView, withHelp: boolean) {
    const value = this.settings[view.key] ?? view.default;
    const isChanged = value !== view.default;
    const note = isChanged ? text('changed', view.default === '' ? text('emptyValue') : view.default) : '';
    const change = (next: string | number) => this.set(view, next);
    return html`<span class="switch ${isChanged ? 'changed' : ''}">
      ${switchControl(view, value, change)}
      ${view.key === SLIDER_KEY && view.type === 'number'
        ? html`<input type="range" min=${view.min} max=${SLIDER_END_MS} step="5" aria-label=${view.label} .value=${live(String(value))}
            @input=${(event: Event) => event.target instanceof HTMLInputElement && change(event.target.valueAsNumber)}>`
        : nothing}
      ${withHelp ? html`<span class="help muted">${view.help}${note ? html` <em>(${note})</em>` : nothing}</span>` : nothing}
      ${!withHelp && note ? html`<span class="hidden-text">${note}</span>` : nothing}
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
