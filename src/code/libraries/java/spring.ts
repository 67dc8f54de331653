import type { ClientDescription } from '../description';

/** Spring's RestTemplate. */
export const restTemplate: ClientDescription = {
  client: 'resttemplate',
  languages: ['java', 'kotlin'],
  bodies: { object: 'json' },
  templates: 'braces',
  aliases: { TestRestTemplate: 'RestTemplate', RestOperations: 'RestTemplate' },
  rules: [
    { call: 'RestTemplate', makes: 'RestTemplate', sets: { agent: true } },
    { call: 'RestTemplate.{getForObject,getForEntity}', args: ['url'], sets: { method: 'GET' }, sends: true },
    { call: 'RestTemplate.headForHeaders', args: ['url'], sets: { method: 'HEAD' }, sends: true },
    { call: 'RestTemplate.{postForObject,postForEntity,postForLocation}', args: ['url', 'data'], sets: { method: 'POST' }, sends: true },
    { call: 'RestTemplate.{put,patchForObject,delete}', args: ['url', 'data'], sets: { method: 'name' }, sends: true },
    { call: 'RestTemplate.{exchange,execute}', args: ['url', 'method', 'data'], sends: true },
    { call: 'HttpEntity', args: ['data', 'headers'], makes: 'SpringEntity' },
  ],
};

/** Spring's WebClient and RestClient. */
export const webClient: ClientDescription = {
  client: 'webclient',
  languages: ['java', 'kotlin'],
  bodies: { object: 'json' },
  templates: 'braces',
  aliases: { WebClient: 'SpringClient', RestClient: 'SpringClient', 'WebClient.Builder': 'SpringClient', 'RestClient.Builder': 'SpringClient' },
  rules: [
    { call: 'SpringClient.{create,baseUrl}', args: ['base'], makes: 'SpringClient', sets: { agent: true } },
    { call: 'SpringClient.{builder,build,mutate,defaultCookie,filter,clientConnector}', makes: 'SpringClient' },
    { call: 'SpringClient.defaultHeader', args: ['header.name', 'header.value'] },
    { call: 'SpringClient.{get,post,put,patch,delete,head,options}', sets: { method: 'name' }, makes: 'SpringRequest' },
    { call: 'SpringClient.method', args: ['method'], makes: 'SpringRequest' },
    { call: 'SpringRequest.uri', args: ['url'], anchors: true },
    { call: 'SpringRequest.header', args: ['header.name', 'header.value'] },
    { call: 'SpringRequest.contentType', args: ['contentType'] },
    { call: 'SpringRequest.accept', args: ['accept'] },
    { call: 'SpringRequest.cookie', args: ['cookie.name', 'cookie.value'] },
    { call: 'SpringRequest.{bodyValue,body,syncBody}', args: ['data'] },
  ],
};
