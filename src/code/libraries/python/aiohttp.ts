import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  url: 'url', method: 'method', params: 'query', headers: 'headers', cookies: 'cookies', data: 'data', json: 'json', auth: 'auth', timeout: { '': 'timeoutS', total: 'timeoutS' },
  allow_redirects: 'redirects', max_redirects: 'maxRedirects', ssl: 'verify', verify_ssl: 'verify', proxy: 'proxy', base_url: 'root', connector: { '': 'agent', ssl: 'verify' },
};

/** aiohttp's client. */
export const aiohttp: ClientDescription = {
  client: 'python-aiohttp',
  languages: ['python'],
  aliases: { 'aiohttp.ClientSession': 'AiohttpSession' },
  bodies: { object: 'form', jsonStyle: 'spaced', text: 'text/plain; charset=utf-8' },
  properties: { 'AiohttpSession.headers[]': 'header' },
  rules: [
    { call: 'AiohttpSession', args: ['root'], options: OPTIONS, makes: 'AiohttpSession', sets: { agent: true }, anchors: false },
    { call: 'AiohttpSession.{get,options,head,delete,post,put,patch}', args: ['url'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'AiohttpSession.ws_connect', args: ['url'], options: OPTIONS, sends: true },
    { call: 'AiohttpSession.request', args: ['method', 'url'], options: OPTIONS, sends: true },
    { call: 'aiohttp.request', args: ['method', 'url'], options: OPTIONS, sends: true },
    { call: 'aiohttp.ClientTimeout', options: { total: 'timeoutS' }, args: ['timeoutS'], makes: 'AiohttpTimeout', anchors: false },
    { call: 'aiohttp.TCPConnector', options: { ssl: 'verify', verify_ssl: 'verify' }, makes: 'AiohttpConnector', anchors: false },
    { call: 'aiohttp.BasicAuth', args: ['user', 'password'], makes: 'AiohttpAuth', anchors: false },
    { call: 'aiohttp.FormData', sets: { multipart: true }, makes: 'AiohttpFormData', anchors: false },
  ],
};
