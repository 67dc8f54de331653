import { itself, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { joinParts } from '../folding/operators';
import { text, type Value } from '../folding/value';
import { javaBuiltins } from './java';
import { emptyList, listOf, urlObject } from './shared';
import { ofKnown } from './texts';

/** Characters of the private use area stand for what is not known while a text is changed. */
const STAND_IN = 0xe000;
const MAX_PARTS = 0x400;

/** A map of pairs (`"name" to value`). */
const mapOfPairs: Builtin = ({ args }) => {
  const members = new Map<string, () => Value>();
  for (const pair of args) {
    const [key, value] = pair.kind === 'array' && pair.items.length === 2 ? pair.items : [];
    const [name = '', ...more] = key?.kind === 'text' ? joinParts(key.parts) : [{ name: 'key' }];
    if (typeof name !== 'string' || more.length > 0 || !value) return undefined;
    members.set(name, () => value);
  }
  return { kind: 'object', members, complete: true };
};

const FUNCTIONS = new Map<string, Builtin>([
  ...javaBuiltins.functions,
  ['mapOf', mapOfPairs], ['mutableMapOf', mapOfPairs], ['hashMapOf', mapOfPairs], ['linkedMapOf', mapOfPairs],
  ['listOf', listOf], ['mutableListOf', listOf], ['arrayOf', listOf], ['setOf', listOf], ['emptyList', emptyList],
  ['Url', urlObject],
]);

const METHODS = new Map<string, Method>([
  ...javaBuiltins.methods,
  ['toMediaType', itself], ['toMediaTypeOrNull', itself], ['toByteArray', itself], ['trimMargin', ofParts((known) => known.replace(/^[^\S\n]*\|/gm, '').trim())],
  ['trimIndent', ofParts(withoutIndent)], ['uppercase', ofKnown((known) => known.toUpperCase())], ['lowercase', ofKnown((known) => known.toLowerCase())],
  ['removeSuffix', (object, { args: [suffix] }) => trimmed(object, suffix, (known, part) => (known.endsWith(part) ? known.slice(0, known.length - part.length) : known))],
  ['removePrefix', (object, { args: [prefix] }) => trimmed(object, prefix, (known, part) => (known.startsWith(part) ? known.slice(part.length) : known))],
  ['toHttpUrl', toUrl], ['toHttpUrlOrNull', toUrl], ['toUri', toUrl], ['toUrl', toUrl],
]);

/** Ktor's names of media types. */
const CONTENT_TYPES: readonly (readonly [string, string])[] = [
  ['Application.Json', 'application/json'], ['Application.Xml', 'application/xml'], ['Application.FormUrlEncoded', 'application/x-www-form-urlencoded'],
  ['Application.OctetStream', 'application/octet-stream'], ['Text.Plain', 'text/plain'], ['Text.Html', 'text/html'], ['MultiPart.FormData', 'multipart/form-data'],
];

/** What Kotlin's own library gives, and Java's. */
export const kotlinBuiltins: Builtins = {
  ...javaBuiltins,
  constants: new Map([
    ...javaBuiltins.constants, ...CONTENT_TYPES.map(([name, type]) => [`ContentType.${name}`, text(type)] as const),
    ...['Accept', 'Authorization', 'ContentType', 'UserAgent', 'Cookie', 'Referer'].map((name) => [`HttpHeaders.${name}`, text(name.replace(/(?<=[a-z])(?=[A-Z])/, '-'))] as const),
  ]),
  functions: FUNCTIONS,
  methods: METHODS,
  // Blocks that are handed their object, and give it back.
  transparent: new Set(['apply', 'also']),
};

function toUrl(object: Value, call: Parameters<Method>[1]): Value | undefined {
  return object.kind === 'text' || object.kind === 'url' ? urlObject({ ...call, args: [object] }) : undefined;
}

function trimmed(object: Value, part: Value | undefined, trim: (known: string, part: string) => string): Value | undefined {
  const [text = '', ...more] = part?.kind === 'text' ? joinParts(part.parts) : [{ name: 'part' }];
  return typeof text === 'string' && more.length === 0 && object.kind === 'text' && object.parts.every((each) => typeof each === 'string')
    ? { kind: 'text', parts: [trim(object.parts.join(''), text)] }
    : undefined;
}

/** A method that changes where the lines of a text stand; parts of it that are not known stay in their places. */
function ofParts(change: (text: string) => string): Method {
  return (object) => {
    if (object.kind !== 'text' || object.parts.length > MAX_PARTS) return undefined;
    const joined = object.parts.map((part, index) => (typeof part === 'string' ? part : String.fromCharCode(STAND_IN + index))).join('');
    const parts = change(joined).split(/([\ue000-\ue3ff])/).map((piece) => object.parts[piece.charCodeAt(0) - STAND_IN] ?? piece);
    return { kind: 'text', parts: joinParts(parts) };
  };
}

/** Without the blank lines around it and the indentation that the others share. */
function withoutIndent(known: string): string {
  const lines = known.split('\n');
  if (lines[0]?.trim() === '') lines.shift();
  if (lines.at(-1)?.trim() === '') lines.pop();
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(Math.min(indent, line.length))).join('\n');
}
