import { javascriptBuiltins } from './builtins/javascript';
import { ClientRules } from './libraries/clientRules';
import type { ClientDescription } from './libraries/description';
import { pythonBuiltins } from './builtins/python';
import { JAVASCRIPT_CLIENTS } from './libraries/javascript/clients';
import { PYTHON_CLIENTS } from './libraries/python/clients';
import type { Builtins } from './folding/builtin';
import type { EvaluatedLanguage } from './folding/evaluator';
import type { Syntax } from './syntax/expression';
import { javascriptSyntax } from './syntax/javascript';
import { pythonSyntax } from './syntax/python';

/** A grammar file, and how the calls that it parses are understood. */
export interface GrammarRow {
  /** The file that `GrammarLoader` reads. */
  readonly file: string;
  /** Made when it is first asked for. */
  language(): EvaluatedLanguage;
  /** What may stand between the name of a called function and its arguments, arguments included; any text where left out. */
  readonly callFollows?: RegExp;
}

const javascript = once(javascriptSyntax, javascriptBuiltins, JAVASCRIPT_CLIENTS);
const AFTER_JAVASCRIPT_NAME = /\s*(?:\?\.\s*)?(?:[(<]|['"]\s*\]|\/[*/])/y;

export const JAVASCRIPT: GrammarRow = { file: 'tree-sitter-javascript.wasm', language: javascript, callFollows: AFTER_JAVASCRIPT_NAME };
export const TYPESCRIPT: GrammarRow = { file: 'tree-sitter-typescript.wasm', language: javascript, callFollows: AFTER_JAVASCRIPT_NAME };
export const TSX: GrammarRow = { file: 'tree-sitter-tsx.wasm', language: javascript, callFollows: AFTER_JAVASCRIPT_NAME };
export const PYTHON: GrammarRow = { file: 'tree-sitter-python.wasm', language: once(pythonSyntax, pythonBuiltins, PYTHON_CLIENTS), callFollows: /\s*\(/y };

function once(syntax: Syntax, builtins: Builtins, clients: readonly ClientDescription[]): () => EvaluatedLanguage {
  let made: EvaluatedLanguage | undefined;
  return () => (made ??= { syntax, builtins, clients: new ClientRules(clients) });
}
