import type { CallRule, ClientDescription, OptionTable } from '../description';
import { looksLikeUrl } from '../urlLike';

const GUZZLE: OptionTable = {
  query: 'query', headers: 'headers', json: 'json', form_params: 'form', multipart: 'multipart', body: 'body', auth: 'auth', timeout: 'timeoutS', verify: 'verify',
  allow_redirects: { '': 'redirects', max: 'maxRedirects' }, proxy: 'proxy', base_uri: 'root', version: 'httpVersion',
};

const HANDED_IN = /(?:\$|->)(?:http_?client|http|guzzle(?:_?client)?|client)$/i;

function isUrlLike(index: number): NonNullable<CallRule['onlyIf']> {
  return (args, texts) => looksLikeUrl(args.slice(index, index + 1)) || /(?:ur[li]|endpoint)$/i.test(texts[index] ?? '');
}

/** Guzzle. */
export const guzzle: ClientDescription = {
  client: 'guzzle',
  languages: ['php'],
  aliases: { 'GuzzleHttp.Client': 'GuzzleClient', 'GuzzleHttp.ClientInterface': 'GuzzleClient', Client: 'GuzzleClient' },
  rules: [
    { call: 'GuzzleClient', args: ['options'], options: GUZZLE, makes: 'GuzzleClient', sets: { agent: true }, anchors: false },
    { call: 'GuzzleClient.{get,post,put,patch,delete,head,options,getAsync,postAsync,putAsync,deleteAsync}', args: ['url', 'options'], options: GUZZLE, sets: { method: 'name' }, sends: true },
    { call: 'GuzzleClient.{request,requestAsync}', args: ['method', 'url', 'options'], options: GUZZLE, sends: true },
    // Clients that are handed in.
    { call: '*.{get,post,put,patch,delete,head}', args: ['url', 'options'], options: GUZZLE, sets: { method: 'name' }, sends: true, receiverName: HANDED_IN, onlyIf: isUrlLike(0), certainty: 0.7 },
    { call: '*.request', args: ['method', 'url', 'options'], options: GUZZLE, sends: true, receiverName: HANDED_IN, onlyIf: isUrlLike(1), certainty: 0.7 },
    { call: '{GuzzleHttp.Psr7.Request,Nyholm.Psr7.Request}', args: ['method', 'url', 'headers', 'body'], makes: 'PsrRequest' },
    { call: 'PsrRequest.{withHeader,withAddedHeader}', args: ['header.name', 'header.value'] },
    { call: 'GuzzleClient.{send,sendAsync,sendRequest}', args: ['request'], sends: true, anchors: false },
  ],
};

const SYMFONY: OptionTable = {
  query: 'query', headers: 'headers', json: 'json', body: 'data', auth_basic: 'auth', auth_bearer: 'bearer', timeout: 'timeoutS', max_duration: 'timeoutS', max_redirects: 'redirects',
  verify_peer: 'verify', base_uri: 'root', proxy: 'proxy', http_version: 'httpVersion',
};

/** Symfony's HttpClient. */
export const symfony: ClientDescription = {
  client: 'symfony',
  languages: ['php'],
  bodies: { object: 'form', text: 'application/x-www-form-urlencoded' },
  aliases: { 'Symfony.Component.HttpClient.HttpClient': 'SymfonyHttp', 'Symfony.Contracts.HttpClient.HttpClientInterface': 'SymfonyClient', HttpClientInterface: 'SymfonyClient', HttpClient: 'SymfonyHttp' },
  rules: [
    { call: '{SymfonyHttp.create,SymfonyHttp.createForBaseUri}', args: ['options'], options: SYMFONY, makes: 'SymfonyClient', sets: { agent: true }, anchors: false },
    { call: 'SymfonyClient.withOptions', args: ['options'], options: SYMFONY, makes: 'SymfonyClient', anchors: false },
    { call: 'SymfonyClient.request', args: ['method', 'url', 'options'], options: SYMFONY, sends: true },
  ],
};

