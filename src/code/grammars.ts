import { cppBuiltins } from './builtins/cpp';
import { csharpBuiltins } from './builtins/csharp';
import { goBuiltins } from './builtins/go';
import { javaBuiltins } from './builtins/java';
import { javascriptBuiltins } from './builtins/javascript';
import { kotlinBuiltins } from './builtins/kotlin';
import { phpBuiltins } from './builtins/php';
import { powershellBuiltins } from './builtins/powershell';
import { pythonBuiltins } from './builtins/python';
import { rubyBuiltins } from './builtins/ruby';
import { rustBuiltins } from './builtins/rust';
import { shellBuiltins } from './builtins/shell';
import type { Builtins } from './folding/builtin';
import type { EvaluatedLanguage } from './folding/evaluator';
import { ClientRules } from './libraries/clientRules';
import { CPP_CLIENTS } from './libraries/cpp/clients';
import { CSHARP_CLIENTS } from './libraries/csharp/clients';
import type { ClientDescription } from './libraries/description';
import { GO_CLIENTS } from './libraries/go/clients';
import { JAVA_CLIENTS } from './libraries/java/clients';
import { JAVASCRIPT_CLIENTS } from './libraries/javascript/clients';
import { KOTLIN_CLIENTS } from './libraries/kotlin/clients';
import { PHP_CLIENTS } from './libraries/php/clients';
import { POWERSHELL_CLIENTS } from './libraries/powershell/clients';
import { PYTHON_CLIENTS } from './libraries/python/clients';
import { RUBY_CLIENTS } from './libraries/ruby/clients';
import { RUST_CLIENTS } from './libraries/rust/clients';
import { SHELL_CLIENTS } from './libraries/shell/clients';
import { cppSyntax } from './syntax/cpp';
import { csharpSyntax } from './syntax/csharp';
import type { Syntax } from './syntax/expression';
import { goSyntax } from './syntax/go';
import { javaSyntax } from './syntax/java';
import { javascriptSyntax } from './syntax/javascript';
import { kotlinSyntax } from './syntax/kotlin';
import { phpSyntax } from './syntax/php';
import { powershellSyntax } from './syntax/powershell';
import { pythonSyntax } from './syntax/python';
import { rubySyntax } from './syntax/ruby';
import { rustSyntax } from './syntax/rust';
import { shellSyntax } from './syntax/shell';

/** A grammar file, and how the calls that it parses are understood. */
export interface GrammarRow {
  /** The file that `GrammarLoader` reads. */
  readonly file: string;
  /** Made when it is first asked for. */
  language(): EvaluatedLanguage;
  /** What may stand between the name of a called function and its arguments, arguments included; any text where left out. */
  readonly callFollows?: RegExp;
  /** Where a text gives functions of clients names of its own: the names, and the module where one is named. */
  readonly localNames?: readonly RegExp[];
}

const javascript = once(javascriptSyntax, javascriptBuiltins, JAVASCRIPT_CLIENTS);
/** Names that a file gives a module, and instances that are called themselves. */
const JAVASCRIPT_NAMES = [
  /(?:import|const|let|var)\s+([^;'"()=]{1,200}?)\s*(?:from\s*|=\s*(?:await\s+)?(?:import|require)\s*\(\s*)['"]([^'"\n]{1,80})['"]/g,
  /(?:const|let|var)\s+(\w+)\s*=\s*(?:await\s+)?\w+(?:\.default)?\.(?:create|extend|defaults)\s*\(/g,
  /(?:const|let|var)\s+(\w+)\s*=[^;\n]{0,80}\b(?:window|globalThis|self)\.fetch\b/g,
];
const AFTER_JAVASCRIPT_NAME = /\s*(?:\?\.\s*)?(?:[(<]|['"]\s*\]|\/[*/])/y;
const PARENTHESIS = /\s*\(/y;

export const JAVASCRIPT: GrammarRow = { file: 'tree-sitter-javascript.wasm', language: javascript, callFollows: AFTER_JAVASCRIPT_NAME, localNames: JAVASCRIPT_NAMES };
export const TYPESCRIPT: GrammarRow = { file: 'tree-sitter-typescript.wasm', language: javascript, callFollows: AFTER_JAVASCRIPT_NAME, localNames: JAVASCRIPT_NAMES };
export const TSX: GrammarRow = { file: 'tree-sitter-tsx.wasm', language: javascript, callFollows: AFTER_JAVASCRIPT_NAME, localNames: JAVASCRIPT_NAMES };
export const PYTHON: GrammarRow = { file: 'tree-sitter-python.wasm', language: once(pythonSyntax, pythonBuiltins, PYTHON_CLIENTS), callFollows: PARENTHESIS };
export const GO: GrammarRow = { file: 'tree-sitter-go.wasm', language: once(goSyntax, goBuiltins, GO_CLIENTS), callFollows: PARENTHESIS };
export const JAVA: GrammarRow = { file: 'tree-sitter-java.wasm', language: once(javaSyntax, javaBuiltins, JAVA_CLIENTS), callFollows: PARENTHESIS };
export const KOTLIN: GrammarRow = { file: 'tree-sitter-kotlin.wasm', language: once(kotlinSyntax, kotlinBuiltins, KOTLIN_CLIENTS), callFollows: /\s*[({<]/y };
export const CSHARP: GrammarRow = { file: 'tree-sitter-c-sharp.wasm', language: once(csharpSyntax, csharpBuiltins, CSHARP_CLIENTS), callFollows: /\s*[(<{]/y };
export const RUST: GrammarRow = { file: 'tree-sitter-rust.wasm', language: once(rustSyntax, rustBuiltins, RUST_CLIENTS), callFollows: /\s*(?:::<|\()/y };
export const PHP: GrammarRow = { file: 'tree-sitter-php.wasm', language: once(phpSyntax, phpBuiltins, PHP_CLIENTS), callFollows: /\s*[(;]/y };
export const RUBY: GrammarRow = { file: 'tree-sitter-ruby.wasm', language: once(rubySyntax, rubyBuiltins, RUBY_CLIENTS) };
export const CPP: GrammarRow = { file: 'tree-sitter-cpp.wasm', language: once(cppSyntax, cppBuiltins, CPP_CLIENTS), callFollows: PARENTHESIS };
export const SHELL: GrammarRow = { file: 'tree-sitter-bash.wasm', language: once(shellSyntax, shellBuiltins, SHELL_CLIENTS), callFollows: /(?:\.exe)?["']?(?:[ \t]|\\\r?\n)/y };
export const POWERSHELL: GrammarRow = { file: 'tree-sitter-powershell.wasm', language: once(powershellSyntax, powershellBuiltins, POWERSHELL_CLIENTS), callFollows: /\s*[\s(]/y };

function once(syntax: Syntax, builtins: Builtins, clients: readonly ClientDescription[]): () => EvaluatedLanguage {
  let made: EvaluatedLanguage | undefined;
  return () => (made ??= { syntax, builtins, clients: new ClientRules(clients) });
}
