import type { Finding, HeaderField } from '../../model/request';
import type { ClientDescription } from '../libraries/description';
import type { Role } from '../libraries/roles';
import { toBase64 } from '../builtins/texts';
import { showParts, textOf, toParts, type Setting, type Value } from '../folding/value';
import { assembleBody } from './assembleBody';
import { assembleHeaders, sourceOfSetting, type LineAt } from './assembleHeaders';
import { assembleOptions } from './assembleOptions';
import { assembleUrl } from './assembleUrl';
import type { CallReading } from './callReading';

/** Requests that hold requests that hold … beyond this are not looked into. */
const MAX_NESTING = 8;
/** Stands for a method that is not known. */
const UNKNOWN_METHOD = '{method}';
/** Fetch §4.1.1 "normalize a method": only these are upper-cased. */
const NORMALISED_METHODS = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);
/** A constant that is named after a method: `HttpMethod.Post`, `http.MethodPost`, `HTTP_METH_POST`. */
const METHOD_CONSTANT = /(?:^|[._]|Method|METH_)(get|head|post|put|delete|connect|options|trace|patch)$/i;

/** Settings by role, in the order in which the code gives them. */
export class Settings {
  constructor(readonly all: readonly Setting[]) {}

  of(...roles: readonly Role[]): readonly Setting[] {
    return this.all.filter(({ role }) => roles.includes(role));
  }

  /** The last one that is not `undefined` or null. */
  last(...roles: readonly Role[]): Setting | undefined {
    return this.all.findLast(({ role, value }) => roles.includes(role) && !(value.kind === 'primitive' && (value.value === undefined || value.value === null)));
  }
}

/** The request that the settings make together, as the client treats them. */
export function assemble(given: readonly Setting[], description: ClientDescription, lineAt: LineAt): Omit<CallReading, 'certainty'> {
  const settings = new Settings(placeData(flatten(given), description));
  const findings: Finding[] = [];
  if (settings.of('incomplete').length > 0) {
    findings.push({ id: 'request.options-unknown', severity: 'information', message: 'Not all options of the call are known here: it may send more than is shown.' });
  }
  const headers = assembleHeaders(settings, lineAt);
  if (!headers.complete || settings.of('incomplete').some(({ name }) => name !== undefined)) findings.push(HEADERS_UNKNOWN);
  else if (settings.of('incomplete').length > 0 && description.methodCase === 'fetch') findings.push(HEADERS_UNKNOWN);
  const body = assembleBody(settings, headers.fields, description);
  const url = assembleUrl(settings, description);
  const method = assembleMethod(settings, description, body !== undefined);
  return {
    ...url,
    method,
    headers: withAuthorization(headers.fields, settings, lineAt),
    ...(body === undefined ? {} : { body }),
    ...assembleOptions(settings),
    findings,
  };
}

const HEADERS_UNKNOWN: Finding = {
  id: 'request.headers-unknown',
  severity: 'information',
  message: 'Not all header fields are known here: the code adds some when it runs.',
};

const MERGED: ReadonlySet<string> = new Set<Role>(['agent', 'auth', 'timeoutS', 'timeoutMs', 'verify', 'retries']);

/** The settings of requests inside stand where those are named. */
function flatten(settings: readonly Setting[], nesting = 0): readonly Setting[] {
  if (nesting > MAX_NESTING) return [];
  return settings.flatMap((setting) => {
    // An agent, an authentication, a timeout: objects of their own, whose settings are the request's.
    if (setting.role !== 'request') return setting.value.kind === 'draft' && MERGED.has(setting.role) ? [...flatten(setting.value.settings, nesting + 1), setting] : [setting];
    if (setting.value.kind === 'draft') return flatten(setting.value.settings, nesting + 1);
    return setting.value.kind === 'primitive' ? [] : [{ ...setting, role: 'incomplete' as const }];
  });
}

