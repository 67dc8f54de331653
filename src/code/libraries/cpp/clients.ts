import { CURL_OPTIONS } from '../curlOptions';
import type { ClientDescription } from '../description';

const libcurl: ClientDescription = {
  client: 'libcurl',
  languages: ['cpp'],
  scheme: 'http',
  bodies: { text: 'application/x-www-form-urlencoded' },
  postsBodies: true,
  methodCase: 'as-is',
  rules: [
    { call: 'curl_easy_init', makes: 'CurlHandle' },
    { call: 'curl_easy_setopt', args: [null, 'key', 'keyed'], keys: CURL_OPTIONS, tells: 0 },
    { call: 'curl_slist_append', args: [null, 'headerLine'], makes: 'CurlList', tells: 0, anchors: false },
  ],
};

const cpr: ClientDescription = {
  client: 'cpr',
  languages: ['cpp'],
  rules: [{ call: 'cpr.{Get,Post,Put,Patch,Delete,Head}', args: ['url'], sets: { method: 'name' }, sends: true }],
};

const names: ClientDescription = {
  client: 'libc',
  languages: ['cpp'],
  scheme: 'dns',
  method: '',
  rules: [{ call: '{gethostbyname,getaddrinfo}', args: ['url'], sends: true }],
};

/** The clients of C and C++. */
export const CPP_CLIENTS: readonly ClientDescription[] = [libcurl, cpr, names];
