import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { ExportFormat } from '../../src/messages';
import { post } from '../host';
import { text } from '../localise';
import type { StringKey } from '../localise';
import { sharedStyles } from '../styles';

const FORMATS: readonly (readonly [ExportFormat, StringKey])[] = [
  ['pcapng', 'exportPcapng'],
  ['markdown', 'exportMarkdown'],
  ['json', 'exportJson'],
  ['mermaid', 'exportMermaid'],
];

/** Saves the prediction as a file. */
@customElement('ww-export')
export class ExportButtons extends LitElement {
  static override styles = [sharedStyles, css`
    :host { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
    ww-icon { margin-right: 2px; }
  `];

  protected override render() {
    return html`<h2><ww-icon name="export"></ww-icon> ${text('exportHeading')}</h2>
      ${FORMATS.map(([format, key]) => html`<vscode-button appearance="secondary" data-format=${format} aria-label=${text('exportAs', text(key))} @click=${() => post({ type: 'export', format })}>${text(key)}</vscode-button>`)}`;
  }
}
