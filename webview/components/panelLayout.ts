import { css } from 'lit';

/** Three columns where there is room, two where there is some, one where there is none. */
export const panelLayout = css`
  :host { container-type: inline-size; }
  main { padding: 16px 20px 24px; display: flex; flex-direction: column; gap: 16px; max-width: 2000px; }
  .message { align-items: center; text-align: center; gap: 8px; padding-top: 18vh; }
  .message h1 { font-size: 15px; font-weight: 600; margin: 4px 0 0; }
  .message p { max-width: 460px; line-height: 1.5; color: var(--vscode-descriptionForeground); }
  header { display: flex; flex-direction: column; gap: 12px; }
  .notice { display: flex; align-items: center; gap: 8px; padding: 6px 10px; border: 1px solid var(--vscode-inputValidation-warningBorder, var(--vscode-contrastBorder)); background: var(--vscode-inputValidation-warningBackground); color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground)); border-radius: 4px; }
  .notice button { margin-left: auto; color: inherit; }
  .body { display: grid; grid-template-columns: minmax(240px, 0.85fr) minmax(400px, 1.5fr) minmax(480px, 1.4fr); gap: 20px; align-items: start; }
  .body.wide { grid-template-columns: minmax(240px, 320px) minmax(0, 1fr); }
  .wide .detail { display: none; }
  button.failing { display: flex; gap: 8px; align-items: flex-start; width: 100%; padding: 6px 10px; line-height: 1.4; border: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-contrastBorder)); background: var(--vscode-inputValidation-errorBackground); color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground)); border-radius: 4px; }
  button.failing:hover { text-decoration: underline; }
  .heading { display: flex; justify-content: space-between; align-items: center; }
  section { min-width: 0; }
  h2 { margin-bottom: 6px; min-height: 28px; line-height: 28px; }
  vscode-panels { overflow: visible; }
  vscode-panel-tab { padding: 4px 0; }
  vscode-panel-view { padding: 10px 0 0; }
  vscode-panel-view > * { flex: 1 1 auto; min-width: 0; width: 100%; }
  footer { border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); padding-top: 12px; }
  @container (min-width: 1241px) {
    .detail { position: sticky; top: 12px; max-height: calc(100vh - 24px); overflow: auto; padding: 0 4px; }
  }
  /* What a step lights must stay in sight while the list of steps is scrolled. */
  @container (min-width: 861px) { .stage { position: sticky; top: 12px; max-height: calc(100vh - 24px); overflow: auto; } }
  @container (max-width: 1240px) {
    .body { grid-template-columns: minmax(230px, 300px) minmax(0, 1fr); }
    .detail { grid-column: 1 / -1; }
  }
  @container (max-width: 860px) {
    .body, .body.wide { grid-template-columns: minmax(0, 1fr); }
    main { padding: 12px 12px 20px; gap: 10px; }
    header { gap: 8px; }
    vscode-panels::part(tablist) { column-gap: 14px; }
    .body { gap: 10px; }
    /* The layers that a step lights stay in sight below the list. */
    .steps ww-step-list { max-height: max(160px, 24vh); overflow: auto; padding: 1px; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); border-radius: 5px; }
  }
`;
