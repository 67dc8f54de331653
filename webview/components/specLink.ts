import { html } from 'lit';

const RFC = /^RFC (\d{1,5})(?: §([0-9A-Z]{1,3}(?:\.\d{1,3})*))?$/;

/** A reference as text; where it is an RFC, the text leads to it. The address is made here from digits only. */
export function specLink(spec: string) {
  const match = RFC.exec(spec);
  if (!match) return html`<span class="spec muted foreign">${spec}</span>`;
  const [, number, section] = match;
  const anchor = section === undefined ? '' : /^\d/.test(section) ? `#section-${section}` : `#appendix-${section}`;
  return html`<a class="spec nowrap" href="https://www.rfc-editor.org/rfc/rfc${number}${anchor}">${spec}</a>`;
}
