import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  protocol: 'scheme', host: 'host', hostname: 'host', port: 'port', path: 'path', method: 'method', headers: 'headers', auth: 'auth', timeout: 'timeoutMs', agent: 'agent',
  rejectUnauthorized: 'verify', signal: 'signal',
};

/** Node's `http` and `https`. */
export const nodeHttp: ClientDescription = {
  client: 'node-https',
  languages: ['javascript'],
  scheme: 'http',
  aliases: { 'follow-redirects.http': 'http', 'follow-redirects.https': 'https' },
  rules: [
    { call: 'http.request', args: ['url', 'options'], options: OPTIONS, sets: { scheme: 'http' }, makes: 'NodeRequest', anchors: true },
    { call: 'https.request', args: ['url', 'options'], options: OPTIONS, sets: { scheme: 'https' }, makes: 'NodeRequest', anchors: true },
    { call: 'http.get', args: ['url', 'options'], options: OPTIONS, sets: { scheme: 'http' }, makes: 'NodeRequest', anchors: true },
    { call: 'https.get', args: ['url', 'options'], options: OPTIONS, sets: { scheme: 'https' }, makes: 'NodeRequest', anchors: true },
    { call: '{http,https}.Agent', args: ['options'], options: { rejectUnauthorized: 'verify' }, makes: 'Agent', sets: { agent: true }, anchors: false },
    { call: 'NodeRequest.setHeader', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'NodeRequest.{write,end}', args: ['body'], tells: 'receiver' },
    { call: 'NodeRequest.setTimeout', args: ['timeoutMs'], tells: 'receiver' },
  ],
};

/** Node's `http2`: streams in a session to one origin. */
export const nodeHttp2: ClientDescription = {
  client: 'node-http2',
  languages: ['javascript'],
  rules: [
    { call: 'http2.connect', args: ['root', 'options'], options: { rejectUnauthorized: 'verify' }, sets: { httpVersion: '2' }, makes: 'Http2Session', anchors: false },
    {
      call: 'Http2Session.request',
      args: ['options'],
      options: { ':path': 'url', ':method': 'method', ':authority': 'header' },
      makes: 'Http2Stream',
      anchors: true,
    },
    { call: 'Http2Stream.{write,end}', args: ['body'], tells: 'receiver' },
  ],
};
