import { writeFile } from 'node:fs/promises';
import { CLIENT_PROFILES, clientProfile } from '../clients/clientProfiles';
import { DEFAULT_CLIENT_ID } from '../clients/defaultClient';
import { explain } from '../explain/explain';
import { explanationJson } from '../export/json';
import { markdown } from '../export/markdown';
import { mermaid } from '../export/mermaid';
import { pcapng } from '../export/pcapng';
import { readAddressBar } from '../model/addressBar';
import type { ClientProfile } from '../model/clientProfile';
import { makeConditions } from '../model/conditions';
import type { Explanation } from '../model/explanation';
import type { Trace } from '../model/trace';
import { maskRequest } from '../model/maskRequest';
import type { Request } from '../model/request';
import type { RequestParts } from '../model/requestFromUrl';
import { parseHeaderField, requestFromUrl } from '../model/requestFromUrl';
import { InputError } from '../model/wirewalkError';
import { predict } from '../simulator/predict';
import { fileProblem } from './fileProblem';
import { explainHelp, USAGE } from './help';
import { atMostOne, onlyArgument, parseOptions, parseSettings, wholeNumber } from './options';
import { printExplanation } from './printExplanation';
import type { Terminal } from './terminal';
import { terminalStyle } from './terminal';

/** Frames of all links: with their fields they take about 10 kB each, and V8 holds no text of more than half a gigabyte. */
const MOST_JSON_FRAMES = 70_000;
/** More runs than this show nothing new and only fill memory. */
const MOST_RUNS = 100;

const OPTIONS = {
  method: { type: 'string' },
  header: { type: 'string', multiple: true, default: [] as string[] },
  data: { type: 'string' },
  client: { type: 'string', default: DEFAULT_CLIENT_ID },
  set: { type: 'string', multiple: true, default: [] as string[] },
  repeat: { type: 'string' },
  json: { type: 'boolean' },
  markdown: { type: 'boolean' },
  mermaid: { type: 'boolean' },
  pcapng: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `wirewalk explain`: predicts one request and prints it. Sends no packet. */
export async function explainCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (values.help) {
    terminal.out(explainHelp(CLIENT_PROFILES.map(({ id }) => id), DEFAULT_CLIENT_ID));
    return;
  }
  atMostOne({ '--json': values.json, '--markdown': values.markdown, '--mermaid': values.mermaid });
  const typed = onlyArgument(positionals, 'A URL', USAGE.explain);
  const client = clientProfile(values.client);
  const request = maskRequest(
    typedRequest(typed, client, {
      method: values.method ?? (values.data === undefined ? 'GET' : 'POST'),
      headers: values.header.map(parseHeaderField),
      ...(values.data === undefined ? {} : { content: values.data }),
    }),
  );
  const conditions = makeConditions(parseSettings(values.set));
  const repeat = values.repeat === undefined ? 1 : wholeNumber(values.repeat, '--repeat', 1, MOST_RUNS);

  const traces = predict(request, { conditions, client, repeat });
  if (values.pcapng !== undefined) await writeCapture(values.pcapng, pcapng(traces, { link: conditions.observe }));
  if (values.json) checkJsonSize(traces);
  const detail = values.json ? 'fields' : 'frames';
  const explanations = traces.map((trace) => explain(trace, { conditions, client, detail }));
  if (values.json) terminal.out(printJson(values.repeat === undefined ? explanations.slice(0, 1) : explanations, values.repeat !== undefined));
  else if (values.markdown) terminal.out(explanations.map(markdown).join('\n'));
  else if (values.mermaid) terminal.out(explanations.map(mermaid).join('\n'));
  else terminal.out(explanations.map((each) => printExplanation(each, terminalStyle(terminal))).join('\n'));
}

/** What is typed for a browser may be search terms. For another client the error says so. */
function typedRequest(typed: string, client: ClientProfile, parts: RequestParts): Request {
  try {
    return requestFromUrl(typed, { ...parts, addressBar: client.http.cors });
  } catch (error) {
    const browser = CLIENT_PROFILES.find(({ http }) => http.cors);
    if (!(error instanceof InputError) || !browser || client.http.cors || typed.trim() === '' || readAddressBar(typed).kind !== 'search') throw error;
    throw new InputError(`${error.message} A browser (--client ${browser.id}) would search for it.`);
  }
}

/** One object, or the runs of a world as an array. */
function printJson(explanations: readonly Explanation[], asArray: boolean): string {
  const [only] = explanations;
  return asArray || only === undefined ? explanationJson(explanations) : explanationJson(only);
}

/** Throws `InputError` before memory runs out. */
function checkJsonSize(traces: readonly Trace[]): void {
  const frames = traces.reduce((sum, trace) => sum + trace.frames.length, 0);
  if (frames <= MOST_JSON_FRAMES) return;
  throw new InputError(`${frames} frames with all their fields are too much for one JSON text: lower server.bodyBytes or --repeat, or use --pcapng.`);
}

async function writeCapture(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw fileProblem('The capture cannot be written to', file, error);
  }
}
