import { constantSettings, optionSettings } from '../folding/settingsOf';
import type { ObjectValue, Value } from '../folding/value';
import type { CallRule, ClientDescription, OptionTable } from './description';
import type { Role } from './roles';

/** A rule with the client that it belongs to, and the name under which it was found. */
export interface FoundRule {
  readonly rule: CallRule;
  readonly description: ClientDescription;
  readonly path: string;
}

const URL_ROLES: ReadonlySet<string> = new Set(['url', 'host', 'address', 'path', 'key', 'options']);

/** The clients of one language, ready for look-ups by the name of what is called. */
export class ClientRules {
  /** The last parts of the names of all calls that may be requests by themselves. */
  readonly words: ReadonlySet<string>;
  private readonly rules = new Map<string, FoundRule[]>();
  private readonly aliases = new Map<string, string>();
  private readonly bareNames = new Set<string>();
  private readonly types = new Map<string, ClientDescription>();
  private readonly options = new Map<string, Role | OptionTable>();

  /** `separators`: what stands for a point in the language's names. */
  constructor(
    descriptions: readonly ClientDescription[],
    private readonly separators: RegExp = /[\\/]|::/g,
  ) {
    const words = new Set<string>();
    for (const description of descriptions) {
      for (const name of description.bareNames ?? []) this.bareNames.add(name);
      for (const [alias, path] of Object.entries(description.aliases ?? {})) this.aliases.set(alias, path);
      for (const [path, role] of Object.entries(description.properties ?? {})) for (const each of alternatives(path)) this.options.set(each, role);
      for (const rule of description.rules) {
        for (const path of alternatives(rule.call)) {
          this.rules.set(path, [...(this.rules.get(path) ?? []), { rule, description, path }]);
          if (mayAnchor(rule)) for (const word of [wordOf(path), ...(rule.words ?? [])]) words.add(word);
          for (const [member, role] of Object.entries(rule.makes !== undefined && rule.options ? rule.options : {})) this.options.set(`${rule.makes}.${member}`, role);
        }
        if (rule.makes !== undefined && !rule.sends) this.types.set(rule.makes, description);
      }
    }
    this.words = words;
  }

  has(path: string): boolean {
    return this.rules.has(this.known(path));
  }

  /** The rule for a call of that name. `args`, `texts`: for rules that depend on what is given; `receiver`: the object's own text. */
  find(path: string, args: () => readonly Value[], receiver: string, texts: () => readonly string[] = () => []): FoundRule | undefined {
    return this.rules.get(this.known(path))?.find(({ rule }) => (!rule.receiverName || rule.receiverName.test(receiver)) && (!rule.onlyIf || rule.onlyIf(args(), texts())));
  }

  /** Whether a module is one of the clients'. */
  hasModule(module: string): boolean {
    return this.isPrefix(this.known(module.replace(/^node:/, '').replace(this.separators, '.')));
  }

  isBareName(name: string): boolean {
    return this.bareNames.has(name);
  }

  /** What an imported name is called in the rules; undefined where no client has it. */
  importedPath(module: string, imported: string | undefined, local: string): string | undefined {
    const owner = module.replace(/^node:/, '').replace(this.separators, '.').replace(/^\.+/, '');
    const candidates = imported === undefined || imported === 'default' ? [owner, `${owner}.${local}`] : [`${owner}.${imported}`];
    for (const each of candidates) if (this.isPrefix(this.known(each))) return this.known(each);
    return this.isBareName(imported ?? local) && module.startsWith('.') ? undefined : (candidates[0] ?? undefined);
  }

  /** An object of a declared type, where a client has such a type. */
  declared(type: string): Value | undefined {
    const known = this.known(type.replace(this.separators, '.'));
    // `http.Client` is the name by which Go's code declares and makes what the rules call a `GoClient`.
    const made = this.types.has(known) ? known : this.rules.get(known)?.find(({ rule }) => rule.makes !== undefined && !rule.sends)?.rule.makes;
    return made === undefined ? undefined : { kind: 'draft', type: made, settings: [] };
  }

  /** What making an object of the type with these members says; undefined where no client has such a type. */
  construct(type: string, members: ObjectValue, offset: number): Value | undefined {
    const found = this.rules.get(this.known(type.replace(this.separators, '.')))?.find(({ rule }) => rule.options);
    if (!found?.rule.options) return undefined;
    return { kind: 'draft', type: found.rule.makes ?? type, settings: [...constantSettings(found.rule.sets ?? {}, '', offset), ...optionSettings(found.rule.options, members, offset)] };
  }

  /** The role of a member of a type. */
  property(path: string): Role | OptionTable | undefined {
    return this.options.get(path);
  }

  /** The name under which the rules have a path: by alias, or without the namespace before it. */
  private known(path: string): string {
    for (let name = path; ; ) {
      if (this.rules.has(name) || this.types.has(name)) return name;
      for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
        const alias = this.aliases.get(name.slice(0, end));
        if (alias !== undefined) return alias + name.slice(end);
      }
      const dot = name.indexOf('.');
      if (dot <= 0 || !/^[a-z0-9_]+$|^[A-Z]\w*$/.test(name.slice(0, dot))) return path;
      // `java.net.http.HttpRequest` is `HttpRequest`, `System.Net.Http.HttpClient` is `HttpClient`.
      if (!/^(?:java|javax|okhttp3|org|com|kotlin|System|Microsoft)$/.test(path.slice(0, path.indexOf('.')))) return path;
      name = name.slice(dot + 1);
    }
  }

  private isPrefix(path: string): boolean {
    if (this.rules.has(path) || this.types.has(path)) return true;
    for (const known of this.rules.keys()) if (known.startsWith(`${path}.`)) return true;
    return false;
  }
}

/** The word by which a call of that name is found in a text. */
export function wordOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), name.lastIndexOf('\\')) + 1).replace(/^@/, '');
}

function mayAnchor({ args = [], byCount = {}, anchors, receiver, rest, sets, command, runs }: CallRule): boolean {
  if (anchors !== undefined || command || runs) return anchors !== false;
  const all = [...args, ...Object.values(byCount).flat(), rest, receiver];
  return all.some((role) => role !== null && role !== undefined && URL_ROLES.has(role)) || sets?.host !== undefined || sets?.url !== undefined;
}

/** `{a,b}.c` as `a.c` and `b.c`. */
export function alternatives(pattern: string): string[] {
  const open = pattern.indexOf('{');
  const close = pattern.indexOf('}', open);
  if (open === -1 || close === -1) return [pattern];
  return pattern.slice(open + 1, close).split(',').flatMap((each) => alternatives(pattern.slice(0, open) + each.trim() + pattern.slice(close + 1)));
}
