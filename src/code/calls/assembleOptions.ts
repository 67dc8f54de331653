import type { Request } from '../../model/request';
import { showParts, textOf, toParts, type Value } from '../folding/value';
import type { Settings } from './assemble';

type Options = Pick<Request, 'timeoutMs' | 'abortable' | 'retries' | 'redirects' | 'maxRedirects' | 'verifiesCertificate' | 'proxyUrl' | 'credentialsMode' | 'connectionReuse' | 'httpVersion'>;

/** What the code says about how the request is sent, as far as it says it. */
export function assembleOptions(settings: Settings): Options {
  const timeoutMs = timeoutOf(settings);
  const retries = numberOf(settings.last('retries')?.value);
  const proxy = settings.last('proxy')?.value;
  const credentials = credentialsOf(settings);
  const version = settings.last('httpVersion');
  const agent = settings.last('agent');
  const versionText = version && textOf(version.value);
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    // A signal that only a clock triggers is a timeout.
    ...(settings.all.some(({ role, value }) => role === 'signal' && value.kind !== 'signal' && value.kind !== 'primitive') ? { abortable: true } : {}),
    ...(retries === undefined ? {} : { retries }),
    ...redirectsOf(settings),
    ...(verifies(settings) ? {} : { verifiesCertificate: false }),
    ...(proxy === undefined || isFalse(proxy) ? {} : { proxyUrl: proxyText(proxy) }),
    ...(credentials === undefined ? {} : { credentialsMode: credentials }),
    ...(agent === undefined ? {} : { connectionReuse: isFalse(agent.value) ? 'none' : 'pool' }),
    ...(versionText === undefined ? {} : { httpVersion: versionText }),
  };
}

function timeoutOf(settings: Settings): number | undefined {
  const setting = settings.last('timeoutMs', 'timeoutS', 'signal');
  if (!setting) return undefined;
  if (setting.role === 'signal') {
    if (setting.value.kind === 'signal') return setting.value.timeoutMs;
    const other = settings.last('timeoutMs', 'timeoutS');
    return other && timeoutValue(other.value, other.role === 'timeoutS');
  }
  return timeoutValue(setting.value, setting.role === 'timeoutS');
}

function timeoutValue(value: Value, seconds: boolean): number | undefined {
  // (connect, read): the answer is waited for as long as the second says.
  const given = numberOf(value.kind === 'array' ? value.items.at(-1) : value);
  return given === undefined || given <= 0 ? undefined : given * (seconds ? 1000 : 1);
}

function redirectsOf(settings: Settings): Pick<Request, 'redirects' | 'maxRedirects'> {
  const most = numberOf(settings.last('maxRedirects')?.value);
  const setting = settings.last('redirects', 'noRedirects');
  if (!setting) return most === undefined ? {} : most === 0 ? { redirects: 'manual' } : { maxRedirects: most };
  const { role, value } = setting;
  const limit = most === undefined ? {} : { maxRedirects: most };
  const name = value.kind === 'text' ? textOf(value)?.toLowerCase() : undefined;
  if (name === 'error' || name === 'manual' || name === 'follow') return { redirects: name, ...limit };
  if (value.kind === 'primitive' && typeof value.value === 'boolean') return { redirects: value.value === (role === 'redirects') ? 'follow' : 'manual', ...limit };
  const count = numberOf(value);
  if (count !== undefined) return count === 0 ? { redirects: 'manual' } : { redirects: 'follow', ...(count > 1 ? { maxRedirects: count } : limit) };
  const path = value.kind === 'unknown' ? (value.path ?? value.name) : '';
  if (/never|none|no_?follow|error|manual/i.test(path)) return { redirects: 'manual' };
  return /always|normal|follow/i.test(path) ? { redirects: 'follow', ...limit } : limit;
}

function verifies(settings: Settings): boolean {
  const setting = settings.last('verify', 'insecure');
  if (!setting) return true;
  if (setting.role === 'insecure') return !isTrue(setting.value);
  if (setting.value.kind === 'unknown') return !/(?:VERIFY_NONE|CERT_NONE)$/.test(setting.value.path ?? setting.value.name);
  return !isFalse(setting.value);
}

function credentialsOf(settings: Settings): Request['credentialsMode'] {
  const setting = settings.last('credentials', 'withCredentials');
  if (!setting) return undefined;
  if (setting.role === 'withCredentials') return isTrue(setting.value) ? 'include' : undefined;
  const mode = textOf(setting.value);
  return mode === 'omit' || mode === 'same-origin' || mode === 'include' ? mode : undefined;
}

/** A URL, or an object that has one or a host and a port; `{proxy}` where it is not known. */
function proxyText(value: Value): string {
  if (value.kind === 'text' || value.kind === 'url') return showParts(toParts(value));
  if (value.kind === 'object') {
    const member = (name: string): string | undefined => {
      const found = value.members.get(name);
      return found && showParts(toParts(found()));
    };
    const whole = member('https') ?? member('http') ?? member('server') ?? member('https://') ?? member('all://') ?? member('http://');
    if (whole !== undefined) return whole;
    const host = member('host') ?? member('hostname');
    if (host !== undefined) return `${member('protocol') ?? 'http'}://${host}${member('port') === undefined ? '' : `:${member('port') ?? ''}`}`;
  }
  return '{proxy}';
}

function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'primitive' && typeof value.value === 'number' && Number.isFinite(value.value)) return value.value;
  const text = value?.kind === 'text' ? textOf(value) : undefined;
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function isFalse(value: Value): boolean {
  return (value.kind === 'primitive' && !value.value) || (value.kind === 'text' && /^(?:no|false|0)$/.test(textOf(value) ?? ''));
}

function isTrue(value: Value): boolean {
  return value.kind === 'primitive' && Boolean(value.value);
}
