import type { Finding, FoundRequest } from '../../model/request';
import type { SourceText } from './sourceText';

/** What is known of the text that a request stands in. */
export interface CodeContext {
  readonly source: SourceText;
  /** Whether that client, an id of `src/clients`, waits for a response as long as it takes unless the code sets a limit. */
  readonly waitsForever: (client: string) => boolean;
}

/** One finding: the request's findings are those of all rules. Undefined where the rule is not certain that it holds. */
export type CodeRule = (found: FoundRequest, context: CodeContext) => Finding | undefined;
