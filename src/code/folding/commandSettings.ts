import type { CommandTable } from '../libraries/description';
import type { Role } from '../libraries/roles';
import { joinParts } from './operators';
import { knownText, text, toParts, unknown, type Part, type Setting, type Value } from './value';

/** A word of a command line, and the text that gives it. */
export interface Word {
  readonly value: Value;
  readonly range: readonly [start: number, end: number];
}

const METHOD = /^[A-Z]{3,10}$/;
/** httpie's items: a name, what separates it from its value, the value. */
const ITEM = /^((?:\\.|[^\\:=@])*?)(:=@|=@|==|:=|:|=|@)([^]*)$/;

/** What the words of a command line say about its request (curl(1), wget(1), HTTPie's documentation). */
export function commandSettings(table: CommandTable, words: readonly Word[], offset: number, sets: Readonly<Partial<Record<Role, string | number | boolean>>>): Setting[] {
  const line = new CommandLine(table, offset);
  line.set(sets);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word) continue;
    if (line.take(word, words[at + 1])) at += 1;
  }
  return line.finish();
}

class CommandLine {
  private readonly settings: Setting[] = [];
  private readonly data: (readonly Part[])[] = [];
  private readonly values = new Map<string, Role | null>();
  private readonly flags = new Map<string, Readonly<Partial<Record<Role, string | number | boolean>>>>();
  private readonly plain: Word[] = [];
  private optionsEnded = false;

  constructor(
    private readonly table: CommandTable,
    private readonly offset: number,
  ) {
    for (const [names, role] of Object.entries(table.values)) for (const name of names.split(' ')) this.values.set(name, role);
    for (const [names, settings] of Object.entries(table.flags)) for (const name of names.split(' ')) this.flags.set(name, settings);
  }

  set(settings: Readonly<Partial<Record<Role, string | number | boolean>>>): void {
    for (const [role, value] of Object.entries(settings) as [Role, string | number | boolean][]) {
      this.add(role, typeof value === 'string' ? text(value) : { kind: 'primitive', value });
    }
  }

  /** Returns whether the next word was taken as the value. */
  take(word: Word, next: Word | undefined): boolean {
    const [start = '', ...rest] = joinParts(toParts(word.value));
    if (this.optionsEnded || typeof start !== 'string' || !/^-./.test(start)) {
      this.plain.push(word);
      return false;
    }
    if (start === '--') {
      this.optionsEnded = true;
      return false;
    }
    return start.startsWith('--') ? this.takeLong(start, rest, word, next) : this.takeShort(start, rest, word, next);
  }

  finish(): Setting[] {
    if (this.table.subcommands) {
      const subcommand = this.plain.shift();
      if (!this.table.subcommands.includes((subcommand && knownText(toParts(subcommand.value))) ?? '')) return [];
    }
    if (this.table.words === 'items') this.takeItems();
    else if (this.table.words === 'remote') this.takeRemote();
    else if (this.table.words !== 'none') {
      const [first] = this.plain;
      if (first && !this.settings.some(({ role }) => role === 'url')) this.settings.push({ role: this.table.words === 'host' ? 'host' : 'url', value: this.table.words === 'host' ? { kind: 'text', parts: withoutUser(joinParts(toParts(first.value))) } : first.value, offset: this.offset, range: unquoted(first) });
    }
    if (this.data.length > 0) this.add(this.settings.some(({ role, value }) => role === 'bodyType' && value.kind === 'primitive') ? 'query' : 'data', { kind: 'text', parts: joinParts(this.data.flatMap((each, at) => (at > 0 ? ['&', ...each] : each))) });
    return this.settings.filter(({ role, value }) => !(role === 'bodyType' && value.kind === 'primitive'));
  }

  private takeLong(start: string, rest: readonly Part[], word: Word, next: Word | undefined): boolean {
    const equals = start.indexOf('=');
    const name = equals === -1 ? start : start.slice(0, equals);
    if (this.values.has(name)) {
      const role = this.values.get(name) ?? null;
      if (equals === -1) {
        this.option(role, next?.value ?? unknown('value'), name, next);
        return true;
      }
      this.option(role, { kind: 'text', parts: joinParts([start.slice(equals + 1), ...rest]) }, name, word);
      return false;
    }
    this.set(this.flags.get(name) ?? {});
    return false;
  }

  private takeShort(start: string, rest: readonly Part[], word: Word, next: Word | undefined): boolean {
    for (let at = 1; at < start.length; at += 1) {
      const name = `-${this.table.clusters ? start.charAt(at) : start.slice(1)}`;
      if (this.values.has(name)) {
        const role = this.values.get(name) ?? null;
        const attached = this.table.clusters ? joinParts([start.slice(at + 1), ...rest]) : [];
        if (attached.length === 0) {
          this.option(role, next?.value ?? unknown('value'), name, next);
          return true;
        }
        this.option(role, { kind: 'text', parts: attached }, name, word);
        return false;
      }
      this.set(this.flags.get(name) ?? {});
      if (!this.table.clusters) break;
    }
    return false;
  }

  private option(role: Role | null, value: Value, name: string, word: Word | undefined): void {
    switch (role) {
      case null:
        break;
      case 'data':
        if (name === '--json') this.set({ contentType: 'application/json', accept: 'application/json' });
        this.addData(value, name);
        break;
      case 'part':
        this.settings.push({ role: 'part', name: text('part'), value, offset: this.offset });
        break;
      case 'cookies': {
        // A word without `=` is the name of a file.
        const known = knownText(toParts(value));
        if (known === undefined || known.includes('=')) this.add('cookies', value);
        break;
      }
      case 'url':
        this.settings.push({ role: 'url', value, offset: this.offset, ...(word ? { range: unquoted(word) } : {}) });
        break;
      default:
        this.add(role, value);
    }
  }

