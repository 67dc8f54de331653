import type { Cancellation } from '../cancellation';
import type { RequestScanner } from '../requestScanner';
import type { ScanResult } from '../scanResult';
import type { WorkspaceValues } from './workspaceValues';

/** How often a text is scanned anew because other files gave more to it: a name of a module of a package takes two. */
const MAX_ROUNDS = 5;

export interface ScannedFile {
  readonly text: string;
  readonly languageId: string;
  /** As the scanner's `imports` takes it. */
  readonly uri: string;
}

/** Everything in a text, with the values that it takes from other files, which are read for it. */
export async function scanWithImports(scanner: RequestScanner, values: WorkspaceValues, { text, languageId, uri }: ScannedFile, signal?: Cancellation): Promise<ScanResult> {
  for (let round = 0; ; round += 1) {
    const result = await scanner.scan(text, languageId, signal, uri);
    if (round >= MAX_ROUNDS || signal?.aborted || !values.isWanting || !(await values.fill(signal)) || signal?.aborted) return result;
  }
}
