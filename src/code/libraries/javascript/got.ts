import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  url: 'url', prefixUrl: 'base', method: 'method', headers: 'headers', searchParams: 'query', json: 'json', form: 'form', body: 'body', username: 'user', password: 'password',
  timeout: { '': 'timeoutMs', request: 'timeoutMs' }, retry: { '': 'retries', limit: 'retries' }, followRedirect: 'redirects', maxRedirects: 'maxRedirects',
  https: { rejectUnauthorized: 'verify' }, rejectUnauthorized: 'verify', agent: 'agent', signal: 'signal', credentials: 'credentials', redirect: 'redirects',
};

/** got and the instances that `got.extend` makes. */
export const got: ClientDescription = {
  client: 'got',
  languages: ['javascript'],
  aliases: { 'got.default': 'got', 'got.got': 'got' },
  rules: [
    { call: 'got', args: ['url', 'options'], options: OPTIONS, sends: true },
    { call: 'got.{get,post,put,patch,delete,head}', args: ['url', 'options'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'got.{stream,paginate}', args: ['url', 'options'], options: OPTIONS, sends: true },
    { call: 'got.extend', args: ['options'], options: OPTIONS, makes: 'got', anchors: false },
  ],
};

/** ky, which is fetch with such options. */
export const ky: ClientDescription = {
  client: 'ky',
  languages: ['javascript'],
  aliases: { 'ky.default': 'ky', 'ky-universal': 'ky' },
  bodies: { text: 'text/plain;charset=UTF-8' },
  rules: [
    { call: 'ky', args: ['url', 'options'], options: OPTIONS, sends: true },
    { call: 'ky.{get,post,put,patch,delete,head}', args: ['url', 'options'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'ky.{create,extend}', args: ['options'], options: OPTIONS, makes: 'ky', anchors: false },
  ],
};
