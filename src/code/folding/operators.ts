import { toParts, type Part, type Value } from './value';

/** Texts that folding makes longer than this are not made. */
const MAX_CHARACTERS = 65_536;

/**
 * The value of `left operator right` (ECMA-262 §13.15.3). Undefined where it is not certain. The right side is evaluated only
 * where it counts.
 */
export function evaluateBinary(operator: string, left: Value, evaluateRight: () => Value): Value | undefined {
  switch (operator) {
    case '+':
      return add(left, evaluateRight());
    case '||':
    case '&&': {
      const truth = truthiness(left);
      if (truth === undefined) return undefined;
      return truth === (operator === '||') ? left : evaluateRight();
    }
    case '??':
      if (left.kind === 'unknown') return undefined;
      return left.kind === 'primitive' && (left.value === null || left.value === undefined) ? evaluateRight() : left;
    case '-':
    case '*':
    case '/':
    case '%':
    case '**':
      return calculate(operator, left, evaluateRight());
    default:
      return undefined;
  }
}

/** Whether the value counts as true in a condition; undefined where that is not certain. */
export function truthiness(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'primitive':
      return Boolean(value.value);
    case 'text': {
      const parts = joinParts(value.parts);
      if (parts.length === 0) return false;
      return parts.some((part) => typeof part === 'string') ? true : undefined;
    }
    case 'json':
      return true;
    default:
      return true;
  }
}

/** The same text with neighbouring known parts joined and empty ones left out. */
export function joinParts(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    if (part === '') continue;
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}

function add(left: Value, right: Value): Value | undefined {
  if (left.kind === 'primitive' && right.kind === 'primitive') return calculate('+', left, right);
  // `a + b` of two unknown values may be a sum; with a string on one side it is a text.
  if (!isText(left) && !isText(right)) return undefined;
  if (!hasText(left) || !hasText(right)) return undefined;
  const parts = joinParts([...toParts(left), ...toParts(right)]);
  let length = 0;
  for (const part of parts) length += typeof part === 'string' ? part.length : 0;
  return length > MAX_CHARACTERS ? undefined : { kind: 'text', parts };
}

function calculate(operator: string, left: Value, right: Value): Value | undefined {
  if (left.kind !== 'primitive' || right.kind !== 'primitive') return undefined;
  const { value: a } = left;
  const { value: b } = right;
  if (typeof a === 'bigint' || typeof b === 'bigint') return undefined;
  const x = Number(a);
  const y = Number(b);
  switch (operator) {
    case '+':
      return { kind: 'primitive', value: x + y };
    case '-':
      return { kind: 'primitive', value: x - y };
    case '*':
      return { kind: 'primitive', value: x * y };
    case '/':
      return { kind: 'primitive', value: x / y };
    case '%':
      return { kind: 'primitive', value: x % y };
    case '**':
      return { kind: 'primitive', value: x ** y };
    default:
      return undefined;
  }
}

function isText(value: Value): boolean {
  return value.kind === 'text' || value.kind === 'url' || value.kind === 'query' || value.kind === 'json';
}

/** Whether the value has a text in a concatenation, known or not. */
function hasText(value: Value): boolean {
  return isText(value) || value.kind === 'primitive' || value.kind === 'unknown';
}
