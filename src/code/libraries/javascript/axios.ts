import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = {
  url: 'url', baseURL: 'base', method: 'method', headers: 'headers', params: 'query', data: 'data', timeout: 'timeoutMs', auth: 'auth', withCredentials: 'withCredentials',
  maxRedirects: 'redirects', proxy: 'proxy', httpAgent: 'agent', httpsAgent: { '': 'agent', rejectUnauthorized: 'verify' }, signal: 'signal', cancelToken: 'signal',
};

/** axios and the instances that `axios.create` makes. */
export const axios: ClientDescription = {
  client: 'axios',
  languages: ['javascript'],
  bareNames: ['axios'],
  aliases: { 'axios.default': 'axios', 'axios.Axios': 'axios', AxiosInstance: 'axios', 'axios.AxiosInstance': 'axios' },
  bodies: { object: 'json', text: 'application/x-www-form-urlencoded' },
  properties: { 'axios.defaults.baseURL': 'base', 'axios.defaults.timeout': 'timeoutMs', 'axios.defaults.headers.common[]': 'header', 'axios.defaults.headers[]': 'header' },
  rules: [
    { call: 'axios', args: ['url', 'options'], options: OPTIONS, sends: true },
    { call: 'axios.request', args: ['url', 'options'], options: OPTIONS, sends: true },
    { call: 'axios.{get,delete,head,options}', args: ['url', 'options'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'axios.{post,put,patch}', args: ['url', 'data', 'options'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'axios.{postForm,putForm,patchForm}', args: ['url', 'multipart', 'options'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'axios.create', args: ['options'], options: OPTIONS, makes: 'axios', anchors: false },
  ],
};