/** Laravel's facade Http. */
export const laravel: ClientDescription = {
  client: 'laravel-http',
  languages: ['php'],
  bodies: { object: 'json' },
  aliases: { 'Illuminate.Support.Facades.Http': 'LaravelHttp', Http: 'LaravelHttp' },
  rules: [
    { call: 'LaravelHttp.{get,head}', args: ['url', 'query'], sets: { method: 'name' }, sends: true },
    { call: 'LaravelHttp.{post,put,patch,delete}', args: ['url', 'data'], sets: { method: 'name' }, sends: true },
    { call: 'LaravelHttp.{withHeaders,replaceHeaders}', args: ['headers'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.withHeader', args: ['header.name', 'header.value'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.withToken', args: ['bearer'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.withBasicAuth', args: ['user', 'password'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.withUserAgent', args: ['userAgent'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.withQueryParameters', args: ['query'], makes: 'LaravelHttp', anchors: false },
    { call: 'LaravelHttp.withBody', args: ['body', 'contentType'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.timeout', args: ['timeoutS'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.retry', args: ['retries'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.baseUrl', args: ['base'], makes: 'LaravelHttp' },
    { call: 'LaravelHttp.withoutVerifying', sets: { verify: false }, makes: 'LaravelHttp' },
    { call: 'LaravelHttp.withoutRedirecting', sets: { redirects: false }, makes: 'LaravelHttp' },
    { call: 'LaravelHttp.acceptJson', sets: { accept: 'application/json' }, makes: 'LaravelHttp' },
    { call: 'LaravelHttp.asForm', sets: { contentType: 'application/x-www-form-urlencoded' }, makes: 'LaravelHttp' },
    { call: 'LaravelHttp.{asJson,attach,withOptions,throw,async,pool}', makes: 'LaravelHttp' },
  ],
};

const WORDPRESS: OptionTable = { headers: 'headers', body: 'data', timeout: 'timeoutS', method: 'method', sslverify: 'verify', redirection: 'redirects', user_agent: 'userAgent' };

/** Requests for PHP, and WordPress's own functions. */
export const wordpress: ClientDescription = {
  client: 'php-requests',
  languages: ['php'],
  bodies: { object: 'form' },
  aliases: { 'WpOrg.Requests.Requests': 'PhpRequests', Requests: 'PhpRequests' },
  rules: [
    { call: 'PhpRequests.{get,head,delete}', args: ['url', 'headers'], sets: { method: 'name' }, sends: true },
    { call: 'PhpRequests.{post,put,patch,options}', args: ['url', 'headers', 'data'], sets: { method: 'name' }, sends: true },
    ...(['get', 'post', 'head', 'request'] as const).map((name) => ({
      call: `{wp_remote_${name},wp_safe_remote_${name}}`, args: ['url' as const, 'options' as const], options: WORDPRESS, sets: { method: name === 'request' ? 'GET' : name.toUpperCase() }, sends: true,
    })),
  ],
};

/** The PECL extension http, versions 1 and 2. */
export const pecl: ClientDescription = {
  client: 'pecl-http',
  languages: ['php'],
  aliases: { HttpRequest: 'PeclRequest', 'http.Client.Request': 'PeclRequest', 'http.Message.Body': 'PeclBody' },
  rules: [
    { call: 'PeclRequest', args: ['method', 'url', 'headers', 'body'], byCount: { 1: ['url'] }, makes: 'PeclRequest' },
    { call: 'PeclRequest.{setUrl,setRequestUrl}', args: ['url'], tells: 'receiver' },
    { call: 'PeclRequest.{setMethod,setRequestMethod}', args: ['method'], tells: 'receiver' },
    { call: 'PeclRequest.{setQueryData,setQuery,addQuery}', args: ['query'], tells: 'receiver', anchors: false },
    { call: 'PeclRequest.{setHeaders,addHeaders}', args: ['headers'], tells: 'receiver' },
    { call: 'PeclRequest.setCookies', args: ['cookies'], tells: 'receiver' },
    { call: 'PeclRequest.setContentType', args: ['contentType'], tells: 'receiver' },
    { call: 'PeclRequest.setBody', args: ['body'], tells: 'receiver' },
    { call: 'PeclRequest.setPostFields', args: ['form'], tells: 'receiver' },
    { call: 'PeclBody', makes: 'PeclBody' },
    { call: 'PeclBody.append', args: ['body'], tells: 'receiver' },
    { call: 'http.Client', makes: 'PeclClient' },
    { call: 'PeclClient.setCookies', args: ['cookies'], tells: 'receiver' },
    { call: 'PeclClient.enqueue', args: ['request'], anchors: false, sends: true },
  ],
};
