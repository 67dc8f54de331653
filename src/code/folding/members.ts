import { memberOf, unknown, type Value } from './value';

/** A member of a value, by name or index. Undefined where the value has none that is known here. */
export function memberOfValue(object: Value, property: string, by: 'member' | 'index'): Value | undefined {
  switch (object.kind) {
    case 'object':
      // A member that is not there may be one that every object has.
      return object.members.has(property) ? memberOf(object, property) : undefined;
    case 'array':
      return object.items[/^\d+$/.test(property) ? Number(property) : -1];
    case 'url':
      return property === 'href' ? { kind: 'text', parts: object.parts } : undefined;
    case 'draft':
      // `request.Header` is the request as far as its header is concerned.
      return by === 'member' ? { ...object, type: `${object.type}.${property}` } : undefined;
    case 'unknown':
      return object.path === undefined || by === 'member' ? undefined : unknown(`${object.name}[${property}]`);
    default:
      return undefined;
  }
}
