import type { Value } from '../../folding/value';
import type { ClientDescription } from '../description';
import { looksLikeUrl } from '../urlLike';

const CLIENT_NAME = /(?:^|[._])(?:http_?|api_?|reqwest_?)?client$/i;

/** reqwest, blocking or not. */
export const reqwest: ClientDescription = {
  client: 'rust-reqwest',
  languages: ['rust'],
  aliases: {
    'reqwest.Client': 'ReqwestClient', 'reqwest.blocking.Client': 'ReqwestClient', 'reqwest.ClientBuilder': 'ReqwestClient', 'reqwest.blocking.ClientBuilder': 'ReqwestClient', 'reqwest.blocking.get': 'reqwest.get',
    'blocking.Client': 'ReqwestClient', 'blocking.get': 'reqwest.get', 'reqwest.blocking.multipart': 'reqwest.multipart', 'reqwest.blocking.Request': 'reqwest.Request', multipart: 'reqwest.multipart', 'reqwest_middleware.ClientWithMiddleware': 'ReqwestClient',
  },
  rules: [
    { call: 'reqwest.get', args: ['url'], sends: true },
    { call: 'ReqwestClient.{new,default,builder}', makes: 'ReqwestClient', sets: { agent: true } },
    { call: 'ReqwestClient.{build,use_rustls_tls,use_native_tls,connect_timeout,pool_max_idle_per_host,pool_idle_timeout,cookie_store,gzip,brotli,http1_only,no_proxy,danger_accept_invalid_hostnames}', makes: 'ReqwestClient' },
    { call: 'ReqwestClient.timeout', args: ['timeoutMs'] },
    { call: 'ReqwestClient.redirect', args: ['redirects'] },
    { call: 'ReqwestClient.danger_accept_invalid_certs', args: ['insecure'] },
    { call: 'ReqwestClient.proxy', args: ['proxy'] },
    { call: 'ReqwestClient.user_agent', args: ['userAgent'] },
    { call: 'ReqwestClient.default_headers', args: ['headers'] },
    { call: 'ReqwestClient.{get,post,put,patch,delete,head}', args: ['url'], sets: { method: 'name' }, makes: 'ReqwestRequest' },
    { call: 'ReqwestClient.request', args: ['method', 'url'], makes: 'ReqwestRequest' },
    { call: 'reqwest.Request.new', args: ['method', 'url'], makes: 'ReqwestRequest' },
    { call: 'ReqwestClient.execute', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given' },
    { call: 'ReqwestRequest.header', args: ['header.name', 'header.value'] },
    { call: 'ReqwestRequest.headers', args: ['headers'] },
    { call: 'ReqwestRequest.query', args: ['query'] },
    { call: 'ReqwestRequest.json', args: ['json'] },
    { call: 'ReqwestRequest.form', args: ['form'] },
    { call: 'ReqwestRequest.body', args: ['body'] },
    { call: 'ReqwestRequest.multipart', args: ['multipart'] },
    { call: 'ReqwestRequest.basic_auth', args: ['user', 'password'] },
    { call: 'ReqwestRequest.bearer_auth', args: ['bearer'] },
    { call: 'ReqwestRequest.timeout', args: ['timeoutMs'] },
    { call: 'ReqwestRequest.build' },
    { call: 'ReqwestRequest.send', sends: true },
    { call: 'reqwest.multipart.Form.new', sets: { multipart: true }, makes: 'ReqwestForm' },
    { call: 'ReqwestForm.{text,part,file}' },
  ],
};

/** Clients that another file makes, by what they are called. */
export const namedClients: ClientDescription = {
  client: 'rust-reqwest',
  languages: ['rust'],
  rules: [
    {
      call: '*.{get,post,put,patch,delete,head}', args: ['url'], sets: { method: 'name' }, makes: 'ReqwestRequest', receiverName: CLIENT_NAME, certainty: 0.8,
      onlyIf: ([first, ...more]) => more.length === 0 && first !== undefined && (looksLikeUrl([first]) || isNamedUrl(first)),
    },
    { call: '*.request', args: ['method', 'url'], makes: 'ReqwestRequest', receiverName: CLIENT_NAME, certainty: 0.8, onlyIf: ({ length }) => length === 2 },
    { call: '*.{request,execute,send_request}', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given', receiverName: CLIENT_NAME, certainty: 0.8, onlyIf: ({ length }) => length === 1 },
  ],
};

function isNamedUrl(value: Value): boolean {
  return value.kind === 'unknown' && /ur[li]|endpoint/i.test(value.name);
}

/** isahc, whose requests are those of the crate `http` or its own. */
export const isahc: ClientDescription = {
  client: 'isahc',
  languages: ['rust'],
  aliases: { 'isahc.HttpClient': 'IsahcClient', 'isahc.Request': 'http.Request' },
  rules: [
    { call: 'isahc.{get,head,delete,get_async,head_async,delete_async}', args: ['url'], sets: { method: 'name' }, sends: true },
    { call: 'isahc.{post,put,post_async,put_async}', args: ['url', 'body'], sets: { method: 'name' }, sends: true },
    { call: 'IsahcClient.{new,builder,build,timeout,default_header,redirect_policy,authentication,credentials,proxy}', makes: 'IsahcClient', sets: { agent: true } },
    { call: 'IsahcClient.{get,head,delete,get_async,head_async,delete_async}', args: ['url'], sets: { method: 'name' }, sends: true },
    { call: 'IsahcClient.{post,put,post_async,put_async}', args: ['url', 'body'], sets: { method: 'name' }, sends: true },
    { call: 'IsahcClient.{send,send_async}', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given' },
  ],
};

/** attohttpc, surf and minreq, whose requests begin with a function of the method's name. */
export const small: readonly ClientDescription[] = (['attohttpc', 'surf', 'minreq'] as const).map((client) => ({
  client,
  languages: ['rust'],
  rules: [
    { call: `${client}.{get,post,put,patch,delete,head}`, args: ['url' as const], sets: { method: 'name' }, makes: 'SmallRequest' },
    { call: 'SmallRequest.{header,with_header}', args: ['header.name' as const, 'header.value' as const] },
  ],
}));

/** The crate curl: a handle as libcurl has it. */
export const curl: ClientDescription = {
  client: 'rust-curl',
  languages: ['rust'],
  aliases: { 'curl.easy.Easy': 'RustEasy', 'curl.easy.Easy2': 'RustEasy', Easy: 'RustEasy', Easy2: 'RustEasy' },
  rules: [
    { call: 'RustEasy.new', makes: 'RustEasy' },
    { call: 'RustEasy.url', args: ['url'], tells: 'receiver' },
    { call: 'RustEasy.{post,put,nobody,get}', tells: 'receiver', anchors: false },
    { call: 'RustEasy.useragent', args: ['userAgent'], tells: 'receiver' },
    { call: 'RustEasy.follow_location', args: ['redirects'], tells: 'receiver' },
    { call: 'RustEasy.timeout', args: ['timeoutMs'], tells: 'receiver' },
    { call: 'RustEasy.ssl_verify_peer', args: ['verify'], tells: 'receiver' },
    // Handles that another function makes.
    { call: '*.url', args: ['url'], receiverName: /(?:^|[._])(?:easy|handle|curl)$/i, onlyIf: ({ length }) => length === 1, certainty: 0.8 },
  ],
};

/** ureq. */
export const ureq: ClientDescription = {
  client: 'ureq',
  languages: ['rust'],
  aliases: { 'ureq.Agent': 'UreqAgent' },
  rules: [
    { call: 'ureq.{get,post,put,patch,delete,head}', args: ['url'], sets: { method: 'name' }, makes: 'UreqRequest' },
    { call: 'ureq.request', args: ['method', 'url'], makes: 'UreqRequest' },
    { call: '{ureq.agent,ureq.builder,UreqAgent.new,ureq.AgentBuilder.new}', makes: 'UreqAgent', sets: { agent: true } },
    { call: 'UreqAgent.{timeout,timeout_read}', args: ['timeoutMs'] },
    { call: 'UreqAgent.build' },
    { call: 'UreqAgent.{get,post,put,patch,delete,head}', args: ['url'], sets: { method: 'name' }, makes: 'UreqRequest' },
    { call: 'UreqRequest.{set,header}', args: ['header.name', 'header.value'] },
    { call: 'UreqRequest.query', args: ['queryPair.name', 'queryPair.value'] },
    { call: 'UreqRequest.timeout', args: ['timeoutMs'] },
    { call: 'UreqRequest.send_json', args: ['json'], sends: true },
    { call: 'UreqRequest.send_form', args: ['form'], sends: true },
    { call: 'UreqRequest.{send_string,send,send_bytes}', args: ['body'], sends: true },
    { call: 'UreqRequest.call', sends: true },
  ],
};

/** hyper, by the requests of the crate `http` that it sends. */
export const hyper: ClientDescription = {
  client: 'hyper',
  languages: ['rust'],
  aliases: { 'hyper.Request': 'http.Request', 'axum.http.Request': 'http.Request' },
  rules: [
    { call: 'http.Request.{builder,new}', makes: 'HyperRequest' },
    { call: 'http.Request.{get,post,put,delete,head,patch}', args: ['url'], sets: { method: 'name' }, makes: 'HyperRequest' },
    { call: 'HyperRequest.method', args: ['method'] },
    { call: 'HyperRequest.uri', args: ['url'] },
    { call: 'HyperRequest.header', args: ['header.name', 'header.value'] },
    { call: 'HyperRequest.version', args: ['httpVersion'] },
    { call: 'HyperRequest.body', args: ['body'] },
  ],
};

/** Sockets, web sockets and databases. */
export const services: readonly ClientDescription[] = [
  { client: 'rust-net', languages: ['rust'], scheme: 'tcp', method: '', aliases: { 'std.net.TcpStream': 'TcpStream', 'net.TcpStream': 'TcpStream', 'tokio.net.TcpStream': 'TcpStream' }, rules: [{ call: 'TcpStream.{connect,connect_timeout}', args: ['address'], sends: true }] },
  { client: 'rust-net', languages: ['rust'], scheme: 'udp', method: '', aliases: { 'std.net.UdpSocket': 'UdpSocket', 'tokio.net.UdpSocket': 'UdpSocket' }, rules: [{ call: 'UdpSocket.bind', makes: 'UdpSocket', anchors: false }, { call: 'UdpSocket.send_to', args: [null, 'address'], sends: true }] },
  { client: 'rust-net', languages: ['rust'], scheme: 'dns', method: '', rules: [{ call: 'tokio.net.lookup_host', args: ['url'], sends: true }, { call: 'ToSocketAddrs.to_socket_addrs', args: ['url'], sends: true }, { call: '{*,text}.to_socket_addrs', receiver: 'url', sends: true, anchors: true, onlyIf: ({ length }) => length === 0 }] },
  { client: 'tungstenite', languages: ['rust'], aliases: { 'tokio_tungstenite.connect_async': 'connect_async' }, rules: [{ call: 'connect_async', args: ['url'], sends: true }] },
  { client: 'redis', languages: ['rust'], scheme: 'redis', method: '', rules: [{ call: 'redis.Client.open', args: ['url'], sends: true }] },
];
