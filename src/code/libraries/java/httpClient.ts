import type { ClientDescription } from '../description';

/** java.net.http. */
export const javaHttpClient: ClientDescription = {
  client: 'java-httpclient',
  languages: ['java', 'kotlin'],
  aliases: { HttpClient: 'JavaHttpClient' },
  rules: [
    { call: 'HttpRequest.newBuilder', args: ['url'], makes: 'JavaRequest' },
    { call: 'JavaRequest.uri', args: ['url'] },
    { call: 'JavaRequest.{GET,DELETE,HEAD}', sets: { method: 'name' } },
    { call: 'JavaRequest.{POST,PUT}', args: ['body'], sets: { method: 'name' } },
    { call: 'JavaRequest.method', args: ['method', 'body'] },
    { call: 'JavaRequest.{header,setHeader}', args: ['header.name', 'header.value'] },
    { call: 'JavaRequest.timeout', args: ['timeoutMs'] },
    { call: 'JavaRequest.version', args: ['httpVersion'] },
    { call: 'JavaRequest.{build,copy,expectContinue}' },
    { call: 'JavaHttpClient.{newHttpClient,newBuilder}', makes: 'JavaHttpClient', sets: { agent: true } },
    { call: 'JavaHttpClient.followRedirects', args: ['redirects'] },
    { call: 'JavaHttpClient.{connectTimeout,build,version,executor,authenticator,cookieHandler,sslContext,proxy}' },
    { call: 'JavaHttpClient.{send,sendAsync}', args: ['request'], sets: { method: '{method}' }, sends: true, anchors: 'given' },
  ],
};

/** What a class path holds is opened in the same way. */
const NO_RESOURCE = /^(?!.*(?:re?s+ource|jar))/i;

const JAR = /\(\s*JarURLConnection\s*\)\s*$/;

/** java.net's URL connections. */
export const urlConnection: ClientDescription = {
  client: 'java-urlconnection',
  languages: ['java', 'kotlin'],
  // Kotlin sets them as properties.
  properties: { 'UrlConnection.requestMethod': 'method', 'UrlConnection.readTimeout': 'timeoutMs', 'UrlConnection.instanceFollowRedirects': 'redirects' },
  rules: [
    { call: 'url.openConnection', args: ['proxy'], receiver: 'url', makes: 'UrlConnection', anchors: true, notAfter: JAR },
    { call: 'url.{openStream,getContent}', receiver: 'url', sends: true, anchors: true },
    { call: '*.openConnection', byCount: { 0: [], 1: ['proxy'] }, receiver: 'url', makes: 'UrlConnection', anchors: true, receiverName: NO_RESOURCE, notAfter: JAR, onlyIf: ({ length }) => length < 2, certainty: 0.8 },
    { call: '*.openStream', receiver: 'url', sends: true, anchors: true, receiverName: /^(?!.*(?:re?s+ource|jar|file))(?:.*[._])?ur[li]$/i, onlyIf: ({ length }) => length === 0, certainty: 0.6 },
    // Cordova's own, which gives a connection of java.net.
    { call: '*.createHttpConnection', args: ['url'], makes: 'UrlConnection', certainty: 0.8 },
    { call: 'UrlConnection.setRequestMethod', args: ['method'], tells: 'receiver' },
    { call: 'UrlConnection.{setRequestProperty,addRequestProperty}', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'UrlConnection.setReadTimeout', args: ['timeoutMs'], tells: 'receiver' },
    { call: 'UrlConnection.setInstanceFollowRedirects', args: ['redirects'], tells: 'receiver' },
  ],
};
