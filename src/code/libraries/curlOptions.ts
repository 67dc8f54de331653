import type { OptionTable } from './description';

/** The options of libcurl that say something about a request (curl_easy_setopt(3)); C and PHP have the same names. */
export const CURL_OPTIONS: OptionTable = {
  CURLOPT_URL: 'url', CURLOPT_PORT: 'port', CURLOPT_CUSTOMREQUEST: 'method', CURLOPT_POST: 'posts', CURLOPT_NOBODY: 'heads', CURLOPT_UPLOAD: 'puts', CURLOPT_PUT: 'puts',
  CURLOPT_HTTPHEADER: 'headerLines', CURLOPT_USERAGENT: 'userAgent', CURLOPT_REFERER: 'referer', CURLOPT_COOKIE: 'cookies', CURLOPT_RANGE: 'range',
  CURLOPT_POSTFIELDS: 'data', CURLOPT_COPYPOSTFIELDS: 'data', CURLOPT_MIMEPOST: 'multipart', CURLOPT_HTTPPOST: 'multipart',
  CURLOPT_USERPWD: 'auth', CURLOPT_USERNAME: 'user', CURLOPT_PASSWORD: 'password', CURLOPT_XOAUTH2_BEARER: 'bearer',
  CURLOPT_TIMEOUT: 'timeoutS', CURLOPT_TIMEOUT_MS: 'timeoutMs', CURLOPT_FOLLOWLOCATION: 'redirects', CURLOPT_MAXREDIRS: 'maxRedirects',
  CURLOPT_SSL_VERIFYPEER: 'verify', CURLOPT_PROXY: 'proxy',
};
