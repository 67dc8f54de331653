import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ICONS } from '../icons';
import type { IconName } from '../icons';

/** A glyph of the Codicons font. Decoration only: the words beside it say the same. */
@customElement('ww-icon')
export class Icon extends LitElement {
  static override styles = css`
    :host { display: inline-block; flex: none; width: 16px; height: 16px; font: normal 16px/16px codicon; text-align: center; -webkit-font-smoothing: antialiased; user-select: none; }
  `;

  @property() name: IconName = 'info';

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  protected override render() {
    return html`${ICONS[this.name]}`;
  }
}
