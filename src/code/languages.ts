import { CPP, CSHARP, GO, JAVA, JAVASCRIPT, KOTLIN, PHP, POWERSHELL, PYTHON, RUBY, RUST, SHELL, TSX, TYPESCRIPT, type GrammarRow } from './grammars';

/** How a language writes comments and strings, for telling URLs in comments from others without a grammar. */
export interface CommentStyle {
  /** What starts a comment that ends with the line. */
  readonly line: readonly string[];
  /** Openers and closers of comments that span lines. */
  readonly block: readonly (readonly [string, string])[];
  /** What opens and closes a string in which comment marks mean nothing; longest first. */
  readonly quotes: readonly string[];
  /** Whether a line comment starts only at the line's start or after white space, as in shell and YAML. */
  readonly afterSpaceOnly?: boolean;
}

/** One row a language; a further language is a row here and, if calls are to be found in it, a row of `grammars.ts`. */
export interface CodeLanguage {
  /** VS Code's language id. */
  readonly id: string;
  /** File name endings, in lower case, with their dot; or whole names. */
  readonly endings: readonly string[];
  readonly comments: CommentStyle;
  readonly grammar?: GrammarRow;
  /** Whether it holds texts in other languages, or requests that are read without a grammar. */
  readonly embeds?: boolean;
}

const NO_COMMENTS: CommentStyle = { line: [], block: [], quotes: [] };
const C_LIKE: CommentStyle = { line: ['//'], block: [['/*', '*/']], quotes: ['"', '\'', '`'] };
const HASH: CommentStyle = { line: ['#'], block: [], quotes: ['"', '\''], afterSpaceOnly: true };
const MARKUP: CommentStyle = { line: [], block: [['<!--', '-->']], quotes: [] };

const LANGUAGES: readonly CodeLanguage[] = [
  { id: 'javascript', endings: ['.js', '.mjs', '.cjs', '.es6'], comments: C_LIKE, grammar: JAVASCRIPT },
  { id: 'javascriptreact', endings: ['.jsx'], comments: C_LIKE, grammar: JAVASCRIPT },
  { id: 'typescript', endings: ['.ts', '.mts', '.cts'], comments: C_LIKE, grammar: TYPESCRIPT },
  { id: 'typescriptreact', endings: ['.tsx'], comments: C_LIKE, grammar: TSX },
  { id: 'python', endings: ['.py', '.pyi', '.pyw'], comments: { line: ['#'], block: [], quotes: ['"""', '\'\'\'', '"', '\''] }, grammar: PYTHON },
  { id: 'go', endings: ['.go'], comments: C_LIKE, grammar: GO },
  { id: 'java', endings: ['.java'], comments: C_LIKE, grammar: JAVA },
  { id: 'kotlin', endings: ['.kt', '.kts'], comments: C_LIKE, grammar: KOTLIN },
  { id: 'csharp', endings: ['.cs'], comments: C_LIKE, grammar: CSHARP },
  { id: 'rust', endings: ['.rs'], comments: { ...C_LIKE, quotes: ['"'] }, grammar: RUST },
  { id: 'c', endings: ['.c', '.h'], comments: C_LIKE, grammar: CPP },
  { id: 'cpp', endings: ['.cpp', '.cc', '.cxx', '.hpp', '.hh'], comments: C_LIKE, grammar: CPP },
  { id: 'swift', endings: ['.swift'], comments: C_LIKE },
  { id: 'php', endings: ['.php'], comments: { ...C_LIKE, line: ['//', '#'], block: [['/*', '*/'], ['<!--', '-->']] }, grammar: PHP },
  { id: 'css', endings: ['.css'], comments: { line: [], block: [['/*', '*/']], quotes: ['"', '\''] } },
  { id: 'scss', endings: ['.scss'], comments: C_LIKE },
  { id: 'less', endings: ['.less'], comments: C_LIKE },
  { id: 'ruby', endings: ['.rb', '.rake', 'gemfile', 'rakefile'], comments: HASH, grammar: RUBY },
  { id: 'shellscript', endings: ['.sh', '.bash', '.zsh', '.ksh'], comments: HASH, grammar: SHELL },
  { id: 'powershell', endings: ['.ps1', '.psm1'], comments: { ...HASH, block: [['<#', '#>']] }, grammar: POWERSHELL },
  { id: 'dockerfile', endings: ['.dockerfile', 'dockerfile', 'containerfile'], comments: HASH, embeds: true },
  { id: 'makefile', endings: ['.mk', 'makefile'], comments: HASH, embeds: true },
  { id: 'yaml', endings: ['.yaml', '.yml'], comments: HASH, embeds: true },
  { id: 'toml', endings: ['.toml'], comments: HASH },
  { id: 'ini', endings: ['.ini', '.cfg', '.conf', '.properties'], comments: { ...HASH, line: ['#', ';'] } },
  { id: 'dotenv', endings: ['.env'], comments: HASH },
  { id: 'http', endings: ['.http', '.rest'], comments: { ...HASH, line: ['#', '//'], quotes: [] }, embeds: true },
  { id: 'sql', endings: ['.sql'], comments: { line: ['--'], block: [['/*', '*/']], quotes: ['\''] } },
  { id: 'lua', endings: ['.lua'], comments: { line: ['--'], block: [['--[[', ']]']], quotes: ['"', '\''] } },
  { id: 'json', endings: ['.json', '.webmanifest', '.importmap', '.map'], comments: NO_COMMENTS },
  { id: 'jsonc', endings: ['.jsonc'], comments: { ...C_LIKE, quotes: ['"'] } },
  { id: 'html', endings: ['.html', '.htm', '.xhtml'], comments: MARKUP, embeds: true },
  { id: 'vue', endings: ['.vue'], comments: MARKUP, embeds: true },
  { id: 'svelte', endings: ['.svelte'], comments: MARKUP, embeds: true },
  { id: 'xml', endings: ['.xml', '.svg', '.xsd', '.xsl', '.xslt', '.wsdl', '.plist', '.pom', '.csproj'], comments: MARKUP },
  { id: 'markdown', endings: ['.md', '.markdown', '.mdx'], comments: MARKUP, embeds: true },
  { id: 'ipynb', endings: ['.ipynb'], comments: NO_COMMENTS, embeds: true },
];
const PLAIN_TEXT: CodeLanguage = { id: 'plaintext', endings: ['.txt'], comments: NO_COMMENTS };

const byId = new Map(LANGUAGES.map((each) => [each.id, each]));
const byEnding = new Map(LANGUAGES.flatMap((each) => each.endings.map((ending) => [ending, each] as const)));

/** The language with that VS Code id; plain text for any other. */
export function languageForId(languageId: string): CodeLanguage {
  return byId.get(languageId) ?? PLAIN_TEXT;
}

/** The language of a file by its name; plain text where the name says nothing. */
export function languageForFile(path: string): CodeLanguage {
  const name = (path.split(/[\\/]/).at(-1) ?? '').toLowerCase();
  const whole = byEnding.get(name);
  if (whole) return whole;
  const dot = name.lastIndexOf('.');
  return (dot === -1 ? undefined : byEnding.get(name.slice(dot))) ?? PLAIN_TEXT;
}
