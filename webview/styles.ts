import { css } from 'lit';

/** What every component shares: type, focus, small parts. Colours are the theme's own, so there are no fixed ones here. */
export const sharedStyles = css`
  :host { display: block; box-sizing: border-box; }
  :host([hidden]) { display: none; }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
  h2 { font-size: 11px; font-weight: 600; letter-spacing: 0.04em; text-transform: uppercase; color: var(--vscode-foreground); }
  ul, ol { list-style: none; }
  .muted { color: var(--vscode-descriptionForeground); }
  .mono { font-family: var(--vscode-editor-font-family, monospace); font-size: var(--vscode-editor-font-size, 12px); }
  .nowrap { white-space: nowrap; }
  .hidden-text {
    position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
    overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  /* Text that somebody else wrote: its direction stays its own, and a long word breaks. */
  .foreign { unicode-bidi: isolate; overflow-wrap: anywhere; }
  button.plain {
    font: inherit; color: inherit; background: none; border: 0; margin: 0; padding: 0; text-align: start; cursor: pointer;
  }
  button.icon-button {
    display: inline-flex; align-items: center; justify-content: center; min-width: 24px; height: 24px; padding: 0 4px; gap: 4px;
    font: inherit; color: var(--vscode-icon-foreground); background: none; cursor: pointer;
    border: 1px solid transparent; border-radius: 5px;
  }
  button.icon-button:hover:not(:disabled) { background: var(--vscode-toolbar-hoverBackground); outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
  button.icon-button:disabled { opacity: 0.4; cursor: default; }
  :focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  a { color: var(--vscode-textLink-foreground); text-decoration: none; }
  a:hover { text-decoration: underline; color: var(--vscode-textLink-activeForeground); }
`;

/**
 * The colour of each layer as `--layer`. It always stands beside the layer's number. VS Code's orange is half transparent in
 * some themes and absent in others.
 */
export const layerStyles = css`
  .layer-7 { --layer: var(--vscode-charts-purple); }
  .layer-6 { --layer: rgb(from var(--vscode-charts-orange, var(--vscode-foreground)) r g b / 1); }
  .layer-5 { --layer: var(--vscode-charts-red); }
  .layer-4 { --layer: var(--vscode-charts-blue); }
  .layer-3 { --layer: var(--vscode-charts-green); }
  .layer-2 { --layer: var(--vscode-charts-yellow); }
  .layer-1 { --layer: var(--vscode-charts-lines, var(--vscode-foreground)); }
  .badge {
    display: inline-block; min-width: 18px; padding: 0 4px; border-radius: 3px; text-align: center; line-height: 16px; font-size: 11px;
    font-variant-numeric: tabular-nums; color: var(--vscode-foreground);
    background: color-mix(in srgb, var(--layer) 22%, transparent); border: 1px solid var(--layer);
  }
`;
