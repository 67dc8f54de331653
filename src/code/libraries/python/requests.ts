import type { Value } from '../../folding/value';
import type { ClientDescription, OptionTable } from '../description';

const URL_NAME = /url|uri|endpoint/i;

const OPTIONS: OptionTable = {
  url: 'url', method: 'method', params: 'query', headers: 'headers', data: 'data', json: 'json', files: 'multipart', auth: 'auth', cookies: 'cookies', timeout: 'timeoutS',
  allow_redirects: 'redirects', verify: 'verify', proxies: 'proxy',
};

/** requests and its sessions. */
export const requests: ClientDescription = {
  client: 'python-requests',
  languages: ['python'],
  aliases: { 'requests.sessions': 'requests', 'requests.api': 'requests', 'requests.session': 'requests.Session', 'requests_html.HTMLSession': 'requests.Session', 'requests.sessions.Session': 'RequestsSession' },
  bodies: { object: 'form', jsonStyle: 'spaced' },
  properties: {
    'RequestsSession.headers': 'headers', 'RequestsSession.headers[]': 'header', 'RequestsSession.verify': 'verify', 'RequestsSession.auth': 'auth',
    'RequestsSession.params': 'query', 'RequestsSession.proxies': 'proxy', 'RequestsSession.cookies': 'cookies', 'RequestsSession.max_redirects': 'maxRedirects',
  },
  rules: [
    { call: 'requests.{options,head,delete}', args: ['url'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'requests.get', args: ['url', 'query'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'requests.{post,put,patch}', args: ['url', 'data', 'json'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'requests.request', args: ['method', 'url'], options: OPTIONS, sends: true },
    { call: 'requests.Request', args: ['method', 'url'], options: OPTIONS, makes: 'RequestsRequest' },
    { call: 'requests.Session', makes: 'RequestsSession', sets: { agent: true }, anchors: false },
    { call: 'RequestsSession.{get,options,head,delete}', args: ['url'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'RequestsSession.{post,put,patch}', args: ['url', 'data', 'json'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'RequestsSession.request', args: ['method', 'url'], options: OPTIONS, sends: true },
    { call: 'RequestsSession.send', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given' },
    { call: 'RequestsSession.headers.update', args: ['headers'], tells: 'receiver' },
    { call: 'requests.auth.HTTPBasicAuth', args: ['user', 'password'], makes: 'HTTPBasicAuth', anchors: false },
  ],
};

/** Sessions that are handed in, by what they are called. */
export const namedSessions: ClientDescription = {
  languages: ['python'],
  bodies: { object: 'form' },
  rules: (['get', 'post', 'put', 'patch', 'delete', 'head', 'request'] as const).flatMap((name) => {
    const rule = {
      call: `*.${name}`,
      args: name === 'request' ? ['method' as const, 'url' as const] : ['url' as const],
      options: { ...OPTIONS, content: 'body' as const, follow_redirects: 'redirects' as const, ssl: 'verify' as const },
      ...(name === 'request' ? {} : { sets: { method: 'name' } }),
      sends: true,
      certainty: 0.8,
    };
    return [
      { ...rule, receiverName: /(?:^|[._])(?:session|http|http_?client|async_?client|requests?|https?_session)$/i, onlyIf: isUrl(name === 'request' ? 1 : 0) },
      // A member of that name is no mapping: whatever it is asked for is a URL.
      { ...rule, receiverName: /[._]http(?:_session)?$/i, onlyIf: ([first]: readonly Value[]) => name === 'request' || (first !== undefined && first.kind !== 'text'), ...(name === 'request' ? { anchors: true, sets: { method: '{method}' } } : {}) },
    ];
  }),
};

function isUrl(index: number): NonNullable<ClientDescription['rules'][number]['onlyIf']> {
  return (args, texts) => {
    const value = args[index];
    const [start] = value?.kind === 'text' ? value.parts : [];
    if (value?.kind === 'unknown') return URL_NAME.test(value.name) || URL_NAME.test(texts[index] ?? '');
    return value?.kind === 'url' || (typeof start === 'string' ? /^(?:https?:\/\/|\/)/.test(start) : start !== undefined);
  };
}
