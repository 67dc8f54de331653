import { itself, unchanged, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { queryPartsOf, pairsOf } from '../folding/queryParts';
import { resolveUrl } from '../folding/resolveUrl';
import { toParts, UNDEFINED } from '../folding/value';
import { environment, jsonText, number, printf, urlObject } from './shared';
import { base64Of, changed, joined } from './texts';

const FUNCTIONS = new Map<string, Builtin>([
  ['fmt.Sprintf', printf], ['fmt.Sprint', unchanged],
  ['strings.NewReader', unchanged], ['bytes.NewBuffer', unchanged], ['bytes.NewBufferString', unchanged], ['bytes.NewReader', unchanged], ['string', unchanged],
  ['io.NopCloser', unchanged], ['ioutil.NopCloser', unchanged], ['strings.TrimSuffix', unchanged], ['strings.TrimSpace', unchanged],
  ['strings.TrimRight', unchanged],
  ['strings.Join', ({ args: [items, separator] }) => items && joined(items, separator)],
  ['url.Parse', urlObject], ['url.ParseRequestURI', urlObject],
  ['url.QueryEscape', changed((part) => new URLSearchParams([['', part]]).toString().slice(1))], ['url.PathEscape', changed(encodeURIComponent)],
  ['url.JoinPath', ({ args: [base = UNDEFINED, path = UNDEFINED] }) => resolveUrl(toParts(path), toParts(base))],
  ['json.Marshal', jsonText], ['os.Getenv', environment],
]);

const METHODS = new Map<string, Method>([
  ['String', itself], ['Bytes', itself],
  ['EncodeToString', (_object, { args: [value] }) => value && base64Of(value)],
  // `url.Values` are written in the order of their names.
  ['Encode', (object) => {
    const pairs = object.kind === 'object' ? pairsOf(object) : undefined;
    const parts = pairs && queryPartsOf([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
    return parts && { kind: 'text', parts };
  }],
]);

/** What Go's standard library gives. */
export const goBuiltins: Builtins = {
  canonical: (path) => path,
  // Spans of time are taken in milliseconds.
  constants: new Map([
    ['time.Millisecond', number(1)], ['time.Second', number(1000)], ['time.Minute', number(60_000)], ['time.Hour', number(3_600_000)], ['time.Microsecond', number(0.001)],
    ['time.Nanosecond', number(0.000001)],
  ]),
  functions: FUNCTIONS,
  methods: METHODS,
};
