import type { ClientDescription } from '../description';

const isMethod: NonNullable<ClientDescription['rules'][number]['onlyIf']> = ([first]) => first?.kind === 'unknown' && /^Method\./.test(first.path ?? '');
const isBody: NonNullable<ClientDescription['rules'][number]['onlyIf']> = ([, , kind]) => kind?.kind === 'unknown' && /RequestBody$/.test(kind.path ?? kind.name);

/** RestSharp. */
export const restSharp: ClientDescription = {
  client: 'restsharp',
  languages: ['csharp'],
  bodies: { object: 'json' },
  templates: 'braces',
  properties: { 'RestRequest.Method': 'method', 'RestRequest.Resource': 'url', 'RestClient.Timeout': 'timeoutMs', 'RestRequest.Timeout': 'timeoutMs' },
  rules: [
    { call: 'RestClient', args: ['base'], makes: 'RestClient', anchors: false },
    { call: 'RestClientOptions', args: ['base'], options: { BaseUrl: 'base', MaxTimeout: 'timeoutMs', Proxy: 'proxy' }, makes: 'RestClientOptions', anchors: false },
    { call: 'RestClient.{AddDefaultHeader}', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'RestRequest', args: ['method'], makes: 'RestRequest', anchors: true, onlyIf: isMethod },
    { call: 'RestRequest', args: ['url', 'method'], makes: 'RestRequest', anchors: true },
    { call: 'RestRequest.{AddHeader,AddOrUpdateHeader}', args: ['header.name', 'header.value'] },
    { call: 'RestRequest.AddCookie', args: ['cookie.name', 'cookie.value'] },
    { call: 'RestRequest.AddQueryParameter', args: ['queryPair.name', 'queryPair.value'] },
    { call: 'RestRequest.{AddParameter,AddOrUpdateParameter}', args: ['bodyType', 'body'], onlyIf: isBody },
    { call: 'RestRequest.{AddParameter,AddOrUpdateParameter}', args: ['formPair.name', 'formPair.value'] },
    { call: 'RestRequest.{AddJsonBody,AddBody}', args: ['json'] },
    { call: 'RestRequest.AddStringBody', args: ['body'] },
    { call: 'RestRequest.AddFile', args: ['part.name', 'part.value'] },
    { call: 'RestRequest.{AddUrlSegment}' },
    { call: 'RestClient.{Execute,ExecuteAsync,Get,GetAsync,ExecuteGetAsync}', args: ['request'], sends: true, anchors: false },
    { call: 'RestClient.{Post,PostAsync,ExecutePostAsync}', args: ['request'], sets: { method: 'POST' }, sends: true, anchors: false },
    { call: 'RestClient.{Put,PutAsync,Delete,DeleteAsync,Patch,PatchAsync}', args: ['request'], sets: { method: 'name' }, sends: true, anchors: false },
  ],
};

/** Flurl, whose requests begin with the text of their URL. */
export const flurl: ClientDescription = {
  client: 'flurl',
  languages: ['csharp'],
  rules: [
    { call: 'text.{GetJsonAsync,GetStringAsync,GetBytesAsync}', receiver: 'url', sets: { method: 'GET' }, sends: true, anchors: true },
    { call: 'text.PostJsonAsync', receiver: 'url', args: ['json'], sets: { method: 'POST' }, sends: true, anchors: true },
    { call: 'text.PostUrlEncodedAsync', receiver: 'url', args: ['form'], sets: { method: 'POST' }, sends: true, anchors: true },
  ],
};
