import { CURL_OPTIONS } from '../curlOptions';
import { showParts, toParts } from '../../folding/value';
import type { ClientDescription } from '../description';
import { looksLikeUrl } from '../urlLike';

/** What the third argument of connect(2) is called. */
const LENGTH = /len|size|sz/i;

const libcurl: ClientDescription = {
  client: 'libcurl',
  languages: ['cpp'],
  scheme: 'http',
  bodies: { text: 'application/x-www-form-urlencoded' },
  postsBodies: true,
  methodCase: 'as-is',
  rules: [
    { call: 'curl_easy_init', makes: 'CurlHandle' },
    { call: 'curl_easy_setopt', args: [null, 'key', 'keyed'], keys: CURL_OPTIONS, tells: 0 },
    { call: 'curl_slist_append', args: [null, 'headerLine'], makes: 'CurlList', tells: 0, anchors: false },
  ],
};

const cpr: ClientDescription = {
  client: 'cpr',
  languages: ['cpp'],
  rules: [{ call: 'cpr.{Get,Post,Put,Patch,Delete,Head}', args: ['url'], sets: { method: 'name' }, sends: true }],
};

const names: ClientDescription = {
  client: 'libc',
  languages: ['cpp'],
  scheme: 'dns',
  method: '',
  rules: [
    { call: '{gethostbyname,getaddrinfo}', args: ['url'], sends: true, onlyIf: ([first]) => first !== undefined && !(first.kind === 'primitive' && !first.value) && !/^(?:NULL|nullptr)$/.test(first.kind === 'unknown' ? first.name : '') },
    { call: '{gethostbyname2,gethostbyaddr}', args: ['url'], sends: true },
    { call: '{res_query,res_search}', args: ['url'], sends: true },
    { call: '{res_send,res_nsend}', sets: { url: 'dns:{query}' }, sends: true, anchors: true },
  ],
};

/** Sockets of the system: where to is in a structure, so that the address has the structure's name. */
const sockets: readonly ClientDescription[] = [
  { client: 'libc', languages: ['cpp'], scheme: 'tcp', method: '', rules: [{ call: 'connect', args: [null, 'host', null], sends: true, onlyIf: isSocketAddress(1, 2, 3) }] },
  { client: 'libc', languages: ['cpp'], scheme: 'udp', method: '', rules: [{ call: 'sendto', args: [null, null, null, null, 'host', null], sends: true, onlyIf: ({ length }) => length === 6 }] },
];

/** `connect(fd, address, length)`: Qt's function of that name connects signals, and a `sockaddr_un` is a file of this machine. */
function isSocketAddress(address: number, size: number, count: number): NonNullable<ClientDescription['rules'][number]['onlyIf']> {
  return (args) => {
    const names = [args[address], args[size]].map((value) => (value ? showParts(toParts(value)) : ''));
    return args.length === count && LENGTH.test(names[1] ?? '') && !/unix|_un\b/i.test(names.join(' '));
  };
}

/** Qt's access manager, and requests that are made for it. */
const qt: ClientDescription = {
  client: 'qt-network',
  languages: ['cpp'],
  rules: [
    { call: 'QNetworkRequest', args: ['url'], makes: 'QtRequest', onlyIf: ({ length }) => length === 1 },
    { call: '*.{get,head,deleteResource,post,put}', args: ['request'], sets: { method: 'name' }, sends: true, anchors: 'given', receiverName: /(?:manager|nam_?|networkAccessManager\(\))$/i, certainty: 0.7 },
  ],
};

/** cpp-httplib, libsoup and the C++ REST SDK. */
const others: readonly ClientDescription[] = [
  {
    client: 'cpp-httplib', languages: ['cpp'],
    rules: [
      { call: '*.{Get,Post,Put,Patch,Delete,Head}', args: ['url'], sets: { method: 'name' }, sends: true, receiverName: /(?:^|[._>])(?:cli|client|http_?client)$/i, onlyIf: looksLikeUrl, certainty: 0.8 },
    ],
  },
  { client: 'libsoup', languages: ['cpp'], rules: [{ call: 'soup_message_new', args: ['method', 'url'], makes: 'SoupMessage' }, { call: 'soup_message_new_from_uri', args: ['method', 'url'], makes: 'SoupMessage' }] },
  { client: 'cpprest', languages: ['cpp'], rules: [{ call: '{http_client,web.http.client.http_client}', args: ['url'], makes: 'CppRestClient' }] },
];

/** WebSocket clients: websocketpp, IXWebSocket, Qt, Boost.Beast. */
const webSockets: ClientDescription = {
  client: 'websocket',
  languages: ['cpp'],
  scheme: 'ws',
  rules: [
    { call: '*.get_connection', args: ['url', null], sends: true, onlyIf: ({ length }) => length === 2, certainty: 0.8 },
    { call: '*.setUrl', args: ['url'], sends: true, receiverName: /(?:ws|socket)_?$/i, certainty: 0.8 },
    { call: '*.open', args: ['url'], sends: true, receiverName: /(?:ws|web_?socket)_?$/i, onlyIf: ({ length }) => length > 0, certainty: 0.8 },
    { call: '*.handshake', args: ['host', 'path'], sends: true, receiverName: /(?:^|[._>])ws_?$/i, onlyIf: ({ length }) => length >= 2, certainty: 0.8 },
  ],
};

/** Programs that the code starts: what they send, their own descriptions say. */
const programs: ClientDescription = { languages: ['cpp'], rules: [{ call: '{system,popen,std.system}', runs: 'line' }] };

/** The clients of C and C++. */
export const CPP_CLIENTS: readonly ClientDescription[] = [libcurl, cpr, names, ...sockets, qt, ...others, webSockets, programs];
