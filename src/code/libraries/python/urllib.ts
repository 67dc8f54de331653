import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = { url: 'url', data: 'body', headers: 'headers', method: 'method', timeout: 'timeoutS', context: 'verify' };

/** The standard library's urllib.request. */
export const urllib: ClientDescription = {
  client: 'python-urllib',
  languages: ['python'],
  bodies: { text: 'application/x-www-form-urlencoded' },
  postsBodies: true,
  aliases: { urllib2: 'urllib.request' },
  properties: { 'UrllibRequest.data': 'body', 'UrllibRequest.method': 'method', 'UrllibRequest.full_url': 'url' },
  rules: [
    { call: 'urllib.request.{urlopen,urlretrieve}', args: ['url', 'body', 'timeoutS'], options: OPTIONS, sends: true },
    { call: 'urllib.request.Request', args: ['url', 'body', 'headers'], options: OPTIONS, makes: 'UrllibRequest', anchors: false },
    { call: 'urllib.request.build_opener', makes: 'UrllibOpener', anchors: false },
    { call: 'UrllibOpener.open', args: ['url', 'body', 'timeoutS'], options: OPTIONS, sends: true },
    { call: '*.open', args: ['url', 'body', 'timeoutS'], options: OPTIONS, sends: true, receiverName: /(?:^|[._])opener$/, onlyIf: ({ length }) => length > 0, certainty: 0.8 },
    { call: 'UrllibRequest.{add_header,add_unredirected_header}', args: ['header.name', 'header.value'], tells: 'receiver' },
  ],
};

const POOL_OPTIONS: OptionTable = {
  fields: 'data', body: 'body', json: 'json', headers: 'headers', timeout: { '': 'timeoutS', total: 'timeoutS' }, retries: { '': 'retries', total: 'retries' }, redirect: 'redirects',
  cert_reqs: 'verify',
};

/** urllib3 and its pools. */
export const urllib3: ClientDescription = {
  client: 'urllib3',
  languages: ['python'],
  bodies: { object: 'multipart' },
  dataInQuery: true,
  rules: [
    { call: 'urllib3.request', args: ['method', 'url'], options: POOL_OPTIONS, sends: true },
    { call: 'urllib3.PoolManager', options: POOL_OPTIONS, makes: 'Urllib3Pool', sets: { agent: true }, anchors: false },
    { call: 'urllib3.ProxyManager', args: ['proxy'], options: POOL_OPTIONS, makes: 'Urllib3Pool', anchors: false },
    { call: 'urllib3.HTTPSConnectionPool', args: ['host', 'port'], options: POOL_OPTIONS, sets: { scheme: 'https' }, makes: 'Urllib3Pool', anchors: false },
    { call: 'urllib3.HTTPConnectionPool', args: ['host', 'port'], options: POOL_OPTIONS, sets: { scheme: 'http' }, makes: 'Urllib3Pool', anchors: false },
    { call: 'Urllib3Pool.{request,urlopen}', args: ['method', 'url'], options: POOL_OPTIONS, sends: true },
  ],
};

/** The standard library's http.client. */
export const httpClient: ClientDescription = {
  client: 'python-http-client',
  languages: ['python'],
  aliases: { httplib: 'http.client' },
  rules: [
    { call: 'http.client.HTTPSConnection', args: ['host', 'port'], options: { timeout: 'timeoutS', context: 'verify' }, sets: { scheme: 'https', made: true }, makes: 'HttpConnection', anchors: false },
    { call: 'http.client.HTTPConnection', args: ['host', 'port'], options: { timeout: 'timeoutS' }, sets: { scheme: 'http', made: true }, makes: 'HttpConnection', anchors: false },
    { call: 'HttpConnection.request', args: ['method', 'path', 'body', 'headers'], options: { body: 'body', headers: 'headers', url: 'path', method: 'method' }, sends: true },
    { call: 'HttpConnection.putrequest', args: ['method', 'path'], tells: 'receiver' },
    { call: 'HttpConnection.putheader', args: ['header.name', 'header.value'], tells: 'receiver' },
  ],
};
