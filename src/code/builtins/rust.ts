import { itself, unchanged, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { text, type Value } from '../folding/value';
import { duration, emptyObject, environment, jsonText, urlObject } from './shared';

const FUNCTIONS = new Map<string, Builtin>([
  ['String.from', unchanged], ['Some', unchanged], ['Ok', unchanged], ['Url.parse', urlObject], ['reqwest.Url.parse', urlObject], ['url.Url.parse', urlObject],
  ['Duration.from_secs', duration(1000)], ['Duration.from_millis', duration(1)], ['std.time.Duration.from_secs', duration(1000)], ['std.time.Duration.from_millis', duration(1)],
  ['HeaderMap.new', emptyObject], ['header.HeaderMap.new', emptyObject], ['reqwest.header.HeaderMap.new', emptyObject], ['http.HeaderMap.new', emptyObject],
  ['HeaderValue.from_static', unchanged], ['HeaderValue.from_str', unchanged], ['header.HeaderValue.from_static', unchanged], ['reqwest.header.HeaderValue.from_static', unchanged], ['reqwest.header.HeaderValue.from_str', unchanged],
  ['HeaderName.from_static', unchanged], ['reqwest.header.HeaderName.from_static', unchanged],
  ['HashMap.new', emptyObject], ['std.collections.HashMap.new', emptyObject], ['serde_json.to_string', jsonText], ['serde_json.json', unchanged], ['env.var', environment], ['std.env.var', environment],
  ['Method.from_str', unchanged], ['reqwest.Method.from_str', unchanged], ['Method.from_bytes', unchanged], ['reqwest.Method.from_bytes', unchanged],
  ['Body.from', unchanged], ['Body.empty', () => ({ kind: 'primitive', value: null })], ['Full.new', unchanged], ['Bytes.from', unchanged],
  ['Policy.none', () => ({ kind: 'primitive', value: false })], ['reqwest.redirect.Policy.none', () => ({ kind: 'primitive', value: false })], ['redirect.Policy.none', () => ({ kind: 'primitive', value: false })],
  ['reqwest.redirect.Policy.limited', unchanged], ['reqwest.Proxy.all', unchanged], ['reqwest.Proxy.http', unchanged], ['reqwest.Proxy.https', unchanged],
]);

const METHODS = new Map<string, Method>(['parse', 'unwrap', 'expect', 'to_string', 'to_owned', 'into', 'clone', 'as_str', 'as_bytes', 'to_vec', 'as_ref', 'unwrap_or_default', 'into_bytes', 'trim'].map((name) => [name, itself]));

/** Names of header fields that `http` and reqwest have constants for. */
const FIELD = /(?:^|(?:^|\.)header\.)([A-Z]+(?:_[A-Z0-9]+)*)$/;

/** What Rust's own library and the crates around HTTP give. */
export const rustBuiltins: Builtins = {
  canonical: (path) => path,
  constants: new Map(),
  constant: (path): Value | undefined => {
    const name = /^(?:reqwest\.|http\.|hyper\.)?header\./.test(path) ? FIELD.exec(path)?.[1] : undefined;
    return name === undefined ? undefined : text(name.toLowerCase().replace(/_/g, '-'));
  },
  functions: FUNCTIONS,
  methods: METHODS,
  transparent: new Set(['unwrap', 'expect', 'clone', 'await', 'to_owned', 'unwrap_or_default', 'as_ref']),
};
