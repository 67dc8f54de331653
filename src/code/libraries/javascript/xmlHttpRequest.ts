import type { ClientDescription } from '../description';

/** XMLHttpRequest (XHR §3). */
export const xmlHttpRequest: ClientDescription = {
  client: 'XMLHttpRequest',
  languages: ['javascript'],
  bodies: { text: 'text/plain;charset=UTF-8' },
  properties: { 'XMLHttpRequest.timeout': 'timeoutMs', 'XMLHttpRequest.withCredentials': 'withCredentials' },
  methodCase: 'fetch',
  rules: [
    { call: 'XMLHttpRequest', makes: 'XMLHttpRequest' },
    { call: 'XMLHttpRequest.open', args: ['method', 'url', null, 'user', 'password'], tells: 'receiver' },
    { call: '*.open', args: ['method', 'url', null, 'user', 'password'], sends: true, receiverName: /(?:^|[._])(?:xhr|xmlhttp|xmlhttprequest)$/i, onlyIf: ({ length }) => length >= 2, certainty: 0.8 },
    { call: 'XMLHttpRequest.setRequestHeader', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'XMLHttpRequest.send', args: ['body'], tells: 'receiver' },
  ],
};
