import { maskUrl } from '../model/masking';
import type { Finding } from '../model/request';
import { MAX_URL_CHARACTERS, SUPPORTED_SCHEMES, urlProblem } from '../model/requestUrl';
import { confusableReason, toUnicodeHost } from '../model/unicodeHost';
import { clip, firstInvisible, showInvisible } from '../model/visibleText';
import { joinParts } from './folding/operators';
import { knownText, type Part } from './folding/value';

/** Schemes that name an address on a network; all others name something that no request is sent for. */
export const NETWORK_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'ftp']);
/** Schemes of protocols that are spoken over a network and that Wirewalk names, but does not predict. */
const OTHER_PROTOCOLS = /^(?:tcp|tls|udp|dns|smtps?|imaps?|pop3s?|stuns?|turns?|postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mqtts?|nats|kafka|sql|icmp|ldaps?|ssh|sftp|ftps|telnet)$/;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const SHOWN_CHARACTERS = 80;
/** A host name that can stand alone, so that an unknown part right after it is taken for a path. */
const WHOLE_HOST = /^(?:localhost|(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]*\p{L}|\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\])(?::\d+)?$/iu;
/** What stands in place of an unknown part while the rest is normalised; no code has it. */
const STAND_IN = 'wirewalk-unknown-part-';

/** A URL as code gives it, ready for a `Request`. */
export interface SourceUrl {
  readonly url: string;
  readonly unknownParts: readonly string[];
  /** Whether scheme and host are certain. */
  readonly hostKnown: boolean;
  /** Whether something can be requested over a network with it. */
  readonly isNetwork: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Makes the URL of a request from its parts: normalised (WHATWG URL) where it is known, unknown parts as `{name}`. What is
 * wrong or worth knowing stands in `findings`; nothing throws, whatever the parts are.
 */
export function describeUrl(input: readonly Part[]): SourceUrl {
  const parts = withoutOuterSpace(joinParts(input));
  const known = knownText(parts);
  const length = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
  if (length > MAX_URL_CHARACTERS) return tooLong(parts, length);
  return known === undefined ? describePartial(parts) : describeKnown(known);
}

function describeKnown(raw: string): SourceUrl {
  const findings = characterFindings(raw);
  // WHATWG §4.4 step 3: tabs and line ends vanish wherever they stand.
  const plain = raw.replace(/[\t\n\r]/g, '');
  const scheme = SCHEME.exec(plain)?.[1]?.toLowerCase();
  if (scheme === undefined) return describeRelative([plain], findings);
  if (OTHER_PROTOCOLS.test(scheme)) return describeOther(visible(plain), [], scheme, findings);
  if (!NETWORK_SCHEMES.has(scheme)) {
    return { url: visible(raw), unknownParts: [], hostKnown: false, isNetwork: false, findings: [notNetwork(scheme), ...findings] };
  }
  const problem = problemOf(plain, scheme);
  if (problem !== undefined || !URL.canParse(plain)) {
    const message = problem ?? `"${visible(maskUrl(plain))}" is not a URL that can be requested.`;
    return { url: visible(raw), unknownParts: [], hostKnown: false, isNetwork: true, findings: [{ id: 'url.invalid', severity: 'error', message }, ...findings] };
  }
  const url = new URL(plain);
  return { url: url.href, unknownParts: [], hostKnown: true, isNetwork: true, findings: [...findings, ...addressFindings(url)] };
}

function describePartial(parts: readonly Part[]): SourceUrl {
  const [start = ''] = parts;
  const findings = characterFindings(parts.filter((part) => typeof part === 'string').join(''));
  const unknownParts = namesOf(parts);
  if (typeof start !== 'string') return { url: show(parts), unknownParts, hostKnown: false, isNetwork: true, findings: [hostUnknown(start.name), ...findings] };
  const scheme = SCHEME.exec(start)?.[1]?.toLowerCase();
  if (scheme === undefined) return describeRelative(parts, findings);
  if (OTHER_PROTOCOLS.test(scheme)) return describeOther(show(parts), unknownParts, scheme, findings);
  if (!NETWORK_SCHEMES.has(scheme)) return { url: show(parts), unknownParts, hostKnown: false, isNetwork: false, findings: [notNetwork(scheme), ...findings] };
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\\]*)(.?)/is.exec(start);
  if (authority && authority[2] !== '') return normalisePartial(parts, unknownParts, findings);
  const next = parts[1];
  const name = typeof next === 'object' ? next.name : 'expression';
  if (authority && WHOLE_HOST.test(authority[1] ?? '')) {
    const slashed = [`${start}/`, ...parts.slice(1)];
    const assumed: Finding = {
      id: 'url.path-assumed',
      severity: 'information',
      message: `\`${name}\` follows the host directly; it is taken to begin with a slash, or the host would be another one.`,
    };
    return normalisePartial(slashed, unknownParts, [assumed, ...findings]);
  }
  if (authority?.[1]?.endsWith(':') && WHOLE_HOST.test(authority[1].slice(0, -1))) {
    const port: Finding = { id: 'port.unknown', severity: 'information', message: `The port is the value of \`${name}\` when the code runs.` };
    return { url: show(parts), unknownParts, hostKnown: false, isNetwork: true, findings: [port, ...findings] };
  }
  return { url: show(parts), unknownParts, hostKnown: false, isNetwork: true, findings: [hostUnknown(name), ...findings] };
}

