/** Addresses and names that the page is made of; all are ours, none comes from what is explained. */
export interface PanelPage {
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Fresh for each page, from a cryptographic source; base64url. */
  readonly nonce: string;
  /**
   * Another one, for styles: the toolkit's controls probe `:focus-visible` with a style element, whose nonce they look for in a
   * `meta` element. It is not the script's, since the page gives it away.
   */
  readonly styleNonce: string;
  readonly scriptUri: string;
  /** The icon font's stylesheet. */
  readonly iconsUri: string;
  /** `vscode.env.language`. */
  readonly language: string;
  readonly title: string;
  /** What stands there until the script has drawn something. */
  readonly loading: string;
}

/** The panel's page. It is set once; everything after that travels as messages. */
export function panelHtml(page: PanelPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} 'nonce-${page.styleNonce}'`,
    `font-src ${page.cspSource}`,
    `img-src ${page.cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(page.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
  <meta property="csp-nonce" content="${page.styleNonce}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(page.title)}</title>
  <link rel="stylesheet" href="${escapeHtml(page.iconsUri)}">
</head>
<body>
  <wirewalk-panel>${escapeHtml(page.loading)}</wirewalk-panel>
  <script type="module" nonce="${page.nonce}" src="${escapeHtml(page.scriptUri)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
