import type { Ecosystem } from './manifest';

/** The package that a client is, by the names that reports have for clients. */
const CLIENT_PACKAGES: Readonly<Record<string, readonly [Ecosystem, ...string[]]>> = {
  axios: ['npm', 'axios'], got: ['npm', 'got'], ky: ['npm', 'ky'], superagent: ['npm', 'superagent'], undici: ['npm', 'undici'], request: ['npm', 'request'], unirest: ['npm', 'unirest'],
  jquery: ['npm', 'jquery'], angular: ['npm', '@angular/common'],
  'python-requests': ['pypi', 'requests'], 'python-httpx': ['pypi', 'httpx'], 'python-aiohttp': ['pypi', 'aiohttp'], urllib3: ['pypi', 'urllib3'],
  resty: ['go', 'github.com/go-resty/resty/v2', 'resty.dev/v3', 'github.com/go-resty/resty'], 'gorilla-websocket': ['go', 'github.com/gorilla/websocket'],
  okhttp: ['maven', 'com.squareup.okhttp3:okhttp', 'com.squareup.okhttp3:okhttp-jvm'], retrofit: ['maven', 'com.squareup.retrofit2:retrofit'], resttemplate: ['maven', 'org.springframework:spring-web'],
  webclient: ['maven', 'org.springframework:spring-webflux'], jsoup: ['maven', 'org.jsoup:jsoup'], 'async-http-client': ['maven', 'org.asynchttpclient:async-http-client'],
  'apache-httpclient': ['maven', 'org.apache.httpcomponents.client5:httpclient5', 'org.apache.httpcomponents:httpclient'],
  restsharp: ['nuget', 'RestSharp'], flurl: ['nuget', 'Flurl.Http'],
  'rust-reqwest': ['cargo', 'reqwest'], ureq: ['cargo', 'ureq'], hyper: ['cargo', 'hyper'],
  guzzle: ['packagist', 'guzzlehttp/guzzle'], symfony: ['packagist', 'symfony/http-client'], 'laravel-http': ['packagist', 'illuminate/http', 'laravel/framework'], 'php-requests': ['packagist', 'rmccue/requests', 'wordpress/requests'],
  faraday: ['rubygems', 'faraday'], httparty: ['rubygems', 'httparty'], 'rest-client': ['rubygems', 'rest-client'], 'http.rb': ['rubygems', 'http'], typhoeus: ['rubygems', 'typhoeus'],
};
const packages = new Map(Object.entries(CLIENT_PACKAGES));

/** Clients that are part of their language's runtime. */
const RUNTIME_CLIENTS: ReadonlyMap<string, Ecosystem> = new Map([['go-net-http', 'go']]);

const names = new Map<Ecosystem, Set<string>>();
for (const [ecosystem, ...own] of packages.values()) names.set(ecosystem, new Set([...(names.get(ecosystem) ?? []), ...own]));

/** Where the version of a client is to be found: its packages, or the runtime of its language. */
export function packagesOf(client: string): { readonly ecosystem: Ecosystem; readonly names: readonly string[] } | undefined {
  const own = packages.get(client);
  if (own) return { ecosystem: own[0], names: own.slice(1) };
  const ecosystem = RUNTIME_CLIENTS.get(client);
  return ecosystem && { ecosystem, names: [] };
}

/** The packages of an ecosystem that are clients. */
export function clientPackageNames(ecosystem: Ecosystem): ReadonlySet<string> {
  return names.get(ecosystem) ?? new Set();
}
