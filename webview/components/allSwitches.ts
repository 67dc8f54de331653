import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { SwitchView } from '../../src/messages';
import type { ConditionSettings } from '../../src/model/conditions';
import { text } from '../localise';
import { sharedStyles } from '../styles';
import { switchControl } from './switchControl';

/** All switches with their help, by the part of the world that they belong to, and a field to find one. Fires `ww-switch` with the one that was turned and its value. */
@customElement('ww-all-switches')
export class AllSwitches extends LitElement {
  static override styles = [sharedStyles, css`
    .box { padding: 12px; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-radius: 5px; max-height: 60vh; overflow: auto; }
    .find { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; }
    .find vscode-text-field { width: 220px; }
    h3 { font-size: 12px; font-weight: 600; margin: 16px 0 8px; padding-top: 8px; border-top: 1px solid var(--vscode-panel-border); }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); gap: 14px 20px; }
    li { display: flex; flex-direction: column; align-items: stretch; gap: 4px; padding-left: 8px; border-left: 2px solid transparent; min-width: 0; }
    li.changed { border-left-color: var(--vscode-settings-modifiedItemIndicator, var(--vscode-focusBorder)); }
    .control { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 6px; }
    .entry { display: inline-flex; align-items: center; gap: 6px; }
    vscode-dropdown { min-width: 72px; max-width: 100%; }
    li vscode-text-field { width: 120px; --input-min-width: 60px; }
    .key { font-family: var(--vscode-editor-font-family, monospace); overflow-wrap: anywhere; }
    .help { font-size: 11px; line-height: 1.4; }
  `];

  @property({ attribute: false }) switches: readonly SwitchView[] = [];
  @property({ attribute: false }) settings: ConditionSettings = {};
  /** Why the last change was refused: the controls then show again what holds. */
  @property() refusal = '';
  @state() private wanted = '';

  protected override render() {
    if (this.switches.length === 0) return nothing;
    const words = this.wanted.toLowerCase().split(/\s+/).filter((each) => each !== '');
    const found = this.switches.filter((each) => {
      const said = `${each.key} ${each.label} ${each.help} ${each.type === 'choice' ? [...each.choices, ...Object.values(each.meanings ?? {})].join(' ') : ''}`.toLowerCase();
      return words.every((word) => said.includes(word));
    });
    const groups = [...new Set(found.map(({ group }) => group))];
    return html`<div class="box" role="group" aria-label=${text('allSwitches')} tabindex="-1">
      <div class="find">
        <vscode-text-field aria-label=${text('findSwitch')} placeholder=${text('findSwitch')} .value=${this.wanted}
          @input=${(event: Event) => (this.wanted = event.target instanceof HTMLElement && 'value' in event.target ? String(event.target.value) : '')}></vscode-text-field>
        <span class="muted" role="status">${found.length === 0 ? text('noSwitchFound') : text('switchesFound', found.length, this.switches.length)}</span>
      </div>
      ${repeat(groups, (group) => group, (group) => html`<h3>${group}</h3><ul>${repeat(found.filter((each) => each.group === group), ({ key }) => key, (each) => this.row(each))}</ul>`)}
    </div>`;
  }

  private row(view: SwitchView) {
    const value = this.settings[view.key] ?? view.default;
    const isChanged = value !== view.default;
    return html`<li class=${isChanged ? 'changed' : ''}>
      ${switchControl(view, value, (next) => this.turn(view, next))}
      <span class="help muted">${view.type === 'choice' && isChanged ? (view.meanings?.[value] ?? view.help) : view.help}${isChanged ? html` <em>(${text('changed', view.default === '' ? text('emptyValue') : view.default)})</em>` : nothing} <code class="key">${view.key}</code></span>
    </li>`;
  }

  private turn(view: SwitchView, value: string | number): void {
    this.dispatchEvent(new CustomEvent('ww-switch', { detail: { view, value }, bubbles: true, composed: true }));
  }
}
