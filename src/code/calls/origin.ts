import type { Finding } from '../../model/request';
import type { ClientCall } from '../folding/applyCall';
import type { Evaluator } from '../folding/evaluator';
import type { CallExpression } from '../syntax/expression';

/** Modules whose export named fetch sends requests as the standard one does. */
const FETCH_MODULES = /fetch|(?:^|\/)undici$/;
const INITIALIZER_CHARACTERS = 200;

/** How sure it is that the function that is called is the client's own, 0 to 1, and what a person should know about it. */
export function certaintyOf(evaluator: Evaluator, call: CallExpression, { description }: ClientCall): { readonly certainty: number; readonly findings: readonly Finding[] } {
  if (call.object || !description.bareNames?.includes(call.name)) return { certainty: 1, findings: [] };
  const resolved = evaluator.bindings.resolve(call.name, call.nameNode.startIndex, evaluator.budget);
  if (resolved === 'undeclared') return { certainty: 1, findings: [] };
  const binding = resolved?.binding;
  if (binding?.kind === 'import') return { certainty: FETCH_MODULES.test(binding.module ?? '') ? 0.95 : 0.8, findings: [] };
  const initializer = binding?.value ? evaluator.sourceOf(binding.value).slice(0, INITIALIZER_CHARACTERS) : '';
  if (/\brequire\(|\bimport\(|\b(?:globalThis|window|self)\.fetch\b/.test(initializer)) return { certainty: 0.9, findings: [] };
  const message = `This \`${call.name}\` is declared in the file itself; whether it sends a request depends on its own code.`;
  return { certainty: 0.4, findings: [{ id: 'call.shadowed', severity: 'information', message }] };
}
