import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PanelDiagnosis } from '../../src/messages';
import { post } from '../host';
import { text } from '../localise';
import { sharedStyles } from '../styles';
import { specLink } from './specLink';

/** What an error message means: its likely causes in order, and the probe that decides between them. */
@customElement('ww-diagnosis')
export class Diagnosis extends LitElement {
  static override styles = [sharedStyles, css`
    section { display: flex; flex-direction: column; gap: 8px; padding: 10px 12px; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-left: 3px solid var(--vscode-focusBorder); border-radius: 5px; line-height: 1.45; }
    ol { list-style: decimal; padding-left: 22px; display: flex; flex-direction: column; gap: 3px; }
    /* A link in a line of text is told by more than its colour. */
    p a { text-decoration: underline; }
    code { margin-inline-end: 4px; }
    .probe { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  `];

  @property({ attribute: false }) diagnosis: PanelDiagnosis | undefined;

  protected override render() {
    const { diagnosis } = this;
    if (!diagnosis) return nothing;
    const { words, title, causes, probe, spec, isExample } = diagnosis;
    return html`<section aria-label=${text('diagnosis')}>
      <h2>${text('diagnosis')}</h2>
      <p><code class="mono foreign">${words}</code> <strong>${title}</strong> ${spec === undefined ? nothing : specLink(spec)}</p>
      <div><p id="causes" class="muted">${text('likelyCauses')}</p>
        <ol aria-labelledby="causes">${causes.map((cause) => html`<li>${cause}</li>`)}</ol></div>
      ${isExample ? html`<p class="muted">${text('exampleHost')}</p>` : nothing}
      ${probe === undefined || isExample
        ? nothing
        : html`<p class="probe">${text('decidingProbe')}
            <vscode-button appearance="secondary" @click=${() => post({ type: 'probe', kind: probe })}>${text(probe === 'dns' ? 'probeDns' : 'probeTls')}</vscode-button></p>`}
    </section>`;
  }
}
