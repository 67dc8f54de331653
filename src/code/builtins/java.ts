import { itself, unchanged, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { format } from '../folding/format';
import { joinParts } from '../folding/operators';
import { text, textOf, toParts } from '../folding/value';
import { alternating, duration, emptyList, emptyObject, environment, listOf, printf, urlObject } from './shared';
import { asText, base64Of, changed, ofKnown, toBase64 } from './texts';

const FUNCTIONS = new Map<string, Builtin>([
  ['URI.create', urlObject], ['URI', urlObject], ['URL', urlObject], ['HttpUrl.parse', urlObject], ['HttpUrl.get', urlObject], ['String.format', printf], ['String.valueOf', asText], ['String', unchanged],
  ['Duration.ofSeconds', duration(1000)], ['Duration.ofMillis', duration(1)], ['Duration.ofMinutes', duration(60_000)],
  ['Map.of', alternating], ['List.of', listOf], ['Arrays.asList', listOf], ['HashMap', emptyObject], ['LinkedHashMap', emptyObject], ['TreeMap', emptyObject], ['ArrayList', emptyList],
  ['URLEncoder.encode', changed((part) => new URLSearchParams([['', part]]).toString().slice(1))],
  ['BodyPublishers.ofString', unchanged], ['HttpRequest.BodyPublishers.ofString', unchanged], ['BodyPublishers.ofByteArray', unchanged], ['HttpRequest.BodyPublishers.ofByteArray', unchanged],
  ['BodyPublishers.noBody', () => ({ kind: 'primitive', value: null })], ['HttpRequest.BodyPublishers.noBody', () => ({ kind: 'primitive', value: null })],
  ['MediaType.parse', unchanged], ['MediaType.get', unchanged], ['MediaType.valueOf', unchanged], ['System.getenv', environment], ['Uri.parse', urlObject],
  ['Credentials.basic', ({ args: [user, password] }) => {
    const [a, b] = [user && textOf(user), password && textOf(password)];
    return a === undefined || b === undefined ? undefined : text(`Basic ${toBase64(`${a}:${b}`)}`);
  }],
  ['DatatypeConverter.printBase64Binary', ({ args: [value] }) => value && base64Of(value)],
]);

const METHODS = new Map<string, Method>([
  ['getBytes', itself], ['toString', itself], ['toURL', itself], ['toURI', itself], ['trim', ofKnown((known) => known.trim())], ['toASCIIString', itself],
  ['toUpperCase', ofKnown((known) => known.toUpperCase())], ['toLowerCase', ofKnown((known) => known.toLowerCase())],
  ['concat', (object, { args }) => (object.kind === 'text' ? { kind: 'text', parts: joinParts([object, ...args].flatMap(toParts)) } : undefined)],
  ['formatted', (object, { args }) => (object.kind === 'text' ? format('percent', object.parts, args, new Map()) : undefined)],
  ['encodeToString', (_object, { args: [value] }) => value && base64Of(value)],
  ['resolve', (object, { args: [path], ...call }) => (object.kind === 'url' && path ? urlObject({ ...call, args: [object, path] }) : undefined)],
]);

/** What Java's own library gives. */
export const javaBuiltins: Builtins = {
  canonical: (path) => path,
  constants: new Map([
    ['MediaType.APPLICATION_JSON', text('application/json')], ['MediaType.APPLICATION_FORM_URLENCODED', text('application/x-www-form-urlencoded')],
    ['MediaType.TEXT_PLAIN', text('text/plain')], ['MediaType.MULTIPART_FORM_DATA', text('multipart/form-data')], ['MediaType.APPLICATION_XML', text('application/xml')],
    ['MediaType.APPLICATION_JSON_VALUE', text('application/json')], ['ContentType.APPLICATION_JSON', text('application/json; charset=UTF-8')], ['ContentType.TEXT_PLAIN', text('text/plain; charset=ISO-8859-1')],
    ['HttpHeaders.CONTENT_TYPE', text('Content-Type')], ['HttpHeaders.AUTHORIZATION', text('Authorization')], ['HttpHeaders.ACCEPT', text('Accept')], ['HttpHeaders.USER_AGENT', text('User-Agent')],
  ]),
  functions: FUNCTIONS,
  methods: METHODS,
};
