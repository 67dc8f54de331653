import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PanelComparison } from '../../src/messages';
import type { ComparedStep, ObservedStep } from '../../src/model/observation';
import { post } from '../host';
import type { IconName } from '../icons';
import { formatMs, stateName, text } from '../localise';
import type { StringKey } from '../localise';
import { sharedStyles } from '../styles';
import { specLink } from './specLink';

const VERDICTS: Readonly<Record<ComparedStep['verdict'], { readonly icon: IconName; readonly word: StringKey }>> = {
  agrees: { icon: 'pass', word: 'verdictAgrees' },
  differs: { icon: 'warning', word: 'verdictDiffers' },
  'only-predicted': { icon: 'circle-slash', word: 'verdictOnlyPredicted' },
  'only-observed': { icon: 'pulse', word: 'verdictOnlyObserved' },
};

/** What a live probe saw beside what was predicted, step by step, with why they differ. */
@customElement('ww-comparison')
export class Comparison extends LitElement {
  static override styles = [sharedStyles, css`
    .empty { display: flex; flex-direction: column; align-items: flex-start; gap: 12px; padding: 12px 0; line-height: 1.4; }
    .buttons { display: flex; gap: 8px; flex-wrap: wrap; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: start; vertical-align: top; padding: 6px 8px; border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); line-height: 1.4; }
    table.compared { min-width: 440px; }
    td, th { overflow-wrap: break-word; }
    th { font-weight: 600; min-width: 80px; }
    .differs { border-left: 3px solid var(--vscode-editorWarning-foreground, var(--vscode-foreground)); }
    .verdict { display: flex; gap: 4px; white-space: nowrap; }
    .head { display: flex; gap: 8px; justify-content: space-between; flex-wrap: wrap; align-items: center; margin-bottom: 8px; }
    details { margin-top: 16px; }
    summary { cursor: pointer; font-weight: 600; padding: 4px 0; }
    .absent { font-style: italic; }
  `];

  @property({ attribute: false }) comparison: PanelComparison | undefined;

  protected override render() {
    const { comparison } = this;
    if (!comparison) return html`<div class="empty"><p>${text('noComparison')}</p>${this.buttons()}</div>`;
    const { observation, steps } = comparison;
    return html`
      <div class="head"><p class="muted foreign">${text('probedFrom', observation.target, observation.probedFrom, observation.contacted.join(', ') || text('nobody'))}</p>${this.buttons()}</div>
      <div class="scroll" tabindex="0" role="region" aria-label=${text('comparison')}><table class="compared">
        <thead><tr>${(['step', 'predicted', 'observed'] as const).map((key) => html`<th scope="col">${text(key)}</th>`)}<th scope="col">${text('verdict')} · ${text('why')}</th></tr></thead>
        <tbody>${steps.map((each) => this.row(each))}</tbody>
      </table></div>
      ${observation.steps.map((each) => this.values(each))}
    `;
  }

  private buttons() {
    return html`<span class="buttons">
      <vscode-button appearance="secondary" @click=${() => post({ type: 'probe', kind: 'dns' })}>${text('probeDns')}</vscode-button>
      <vscode-button appearance="secondary" @click=${() => post({ type: 'probe', kind: 'tls' })}>${text('probeTls')}</vscode-button>
    </span>`;
  }

  private row(step: ComparedStep) {
    const { icon, word } = VERDICTS[step.verdict];
    return html`<tr class=${step.verdict}>
      <th scope="row" class="foreign ${step.verdict}">${step.title}</th>
      ${[step.predicted, step.observed].map((side) => html`<td>${side ? html`${stateName(side.state)} · ${text('ms', formatMs(side.durationMs))}<br><span class="muted foreign">${side.reason}</span>` : html`<span class="muted">–</span>`}</td>`)}
      <td><span class="verdict"><ww-icon .name=${icon}></ww-icon>${text(word)}</span><span class="foreign">${step.explanation}</span></td>
    </tr>`;
  }

  private values(step: ObservedStep) {
    if (step.observed.length === 0) return nothing;
    return html`<details open><summary><span class="foreign">${text('sourceDetail', text('observedValues'), step.title)}</span></summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${step.title}><table><tbody>${step.observed.map(({ name, value, present, meaning, spec }) => html`<tr>
        <th scope="row" class="foreign">${name}</th>
        <td class="mono foreign ${present ? '' : 'absent'}">${present ? String(value) : text('absent')}</td>
        <td class="foreign">${meaning ?? (present ? '' : String(value))}</td><td>${spec ? specLink(spec) : nothing}</td>
      </tr>`)}</tbody></table></div></details>`;
  }
}
