import { itself, unchanged, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { text, textOf, toParts, type Value } from '../folding/value';
import { joinParts } from '../folding/operators';
import { braceFormat, duration, emptyObject, environment, jsonText, urlObject } from './shared';
import { base64, changed, joined, ofKnown } from './texts';

const FUNCTIONS = new Map<string, Builtin>([
  ['Uri', urlObject], ['System.Uri', urlObject], ['string.Format', braceFormat], ['String.Format', braceFormat], ['string.Concat', ({ args }) => ({ kind: 'text', parts: joinParts(args.flatMap(toParts)) })],
  ['string.Join', ({ args: [separator, items] }) => items && joined(items, separator)],
  ['Uri.EscapeDataString', changed(encodeURIComponent)], ['HttpUtility.UrlEncode', changed((part) => new URLSearchParams([['', part]]).toString().slice(1))], ['WebUtility.UrlEncode', changed((part) => new URLSearchParams([['', part]]).toString().slice(1))],
  ['JsonConvert.SerializeObject', jsonText], ['JsonSerializer.Serialize', jsonText], ['Convert.ToBase64String', base64],
  ['TimeSpan.FromSeconds', duration(1000)], ['TimeSpan.FromMilliseconds', duration(1)], ['TimeSpan.FromMinutes', duration(60_000)],
  ['HttpMethod', unchanged], ['MediaTypeHeaderValue', unchanged], ['MediaTypeHeaderValue.Parse', unchanged], ['MediaTypeWithQualityHeaderValue', unchanged], ['ProductInfoHeaderValue', productInfo], ['WebProxy', unchanged],
  ['AuthenticationHeaderValue', ({ args: [scheme, value] }) => scheme && { kind: 'text', parts: joinParts([...toParts(scheme), ...(value ? [' ', ...toParts(value)] : [])]) }],
  ['Environment.GetEnvironmentVariable', environment], ['Dictionary', emptyObject], ['KeyValuePair', ({ args }) => ({ kind: 'array', items: args, complete: true })],
]);

const METHODS = new Map<string, Method>([
  ['ToString', itself], ['Trim', ofKnown((known) => known.trim())], ['ToUpper', ofKnown((known) => known.toUpperCase())], ['ToLower', ofKnown((known) => known.toLowerCase())],
  ['GetBytes', (_object, { args: [value] }) => value], ['TrimEnd', itself],
]);

/** What .NET's own library gives. */
export const csharpBuiltins: Builtins = {
  canonical: (path) => path,
  constants: new Map([
    ['HttpClientHandler.DangerousAcceptAnyServerCertificateValidator', { kind: 'primitive', value: true }], ['string.Empty', text('')], ['String.Empty', text('')],
    ['MediaTypeNames.Application.Json', text('application/json')],
  ] as readonly (readonly [string, Value])[]),
  functions: FUNCTIONS,
  methods: METHODS,
};

function productInfo({ args: [product, version] }: { args: readonly Value[] }): Value | undefined {
  const name = product && textOf(product);
  return name === undefined ? undefined : text(version ? `${name}/${textOf(version) ?? ''}` : name);
}
