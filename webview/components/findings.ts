import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Finding } from '../../src/model/request';
import { text } from '../localise';
import type { StringKey } from '../localise';
import type { IconName } from '../icons';
import { sharedStyles } from '../styles';
import { specLink } from './specLink';

const SEVERITIES: Readonly<Record<Finding['severity'], { readonly icon: IconName; readonly word: StringKey }>> = {
  error: { icon: 'error', word: 'severityError' },
  warning: { icon: 'warning', word: 'severityWarning' },
  information: { icon: 'info', word: 'severityInformation' },
};

/** What is worth attention, with its reason. */
@customElement('ww-findings')
export class Findings extends LitElement {
  static override styles = [sharedStyles, css`
    ul { display: flex; flex-direction: column; gap: 4px; }
    li { display: flex; gap: 8px; align-items: flex-start; line-height: 1.4; }
    ww-icon { margin-top: 1px; }
    .error ww-icon { color: var(--vscode-problemsErrorIcon-foreground, var(--vscode-errorForeground)); }
    .warning ww-icon { color: var(--vscode-problemsWarningIcon-foreground, var(--vscode-foreground)); }
    .information ww-icon { color: var(--vscode-problemsInfoIcon-foreground, var(--vscode-foreground)); }
  `];

  @property({ attribute: false }) findings: readonly Finding[] = [];

  protected override render() {
    if (this.findings.length === 0) return nothing;
    return html`<ul aria-label=${text('findings')}>${this.findings.map((each) => {
      const { icon, word } = SEVERITIES[each.severity];
      return html`<li class=${each.severity}><ww-icon .name=${icon}></ww-icon>
        <span><strong>${text(word)}:</strong> <span class="foreign">${each.message}</span> ${each.spec ? specLink(each.spec) : nothing}</span></li>`;
    })}</ul>`;
  }
}
