import type { ClientDescription } from '../description';
import { looksLikeUrl } from '../urlLike';

/** Tests make requests that they hand to a handler. */
const IN_TESTS = { where: /^\s*(?:import\s+)?"testing"\s*$/m, to: /^(?:Do|RoundTrip|Send\w*|send\w*|do)$/ };

/** Go's own net/http. */
export const netHttp: ClientDescription = {
  client: 'go-net-http',
  languages: ['go'],
  aliases: { 'net.http': 'http', 'http.DefaultClient': 'GoClient', 'retryablehttp': 'http' },
  properties: {
    'GoRequest.Header': 'headers', 'GoRequest.Header[]': 'header', 'GoRequest.Body': 'body', 'GoRequest.Method': 'method', 'GoRequest.URL.RawQuery': 'query',
    'GoClient.Timeout': 'timeoutMs', 'GoRequest.URL': 'url',
  },
  rules: [
    { call: 'http.{Get,Head}', args: ['url'], sets: { method: 'name' }, sends: true },
    { call: 'http.Post', args: ['url', 'contentType', 'body'], sets: { method: 'POST' }, sends: true },
    { call: 'http.PostForm', args: ['url', 'form'], sets: { method: 'POST' }, sends: true },
    { call: 'http.NewRequest', args: ['method', 'url', 'body'], makes: 'GoRequest', onlySent: IN_TESTS },
    { call: 'http.NewRequestWithContext', args: [null, 'method', 'url', 'body'], makes: 'GoRequest', onlySent: IN_TESTS },
    { call: 'http.Client', args: ['options'], options: { Timeout: 'timeoutMs', Transport: 'agent' }, makes: 'GoClient', sets: { made: true }, anchors: false },
    // A client without a transport of its own shares http.DefaultTransport, and its connections, with all others.
    { call: 'http.Transport', args: ['options'], options: { TLSClientConfig: { InsecureSkipVerify: 'insecure' }, Proxy: 'proxy' }, makes: 'GoTransport', sets: { agent: true }, anchors: false },
    { call: 'GoClient.{Get,Head}', args: ['url'], sets: { method: 'name' }, sends: true },
    { call: 'GoClient.Post', args: ['url', 'contentType', 'body'], sets: { method: 'POST' }, sends: true },
    { call: 'GoClient.PostForm', args: ['url', 'form'], sets: { method: 'POST' }, sends: true },
    // Clients that are fields, or made elsewhere.
    { call: '*.{Get,Head}', args: ['url'], sets: { method: 'name' }, sends: true, receiverName: /(?:^|\.)(?:http)?[cC]lient$/, onlyIf: looksLikeUrl, certainty: 0.8 },
    { call: 'GoClient.Do', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given' },
    { call: '*.Do', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given', receiverName: /(?:^|[._])(?:http)?client$/i, onlyIf: ({ length }) => length === 1 },
    { call: 'GoRequest.Header.{Add,Set}', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'GoRequest.SetBasicAuth', args: ['user', 'password'], tells: 'receiver' },
    { call: 'GoRequest.WithContext', makes: 'GoRequest' },
    { call: 'GoRequest.AddCookie', args: ['request'], tells: 'receiver' },
    { call: 'GoRequest.URL.Query', makes: 'GoQuery' },
    { call: 'GoQuery.{Add,Set}', args: ['queryPair.name', 'queryPair.value'], tells: 'receiver' },
    { call: 'GoQuery.Encode', makes: 'GoQuery' },
  ],
};
