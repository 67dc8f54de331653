import type { ClientDescription } from '../description';

/** AsyncHttpClient. */
export const asyncHttpClient: ClientDescription = {
  client: 'async-http-client',
  languages: ['java', 'kotlin'],
  rules: [
    { call: '{DefaultAsyncHttpClient,AsyncHttpClient}', makes: 'AsyncHttpClient' },
    { call: 'Dsl.asyncHttpClient', makes: 'AsyncHttpClient' },
    { call: 'AsyncHttpClient.prepare', args: ['method', 'url'], makes: 'AsyncHttpRequest' },
    ...(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'] as const).map((method) => ({
      call: `AsyncHttpClient.prepare${method}`, args: ['url' as const], sets: { method: method.toUpperCase() }, makes: 'AsyncHttpRequest',
    })),
    { call: 'AsyncHttpRequest.{setHeader,addHeader}', args: ['header.name', 'header.value'] },
    { call: 'AsyncHttpRequest.setBody', args: ['body'] },
    { call: 'AsyncHttpRequest.addQueryParam', args: ['queryPair.name', 'queryPair.value'] },
    { call: 'AsyncHttpRequest.addFormParam', args: ['formPair.name', 'formPair.value'] },
  ],
};

/** unirest for Java. */
export const unirest: ClientDescription = {
  client: 'unirest',
  languages: ['java', 'kotlin'],
  bodies: { object: 'json' },
  templates: 'braces',
  rules: [
    { call: 'Unirest.{get,post,put,patch,delete,head,options}', args: ['url'], sets: { method: 'name' }, makes: 'UnirestRequest' },
    { call: 'Unirest.request', args: ['method', 'url'], makes: 'UnirestRequest' },
    { call: 'UnirestRequest.header', args: ['header.name', 'header.value'] },
    { call: 'UnirestRequest.headers', args: ['headers'] },
    { call: 'UnirestRequest.body', args: ['data'] },
    { call: 'UnirestRequest.queryString', args: ['queryPair.name', 'queryPair.value'], byCount: { 1: ['query'] } },
    { call: 'UnirestRequest.field', args: ['formPair.name', 'formPair.value'] },
    { call: 'UnirestRequest.basicAuth', args: ['user', 'password'] },
  ],
};

/** jsoup's connections. */
export const jsoup: ClientDescription = {
  client: 'jsoup',
  languages: ['java', 'kotlin'],
  rules: [
    { call: 'Jsoup.connect', args: ['url'], makes: 'JsoupConnection' },
    { call: 'JsoupConnection.header', args: ['header.name', 'header.value'] },
    { call: 'JsoupConnection.headers', args: ['headers'] },
    { call: 'JsoupConnection.userAgent', args: ['userAgent'] },
    { call: 'JsoupConnection.referrer', args: ['referer'] },
    { call: 'JsoupConnection.cookie', args: ['cookie.name', 'cookie.value'] },
    { call: 'JsoupConnection.method', args: ['method'] },
    { call: 'JsoupConnection.requestBody', args: ['body'] },
    { call: 'JsoupConnection.data', args: ['formPair.name', 'formPair.value'] },
    { call: 'JsoupConnection.timeout', args: ['timeoutMs'] },
    { call: 'JsoupConnection.followRedirects', args: ['redirects'] },
    { call: 'JsoupConnection.{ignoreContentType,ignoreHttpErrors,maxBodySize}' },
    { call: 'JsoupConnection.{get,post}', sets: { method: 'name' }, sends: true },
    { call: 'JsoupConnection.execute', sends: true },
  ],
};

/** Apache HttpClient. */
export const apache: ClientDescription = {
  client: 'apache-httpclient',
  languages: ['java', 'kotlin'],
  rules: [
    ...(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'Trace'] as const).map((method) => ({
      call: `Http${method}`, args: ['url' as const], sets: { method: method.toUpperCase() }, makes: 'ApacheRequest',
    })),
    { call: 'JavaHttpClient.execute', args: ['request'], byCount: { 3: [null, 'request'] }, sets: { method: '{method}' }, sends: true, anchors: 'given' },
    { call: '*.execute', args: ['request'], byCount: { 3: [null, 'request'] }, sets: { method: '{method}' }, sends: true, anchors: 'given', receiverName: /(?:^|[._])(?:http_?)?client$/i, onlyIf: ({ length }) => length > 0 },
    { call: 'ApacheRequest.{setHeader,addHeader}', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'ApacheRequest.setEntity', args: ['body'], tells: 'receiver' },
    { call: 'StringEntity', args: ['body', 'bodyType'], makes: 'ApacheEntity' },
    { call: 'UrlEncodedFormEntity', args: ['form'], makes: 'ApacheEntity' },
  ],
};

/** Programs that the code starts: what they send, their own descriptions say. */
export const programs: ClientDescription = {
  languages: ['java', 'kotlin'],
  rules: [
    { call: 'Runtime.getRuntime', makes: 'JavaRuntime', anchors: false },
    { call: 'JavaRuntime.exec', runs: 'words', args: [] },
    { call: 'ProcessBuilder', runs: 'words' },
  ],
};

/** Names, sockets and mail. */
export const services: readonly ClientDescription[] = [
  { client: 'java-net', languages: ['java', 'kotlin'], scheme: 'dns', method: '', rules: [{ call: 'InetAddress.{getByName,getAllByName}', args: ['url'], sends: true }] },
  {
    client: 'java-net', languages: ['java', 'kotlin'], scheme: 'tcp', method: '', aliases: { SSLSocket: 'JavaSocket' },
    rules: [
      { call: 'Socket', args: ['host', 'port'], sends: true, onlyIf: ({ length }) => length >= 2 },
      { call: 'Socket', makes: 'JavaSocket', anchors: false },
      { call: 'InetSocketAddress', args: ['host', 'port'], makes: 'JavaSocketAddress', anchors: false, onlyIf: ({ length }) => length === 2 },
      { call: 'JavaSocket.connect', args: ['request'], sends: true, anchors: true },
      { call: 'SocketChannel.open', args: ['request'], makes: 'JavaSocket', anchors: true, onlyIf: ({ length }) => length === 1 },
      { call: '*.createSocket', args: ['host', 'port'], sets: { scheme: 'tls' }, sends: true, receiverName: /factory|getDefault\(\)$/i, onlyIf: ({ length }) => length === 2, certainty: 0.8 },
    ],
  },
  {
    client: 'java-net', languages: ['java', 'kotlin'], scheme: 'udp', method: '', aliases: { MulticastSocket: 'JavaDatagramSocket', DatagramSocket: 'JavaDatagramSocket' },
    rules: [
      { call: 'JavaDatagramSocket', makes: 'JavaDatagramSocket', anchors: false },
      { call: 'DatagramPacket', args: [null, null, 'host', 'port'], byCount: { 2: [], 3: [] }, makes: 'JavaDatagram', anchors: false },
      { call: 'JavaDatagramSocket.send', args: ['request'], sends: true, anchors: true },
    ],
  },
  { client: 'jdbc', languages: ['java', 'kotlin'], scheme: 'sql', method: '', rules: [{ call: 'DriverManager.getConnection', args: ['url', 'user', 'password'], sends: true }] },
  { client: 'redis', languages: ['java', 'kotlin'], scheme: 'redis', method: '', rules: [{ call: 'Jedis', args: ['host', 'port'], sends: true }] },
  { client: 'mongodb', languages: ['java', 'kotlin'], scheme: 'mongodb', method: '', rules: [{ call: 'MongoClients.create', args: ['url'], sends: true }] },
];
