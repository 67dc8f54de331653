import type { ClientDescription, OptionTable } from '../description';

/** `RequestInit` (Fetch §5.4) with what Node's fetch and node-fetch add. */
export const FETCH_OPTIONS: OptionTable = {
  method: 'method', headers: 'headers', body: 'body', signal: 'signal', credentials: 'credentials', redirect: 'redirects', dispatcher: 'agent', agent: 'agent',
  follow: 'maxRedirects', timeout: 'timeoutMs',
};

/** `fetch(input, init)` (Fetch §5.6) and the objects that its arguments are made of. */
export const fetchClient: ClientDescription = {
  languages: ['javascript'],
  bareNames: ['fetch'],
  aliases: { 'node-fetch': 'fetch', 'cross-fetch': 'fetch', 'isomorphic-fetch': 'fetch', 'undici.fetch': 'fetch', 'whatwg-fetch.fetch': 'fetch' },
  methodCase: 'fetch',
  bodies: { text: 'text/plain;charset=UTF-8' },
  rules: [
    { call: 'fetch', args: ['url', 'options'], options: FETCH_OPTIONS, makes: 'response', sends: true },
    { call: 'Request', args: ['url', 'options'], options: FETCH_OPTIONS, makes: 'Request', anchors: false },
    { call: 'Headers', args: ['headers'], makes: 'Headers' },
    { call: 'Headers.{append,set}', args: ['header.name', 'header.value'], tells: 'receiver' },
    { call: 'FormData', makes: 'FormData', sets: { multipart: true } },
    { call: 'FormData.{append,set}', args: ['part.name', 'part.value'], tells: 'receiver' },
    { call: 'FormData.getHeaders', args: [], makes: 'FormHeaders' },
    { call: '{Blob,File}', args: [null, 'options'], options: { type: 'bodyType' }, makes: 'Blob', sets: { body: '' } },
  ],
};
