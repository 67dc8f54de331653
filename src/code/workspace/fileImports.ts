import { unknown } from '../folding/value';
import { WHOLE } from './exportedValue';
import type { ForeignValue, ImportedValues } from './importedValues';
import type { Asking, Places, Resolver } from './resolvers/resolver';

/** Names that are looked up: anything else is none. */
const NAME = /^(?:=|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)$/;
const MAX_NAME = 200;

/** What is known of a name of a file: its value, or that it has none; `undefined` where nobody has looked yet. */
export type Known = { readonly value: ForeignValue | undefined } | undefined;

/** What other files give to the text that asks, by what is known; what is asked for the first time is remembered by `lookUp`. */
export class FileImports implements ImportedValues {
  private readonly modules = new Map<string, readonly string[]>();
  private readonly places = new Map<string, Places | undefined>();

  constructor(
    private readonly asking: Asking,
    private readonly resolver: Resolver,
    private readonly lookUp: (file: string, name: string) => Known,
  ) {}

  exported(module: string, name: string): ForeignValue | undefined {
    const files = this.filesOf(module);
    const found = this.find(files, name);
    if (found || !this.resolver.submodule) return found;
    const inner = this.resolver.submodule(module, name);
    return this.filesOf(inner).length > 0 ? this.module(inner) : undefined;
  }

  module(module: string): ForeignValue | undefined {
    const files = this.filesOf(module);
    if (files.length === 0) return undefined;
    const whole = this.resolver.submodule ? undefined : this.find(files, WHOLE);
    if (whole) return whole;
    return { value: { ...unknown(module), member: (name) => this.exported(module, name) }, files: [] };
  }

  global(path: string): ForeignValue | undefined {
    if (!this.resolver.global || path.length > MAX_NAME || !NAME.test(path)) return undefined;
    if (!this.places.has(path)) this.places.set(path, this.resolver.global(path, this.asking));
    const places = this.places.get(path);
    return places && this.find(places.files, places.name);
  }

  private filesOf(module: string): readonly string[] {
    if (module.length > MAX_NAME) return [];
    const known = this.modules.get(module);
    if (known) return known;
    const files = this.resolver.module?.(module, this.asking) ?? [];
    this.modules.set(module, files);
    return files;
  }

  /** The value in the one file that has it. All are looked at, so that all are known the next time. */
  private find(files: readonly string[], name: string): ForeignValue | undefined {
    if (!NAME.test(name) || name.length > MAX_NAME) return undefined;
    const known = files.map((file) => this.lookUp(file, name));
    if (known.some((each) => each === undefined)) return undefined;
    const found = known.flatMap((each) => each?.value ?? []);
    return found.length === 1 ? found[0] : undefined;
  }
}
