/** What stands where a secret stood. Plain ASCII that needs no escape in a URL, a header or a terminal. */
export const MASK = '***';

/** Parameter and header names, in lower case without `-`, `_` and `.`, whose values are secrets. */
const SECRET_NAMES = new Set([
  'password', 'passwd', 'pwd', 'pass', 'passphrase', 'passcode', 'secret', 'clientsecret', 'appsecret', 'sharedsecret',
  'token', 'accesstoken', 'refreshtoken', 'idtoken', 'authtoken', 'sessiontoken', 'bearer', 'bearertoken', 'apitoken', 'csrftoken',
  'apikey', 'key', 'appkey', 'appid', 'subscriptionkey', 'ocpapimsubscriptionkey', 'accesskey', 'secretkey', 'privatekey',
  'sig', 'signature', 'hmac', 'auth', 'authorization', 'credential', 'credentials', 'jwt', 'assertion', 'clientassertion', 'samlresponse',
  'session', 'sessionid', 'sid', 'phpsessid', 'jsessionid', 'otp', 'totp', 'ticket',
  'xamzsignature', 'xamzcredential', 'xamzsecuritytoken', 'awsaccesskeyid', 'xgoogsignature', 'xgoogcredential', 'googleaccessid',
  'xapikey', 'xauthtoken', 'xaccesstoken', 'xcsrftoken', 'xxsrftoken', 'xgoogapikey', 'xvaulttoken', 'privatetoken', 'jobtoken',
  'xfunctionskey', 'xhubsignature256',
]);
/** Ends of such names: `MY_SERVICE_API_KEY`, `github-token`. */
const SECRET_NAME_ENDS = /(?:password|passwd|secret|token|apikey|accesskey|privatekey|secretkey|signature|credentials?)$/;
/** Values that are secrets whatever they are called: JWTs and the prefixed keys of well-known services. */
const SECRET_VALUE = /\b(?:eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{8,}|[sr]k_(?:live|test)_\w{8,}|sk-[\w-]{16,}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{8,}|npm_\w{30,}|hv[sb]\.\w{16,})/g;
/** URLs inside other text: the value of a header field that is no URL itself, a member of a JSON body. */
const URL_IN_TEXT = /[a-z][a-z0-9+.-]{0,19}:\/\/[^\s"'<>\\]+/gi;
/** A member of a JSON object whose value is a string or a number. */
const JSON_MEMBER = /("([\w.-]{1,64})"\s*:\s*)(?:"((?:[^"\\]|\\.)*)"|-?\d[\d.eE+-]*)/g;
/** An XML element that holds nothing but text, whatever its namespace prefix is. */
const XML_ELEMENT = /(<(?:[\w.-]{1,64}:)?([\w.-]{1,64})(?:\s[^<>]{0,256})?>)([^<>]+)(?=<\/)/g;
/** A parameter of a path segment: `/basket;jsessionid=1f`. (RFC 3986 §3.3) */
const PATH_PARAMETER = /;([^=;/]{1,128})=([^;/]+)/g;
/** Before the authority. Browsers take any number of slashes there, and none after a scheme (WHATWG URL §4.4). */
const AUTHORITY_BEGINS = /:\/\/[\\/]*|^\s*(?:[a-z][a-z0-9+.-]{0,31}:[\\/]*|[\\/]{2,})/i;
/** OAuth's authorization code is a secret; a country code is not. */
const OAUTH_CODE_MIN_CHARACTERS = 16;
/** A placeholder for a value that is not known (`{name}`) is no secret. */
const PLACEHOLDER = /^\{[^{}]*\}$/;

