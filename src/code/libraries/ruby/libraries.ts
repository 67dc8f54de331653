import type { ClientDescription, OptionTable } from '../description';
import { looksLikeUrl } from '../urlLike';

const FARADAY: OptionTable = { url: 'root', headers: 'headers', params: 'query', request: { timeout: 'timeoutS', open_timeout: 'timeoutS' }, ssl: { verify: 'verify' }, proxy: 'proxy' };

const CONNECTION = /(?:^|[._@])(?:conn|connection|faraday)$/;

/** Faraday. */
export const faraday: ClientDescription = {
  client: 'faraday',
  languages: ['ruby'],
  aliases: { 'Faraday.default_connection': 'Faraday' },
  bodies: { object: 'form', text: 'application/x-www-form-urlencoded' },
  baseIsFolder: true,
  properties: {
    'FaradayRequest.headers[]': 'header', 'FaradayRequest.params[]': 'queryPair', 'FaradayRequest.body': 'data', 'FaradayRequest.options.timeout': 'timeoutS', 'FaradayRequest.headers': 'headers',
    'FaradayRequest.params': 'query', 'Faraday.headers[]': 'header',
  },
  rules: [
    { call: 'Faraday', args: ['root', 'options'], options: FARADAY, makes: 'Faraday', anchors: false },
    { call: 'Faraday.{get,delete,head,options}', args: ['url', 'query', 'headers'], sets: { method: 'name' }, makes: 'FaradayRequest', block: true },
    { call: 'Faraday.{post,put,patch}', args: ['url', 'data', 'headers'], sets: { method: 'name' }, makes: 'FaradayRequest', block: true },
    // Connections that another method makes.
    { call: '*.{get,delete,head}', args: ['url', 'query', 'headers'], sets: { method: 'name' }, makes: 'FaradayRequest', block: true, receiverName: CONNECTION, onlyIf: looksLikeUrl, certainty: 0.8 },
    { call: '*.{post,put,patch}', args: ['url', 'data', 'headers'], sets: { method: 'name' }, makes: 'FaradayRequest', block: true, receiverName: CONNECTION, onlyIf: looksLikeUrl, certainty: 0.8 },
    { call: 'Faraday.run_request', args: ['method', 'url', 'data', 'headers'], makes: 'FaradayRequest', block: true },
    { call: 'FaradayRequest.url', args: ['url', 'query'], tells: 'receiver', anchors: false },
    { call: 'FaradayRequest.headers.{update,merge!}', args: ['headers'], tells: 'receiver' },
  ],
};

const HTTPARTY: OptionTable = {
  query: 'query', headers: 'headers', body: 'data', basic_auth: 'auth', timeout: 'timeoutS', verify: 'verify', follow_redirects: 'redirects', cookies: 'cookies', base_uri: 'base', http_proxyaddr: 'proxy',
};

/** HTTParty. */
export const httparty: ClientDescription = {
  client: 'httparty',
  languages: ['ruby'],
  bodies: { object: 'form', text: 'application/x-www-form-urlencoded' },
  scheme: 'http',
  rules: [
    { call: 'HTTParty.{get,post,put,patch,delete,head,options}', args: ['url', 'options'], options: HTTPARTY, sets: { method: 'name' }, sends: true },
    // A class that includes HTTParty has its methods.
    {
      call: '*.{get,post,put,patch,delete,head,options}', args: ['url', 'options'], options: HTTPARTY, sets: { method: 'name' }, sends: true, receiverName: /^(?:self(?:\.class)?|[A-Z]\w*)$/,
      where: /\binclude\s+HTTParty\b(?:[^]*?\bbase_uri[ \t(]+['"](?<base>[^'"\n]+)['"])?/,
    },
  ],
};

/** rest-client. */
export const restClient: ClientDescription = {
  client: 'rest-client',
  languages: ['ruby'],
  bodies: { object: 'form', text: 'application/x-www-form-urlencoded' },
  rules: [
    { call: 'RestClient.{get,delete,head,options}', args: ['url', 'headers'], options: { params: 'query', accept: 'accept', authorization: 'authorization' }, sets: { method: 'name' }, sends: true },
    { call: 'RestClient.{post,put,patch}', args: ['url', 'data', 'headers'], options: { content_type: 'contentType', accept: 'accept', authorization: 'authorization' }, sets: { method: 'name' }, sends: true },
    {
      call: 'RestClient.Request.execute',
      options: { method: 'method', url: 'url', payload: 'data', headers: 'headers', timeout: 'timeoutS', verify_ssl: 'verify', user: 'user', password: 'password', max_redirects: 'maxRedirects', proxy: 'proxy' },
      args: ['options'],
      sends: true,
      anchors: true,
    },
  ],
};

/** http.rb. */
export const httpRb: ClientDescription = {
  client: 'http.rb',
  languages: ['ruby'],
  rules: [
    { call: 'HTTP.{get,post,put,patch,delete,head}', args: ['url', 'options'], options: { params: 'query', json: 'json', form: 'form', body: 'body', headers: 'headers' }, sets: { method: 'name' }, sends: true },
    { call: 'HTTP.headers', args: ['headers'], options: { accept: 'accept' }, makes: 'HTTP' },
    { call: 'HTTP.auth', args: ['authorization'], makes: 'HTTP' },
    { call: 'HTTP.basic_auth', options: { user: 'user', pass: 'password' }, makes: 'HTTP' },
    { call: 'HTTP.timeout', args: ['timeoutS'], makes: 'HTTP' },
    { call: 'HTTP.{follow,persistent,accept}', makes: 'HTTP' },
  ],
};

/** Typhoeus and Excon. */
export const typhoeus: ClientDescription = {
  client: 'typhoeus',
  languages: ['ruby'],
  bodies: { object: 'form', text: 'application/x-www-form-urlencoded' },
  rules: [
    { call: 'Typhoeus.{get,post,put,patch,delete,head}', args: ['url', 'options'], options: { params: 'query', headers: 'headers', body: 'data', timeout: 'timeoutS', followlocation: 'redirects', userpwd: 'auth' }, sets: { method: 'name' }, sends: true },
    { call: 'Typhoeus.Request', args: ['url', 'options'], options: { method: 'method', params: 'query', headers: 'headers', body: 'data', timeout: 'timeoutS', followlocation: 'redirects' }, makes: 'TyphoeusRequest' },
    { call: 'Excon', args: ['base'], makes: 'ExconConnection', anchors: false },
    { call: 'ExconConnection.{get,post,put,patch,delete,head}', options: { path: 'url', query: 'query', headers: 'headers', body: 'data' }, sets: { method: 'name' }, sends: true, anchors: true },
    { call: 'Excon.{get,post,put,patch,delete,head}', args: ['url', 'options'], options: { query: 'query', headers: 'headers', body: 'data', read_timeout: 'timeoutS' }, sets: { method: 'name' }, sends: true },
  ],
};

/** The gem httpclient. */
export const httpClient: ClientDescription = {
  client: 'httpclient',
  languages: ['ruby'],
  bodies: { object: 'form' },
  rules: [
    { call: 'HTTPClient', makes: 'RubyHttpClient', anchors: false },
    { call: '{HTTPClient,RubyHttpClient}.{get,get_content,head,delete,options}', args: ['url', 'query', 'headers'], options: { header: 'headers', query: 'query' }, sets: { method: 'name' }, sends: true },
    { call: '{HTTPClient,RubyHttpClient}.{post,post_content,put,patch}', args: ['url', 'data', 'headers'], options: { header: 'headers', body: 'data' }, sets: { method: 'name' }, sends: true },
  ],
};
