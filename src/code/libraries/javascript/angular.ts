import { looksLikeUrl } from '../urlLike';
import type { ClientDescription, OptionTable } from '../description';

const OPTIONS: OptionTable = { headers: 'headers', params: 'query', body: 'data', withCredentials: 'withCredentials', timeout: 'timeoutMs' };

/** Angular's HttpClient. */
export const angular: ClientDescription = {
  client: 'angular',
  languages: ['javascript'],
  aliases: { '@angular.common.http.HttpClient': 'HttpClient', '@angular.common.http.HttpHeaders': 'HttpHeaders', '@angular.common.http.HttpParams': 'HttpParams' },
  bodies: { object: 'json', text: 'text/plain' },
  rules: [
    { call: 'HttpClient', makes: 'HttpClient', anchors: false },
    { call: 'HttpClient.{get,delete,head,options,jsonp}', args: ['url', 'options'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'HttpClient.{post,put,patch}', args: ['url', 'data', 'options'], options: OPTIONS, sets: { method: 'name' }, sends: true },
    { call: 'HttpClient.request', args: ['method', 'url', 'options'], options: OPTIONS, sends: true },
    { call: 'HttpHeaders', args: ['headers'], makes: 'HttpHeaders' },
    { call: 'HttpHeaders.{set,append}', args: ['header.name', 'header.value'] },
    { call: 'HttpParams', args: ['options'], options: { fromObject: 'query', fromString: 'query' }, makes: 'HttpParams', anchors: false },
    { call: 'HttpParams.{set,append}', args: ['queryPair.name', 'queryPair.value'] },
  ],
};

const ANGULARJS = /^(?:this\.)?\$http$/;

/** Instances that are imported or handed in, by what they are called and asked for. */
export const namedInstances: ClientDescription = {
  languages: ['javascript'],
  bodies: { object: 'json' },
  rules: [
    ...(['get', 'delete', 'head'] as const).map((name) => ({
      call: `*.${name}`, args: ['url' as const, 'options' as const], options: { ...OPTIONS, signal: 'signal' as const }, sets: { method: 'name' }, sends: true, receiverName: INSTANCE(), onlyIf: looksLikeUrl, certainty: 0.7,
    })),
    // AngularJS hands out $http by that name; whatever it is asked for is a URL.
    ...(['get', 'delete', 'head', 'jsonp'] as const).map((name) => ({
      call: `*.${name}`, args: ['url' as const, 'options' as const], options: OPTIONS, sets: { method: name === 'jsonp' ? 'GET' : 'name' }, sends: true, receiverName: ANGULARJS,
    })),
    ...(['post', 'put', 'patch'] as const).map((name) => ({
      call: `*.${name}`, args: ['url' as const, 'data' as const, 'options' as const], options: OPTIONS, sets: { method: 'name' }, sends: true, receiverName: ANGULARJS,
    })),
    ...(['post', 'put', 'patch'] as const).map((name) => ({
      call: `*.${name}`, args: ['url' as const, 'data' as const, 'options' as const], options: OPTIONS, sets: { method: 'name' }, sends: true, receiverName: INSTANCE(), onlyIf: looksLikeUrl, certainty: 0.7,
    })),
  ],
};

function INSTANCE(): RegExp {
  return /(?:^|\.)[_#$]?(?:http(?:Client|Service)?|api(?:Client)?|axios\w*|\w*[aA]xios|(?:http|rest|api)[cC]lient)$/;
}
