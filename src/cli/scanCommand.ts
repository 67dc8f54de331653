import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { waitsForever } from '../clients/waitsForever';
import { GrammarLoader } from '../code/grammarLoader';
import { languageForFile } from '../code/languages';
import { RequestScanner } from '../code/requestScanner';
import type { ScanRow } from '../code/scanReport';
import { scanRows } from '../code/scanReport';
import { scanWithImports } from '../code/workspace/scanWithImports';
import { SourceText } from '../explain/codeFindings/sourceText';
import { withCodeFindings } from '../explain/codeFindings/codeFindings';
import { visibleLine } from '../model/visibleLine';
import { InputError } from '../model/wirewalkError';
import { scanHelp, USAGE } from './help';
import { parseOptions } from './options';
import { pathKey, scannedWorkspace } from './scannedWorkspace';
import { sourceFiles } from './sourceFiles';
import type { Style, Terminal } from './terminal';
import { terminalStyle } from './terminal';

const OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** `wirewalk scan`: lists requests and URLs in source files. `grammarFolder` holds the tree-sitter grammars. Sends no packet. */
export async function scanCommand(args: readonly string[], terminal: Terminal, grammarFolder: string): Promise<void> {
  const { values: options, positionals } = parseOptions(args, OPTIONS);
  if (options.help) {
    terminal.out(scanHelp());
    return;
  }
  if (positionals.length === 0) throw new InputError(`A path is missing: ${USAGE.scan}`);
  const note = (file: string, message: string): void => terminal.error(`${visibleLine(file, 400)}: ${visibleLine(message)}\n`);
  const loader = new GrammarLoader((name) => readFile(join(grammarFolder, name)));
  const values = await scannedWorkspace(positionals, loader);
  const scanner = new RequestScanner(loader, { pause: () => setImmediate(), nowMs: () => performance.now(), imports: (uri, languageId, source) => values.importsOf(uri, languageId, source) });
  const rows: ScanRow[] = [];
  const said = new Set<string>();
  try {
    for await (const { file, text } of sourceFiles(positionals, (path, reason) => note(path, `left out, ${reason}`))) {
      const { requests, limits } = await scanWithImports(scanner, values, { text, languageId: languageForFile(file).id, uri: pathKey(file) });
      for (const { id, message } of limits) {
        // A missing grammar limits every file in the same way: it is said once.
        if (id === 'scan.no-grammar' && said.has(message)) continue;
        said.add(message);
        note(file, message);
      }
      const source = new SourceText(() => text);
      const found = scanRows(file, requests.map((each) => withCodeFindings(each, { source, waitsForever })));
      if (options.json) rows.push(...found);
      else for (const row of found) terminal.out(`${rowLine(row, terminalStyle(terminal))}\n`);
    }
  } finally {
    scanner.dispose();
  }
  if (options.json) terminal.out(`${JSON.stringify(rows, undefined, 2)}\n`);
}

/** `file:line:column` counts from 1, as editors and terminals do. */
function rowLine({ file, range, kind, client, method, url, importedFrom = [], findings }: ScanRow, style: Style): string {
  const place = `${visibleLine(file, 400)}:${range.start.line + 1}:${range.start.character + 1}`;
  const what = kind === 'call' ? `${style.bold(visibleLine(`${client} ${method}`, 100))} ` : style.dim('url ');
  const remarks = findings.map(({ message }) => `\n    ${style.notable(visibleLine(message, 300))}`).join('');
  const imported = importedFrom.length > 0 ? style.dim(visibleLine(` (with values of ${importedFrom.join(', ')})`, 400)) : '';
  return `${place}  ${what}${visibleLine(url, 400)}${imported}${remarks}`;
}
