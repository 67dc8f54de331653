import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  url: 'url', uri: 'url', baseUrl: 'base', method: 'method', qs: 'query', headers: 'headers', body: 'data', json: 'json', form: 'form', formData: 'multipart', auth: 'auth',
  timeout: 'timeoutMs', followRedirect: 'redirects', maxRedirects: 'maxRedirects', strictSSL: 'verify', rejectUnauthorized: 'verify', proxy: 'proxy', agent: 'agent', pool: 'agent',
};

/** request, and the wrappers that kept its interface. */
export const request: ClientDescription = {
  client: 'request',
  languages: ['javascript'],
  aliases: { 'request-promise': 'request', 'request-promise-native': 'request', 'postman-request': 'request' },
  bodies: { object: 'json' },
  rules: [
    { call: 'request', args: ['url', 'options'], options: OPTIONS, sends: true, onlyIf: ([first]) => first?.kind !== 'unknown' || first.path === undefined },
    { call: 'request.{get,post,put,patch,delete,del,head,options}', args: ['url', 'options'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'request.defaults', args: ['options'], options: OPTIONS, makes: 'request', anchors: false },
  ],
};

/** unirest for Node. */
export const unirest: ClientDescription = {
  client: 'unirest',
  languages: ['javascript'],
  bodies: { object: 'json' },
  rules: [
    { call: 'unirest', args: ['method', 'url', 'headers', 'data'], makes: 'UnirestRequest' },
    { call: 'unirest.{get,post,put,patch,delete,head}', args: ['url', 'headers', 'data'], sets: { method: 'name' }, makes: 'UnirestRequest' },
    { call: 'UnirestRequest.{header,headers,set}', args: ['header.name', 'header.value'], byCount: { 1: ['headers'] } },
    { call: 'UnirestRequest.query', args: ['query'] },
    { call: 'UnirestRequest.type', args: ['contentType'] },
    { call: 'UnirestRequest.send', args: ['data'] },
    { call: 'UnirestRequest.form', args: ['form'] },
    { call: 'UnirestRequest.{field,attach}', args: ['part.name', 'part.value'] },
    { call: 'UnirestRequest.multipart', args: ['multipart'] },
    { call: 'UnirestRequest.auth', args: ['user', 'password'], options: { user: 'user', pass: 'password' } },
    { call: 'UnirestRequest.timeout', args: ['timeoutMs'] },
    { call: 'UnirestRequest.strictSSL', args: ['verify'] },
  ],
};
