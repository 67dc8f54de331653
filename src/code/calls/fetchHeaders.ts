import type { HeaderField } from '../../model/request';
import { showParts, textOf, toParts, type Value } from '../folding/value';

/** Headers nested in Headers nested in … beyond this are not looked into. */
const MAX_NESTING = 8;

/**
 * The header fields of a `HeadersInit` (Fetch §5.1): an object, pairs, or a `Headers` object. Unknown values stand as
 * `{name}`; `complete` says whether there may be others.
 */
export function readHeaders(init: Value, line: number): { fields: HeaderField[]; complete: boolean } {
  let value = init;
  for (let nesting = 0; value.kind === 'headers' && nesting < MAX_NESTING; nesting += 1) value = value.init;
  const fields: HeaderField[] = [];
  let complete = true;
  const add = (name: string | undefined, of: Value | undefined): void => {
    if (name === undefined || of === undefined) complete = false;
    else if (!(of.kind === 'primitive' && of.value === undefined)) fields.push({ name, value: fieldValue(of), source: { kind: 'code', line } });
  };
  switch (value.kind) {
    case 'primitive':
      break;
    case 'object':
      for (const [name, member] of value.members) add(name, member());
      complete &&= value.complete;
      break;
    case 'array':
      for (const pair of value.items) {
        const [name, of] = pair.kind === 'array' ? pair.items : [];
        add(name && textOf(name), of);
      }
      complete &&= value.complete;
      break;
    default:
      complete = false;
  }
  return { fields, complete };
}

/** Fetch §2.2.2 "normalize a value": white space at both ends is removed. */
function fieldValue(value: Value): string {
  return showParts(toParts(value)).replace(/^[\t\n\r ]+/, '').trimEnd();
}
