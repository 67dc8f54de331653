import type { ClientDescription } from '../description';
import { faraday, httparty, httpClient, httpRb, restClient, typhoeus } from './libraries';
import { netHttp, openUri, programs, services } from './netHttp';

/** The clients of Ruby. */
export const RUBY_CLIENTS: readonly ClientDescription[] = [netHttp, openUri, faraday, httparty, restClient, httpRb, typhoeus, httpClient, ...services, programs];
