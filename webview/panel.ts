import { css } from 'lit';
import { registerToolkit } from './toolkit';
import './components/byteGrid';
import './components/comparison';
import './components/diagnosis';
import './components/encapsulation';
import './components/exportButtons';
import './components/fieldTree';
import './components/findings';
import './components/frameView';
import './components/hostColumn';
import './components/icon';
import './components/network';
import './components/parcel';
import './components/player';
import './components/sequence';
import './components/stack';
import './components/stepList';
import './components/summary';
import './components/timeline';
import './components/whatIf';
import './components/panelRoot';

registerToolkit();

const page = css`
  body { padding: 0; margin: 0; color: var(--vscode-foreground); background: var(--vscode-editor-background); font: var(--vscode-font-weight, normal) var(--vscode-font-size, 13px) / 1.35 var(--vscode-font-family, sans-serif); }
`.styleSheet;
if (page) document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];
