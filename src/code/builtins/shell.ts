import type { Builtins } from '../folding/builtin';

/** A shell's own commands give nothing that is known before they run. */
export const shellBuiltins: Builtins = { canonical: (path) => path, constants: new Map(), functions: new Map(), methods: new Map() };
