import { text, type Value } from './value';

/** A parsed JSON value as a value of the evaluator. Depth is that of the JSON, whose reader bounds it. */
export function fromJson(json: unknown): Value {
  if (typeof json === 'string') return text(json);
  if (Array.isArray(json)) return { kind: 'array', items: json.map(fromJson), complete: true };
  if (typeof json === 'object' && json !== null) {
    return { kind: 'object', members: new Map(Object.entries(json).map(([name, value]) => [name, () => fromJson(value)])), complete: true };
  }
  return { kind: 'primitive', value: typeof json === 'number' || typeof json === 'boolean' ? json : null };
}
