import { itself, unchanged, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { jsonText, urlObject } from './shared';
import { base64, changed } from './texts';

const FUNCTIONS = new Map<string, Builtin>([
  ['ConvertTo-Json', jsonText], ['ConvertTo-SecureString', unchanged], ['Uri', urlObject], ['Convert.ToBase64String', base64],
  ['Uri.EscapeDataString', changed(encodeURIComponent)], ['Hashtable', () => ({ kind: 'object', members: new Map(), complete: true })],
]);

const METHODS = new Map<string, Method>([['ToString', itself], ['Trim', itself], ['GetBytes', (_object, { args: [value] }) => value]]);

/** What PowerShell's own commands give. */
export const powershellBuiltins: Builtins = { canonical: (path) => path, constants: new Map(), functions: FUNCTIONS, methods: METHODS };
