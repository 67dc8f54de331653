import { stretch, type EmbeddedText } from './embeddedText';

const FENCE = /^([ \t]{0,12})(`{3,}|~{3,})[ \t]*\{?\.?([\w+#-]*)[^\r\n]*\r?\n/gm;
/** The names that fences have for languages. */
const LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'shellscript', bash: 'shellscript', shell: 'shellscript', zsh: 'shellscript', console: 'shellscript', terminal: 'shellscript', 'shell-session': 'shellscript', shellsession: 'shellscript', curl: 'shellscript',
  js: 'javascript', javascript: 'javascript', mjs: 'javascript', node: 'javascript', jsx: 'javascriptreact', ts: 'typescript', typescript: 'typescript', tsx: 'typescriptreact',
  py: 'python', python: 'python', python3: 'python', go: 'go', golang: 'go', java: 'java', cs: 'csharp', csharp: 'csharp', 'c#': 'csharp', rust: 'rust', rs: 'rust', php: 'php', rb: 'ruby', ruby: 'ruby',
  c: 'c', cpp: 'cpp', 'c++': 'cpp', powershell: 'powershell', ps1: 'powershell', pwsh: 'powershell', http: 'http', rest: 'http', html: 'html', vue: 'vue', kotlin: 'kotlin', dockerfile: 'dockerfile', yaml: 'yaml', yml: 'yaml',
};

/** The fenced code of Markdown (CommonMark §4.5). */
export function* fencedCode(text: string): Generator<EmbeddedText> {
  FENCE.lastIndex = 0;
  for (let match = FENCE.exec(text); match; match = FENCE.exec(text)) {
    const [whole, , mark = '```', name = ''] = match;
    const start = match.index + whole.length;
    const close = new RegExp(`^[ \\t]{0,12}${mark.charAt(0)}{${mark.length},}[ \\t]*$`, 'm').exec(text.slice(start));
    const end = close ? start + close.index : text.length;
    FENCE.lastIndex = close ? end + close[0].length : text.length;
    const code = text.slice(start, end);
    const languageId = LANGUAGES[name.toLowerCase()] ?? (name === '' && /^\s*(?:\$ )?(?:curl|wget|http)\s/m.test(code) ? 'shellscript' : undefined);
    if (languageId === undefined) continue;
    yield stretch(languageId, text, start, end, languageId === 'shellscript' ? withoutPrompts : undefined, languageId === 'php' && !code.includes('<?') ? '<?php ' : '');
  }
}

/** `$ curl …` as the command alone, every offset kept. */
function withoutPrompts(code: string): string {
  return code.replace(/^([ \t]*)(?:[$>%#]|PS>)(?= \S)/gm, (whole, indent: string) => indent + ' '.repeat(whole.length - indent.length));
}