/** Paths that are themselves keys: Slack and Discord webhooks, Telegram bots. */
const SECRET_PATHS: readonly (readonly [RegExp, string])[] = [
  [/(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[^?#\s]+/gi, `$1${MASK}`],
  [/(discord(?:app)?\.com\/api\/webhooks\/\d+\/)[^/?#\s]+/gi, `$1${MASK}`],
  [/(api\.telegram\.org\/(?:file\/)?bot)[^/?#\s]+/gi, `$1${MASK}`],
];

/**
 * The URL with its secrets masked: password in the userinfo (and a user name that is a token), values of secret query and
 * fragment parameters, and values that are recognisable as keys. Text that is no URL is treated the same way where the
 * shapes occur, so it is safe to call on anything. Linear in the length.
 */
export function maskUrl(url: string): string {
  const { before, userInfo, after } = splitUserInfo(url);
  const masked = userInfo === undefined ? url : `${before}${maskUserInfo(userInfo)}@${after}`;
  const query = masked.search(/[?#]/);
  const hierarchy = (query === -1 ? masked : masked.slice(0, query)).replace(PATH_PARAMETER, (whole: string, name: string, value: string) =>
    isSecretParameter(name, value) ? `;${name}=${MASK}` : whole);
  const rest = query === -1 ? '' : maskParameters(masked.slice(query));
  return maskSecretValues(SECRET_PATHS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), hierarchy) + rest);
}

/** The header value with its secrets masked. Schemes, cookie names and cookie attributes stay readable. */
export function maskHeader(name: string, value: string): string {
  if (PLACEHOLDER.test(value)) return value;
  switch (name.toLowerCase()) {
    case 'authorization':
    case 'proxy-authorization':
    case 'www-authenticate':
    case 'proxy-authenticate':
    case 'authentication-info':
      return maskCredentials(value);
    case 'cookie':
      return value.split(';').map(maskCookiePair).join(';');
    case 'set-cookie': {
      const [pair = '', ...attributes] = value.split(';');
      return [maskCookiePair(pair), ...attributes].join(';');
    }
    case 'location':
    case 'content-location':
    case 'referer':
    case 'link':
    case 'refresh':
      return maskUrl(value);
    default:
      return isSecretName(name) ? MASK : maskSecretValues(maskUrlsWithin(value));
  }
}

/**
 * A body or any other text with its secrets masked: values of secret names in JSON, XML, form data and assignments on lines of
 * their own, secrets of URLs that stand in it, and values that are recognisable as keys. Linear in the length.
 */
export function maskText(text: string): string {
  const members = maskUrlsWithin(text)
    .replace(JSON_MEMBER, (whole: string, before: string, name: string, value: string | undefined) => {
      if (!isSecretName(name) || PLACEHOLDER.test(value ?? '')) return whole;
      return value === undefined ? `${before}${MASK}` : `${before}"${MASK}"`;
    })
    .replace(XML_ELEMENT, (whole: string, tag: string, name: string, value: string) => (isSecretName(name) && !PLACEHOLDER.test(value) ? `${tag}${MASK}` : whole));
  return maskSecretValues(/^\s*[{["<]/.test(members) ? members : maskParameters(members));
}

/** Whether the value of a parameter, member or header of this name is a secret. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_.[\]]/g, '');
  return SECRET_NAMES.has(plain) || SECRET_NAME_ENDS.test(plain);
}

function splitUserInfo(url: string): { before: string; userInfo?: string; after: string } {
  const beginning = AUTHORITY_BEGINS.exec(url);
  if (beginning === null) return { before: url, after: '' };
  const start = beginning.index + beginning[0].length;
  const length = url.slice(start).search(/[/?#\\]/);
  const authority = length === -1 ? url.slice(start) : url.slice(start, start + length);
  const at = authority.lastIndexOf('@');
  if (at === -1) return { before: url, after: '' };
  return { before: url.slice(0, start), userInfo: authority.slice(0, at), after: url.slice(start + at + 1) };
}

function maskUserInfo(userInfo: string): string {
  const colon = userInfo.indexOf(':');
  if (colon === -1) return userInfo.length >= 20 && !PLACEHOLDER.test(userInfo) ? MASK : maskSecretValues(userInfo);
  const password = userInfo.slice(colon + 1);
  return `${maskSecretValues(userInfo.slice(0, colon))}:${password === '' || PLACEHOLDER.test(password) ? password : MASK}`;
}

function maskUrlsWithin(text: string): string {
  return text.replace(URL_IN_TEXT, (url) => maskUrl(url));
}

function maskParameters(text: string): string {
  return text.replace(/([?#&;\r\n]|^)([^=&;?#\r\n]{1,128})=([^&;#\r\n]*)/g, (whole: string, separator: string, name: string, value: string) =>
    isSecretParameter(name, value) ? `${separator}${name}=${MASK}` : whole);
}

function isSecretParameter(name: string, value: string): boolean {
  if (value === '' || PLACEHOLDER.test(value)) return false;
  const decoded = decodeName(name).trim();
  return isSecretName(decoded) || (/^code$/i.test(decoded) && value.length >= OAUTH_CODE_MIN_CHARACTERS);
}

function maskCredentials(value: string): string {
  const scheme = /^\s*([!#$%&'*+.^_`|~\w-]+)\s+(\S.*)$/s.exec(value);
  if (!scheme) return value.trim() === '' ? value : MASK;
  return PLACEHOLDER.test(scheme[2] ?? '') ? value : `${scheme[1] ?? ''} ${MASK}`;
}

function maskCookiePair(pair: string): string {
  const equals = pair.indexOf('=');
  if (equals === -1) return pair.trim() === '' ? pair : MASK;
  return PLACEHOLDER.test(pair.slice(equals + 1)) ? pair : `${pair.slice(0, equals)}=${MASK}`;
}

function maskSecretValues(text: string): string {
  return text.replace(SECRET_VALUE, MASK);
}

/** Percent-decoded, so that `access%5Ftoken` is seen for what it is; the text itself where it does not decode. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
