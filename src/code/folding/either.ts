import type { ClientRules } from '../libraries/clientRules';
import type { Value } from './value';

/** The operator between the two values of a conditional expression, of which one is taken. */
export const EITHER = 'either';

/** What certainly holds of a value that is one of two: which module or client it is, where both are one. */
export function either(left: Value, right: Value, clients: ClientRules): Value | undefined {
  const known = [left, right].filter((value) => value.kind === 'draft' || (value.kind === 'unknown' && value.path !== undefined && clients.hasModule(value.path)));
  const [first] = known;
  // `secure ? https : http`, `development ? ownFetch : window.fetch`.
  if (first?.kind === 'unknown') return { ...first, name: 'expression' };
  return known.length === 2 && first?.kind === 'draft' && right.kind === 'draft' && first.type === right.type && first.settings.length === 0 ? first : undefined;
}

/** `given ?? client`: where what is given is not known, the client says what it is. */
export function orElse(left: Value, right: Value, clients: ClientRules): Value {
  if (left.kind !== 'unknown') return left;
  if (right.kind === 'draft') return right;
  return right.kind === 'unknown' && right.path !== undefined && clients.hasModule(right.path) ? { ...right, name: left.name } : left;
}
