import { stretch, type EmbeddedText } from './embeddedText';

const OPEN = /<script\b([^>]{0,400})>/gi;
const LANGUAGES: Readonly<Record<string, string>> = { ts: 'typescript', typescript: 'typescript', tsx: 'typescriptreact', jsx: 'javascriptreact' };

/** The scripts of HTML and of the components of Vue and Svelte. */
export function* scriptBlocks(text: string): Generator<EmbeddedText> {
  OPEN.lastIndex = 0;
  for (let match = OPEN.exec(text); match; match = OPEN.exec(text)) {
    const attributes = match[1] ?? '';
    const start = match.index + match[0].length;
    const close = text.slice(start).search(/<\/script\s*>/i);
    const end = close === -1 ? text.length : start + close;
    OPEN.lastIndex = end;
    const language = /\blang\s*=\s*["']?([\w-]+)/i.exec(attributes)?.[1]?.toLowerCase();
    const type = /\btype\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1]?.toLowerCase();
    // Templates, data and import maps are no programs.
    if (type !== undefined && type !== 'module' && !/javascript|ecmascript|typescript|jsx|babel/.test(type)) continue;
    if (end > start) yield stretch(LANGUAGES[language ?? ''] ?? (type?.includes('typescript') ? 'typescript' : 'javascript'), text, start, end);
  }
}
