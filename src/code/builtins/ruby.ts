import { itself, unchanged, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { format } from '../folding/format';
import { joinParts } from '../folding/operators';
import { toParts, type Value } from '../folding/value';
import { environment, formText, jsonOf, jsonText, printf, urlObject } from './shared';
import { asText, base64, changed, joined, ofKnown } from './texts';

const FUNCTIONS = new Map<string, Builtin>([
  ['URI', urlObject], ['URI.parse', urlObject], ['URI.join', urlObject], ['URI.HTTP.build', unchanged], ['Kernel.URI', urlObject], ['Addressable.URI.parse', urlObject],
  ['URI.encode_www_form', formText], ['URI.encode_www_form_component', changed((part) => new URLSearchParams([['', part]]).toString().slice(1))], ['CGI.escape', changed((part) => new URLSearchParams([['', part]]).toString().slice(1))],
  ['ERB.Util.url_encode', changed(encodeURIComponent)],
  ['JSON.generate', jsonText], ['JSON.dump', jsonText], ['Base64.strict_encode64', base64], ['format', printf], ['sprintf', printf], ['ENV.fetch', environment], ['String', asText],
]);

const METHODS = new Map<string, Method>([
  ['to_s', itself], ['to_str', itself], ['freeze', itself], ['dup', itself], ['strip', ofKnown((known) => known.trim())], ['chomp', itself],
  ['upcase', ofKnown((known) => known.toUpperCase())], ['downcase', ofKnown((known) => known.toLowerCase())],
  ['to_json', (object) => jsonOf(object)], ['join', (object, { args: [separator] }) => joined(object, separator)],
]);

/** What Ruby's own library gives. */
export const rubyBuiltins: Builtins = {
  canonical: (path) => path.replace(/::/g, '.'),
  constants: new Map(),
  functions: FUNCTIONS,
  methods: METHODS,
  operators: new Map([
    ['%', (left: Value, right: () => Value): Value | undefined => {
      const value = right();
      if (left.kind !== 'text') return undefined;
      return value.kind === 'object'
        ? format('percent', left.parts, [], new Map([...value.members].map(([name, each]) => [name, each()])))
        : format('percent', left.parts, value.kind === 'array' ? value.items : [value], new Map());
    }],
    ['<<', (left: Value, right: () => Value): Value | undefined => (left.kind === 'text' ? { kind: 'text', parts: joinParts([...left.parts, ...toParts(right())]) } : undefined)],
  ]),
};
