import type { CallRule, ClientDescription, OptionTable } from '../description';
import { looksLikeUrl } from '../urlLike';

const HANDLER: OptionTable = { ServerCertificateCustomValidationCallback: 'insecure', AllowAutoRedirect: 'redirects', MaxAutomaticRedirections: 'maxRedirects', Proxy: 'proxy' };
const CONTENT: OptionTable = { Headers: { ContentType: 'bodyType' } };

/** The methods of HttpClient that send at once, on objects of that type or on what is called like one. */
function sending(type: string, rest: Partial<CallRule>): readonly CallRule[] {
  return [
    { call: `${type}.{GetAsync,GetStringAsync,GetByteArrayAsync,GetStreamAsync,GetFromJsonAsync,DeleteAsync,DeleteFromJsonAsync}`, args: ['url'], sets: { method: 'name' }, sends: true, ...rest },
    { call: `${type}.{PostAsync,PutAsync,PatchAsync}`, args: ['url', 'body'], sets: { method: 'name' }, sends: true, ...rest },
    { call: `${type}.{PostAsJsonAsync,PutAsJsonAsync,PatchAsJsonAsync}`, args: ['url', 'json'], sets: { method: 'name' }, sends: true, ...rest },
  ];
}

/** .NET's HttpClient. */
export const httpClient: ClientDescription = {
  client: 'dotnet-httpclient',
  languages: ['csharp'],
  bodies: { json: 'application/json; charset=utf-8' },
  properties: {
    'HttpClient.BaseAddress': 'root', 'HttpClient.Timeout': 'timeoutMs', 'HttpClient.DefaultRequestHeaders.Authorization': 'authorization',
    'HttpRequestMessage.Method': 'method', 'HttpRequestMessage.RequestUri': 'url', 'HttpRequestMessage.Content': 'body', 'HttpRequestMessage.Headers.Authorization': 'authorization',
    'HttpRequestMessage.Content.Headers.ContentType': 'bodyType', '{StringContent,ByteArrayContent,StreamContent}.Headers.ContentType': 'bodyType',
    'HttpClientHandler.ServerCertificateCustomValidationCallback': 'insecure', 'HttpClientHandler.AllowAutoRedirect': 'redirects', 'HttpClientHandler.Proxy': 'proxy',
    'HttpRequestMessage.Version': 'httpVersion',
  },
  rules: [
    { call: 'HttpClient', args: ['agent'], options: { BaseAddress: 'root', Timeout: 'timeoutMs', DefaultRequestHeaders: { Authorization: 'authorization' } }, makes: 'HttpClient', sets: { agent: true } },
    { call: '{HttpClientHandler,SocketsHttpHandler}', options: HANDLER, makes: 'HttpClientHandler', sets: { agent: true } },
    { call: 'IHttpClientFactory', makes: 'IHttpClientFactory', anchors: false },
    { call: 'IHttpClientFactory.CreateClient', makes: 'HttpClient' },
    { call: '*.CreateClient', makes: 'HttpClient', receiverName: /factory$/i },
    { call: 'HttpClient.DefaultRequestHeaders.{Add,TryAddWithoutValidation}', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'HttpClient.DefaultRequestHeaders.UserAgent.{ParseAdd,Add,TryParseAdd}', args: ['userAgent'], tells: 'receiver' },
    { call: 'HttpClient.DefaultRequestHeaders.Accept.{ParseAdd,Add}', args: ['accept'], tells: 'receiver' },
    ...sending('HttpClient', {}),
    { call: 'HttpClient.{SendAsync,Send}', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given' },
    { call: '*.SendAsync', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given', receiverName: /(?:^|[._])(?:http_?)?client$/i, onlyIf: ({ length }) => length > 0, certainty: 0.8 },
    {
      call: 'HttpRequestMessage',
      args: ['method', 'url'],
      options: { Method: 'method', RequestUri: 'url', Content: 'body', Headers: 'headers', Version: 'httpVersion' },
      makes: 'HttpRequestMessage',
    },
    { call: 'HttpRequestMessage.Headers.{Add,TryAddWithoutValidation}', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'HttpRequestMessage.Headers.UserAgent.{ParseAdd,Add}', args: ['userAgent'], tells: 'receiver' },
    { call: 'HttpRequestMessage.Headers.Accept.{ParseAdd,Add}', args: ['accept'], tells: 'receiver' },
    { call: 'StringContent', args: ['body', null, 'bodyType'], options: CONTENT, sets: { bodyType: 'text/plain; charset=utf-8' }, makes: 'StringContent' },
    { call: '{ByteArrayContent,StreamContent}', args: ['body'], options: CONTENT, makes: 'ByteArrayContent' },
    { call: 'FormUrlEncodedContent', args: ['form'], makes: 'FormUrlEncodedContent' },
    { call: 'MultipartFormDataContent', sets: { multipart: true }, makes: 'MultipartFormDataContent' },
    { call: 'MultipartFormDataContent.Add', tells: 'receiver' },
    { call: 'JsonContent.Create', args: ['json'], makes: 'JsonContent' },
    ...sending('*', { receiverName: /(?:client|http)$/i, onlyIf: (args) => looksLikeUrl(args) || args[0]?.kind === 'unknown', certainty: 0.8 }),
  ],
};

/** The methods of WebClient that send at once. */
function downloading(type: string, rest: Partial<CallRule>): readonly CallRule[] {
  return [
    { call: `${type}.{DownloadString,DownloadStringAsync,DownloadStringTaskAsync,DownloadData,DownloadDataAsync,DownloadDataTaskAsync,DownloadFile,DownloadFileAsync,DownloadFileTaskAsync,OpenRead,OpenReadTaskAsync}`, args: ['url'], sends: true, ...rest },
    { call: `${type}.{OpenWrite,UploadFile,UploadFileAsync,UploadFileTaskAsync}`, args: ['url'], sets: { method: 'POST' }, sends: true, ...rest },
  ];
}

/** The older WebRequest and WebClient. */
export const webRequest: ClientDescription = {
  client: 'dotnet-webrequest',
  languages: ['csharp'],
  aliases: { HttpWebRequest: 'WebRequest' },
  properties: {
    'WebRequest.Method': 'method', 'WebRequest.ContentType': 'contentType', 'WebRequest.Timeout': 'timeoutMs', 'WebRequest.UserAgent': 'userAgent', 'WebRequest.Accept': 'accept',
    'WebRequest.Proxy': 'proxy', 'WebRequest.AllowAutoRedirect': 'redirects', 'WebRequest.Headers[]': 'header', 'WebClient.Headers[]': 'header', 'WebClient.BaseAddress': 'root',
  },
  rules: [
    { call: 'WebRequest.{Create,CreateHttp}', args: ['url'], makes: 'WebRequest' },
    { call: '{WebRequest,*}.{GetResponse,GetResponseAsync}', receiver: 'request', sets: { method: '{method}' }, sends: true, anchors: 'given', onlyIf: ({ length }) => length === 0 },
    { call: 'WebRequest.Headers.Add', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'WebClient', makes: 'WebClient', anchors: false },
    { call: 'WebClient.Headers.Add', args: ['header.name', 'header.value'], tells: 'receiver' },
    ...downloading('WebClient', {}),
    ...downloading('*', { receiverName: /web_?client/i, certainty: 0.8 }),
    { call: 'WebClient.{UploadString,UploadStringTaskAsync,UploadData}', args: ['url', 'body'], byCount: { 3: ['url', 'method', 'body'] }, sets: { method: 'POST' }, sends: true },
    { call: 'WebClient.UploadValues', args: ['url', 'form'], byCount: { 3: ['url', 'method', 'form'] }, sets: { method: 'POST' }, sends: true },
  ],
};
