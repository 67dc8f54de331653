import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  url: 'url', method: 'method', params: 'query', headers: 'headers', cookies: 'cookies', content: 'body', data: 'data', json: 'json', files: 'multipart', auth: 'auth',
  timeout: 'timeoutS', follow_redirects: 'redirects', verify: 'verify', proxy: 'proxy', proxies: 'proxy', base_url: 'base', max_redirects: 'maxRedirects',
  transport: { '': 'agent', retries: 'retries' },
};

/** httpx and its clients. */
export const httpx: ClientDescription = {
  client: 'python-httpx',
  languages: ['python'],
  aliases: { 'httpx.AsyncClient': 'HttpxClient', 'httpx.Client': 'HttpxClient' },
  bodies: { object: 'form' },
  properties: { 'HttpxClient.headers': 'headers', 'HttpxClient.headers[]': 'header', 'HttpxClient.auth': 'auth', 'HttpxClient.base_url': 'base', 'HttpxClient.timeout': 'timeoutS' },
  rules: [
    { call: 'httpx.{get,options,head,delete,post,put,patch}', args: ['url'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'httpx.{request,stream}', args: ['method', 'url'], options: OPTIONS, sends: true },
    { call: 'HttpxClient', options: OPTIONS, makes: 'HttpxClient', sets: { agent: true }, anchors: false },
    { call: 'HttpxClient.{get,options,head,delete,post,put,patch}', args: ['url'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'HttpxClient.{request,stream}', args: ['method', 'url'], options: OPTIONS, sends: true },
    { call: 'HttpxClient.build_request', args: ['method', 'url'], options: OPTIONS, sends: true },
    { call: 'HttpxClient.headers.update', args: ['headers'], tells: 'receiver' },
    { call: 'httpx.Timeout', args: ['timeoutS'], options: { timeout: 'timeoutS', read: 'timeoutS' }, makes: 'HttpxTimeout', anchors: false },
    { call: '{httpx.HTTPTransport,httpx.AsyncHTTPTransport}', options: { retries: 'retries', verify: 'verify' }, makes: 'HttpxTransport', anchors: false },
  ],
};