/** The `data` of a GET are parameters of its URL with some clients. */
function placeData(settings: readonly Setting[], { dataInQuery, method = 'GET' }: ClientDescription): readonly Setting[] {
  if (!dataInQuery) return settings;
  const given = new Settings(settings).last('method');
  if (!/^(?:GET|HEAD)$/.test(given ? readMethod(given.value, 'upper') : method)) return settings;
  return settings.map((setting) => (setting.role === 'data' ? { ...setting, role: 'query' as const } : setting));
}

function assembleMethod(settings: Settings, { method = 'GET', postsBodies, methodCase = 'upper' }: ClientDescription, hasBody: boolean): string {
  const given = settings.last('method');
  if (!given) {
    const implied = (['heads', 'puts', 'posts'] as const).find((role) => isSet(settings.last(role)?.value));
    if (implied) return implied.slice(0, -1).toUpperCase();
    return postsBodies && hasBody ? 'POST' : method;
  }
  return readMethod(given.value, methodCase);
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && !(value.kind === 'primitive' && !value.value);
}

/** A method is a token (RFC 9110 §9.1); clients refuse anything else, so nothing is certain about it. */
function readMethod(value: Value, methodCase: 'fetch' | 'upper' | 'as-is'): string {
  if (value.kind === 'unknown') {
    const constant = METHOD_CONSTANT.exec(value.path ?? '')?.[1];
    return constant === undefined || !value.path?.includes('.') && !/_/.test(value.path ?? '') ? UNKNOWN_METHOD : constant.toUpperCase();
  }
  const method = textOf(value);
  if (method === undefined || !/^[!#$%&'*+.^_`|~\w-]{1,64}$/.test(method)) return UNKNOWN_METHOD;
  const upper = method.toUpperCase();
  if (methodCase === 'upper') return upper;
  return methodCase === 'fetch' && NORMALISED_METHODS.has(upper) ? upper : method;
}

/** Basic and bearer credentials that the code gives apart from the header fields (RFC 7617 §2, RFC 6750 §2.1). */
function withAuthorization(fields: readonly HeaderField[], settings: Settings, lineAt: LineAt): readonly HeaderField[] {
  const value = authorizationOf(settings);
  if (!value || fields.some(({ name }) => name.toLowerCase() === 'authorization')) return fields;
  return [...fields, { name: 'Authorization', value: value.text, source: sourceOfSetting(value.setting, lineAt) }];
}

function authorizationOf(settings: Settings): { text: string; setting: Setting } | undefined {
  const bearer = settings.last('bearer');
  if (bearer) return { text: `Bearer ${showParts(toParts(bearer.value))}`, setting: bearer };
  const credentials = credentialsOf(settings);
  if (!credentials) return undefined;
  const { known, setting } = credentials;
  return { text: `Basic ${known === undefined ? '{credentials}' : toBase64(known)}`, setting };
}

function credentialsOf(settings: Settings): { known: string | undefined; setting: Setting } | undefined {
  const auth = settings.last('auth');
  if (auth && auth.value.kind !== 'draft') {
    const { value } = auth;
    const [user, password] = pairOf(value);
    if (user === undefined && value.kind === 'text') return { known: textOf(value), setting: auth };
    return { known: user === undefined || password === undefined ? undefined : `${user}:${password}`, setting: auth };
  }
  const user = settings.last('user');
  const password = settings.last('password');
  if (!user) return undefined;
  const [a, b] = [textOf(user.value), password ? textOf(password.value) : ''];
  return { known: a === undefined || b === undefined ? undefined : `${a}:${b}`, setting: user };
}

function pairOf(value: Value): readonly (string | undefined)[] {
  if (value.kind === 'array') return value.items.slice(0, 2).map(textOf);
  if (value.kind !== 'object') return [];
  const member = (...names: readonly string[]): string | undefined => {
    const found = names.map((name) => value.members.get(name)).find((each) => each !== undefined);
    return found && textOf(found());
  };
  return [member('username', 'user'), member('password', 'pass')];
}
