import type { ClientDescription } from '../description';

/** Ktor's client. Java's client of the same name has its alias: an object of that type may be either. */
export const ktor: ClientDescription = {
  client: 'ktor-client',
  languages: ['kotlin'],
  bodies: { object: 'json' },
  properties: { 'KtorRequest.method': 'method' },
  rules: [
    { call: 'JavaHttpClient', makes: 'KtorClient', sets: { agent: true } },
    { call: '{KtorClient,JavaHttpClient}.{get,post,put,patch,delete,head,options}', args: ['url'], sets: { method: 'name' }, block: true, makes: 'KtorRequest', anchors: true },
    { call: '{KtorClient,JavaHttpClient}.{prepareGet,preparePost,request,prepareRequest}', args: ['url'], block: true, makes: 'KtorRequest', anchors: true },
    { call: 'KtorRequest.url', args: ['url'], anchors: false },
    { call: 'KtorRequest.{header,append}', args: ['header.name', 'header.value'] },
    { call: 'KtorRequest.parameter', args: ['queryPair.name', 'queryPair.value'] },
    { call: 'KtorRequest.setBody', args: ['data'] },
    { call: 'KtorRequest.contentType', args: ['contentType'] },
    { call: 'KtorRequest.accept', args: ['accept'] },
    { call: 'KtorRequest.userAgent', args: ['userAgent'] },
    { call: 'KtorRequest.cookie', args: ['cookie.name', 'cookie.value'] },
    { call: 'KtorRequest.bearerAuth', args: ['bearer'] },
    { call: 'KtorRequest.basicAuth', args: ['user', 'password'] },
    { call: 'KtorRequest.headers', block: true },
  ],
};
