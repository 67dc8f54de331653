import type { Node } from '@vscode/tree-sitter-wasm';
import type { Finding } from '../../model/request';
import type { Evaluator } from '../folding/evaluator';
import { memberOf, textOf, toParts, UNDEFINED, unknown, type ObjectValue, type Value } from '../folding/value';
import type { CallReader } from './callReaders';
import { readBody } from './fetchBody';
import { readHeaders } from './fetchHeaders';

/** Fetch §4.1.1 "normalize a method": only these are upper-cased. */
const NORMALISED_METHODS = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);
/** Stands for a method that is not known. */
const UNKNOWN_METHOD = '{method}';
/** Modules whose export named fetch sends requests as the standard one does. */
const FETCH_MODULES = /fetch|(?:^|\/)undici$/;
const NO_OPTIONS: ObjectValue = { kind: 'object', members: new Map(), complete: true };

/** `fetch(input, init)` (Fetch §5.6). */
export const readFetch: CallReader = (call, evaluator, lineAt) => {
  const [urlNode, initNode] = call.arguments.namedChildren.filter((each) => each !== null && each.type !== 'comment');
  if (!urlNode) return undefined;
  const input: Value = urlNode.type === 'spread_element' ? unknown('arguments') : evaluator.evaluate(urlNode);
  const request = input.kind === 'request' ? input : undefined;
  const own = initNode ? optionsOf(evaluator.evaluate(initNode)) : NO_OPTIONS;
  const inner = request ? optionsOf(request.init) : NO_OPTIONS;
  // What `init` gives wins over what the Request has.
  const option = (name: string): Value => {
    const value = memberOf(own, name);
    return value.kind === 'primitive' && value.value === undefined ? memberOf(inner, name) : value;
  };
  const findings: Finding[] = [];
  if (!own.complete || !inner.complete) {
    findings.push({ id: 'request.options-unknown', severity: 'information', message: 'Not all options of the call are known here: it may send more than is shown.' });
  }
  const method = readMethod(option('method'));
  const headers = readHeaders(option('headers'), lineAt(call.arguments.startIndex));
  if (!headers.complete) {
    findings.push({ id: 'request.headers-unknown', severity: 'information', message: 'Not all header fields are known here: the code adds some when it runs.' });
  }
  const body = readBody(option('body'), headers.fields);
  const signal = option('signal');
  const shadow = shadowing(evaluator, call.callee);
  return {
    urlParts: request ? toParts(request.input) : toParts(nameUnknown(input, urlNode, evaluator)),
    urlNode,
    method,
    headers: headers.fields,
    ...(body === undefined ? {} : { body }),
    ...(signal.kind === 'signal' ? { timeoutMs: signal.timeoutMs } : {}),
    certainty: shadow.certainty,
    findings: [...shadow.findings, ...findings],
  };
};

function optionsOf(init: Value): ObjectValue {
  if (init.kind === 'object') return init;
  return init.kind === 'primitive' ? NO_OPTIONS : { kind: 'object', members: new Map(), complete: false };
}

function readMethod(value: Value): string {
  if (value === UNDEFINED || (value.kind === 'primitive' && value.value === undefined)) return 'GET';
  const method = textOf(value);
  // A method is a token (RFC 9110 §9.1); fetch refuses anything else, so nothing is certain about it.
  if (method === undefined || !/^[!#$%&'*+.^_`|~\w-]{1,64}$/.test(method)) return UNKNOWN_METHOD;
  const upper = method.toUpperCase();
  return NORMALISED_METHODS.has(upper) ? upper : method;
}

/** An object or array as the URL converts to nothing useful: it is named like what the code calls it. */
function nameUnknown(input: Value, node: Node, evaluator: Evaluator): Value {
  return ['text', 'url', 'primitive', 'query', 'unknown'].includes(input.kind) ? input : evaluator.unknown(node);
}

/** Whether `fetch` is the global one here. */
function shadowing(evaluator: Evaluator, callee: Node): { certainty: number; findings: readonly Finding[] } {
  if (callee.type !== 'identifier') return { certainty: 1, findings: [] };
  const resolved = evaluator.bindings.resolve(evaluator.sourceOf(callee), callee.startIndex, evaluator.budget);
  if (resolved === 'undeclared') return { certainty: 1, findings: [] };
  const binding = resolved?.binding;
  if (binding?.kind === 'import') return { certainty: FETCH_MODULES.test(binding.module ?? '') ? 0.95 : 0.8, findings: [] };
  const initializer = binding?.value ? evaluator.sourceOf(binding.value).slice(0, 200) : '';
  if (/\brequire\(|\bimport\(|\b(?:globalThis|window|self)\.fetch\b/.test(initializer)) return { certainty: 0.9, findings: [] };
  const message = 'This `fetch` is declared in the file itself; whether it sends a request depends on its own code.';
  return { certainty: 0.4, findings: [{ id: 'call.shadowed', severity: 'information', message }] };
}
