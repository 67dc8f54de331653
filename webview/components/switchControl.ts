import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SwitchView } from '../../src/messages';
import { text } from '../localise';

/** Pairs of choices that a check box says better: whether something is there already. */
const ON_WORDS = new Set(['warm', 'open']);
const OFF_WORDS = new Set(['cold', 'none']);

function valueOf(event: Event): string {
  return event.target instanceof HTMLElement && 'value' in event.target ? String(event.target.value) : '';
}

function isChecked(event: Event): boolean {
  return event.target instanceof HTMLElement && 'checked' in event.target && event.target.checked === true;
}

/** Whether the whole of a switch fits a check box. */
export function isPair(view: SwitchView): boolean {
  return view.type !== 'choice' || view.choices.length === 2;
}

/** The value of a switch that a check box shows as on, and the one that it shows as off; undefined where it has no such pair. */
export function pairOf(view: SwitchView): { readonly on: string; readonly off: string } | undefined {
  if (view.type !== 'choice') return undefined;
  const on = view.choices.find((each) => ON_WORDS.has(each));
  const off = view.choices.find((each) => OFF_WORDS.has(each));
  return on === undefined || off === undefined ? undefined : { on, off };
}

/** The control of one switch. `change` gets what the person chose, as typed. `brief`: a check box for the usual pair, whatever else there is. */
export function switchControl(view: SwitchView, value: string | number, change: (value: string | number) => void, brief = false) {
  if (view.type === 'choice') {
    const pair = pairOf(view);
    if ((brief || view.choices.length === 2) && pair) {
      const { on, off } = pair;
      return html`<vscode-checkbox data-key=${view.key} title=${view.help} .checked=${live(value === on)}
        @change=${(event: Event) => change(isChecked(event) ? on : off)}>${view.label}</vscode-checkbox>`;
    }
    return html`<span class="control"><span aria-hidden="true">${view.label}</span>
      <vscode-dropdown data-key=${view.key} aria-label=${view.label} title=${view.help} .value=${live(String(value))}
        @change=${(event: Event) => change(valueOf(event))}>
        ${view.choices.map((each) => html`<vscode-option value=${each} ?selected=${each === value}>${each}</vscode-option>`)}
      </vscode-dropdown></span>`;
  }
  const commit = (event: Event) => {
    const raw = valueOf(event);
    const asNumber = raw.trim() === '' ? Number.NaN : Number(raw);
    change(view.type === 'number' && Number.isFinite(asNumber) ? asNumber : raw);
  };
  const hint = view.type === 'text' ? view.form : '';
  const unit = view.type === 'number' ? view.unit : '';
  return html`<span class="control"><span aria-hidden="true">${view.label}</span>
    <span class="entry"><vscode-text-field data-key=${view.key} aria-label=${unit ? text('sourceDetail', view.label, unit) : view.label} title=${view.help}
      placeholder=${hint} size=${view.type === 'text' ? 18 : 6} .value=${live(String(value))} @change=${commit}></vscode-text-field>
    ${unit ? html`<span class="muted" aria-hidden="true">${unit}</span>` : ''}</span></span>`;
}
