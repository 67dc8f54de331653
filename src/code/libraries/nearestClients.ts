/**
 * Clients without a profile of their own, with the profile whose transport they use or whose packets come nearest. In one
 * table, so that a profile that is made later takes its row out.
 */
export const NEAREST_CLIENTS: Readonly<Record<string, string | { readonly node: string; readonly browser: string }>> = {
  // In a page these use XMLHttpRequest or fetch, in Node its own http.
  axios: { node: 'node-24-https', browser: 'chromium-156' }, superagent: { node: 'node-24-https', browser: 'chromium-156' }, ky: { node: 'node-24-fetch', browser: 'chromium-156' },
  WebSocket: { node: 'node-24-https', browser: 'chromium-156' }, EventSource: { node: 'node-24-https', browser: 'chromium-156' },
  XMLHttpRequest: 'chromium-156', sendBeacon: 'chromium-156', jquery: 'chromium-156', angular: 'chromium-156',
  'node-https': 'node-24-https', 'node-http2': 'node-24-https', got: 'node-24-https', request: 'node-24-https', unirest: 'node-24-https', undici: 'node-24-fetch',
  urllib3: 'python-requests', 'python-http-client': 'python-urllib', resty: 'go-net-http', 'gorilla-websocket': 'go-net-http',
  okhttp: 'java-httpclient', retrofit: 'java-httpclient', resttemplate: 'java-httpclient', webclient: 'java-httpclient', 'java-urlconnection': 'java-httpclient', 'async-http-client': 'java-httpclient',
  jsoup: 'java-httpclient', 'apache-httpclient': 'java-httpclient',
  restsharp: 'dotnet-httpclient', flurl: 'dotnet-httpclient', 'dotnet-webrequest': 'dotnet-httpclient',
  ureq: 'rust-reqwest', hyper: 'rust-reqwest',
  guzzle: 'php-curl', symfony: 'php-curl', 'laravel-http': 'php-curl', 'php-requests': 'php-curl', 'php-streams': 'php-curl', 'pecl-http': 'php-curl',
  faraday: 'ruby-net-http', httparty: 'ruby-net-http', 'rest-client': 'ruby-net-http', 'http.rb': 'ruby-net-http', 'open-uri': 'ruby-net-http', typhoeus: 'curl-7.88',
  libcurl: 'curl-7.88', cpr: 'curl-7.88', wget: 'curl-7.88', httpie: 'python-requests', powershell: 'dotnet-httpclient', 'http-file': 'node-24-https',
};
