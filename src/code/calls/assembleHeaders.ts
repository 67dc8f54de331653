import type { Provenance } from '../../model/provenance';
import type { HeaderField } from '../../model/request';
import type { Role } from '../libraries/roles';
import { memberOf, showParts, textOf, toParts, type Setting, type Value } from '../folding/value';
import type { Settings } from './assemble';

/** Headers nested in Headers nested in … beyond this are not looked into. */
const MAX_NESTING = 8;
const ROLES: readonly Role[] = ['headers', 'header', 'headerLine', 'headerLines', 'authorization', 'contentType', 'userAgent', 'accept', 'referer', 'range', 'cookies', 'cookie', 'cookieName', 'cookieValue'];
/** The field of which a setting by itself is the value. */
const FIELDS: Readonly<Partial<Record<Role, string>>> = {
  authorization: 'Authorization', userAgent: 'User-Agent', accept: 'Accept', referer: 'Referer', range: 'Range', cookies: 'Cookie',
};

/** Short names of media types. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json', form: 'application/x-www-form-urlencoded', 'form-data': 'multipart/form-data', html: 'text/html', xml: 'application/xml', text: 'text/plain',
};

/**
 * The header fields that the code gives. Unknown values stand as `{name}`; `complete` says whether there may be others. A
 * collection of fields that is given later replaces those of the same names.
 */
export function assembleHeaders(settings: Settings, lineAt: LineAt): { fields: HeaderField[]; complete: boolean } {
  const collected = new HeaderCollection();
  for (const setting of settings.of(...ROLES)) collected.add(setting, sourceOfSetting(setting, lineAt));
  return { fields: collected.fields, complete: collected.complete };
}

/** The line of an offset, from 0. */
export type LineAt = (offset: number) => number;

/** Where the code says it: a line of the own text, or of another file, which it names. */
export function sourceOfSetting({ offset, origin }: Setting, lineAt: LineAt): Provenance {
  return origin ? { kind: 'code', detail: origin.file, line: origin.line } : { kind: 'code', line: lineAt(offset) };
}

class HeaderCollection {
  fields: HeaderField[] = [];
  complete = true;
  private nesting = 0;
  private cookieName: string | undefined;
  private readonly cookies: { name: string; value: string }[] = [];

  add(setting: Setting, source: Provenance): void {
    const { role, value } = setting;
    if (setting.conditional) this.complete = false;
    if (value.kind === 'primitive' && (value.value === undefined || value.value === null)) return;
    switch (role) {
      case 'headers':
        this.addAll(value, source);
        break;
      case 'header':
        this.push(setting.name && textOf(setting.name), value, source);
        break;
      case 'headerLine':
        this.addLine(value, source);
        break;
      case 'headerLines':
        if (value.kind === 'array') for (const item of value.items) this.addLine(item, source);
        else if (value.kind === 'draft') for (const each of value.settings) this.addLine(each.value, source);
        else if (value.kind === 'text') for (const each of showParts(value.parts).split(/\r?\n/)) this.addLine({ kind: 'text', parts: [each] }, source);
        if (value.kind !== 'draft' && !(value.kind === 'array' && value.complete) && value.kind !== 'text') this.complete = false;
        break;
      case 'cookie':
        this.addCookie(setting.name && textOf(setting.name), value, source);
        break;
      case 'cookieName':
        this.cookieName = textOf(value);
        break;
      case 'cookieValue':
        this.addCookie(this.cookieName, value, source);
        break;
      case 'cookies':
        if (value.kind === 'object') for (const [name, member] of value.members) this.addCookie(name, member(), source);
        else if (value.kind !== 'draft') this.push('Cookie', value, source);
        break;
      case 'contentType':
        this.replace('Content-Type', { kind: 'text', parts: toParts(value).map((part) => (typeof part === 'string' ? (MEDIA_TYPES[part] ?? part) : part)) }, source);
        break;
      default:
        this.replace(FIELDS[role] ?? role, value, source);
    }
  }

  private addAll(value: Value, source: Provenance): void {
    if (value.kind === 'draft') {
      this.nesting += 1;
      if (this.nesting <= MAX_NESTING) for (const inner of value.settings.filter(({ role }) => ROLES.includes(role))) this.add(inner, source);
      this.nesting -= 1;
      return;
    }
    const fresh = new HeaderCollection();
    switch (value.kind) {
      case 'primitive':
        break;
      case 'object':
        for (const name of value.members.keys()) fresh.push(name, memberOf(value, name), source);
        fresh.complete &&= value.complete;
        break;
      case 'array':
        for (const pair of value.items) {
          const [name, of] = pair.kind === 'array' ? pair.items : [];
          if (pair.kind === 'text') fresh.addLine(pair, source);
          else fresh.push(name && textOf(name), of, source);
        }
        fresh.complete &&= value.complete;
        break;
      default:
        fresh.complete = false;
    }
    const names = new Set(fresh.fields.map(({ name }) => name.toLowerCase()));
    this.fields = [...this.fields.filter(({ name }) => !names.has(name.toLowerCase())), ...fresh.fields];
    this.complete &&= fresh.complete;
  }

  private push(name: string | undefined, value: Value | undefined, source: Provenance): void {
    if (name === undefined || value === undefined) this.complete = false;
    else if (value.kind === 'array' && value.items.length > 0) for (const item of value.items) this.push(name, item, source);
    else if (!(value.kind === 'primitive' && value.value === undefined)) this.fields.push({ name, value: fieldValue(value), source });
  }

  private replace(name: string, value: Value, source: Provenance): void {
    this.fields = this.fields.filter((field) => field.name.toLowerCase() !== name.toLowerCase());
    this.push(name, value, source);
  }

  /** `Name: value`; curl's `Name;` is a field without a value and `Name:` removes one. */
  private addLine(value: Value, source: Provenance): void {
    const written = showParts(toParts(value));
    const match = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*([^]*)$/.exec(written);
    if (match?.[1] !== undefined && match[2] !== '') this.push(match[1], { kind: 'text', parts: [match[2] ?? ''] }, source);
    else if (/^[!#$%&'*+.^_`|~\w-]+;$/.test(written)) this.push(written.slice(0, -1), { kind: 'text', parts: [] }, source);
    else if (!match) this.complete = false;
  }

  private addCookie(name: string | undefined, value: Value, source: Provenance): void {
    if (name === undefined) {
      this.complete = false;
      return;
    }
    this.cookies.push({ name, value: fieldValue(value) });
    this.replace('Cookie', { kind: 'text', parts: [this.cookies.map((each) => `${each.name}=${each.value}`).join('; ')] }, source);
  }
}

/** Fetch §2.2.2 "normalize a value": white space at both ends is removed. */
function fieldValue(value: Value): string {
  return showParts(toParts(value)).replace(/^[\t\n\r ]+/, '').trimEnd();
}
