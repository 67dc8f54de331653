import type { Role } from '../libraries/roles';
import type { ForeignValue } from '../workspace/importedValues';

/** A piece of a text: known characters, or the name of what is not known. */
export type Part = string | { readonly name: string };

/** What an expression is, as far as the text of the file decides it. */
export type Value =
  | TextValue
  | PrimitiveValue
  | ObjectValue
  | ArrayValue
  | UrlValue
  | QueryValue
  | DraftValue
  | { readonly kind: 'signal'; readonly timeoutMs: number | undefined }
  | { readonly kind: 'json'; readonly text: Value; readonly of: Value }
  | UnknownValue;

export interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly Part[];
}

export interface PrimitiveValue {
  readonly kind: 'primitive';
  readonly value: number | bigint | boolean | null | undefined;
}

/** An object literal. Members are evaluated when they are asked for. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, () => Value>;
  /** Whether there are no other members than these. */
  readonly complete: boolean;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly items: readonly Value[];
  readonly complete: boolean;
}

/** A `URL` object: the parts of its `href`. */
export interface UrlValue {
  readonly kind: 'url';
  readonly parts: readonly Part[];
}

/** A `URLSearchParams` object: the parts of what `toString` gives; undefined where it is not known. */
export interface QueryValue {
  readonly kind: 'query';
  readonly parts: readonly Part[] | undefined;
}

/**
 * Something that requests are made of: a client, a session, a request being built, its body. `type` says which, in the words
 * of the client's description; `settings` what the code did to it, in order.
 */
export interface DraftValue {
  readonly kind: 'draft';
  readonly type: string;
  readonly settings: readonly Setting[];
}

/** One thing that the code says about a request. */
export interface Setting {
  readonly role: Role;
  readonly value: Value;
  /** Of a header field, a parameter, a part: its name. */
  readonly name?: Value;
  /** Where the code says it; -1 where `origin` says that. */
  readonly offset: number;
  /** For what another file of the workspace says: that file, and the line in it, from 0. */
  readonly origin?: { readonly file: string; readonly line: number };
  /** The first and last code unit of the text that says it, where that is one stretch. */
  readonly range?: readonly [start: number, end: number];
  /** Whether it is said under a condition only. */
  readonly conditional?: boolean;
}

/**
 * `path`: what it is called in the world outside the file (`requests.get`), where that is known. `member`: what is known of its
 * members, where it is a module of the workspace.
 */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly name: string;
  readonly path?: string;
  readonly member?: (name: string) => ForeignValue | undefined;
}

/** The type of what a call gives that has sent its request. */
export const RESPONSE = 'response';

export const UNDEFINED: PrimitiveValue = { kind: 'primitive', value: undefined };

/** A known text. */
export function text(value: string): TextValue {
  return { kind: 'text', parts: value === '' ? [] : [value] };
}

export function unknown(name: string, path?: string): UnknownValue {
  return path === undefined ? { kind: 'unknown', name } : { kind: 'unknown', name, path };
}

/** What JavaScript's conversion to a string gives (ECMA-262 §7.1.17), as parts. */
export function toParts(value: Value): readonly Part[] {
  switch (value.kind) {
    case 'text':
    case 'url':
      return value.parts;
    case 'primitive':
      return [String(value.value)];
    case 'query':
      return value.parts ?? [{ name: 'query' }];
    case 'json':
      return toParts(value.text);
    case 'unknown':
      return [{ name: value.name }];
    case 'draft':
      return [{ name: value.type }];
    default:
      return [{ name: value.kind }];
  }
}

/** The whole text where every part is known. */
export function knownText(parts: readonly Part[]): string | undefined {
  let joined = '';
  for (const part of parts) {
    if (typeof part !== 'string') return undefined;
    joined += part;
  }
  return joined;
}

/** The text of a value that is a string, or converts to one, and is wholly known. */
export function textOf(value: Value): string | undefined {
  return value.kind === 'unknown' ? undefined : knownText(toParts(value));
}

/** The member of an object; `undefined` where it certainly has none, unknown where that is not certain. */
export function memberOf(object: ObjectValue, name: string): Value {
  const member = object.members.get(name);
  if (member) return member();
  return object.complete ? UNDEFINED : unknown(name);
}

/** Parts as text, the unknown ones as `{name}`. */
export function showParts(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : `{${part.name}}`)).join('');
}