  /** Several contents are joined by `&`; `@name` is a file, which is not read. */
  private addData(value: Value, name: string): void {
    const parts = joinParts(toParts(value));
    const [first] = parts;
    if (typeof first === 'string' && first.startsWith('@') && name !== '--data-raw') this.data.push([{ name: 'file' }]);
    else if (name === '--data-urlencode') this.data.push(urlEncoded(parts));
    else this.data.push(parts);
  }

  /** `[user@]host:file`, or a URL: the first word that is one. */
  private takeRemote(): void {
    for (const word of this.plain) {
      const parts = joinParts(toParts(word.value));
      const [start = ''] = parts;
      const colon = parts.findIndex((part) => typeof part === 'string' && part.includes(':'));
      const before = parts[colon];
      if (typeof before !== 'string' || (typeof start === 'string' && /^[./~]/.test(start))) continue;
      if (parts.some((part) => typeof part === 'string' && part.includes('://'))) {
        this.settings.push({ role: 'url', value: word.value, offset: this.offset, range: unquoted(word) });
        return;
      }
      const host = joinParts([...parts.slice(0, colon), before.slice(0, before.indexOf(':'))]);
      // A drive of Windows has one letter.
      if (knownText(host)?.length === 1) continue;
      this.settings.push({ role: 'host', value: { kind: 'text', parts: withoutUser(host) }, offset: this.offset, range: unquoted(word) });
      return;
    }
  }

  /** httpie: `[METHOD] URL [ITEM…]`. */
  private takeItems(): void {
    const words = [...this.plain];
    const start = words[0] && knownText(toParts(words[0].value));
    if (start !== undefined && METHOD.test(start) && words.length > 1) this.add('method', words.shift()?.value ?? unknown('method'));
    const url = words.shift();
    // Any word may stand behind `http`; a URL or a host looks like one.
    if (!url || !looksLikeHost(url.value)) return;
    this.settings.push({ role: 'url', value: expandHost(url.value), offset: this.offset, range: unquoted(url) });
    const fields: [string, Value][] = [];
    const isForm = this.settings.some(({ role }) => role === 'form');
    for (const { value } of words) this.takeItem(value, fields);
    const kept = this.settings.filter(({ role }) => role !== 'form');
    this.settings.splice(0, this.settings.length, ...kept);
    if (isForm) {
      for (const [name, value] of fields) this.settings.push({ role: 'formPair', name: text(name), value, offset: this.offset });
      if (fields.length === 0) this.add('contentType', text('application/x-www-form-urlencoded; charset=utf-8'));
    } else if (fields.length > 0) {
      const nested = fields.some(([name]) => name.includes('['));
      this.add('json', nested ? unknown('json') : { kind: 'object', members: new Map(fields.map(([name, value]) => [name, (): Value => value])), complete: true });
    }
  }

  private takeItem(value: Value, fields: [string, Value][]): void {
    const [start = '', ...rest] = joinParts(toParts(value));
    const match = typeof start === 'string' ? ITEM.exec(start) : null;
    if (!match) return;
    const name = (match[1] ?? '').replace(/\\(.)/g, '$1');
    const given: Value = { kind: 'text', parts: joinParts([match[3] ?? '', ...rest]) };
    switch (match[2]) {
      case ':':
        this.settings.push({ role: 'header', name: text(name), value: given, offset: this.offset });
        break;
      case '==':
        this.settings.push({ role: 'queryPair', name: text(name), value: given, offset: this.offset });
        break;
      case '=':
        fields.push([name, given]);
        break;
      case ':=':
        fields.push([name, unknown('json')]);
        break;
      case '@':
        this.settings.push({ role: 'part', name: text(name), value: given, offset: this.offset });
        break;
      default:
        fields.push([name, unknown('file')]);
    }
  }

  private add(role: Role, value: Value): void {
    this.settings.push({ role, value, offset: this.offset });
  }
}

function withoutUser(parts: readonly Part[]): readonly Part[] {
  const at = parts.findLastIndex((part) => typeof part === 'string' && part.includes('@'));
  const user = parts[at];
  return typeof user === 'string' ? joinParts([user.slice(user.lastIndexOf('@') + 1), ...parts.slice(at + 1)]) : parts;
}

/** `name=content`: only the content is encoded (curl(1), --data-urlencode). */
function urlEncoded(parts: readonly Part[]): readonly Part[] {
  const [first = ''] = parts;
  const equals = typeof first === 'string' ? first.indexOf('=') : -1;
  const name = typeof first === 'string' && equals > 0 ? first.slice(0, equals + 1) : '';
  const content = typeof first === 'string' ? [first.slice(equals >= 0 ? equals + 1 : 0), ...parts.slice(1)] : parts;
  return [name, ...content.map((part) => (typeof part === 'string' ? encodeURIComponent(part).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`) : part))];
}

function looksLikeHost(value: Value): boolean {
  const [start = ''] = joinParts(toParts(value));
  return typeof start !== 'string' || /^(?:https?:\/\/|:\d|:\/|localhost\b|[\w-]+(?:\.[\w-]+)+(?:[:/?]|$))/i.test(start);
}

/** `:3000/path` is on this machine. */
function expandHost(value: Value): Value {
  const [start = '', ...rest] = joinParts(toParts(value));
  return typeof start === 'string' && /^:(?:\d|\/|$)/.test(start) ? { kind: 'text', parts: [`localhost${start.replace(/^:(?=\/|$)/, '')}`, ...rest] } : value;
}

function unquoted({ range, value }: Word): readonly [number, number] {
  const [start, end] = range;
  const known = knownText(toParts(value));
  return known !== undefined && end - start === known.length + 2 ? [start + 1, end - 1] : range;
}
