import { itself, unchanged, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { braceFormat, environment } from './shared';
import { asText } from './texts';

const FUNCTIONS = new Map<string, Builtin>([
  ['std.string', unchanged], ['string', unchanged], ['QString', unchanged], ['std.to_string', asText], ['std.format', braceFormat], ['fmt.format', braceFormat], ['getenv', environment], ['std.getenv', environment],
  ['cpr.Url', unchanged], ['std.move', unchanged],
]);

const METHODS = new Map<string, Method>([['c_str', itself], ['data', itself], ['str', itself]]);

/** What C's and C++'s own libraries give. */
export const cppBuiltins: Builtins = {
  canonical: (path) => path.replace(/::/g, '.').replace(/^\./, ''),
  constants: new Map(),
  functions: FUNCTIONS,
  methods: METHODS,
};
