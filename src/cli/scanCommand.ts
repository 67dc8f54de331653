import { setImmediate } from 'node:timers/promises';
import { waitsForever } from '../clients/waitsForever';
import { GrammarLoader, type ReadFile } from '../code/grammarLoader';
import { languageForFile } from '../code/languages';
import { withVersions } from '../code/manifests/withVersions';
import { RequestScanner } from '../code/requestScanner';
import type { ScanRow } from '../code/scanReport';
import { scanRows } from '../code/scanReport';
import { scanWithImports } from '../code/workspace/scanWithImports';
import { SourceText } from '../explain/codeFindings/sourceText';
import { withCodeFindings } from '../explain/codeFindings/codeFindings';
import { DEFAULT_CLIENT_ID } from '../clients/defaultClient';
import { makeConditions } from '../model/conditions';
import type { FoundRequest } from '../model/request';
import { visibleLine } from '../model/visibleLine';
import { InputError } from '../model/wirewalkError';
import { scanHelp, USAGE } from './help';
import { parseOptions, parseSettings } from './options';
import { pathKey, scannedWorkspace } from './scannedWorkspace';
import { sourceFiles } from './sourceFiles';
import type { Style, Terminal } from './terminal';
import { terminalStyle } from './terminal';

const OPTIONS = {
  json: { type: 'boolean' },
  plan: { type: 'boolean' },
  client: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `wirewalk scan`: lists requests and URLs in source files. `readGrammar` reads tree-sitter and its grammars. Sends no packet. */
export async function scanCommand(args: readonly string[], terminal: Terminal, readGrammar: ReadFile): Promise<void> {
  const { values: options, positionals } = parseOptions(args, OPTIONS);
  if (options.help) {
    terminal.out(scanHelp());
    return;
  }
  if (positionals.length === 0) throw new InputError(`A path is missing: ${USAGE.scan}`);
  const report = options.plan || options.client !== undefined || options.set.length > 0 ? await planReport(options) : rowReport;
  const note = (file: string, message: string): void => terminal.error(`${visibleLine(file, 400)}: ${visibleLine(message)}\n`);
  const loader = new GrammarLoader(readGrammar);
  const { values, manifests } = await scannedWorkspace(positionals, loader);
  const scanner = new RequestScanner(loader, { pause: () => setImmediate(), nowMs: () => performance.now(), imports: (uri, languageId, source) => values.importsOf(uri, languageId, source) });
  const rows: unknown[] = [];
  const said = new Set<string>();
  try {
    for await (const { file, text } of sourceFiles(positionals, (path, reason) => note(path, `left out, ${reason}`))) {
      const scanned = { text, languageId: languageForFile(file).id, uri: pathKey(file) };
      const { requests, limits } = await scanWithImports(scanner, values, scanned);
      await manifests.load(scanned.uri);
      const around = { manifests: manifests.around(scanned.uri), languageId: scanned.languageId, text: () => text };
      for (const { id, message } of limits) {
        // A missing grammar limits every file in the same way: it is said once.
        if (id === 'scan.no-grammar' && said.has(message)) continue;
        said.add(message);
        note(file, message);
      }
      const source = new SourceText(() => text);
      for (const { row, text: line } of report(file, requests.map((each) => withVersions(withCodeFindings(each, { source, waitsForever }), around)), terminalStyle(terminal))) {
        if (options.json) rows.push(row);
        else terminal.out(line());
      }
    }
  } finally {
    scanner.dispose();
  }
  if (options.json) terminal.out(`${JSON.stringify(rows, undefined, 2)}\n`);
}

/** What is printed of one file: as JSON, and for a terminal. */
type Report = (file: string, requests: readonly FoundRequest[], style: Style) => readonly { readonly row: unknown; readonly text: () => string }[];

const rowReport: Report = (file, requests, style) => scanRows(file, requests).map((row) => ({ row, text: () => `${rowLine(row, style)}\n` }));

/** Plans need the simulator, which a plain scan leaves alone. Throws `InputError` for options that cannot be used. */
async function planReport({ plan, client, set }: { readonly plan?: boolean; readonly client?: string; readonly set: readonly string[] }): Promise<Report> {
  if (!plan) throw new InputError('--client and --set belong to --plan, which simulates what is found.');
  const [{ scanPlans }, { printPlan }, { clientProfile }] = await Promise.all([import('./scanPlans'), import('./printPlan'), import('../clients/clientProfiles')]);
  const conditions = makeConditions(parseSettings(set));
  const usual = clientProfile(client ?? DEFAULT_CLIENT_ID).id;
  return (file, requests, style) => scanPlans(requests, conditions, usual).map((each) => ({ row: { file, ...each }, text: () => `${printPlan(file, each, style)}\n` }));
}

/** `file:line:column` counts from 1, as editors and terminals do. */
function rowLine({ file, range, kind, client, method, url, clientVersion, importedFrom = [], findings }: ScanRow, style: Style): string {
  const place = `${visibleLine(file, 400)}:${range.start.line + 1}:${range.start.character + 1}`;
  const what = kind === 'call' ? `${style.bold(visibleLine(`${client}${clientVersion ? ` ${clientVersion.version}` : ''} ${method}`, 100))} ` : style.dim('url ');
  const remarks = findings.map(({ message }) => `\n    ${style.notable(visibleLine(message, 300))}`).join('');
  const imported = importedFrom.length > 0 ? style.dim(visibleLine(` (with values of ${importedFrom.join(', ')})`, 400)) : '';
  return `${place}  ${what}${visibleLine(url, 400)}${imported}${remarks}`;
}