/** What another protocol than HTTP is asked to reach. */
function describeOther(url: string, unknownParts: readonly string[], scheme: string, findings: readonly Finding[]): SourceUrl {
  const finding: Finding = { id: 'url.other-protocol', severity: 'information', message: `${clip(scheme, 32)}: goes over the network by a protocol that Wirewalk does not predict.` };
  return { url, unknownParts, hostKnown: !/^[^/{]*:(?:\/\/)?\{/.test(url), isNetwork: true, findings: [finding, ...findings] };
}

/** Scheme and authority are known: the known rest is normalised around the unknown parts. */
function normalisePartial(parts: readonly Part[], unknownParts: readonly string[], findings: readonly Finding[]): SourceUrl {
  const standIns: string[] = [];
  const filled = parts
    .map((part) => (typeof part === 'string' ? part : `${STAND_IN}${standIns.push(`{${part.name}}`) - 1}-`))
    .join('')
    .replace(/[\t\n\r]/g, '');
  const scheme = SCHEME.exec(filled)?.[1]?.toLowerCase() ?? '';
  const problem = problemOf(filled.slice(0, filled.search(/[/?#\\]/) === -1 ? undefined : MAX_URL_CHARACTERS), scheme);
  if (problem !== undefined || !URL.canParse(filled)) {
    const message = problem === undefined || problem.includes(STAND_IN) ? `"${show(parts)}" is not a URL that can be requested.` : problem;
    return { url: show(parts), unknownParts, hostKnown: false, isNetwork: true, findings: [{ id: 'url.invalid', severity: 'error', message }, ...findings] };
  }
  const url = new URL(filled);
  const shown = url.href.replace(new RegExp(`${STAND_IN}(\\d+)-`, 'g'), (_whole, index: string) => standIns[Number(index)] ?? '{expression}');
  // A relative path may swallow a part (`/a/${x}/..`); only those that are left are named.
  const left = unknownParts.filter((name) => shown.includes(`{${name}}`));
  return { url: shown, unknownParts: left, hostKnown: true, isNetwork: true, findings: [...findings, ...addressFindings(url)] };
}

/** A reference without a scheme takes what it lacks from the page that runs the code (WHATWG URL §4.4, base URL). */
function describeRelative(parts: readonly Part[], findings: readonly Finding[]): SourceUrl {
  const [start = ''] = parts;
  const first = typeof start === 'string' ? start : '';
  const missing = first.startsWith('//') ? 'scheme' : first.startsWith('/') ? 'origin' : 'page';
  const before: Part[] = missing === 'scheme' ? [{ name: 'scheme' }, ':'] : missing === 'origin' ? [{ name: 'origin' }] : [{ name: 'page' }, '/'];
  const all = [...before, ...parts];
  const relative: Finding = {
    id: 'host.unknown',
    severity: 'information',
    message: missing === 'scheme'
      ? 'The scheme is that of the page that runs the code.'
      : 'The URL is relative: its host is that of the page that runs the code. Outside a browser such a call fails.',
    spec: 'WHATWG URL §4.4',
  };
  return { url: show(all), unknownParts: namesOf(all), hostKnown: false, isNetwork: true, findings: [relative, ...findings] };
}

function tooLong(parts: readonly Part[], length: number): SourceUrl {
  const whole = show(parts);
  const url = `${whole.slice(0, MAX_URL_CHARACTERS)}{rest}`;
  const finding: Finding = {
    id: 'url.too-long',
    severity: 'warning',
    message: `This URL has ${length} characters, of which ${MAX_URL_CHARACTERS} are shown; many servers refuse more than about 8000.`,
    spec: 'RFC 9110 §4.1',
  };
  const unknownParts = [...namesOf(parts).filter((name) => url.includes(`{${name}}`)), 'rest'];
  return { url, unknownParts, hostKnown: false, isNetwork: NETWORK_SCHEMES.has(SCHEME.exec(whole)?.[1]?.toLowerCase() ?? ''), findings: [finding] };
}

/** What certainly keeps a URL from being requested; for schemes that are not explained yet, the same checks as if they were. */
function problemOf(text: string, scheme: string): string | undefined {
  const checked = SUPPORTED_SCHEMES.has(scheme) ? text : text.replace(SCHEME, 'https:');
  // Spaces and invisible characters in the path are encoded by WHATWG and flagged by a finding of their own.
  return urlProblem(checked.replace(/[\s\p{Cc}\p{Cf}]/gu, '').slice(0, MAX_URL_CHARACTERS));
}

function characterFindings(raw: string): Finding[] {
  const invisible = firstInvisible(raw);
  if (invisible === undefined) return [];
  const control = /[\t\n\r]/.test(raw);
  return [{
    id: 'url.control-characters',
    severity: 'warning',
    message: control
      ? `The URL holds ${invisible}, which is removed before it is used.`
      : `The URL holds the invisible character ${invisible}: it may not be what it looks like.`,
    spec: control ? 'WHATWG URL §4.4' : 'Unicode UTS #39',
  }];
}

function addressFindings(url: URL): Finding[] {
  const findings: Finding[] = [];
  if (url.username !== '' || url.password !== '') {
    findings.push({
      id: 'url.credentials',
      severity: 'warning',
      message: 'The URL carries credentials, which end up in logs and histories; send them in a header field instead.',
      spec: 'RFC 9110 §4.2.4',
    });
  }
  const reason = confusableReason(url.hostname);
  if (reason !== undefined) {
    findings.push({
      id: 'url.mixed-script',
      severity: 'warning',
      message: `The host ${clip(url.hostname, SHOWN_CHARACTERS)} reads ${clip(toUnicodeHost(url.hostname), SHOWN_CHARACTERS)}: ${clip(reason, 2 * SHOWN_CHARACTERS)}.`,
      spec: 'Unicode UTS #39 §5',
    });
  }
  return findings;
}

function notNetwork(scheme: string): Finding {
  return { id: 'url.not-network', severity: 'information', message: `${clip(scheme, 32)}: is no request to a network; nothing is sent for it.` };
}

function hostUnknown(name: string): Finding {
  return { id: 'host.unknown', severity: 'information', message: `The host is not known here: it depends on \`${name}\` when the code runs.` };
}

function withoutOuterSpace(parts: readonly Part[]): readonly Part[] {
  const trimmed = [...parts];
  const [first] = trimmed;
  if (typeof first === 'string') trimmed[0] = first.replace(/^[\0- ]+/, '');
  const last = trimmed.at(-1);
  if (typeof last === 'string') {
    // Not `/[\0- ]+$/`, which is quadratic for long runs inside.
    let end = last.length;
    while (end > 0 && last.charCodeAt(end - 1) <= 0x20) end -= 1;
    trimmed[trimmed.length - 1] = last.slice(0, end);
  }
  return trimmed.filter((part) => part !== '');
}

function namesOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name])))];
}

function show(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? showInvisible(part) : `{${part.name}}`)).join('');
}

function visible(text: string): string {
  return showInvisible(clip(text, MAX_URL_CHARACTERS));
}
