import type { ClientDescription } from '../description';
import { javaHttpClient, urlConnection } from './httpClient';
import { okhttp, retrofit } from './okhttp';
import { apache, asyncHttpClient, jsoup, programs, services, unirest } from './others';
import { restTemplate, webClient } from './spring';

/** The clients of Java, and of Kotlin where it uses them. */
export const JAVA_CLIENTS: readonly ClientDescription[] = [
  javaHttpClient, urlConnection, okhttp, retrofit, restTemplate, webClient, asyncHttpClient, unirest, jsoup, apache, ...services, programs,
];
