import { textOf } from '../../folding/value';
import { CURL_OPTIONS } from '../curlOptions';
import type { ClientDescription } from '../description';

/** PHP's curl functions. */
export const curl: ClientDescription = {
  client: 'php-curl',
  languages: ['php'],
  scheme: 'http',
  bodies: { text: 'application/x-www-form-urlencoded', object: 'multipart' },
  postsBodies: true,
  methodCase: 'as-is',
  rules: [
    { call: 'curl_init', args: ['url'], makes: 'CurlHandle' },
    { call: 'curl_setopt', args: [null, 'key', 'keyed'], keys: CURL_OPTIONS, tells: 0 },
    { call: 'curl_setopt_array', args: [null, 'options'], options: CURL_OPTIONS, tells: 0 },
  ],
};

/** Files that are URLs: `file_get_contents`, `fopen`. */
export const streams: ClientDescription = {
  client: 'php-streams',
  languages: ['php'],
  bodies: { text: 'application/x-www-form-urlencoded' },
  rules: [
    { call: 'file_get_contents', args: ['url', null, 'request'], sends: true, onlyIf: isUrl },
    { call: 'fopen', args: ['url', null, null, 'request'], sends: true, onlyIf: isUrl },
    { call: '{simplexml_load_file,get_headers,copy,readfile,file,getimagesize}', args: ['url'], sends: true, onlyIf: isUrl },
    {
      call: 'stream_context_create',
      args: ['options'],
      options: {
        http: { method: 'method', header: 'headerLines', content: 'body', timeout: 'timeoutS', user_agent: 'userAgent', follow_location: 'redirects', max_redirects: 'maxRedirects', proxy: 'proxy' },
        ssl: { verify_peer: 'verify' },
      },
      makes: 'StreamContext',
      anchors: false,
    },
  ],
};

/** A file's name is no URL, and a variable may be either. */
function isUrl([first]: Parameters<NonNullable<ClientDescription['rules'][number]['onlyIf']>>[0]): boolean {
  const [start] = first?.kind === 'text' || first?.kind === 'url' ? first.parts : [];
  return typeof start === 'string' ? /^https?:\/\//.test(start) : start !== undefined && /url|uri|endpoint/i.test(start.name) || (first?.kind === 'unknown' && textOf(first) === undefined && /url|uri|endpoint/i.test(first.name));
}
