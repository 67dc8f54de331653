import { stretch, type EmbeddedText } from './embeddedText';

const INSTRUCTION = /^[ \t]*(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK(?:[ \t]+--\S+|[ \t]*\\\r?\n)*[ \t]+CMD)[ \t]+(?:--\S+[ \t]+)*/gim;
const BLOCK = /^([ \t]*)(?:- )?[\w.-]+[ \t]*:[ \t]*[|>][-+0-9]*[ \t]*\r?\n/gm;
const INLINE = /^([ \t]*)(?:- )?(?:(?:run|script|command|cmd|args|shell|entrypoint|exec)[ \t]*:[ \t]*|(?:test)[ \t]*:[ \t]*(?=\[)|- )([^\r\n|>][^\r\n]*)$/gm;
const COMMANDS = /\b(?:curl|wget|https?|xh|Invoke-WebRequest|ping)\s|["'](?:curl|wget)["']/;

/** The shell commands of a Dockerfile. */
export function* dockerCommands(text: string): Generator<EmbeddedText> {
  INSTRUCTION.lastIndex = 0;
  for (let match = INSTRUCTION.exec(text); match; match = INSTRUCTION.exec(text)) {
    const start = match.index + match[0].length;
    const end = continuedEnd(text, start);
    INSTRUCTION.lastIndex = end;
    if (COMMANDS.test(text.slice(start, end))) yield stretch('shellscript', text, start, end, withoutList);
  }
}

/** The commands in blocks and lines of YAML: workflows, pipelines, Compose files. */
export function* yamlCommands(text: string): Generator<EmbeddedText> {
  const taken: EmbeddedText[] = [];
  BLOCK.lastIndex = 0;
  for (let match = BLOCK.exec(text); match; match = BLOCK.exec(text)) {
    const indent = (match[1] ?? '').length;
    const start = match.index + match[0].length;
    let end = start;
    const line = /([ \t]*)([^\r\n]*)(?:\r?\n|$)/y;
    line.lastIndex = start;
    for (let each = line.exec(text); each && each[0] !== ''; each = line.exec(text)) {
      if (each[2] !== '' && (each[1] ?? '').length <= indent) break;
      end = line.lastIndex;
    }
    BLOCK.lastIndex = Math.max(end, start);
    if (!COMMANDS.test(text.slice(start, end))) continue;
    const block = stretch('shellscript', text, start, end);
    taken.push(block);
    yield block;
  }
  for (const match of text.matchAll(INLINE)) {
    const value = match[2] ?? '';
    const start = match.index + match[0].length - value.length;
    const inBlock = taken.some((block) => block.start <= start && start < block.end);
    if (!inBlock && COMMANDS.test(value)) yield stretch('shellscript', text, start, start + value.length, withoutList);
  }
}

/** The recipes of a makefile: lines that begin with a tab. */
export function* makeRecipes(text: string): Generator<EmbeddedText> {
  for (const match of text.matchAll(/^\t[@+-]*/gm)) {
    const start = match.index + match[0].length;
    const end = continuedEnd(text, start);
    // `$$` is the shell's own mark, `$(name)` make's variable.
    if (COMMANDS.test(text.slice(start, end))) yield stretch('shellscript', text, start, end, (code) => code.replace(/\$\$/g, ' $').replace(/\$\((\w+)\)/g, '${$1}'));
  }
}

/** After the line's end that no backslash continues. */
function continuedEnd(text: string, start: number): number {
  const end = /(?:[^\\\r\n]|\\(?:\r\n|[^]))*/y;
  end.lastIndex = start;
  return start + (end.exec(text)?.[0].length ?? 0);
}

/** `["CMD", "curl", "-f"]` as words, every offset kept. */
function withoutList(code: string): string {
  return /^\s*\[\s*["']/.test(code) ? code.replace(/[[\],]/g, ' ').replace(/["']CMD(?:-SHELL)?["']/g, (word) => ' '.repeat(word.length)) : code;
}
