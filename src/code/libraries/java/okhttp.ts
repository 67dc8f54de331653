import { textOf } from '../../folding/value';
import type { ClientDescription } from '../description';

const inSeconds: NonNullable<ClientDescription['rules'][number]['onlyIf']> = ([, unit]) => unit?.kind === 'unknown' && /\bSECONDS$/.test(unit.path ?? unit.name);

/** OkHttp, in Java and Kotlin. */
export const okhttp: ClientDescription = {
  client: 'okhttp',
  languages: ['java', 'kotlin'],
  aliases: { 'OkHttpClient.Builder': 'OkHttpClient' },
  rules: [
    { call: 'Request.Builder', makes: 'OkHttpRequest' },
    { call: 'OkHttpRequest.url', args: ['url'] },
    { call: 'OkHttpRequest.{get,head}', sets: { method: 'name' } },
    { call: 'OkHttpRequest.{post,put,patch,delete}', args: ['body'], sets: { method: 'name' } },
    { call: 'OkHttpRequest.method', args: ['method', 'body'] },
    { call: 'OkHttpRequest.{header,addHeader}', args: ['header.name', 'header.value'] },
    { call: 'OkHttpRequest.headers', args: ['headers'] },
    { call: 'OkHttpRequest.{build,cacheControl,tag,newBuilder}' },
    { call: 'RequestBody.create', args: ['bodyType', 'body'], makes: 'OkHttpBody', onlyIf: ([first]) => first?.kind === 'primitive' || /^[\w.+-]+\/[\w.+*-]+\s*(?:;|$)/.test((first && textOf(first)) ?? '') },
    { call: 'RequestBody.create', args: ['body', 'bodyType'], makes: 'OkHttpBody' },
    { call: 'text.toRequestBody', args: ['bodyType'], receiver: 'body', makes: 'OkHttpBody', anchors: false },
    { call: 'FormBody.Builder', makes: 'OkHttpForm' },
    { call: 'OkHttpForm.{add,addEncoded}', args: ['formPair.name', 'formPair.value'] },
    { call: 'MultipartBody.Builder', sets: { multipart: true }, makes: 'OkHttpMultipart' },
    { call: 'OkHttpMultipart.{addFormDataPart,addPart,setType}' },
    { call: '{OkHttpForm,OkHttpMultipart}.build' },
    { call: 'HttpUrl.Builder', makes: 'OkHttpUrl' },
    { call: 'OkHttpUrl.scheme', args: ['scheme'] },
    { call: 'OkHttpUrl.host', args: ['host'] },
    { call: 'OkHttpUrl.port', args: ['port'] },
    { call: 'OkHttpUrl.{addPathSegment,addPathSegments}', args: ['segment'] },
    { call: 'OkHttpUrl.addQueryParameter', args: ['queryPair.name', 'queryPair.value'] },
    { call: 'OkHttpUrl.build' },
    { call: 'OkHttpClient', makes: 'OkHttpClient', sets: { agent: true } },
    { call: 'OkHttpClient.{callTimeout,readTimeout}', args: ['timeoutS'], onlyIf: inSeconds },
    { call: 'OkHttpClient.{callTimeout,readTimeout}', args: ['timeoutMs'] },
    { call: 'OkHttpClient.{followRedirects}', args: ['redirects'] },
    { call: 'OkHttpClient.{newBuilder,build,connectTimeout,writeTimeout,addInterceptor,addNetworkInterceptor,retryOnConnectionFailure,cache,sslSocketFactory,hostnameVerifier}' },
    { call: '{OkHttpClient,*}.newCall', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given', onlyIf: ({ length }) => length === 1 },
    { call: '{OkHttpClient,*}.newWebSocket', args: ['request'], sends: true, anchors: 'given' },
  ],
};

/** Retrofit's interfaces: an annotation names method and path, the base URL stands where the interface is made. */
export const retrofit: ClientDescription = {
  client: 'retrofit',
  languages: ['java', 'kotlin'],
  templates: 'braces',
  rules: [
    ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const).map((method) => ({
      call: `@${method}`, args: ['url' as const], options: { value: 'url' as const }, sets: { method, base: '{baseUrl}' }, sends: true,
    })),
    ...(['Get', 'Post', 'Put', 'Patch', 'Delete'] as const).map((method) => ({
      call: `@${method}Exchange`, args: ['url' as const], options: { url: 'url' as const, value: 'url' as const }, sets: { method: method.toUpperCase(), base: '{baseUrl}' }, sends: true,
    })),
  ],
};
